// The state of a studio at one moment.
import type { JobParams } from "../client/index.js";
import type { FormField } from "./form.js";
import type { Photo, PhotoSummary } from "./photo-types.js";
import type { Reference } from "./reference-types.js";
import type { Job, Result } from "./result-types.js";
import type { ToolId } from "./tools.js";

/** The state of a studio. It is frozen, and parts that did not change keep their identity. */
export interface Snapshot {
  /** The image to work on: the selected photo, or the result that the user continues with. */
  readonly photo: Photo | undefined;
  /** From the selected photo to the image to work on: the photo, then each result that the next step was based on. */
  readonly chain: readonly Photo[];
  /** All photos. */
  readonly photos: readonly PhotoSummary[];
  /** Whether a photo is being opened. */
  readonly opening: boolean;
  /** Whether the photo is being prepared with another crop. Until then, it has the previous one. */
  readonly cropping: boolean;
  /** Whether the last photo could not be loaded. */
  readonly unreadable: boolean;
  /** The tools to choose from. */
  readonly tools: readonly ToolId[];
  /** The selected tool. */
  readonly tool: ToolId | undefined;
  /** The fields of the tool that apply, with their values. */
  readonly fields: readonly FormField[];
  /** What is missing. Undefined if the request can be sent. */
  readonly missing: Missing | undefined;
  /** The request in its current state, without the mask of an edit. */
  readonly params: JobParams | undefined;
  /** The reference images of the current tool. */
  readonly references: readonly Reference[];
  /** Whether reference images can be added as files, and not only as URLs. Undefined until known. */
  readonly takesFiles: boolean | undefined;
  /** Whether a mask is set. */
  readonly masked: boolean;
  /** The price of the request in credits, if known. */
  readonly cost: number | undefined;
  /** The prices of all tools in credits, if known. */
  readonly costs: Partial<Readonly<Record<ToolId, number>>>;
  /** The account's credits. Undefined if unknown or unlimited. */
  readonly balance: number | undefined;
  /** What the user waits for. */
  readonly job: Job;
  /** Whether a paid request of this photo got no response. Nothing is sent until `confirmChecked()`. */
  readonly blocked: boolean;
  /** The results of the selected photo, oldest first, including running and failed ones. */
  readonly results: readonly Result[];
  /** The results on display instead of the photo. */
  readonly shown: readonly Result[];
  /** Running renders of no known photo, such as those of another program with the same client. */
  readonly earlier: readonly Result[];
  /** What `undo()` brings back: a removed result or photo. */
  readonly undo: { readonly kind: "result" | "photo"; readonly name: string } | undefined;
}

/** What is missing before the request can be sent. */
export interface Missing {
  /** What is missing: a usable photo, a mask, or a value. */
  readonly kind: "photo" | "mask" | "field";
  /** The required field without a value. */
  readonly field?: FormField;
}
