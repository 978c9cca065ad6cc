// Loads the imaging module in pages and workers. This file is imported only when it is needed.
import initGlue, * as glue from "../../pkg/imaging.js";
import type { InitInput } from "../../pkg/imaging.js";
import { url } from "../../pkg/imaging_url.js";
import { loadFile, readFile } from "./file.js";
import type { ImagingLoader } from "./imaging.js";

/** Loads the module with the given wasm, or else from the file next to it, or else from the copy inside the package. */
export const load: ImagingLoader = async (given) => {
  const instantiate = async (source: InitInput) => initGlue(await readFile(source));
  const input = await given;
  await (input ? instantiate(input) : loadFile(url, instantiate, () => import("./imaging-inlined.js")));
  return glue;
};
