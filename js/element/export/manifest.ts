// The definition of a C2PA manifest, for signing an altered photo.
import { DIGITAL_SOURCE_TYPE } from "../../rules/digital-source-type.js";

/** The definition of a C2PA manifest, as `c2pa-node`, `c2pa-python`, and `c2patool` accept it. */
export interface Manifest {
  /** Title of the photo. */
  readonly title: string;
  /** MIME type of the photo. */
  readonly format: string;
  /** The program that made the claim. */
  readonly claim_generator_info: readonly { readonly name: string; readonly version?: string }[];
  /** What was done to the photo. */
  readonly assertions: readonly { readonly label: string; readonly data: unknown }[];
}

/** Creates the manifest of an altered photo: opened, and edited by a trained model. */
export const createManifest = (title: string, format: string): Manifest => ({
  title,
  format,
  claim_generator_info: [{ name: "reroom" }],
  assertions: [
    {
      label: "c2pa.actions.v2",
      data: { actions: [{ action: "c2pa.edited", digitalSourceType: DIGITAL_SOURCE_TYPE }] },
    },
  ],
});
