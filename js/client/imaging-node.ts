// Loads the imaging module on servers. They have no canvas, so sharp decodes and encodes.
import type { ImagingLoader } from "./imaging.js";
import { load as loadInlined } from "./imaging-inlined.js";
import * as raster from "./sharp/raster.js";

/** Loads the module with the given wasm, or else with the copy. */
export const load: ImagingLoader = async (given) => {
  const imaging = await loadInlined(given);
  if (typeof OffscreenCanvas === "undefined") imaging.provideRaster(raster);
  return imaging;
};
