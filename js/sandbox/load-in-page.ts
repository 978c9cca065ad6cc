// Loads the sandbox's wasm in a page. A separate module, so servers never look for the file.
import { url } from "../../pkg/sandbox/sandbox_url.js";
import { loadFile } from "../client/file.js";
import type { Instantiate } from "../client/file.js";

/** Loads the wasm file, or the inline copy if that fails. */
export const loadInPage = (instantiate: Instantiate<unknown>): Promise<unknown> =>
  loadFile(url, instantiate, () => import("./inline-wasm.js"));
