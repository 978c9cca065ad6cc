// Loads the imaging module on servers. They have no canvas, so sharp decodes and encodes.
import { showCallers } from "./callers.js";
import type { ImagingLoader } from "./imaging.js";
import { load as loadInlined } from "./imaging-inlined.js";
import * as raster from "./sharp/raster.js";

/** Loads the module with the given wasm, or else with the copy. */
export const load: ImagingLoader = async (given) => {
  const imaging = await loadInlined(given);
  if (!canDraw()) imaging.provideRaster(raster);
  // The script is minified, and consoles print the name.
  Object.defineProperty(imaging.MaskEditor, "name", { value: "MaskEditor" });
  showCallers(imaging.MaskEditor.prototype, ["select", "refine", "snap", "add", "load"]);
  return imaging;
};

/** Whether there is a canvas to draw on, such as in Electron. Deno's `OffscreenCanvas` is only for WebGPU. */
function canDraw(): boolean {
  try {
    return new OffscreenCanvas(1, 1).getContext("2d") !== null;
  } catch {
    return false;
  }
}
