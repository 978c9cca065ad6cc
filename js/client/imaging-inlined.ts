// Loads the imaging module with the copy of its wasm inside the package.
import initGlue, * as glue from "../../pkg/imaging.js";
import { packed } from "../../pkg/imaging_inline.js";
import { copyWarning } from "./copy-warning.js";
import { readFile } from "./file.js";
import type { ImagingLoader } from "./imaging.js";
import { unpack } from "./unpack.js";

/** The wasm. */
export const bytes = (): Promise<BufferSource> => unpack(packed);

/** The console warning if this copy is used because the file could not be loaded. */
export const warning = copyWarning("imaging_bg.wasm");

/** Loads the module with the given wasm, or else with the copy. */
export const load: ImagingLoader = async (given) => {
  await initGlue(await readFile((await given) ?? (await bytes())));
  return glue;
};
