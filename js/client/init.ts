// Loading the wasm in pages and workers: from the file beside the module, or from its copy inside the package.
import type { InitInput, InitOutput } from "../../pkg/reroom.js";
import { url } from "../../pkg/reroom_url.js";
import { loadFile } from "./file.js";
import { loadOnce } from "./load.js";

/**
 * Loads the WebAssembly; call it before anything else. A second call is free.
 *
 * In pages it loads `reroom_bg.wasm` from beside the module. If the file cannot be loaded, it loads a copy inside the
 * package and warns in the console. On servers it always uses the copy.
 *
 * `input` is for pages that keep the file elsewhere: its URL, a `Response` of it, its bytes, or a compiled module.
 * Rejects with a `ReRoomError` if the WebAssembly cannot be loaded; calling again tries again.
 */
export default function init(input?: InitInput | Promise<InitInput>): Promise<InitOutput> {
  return loadOnce(input, (instantiate) => loadFile(url, instantiate, () => import("./inlined.js")));
}
