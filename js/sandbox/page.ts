// Loading the sandbox's wasm in a page: a module of its own, so that servers never look for the file.
import { url } from "../../pkg/sandbox/sandbox_url.js";
import { loadFile } from "../client/file.js";
import type { Instantiate } from "../client/file.js";

/** Loads the file beside the glue, or its copy inside the package. */
export const loadInPage = (instantiate: Instantiate<unknown>): Promise<unknown> =>
  loadFile(url, instantiate, () => import("./inlined.js"));
