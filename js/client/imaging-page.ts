// Loading the imaging module in pages and workers; a module that `import()` loads only when it is needed.
import initGlue, * as glue from "../../pkg/imaging.js";
import type { InitInput } from "../../pkg/imaging.js";
import { url } from "../../pkg/imaging_url.js";
import { loadFile } from "./file.js";
import type { ImagingLoader } from "./imaging.js";

/** Loads it from what was given, else from the file beside the module, else from its copy inside the package. */
export const load: ImagingLoader = async (given) => {
  const instantiate = (source: InitInput) => initGlue({ module_or_path: source });
  const input = await given;
  await (input ? instantiate(input) : loadFile(url, instantiate, () => import("./imaging-inlined.js")));
  return glue;
};
