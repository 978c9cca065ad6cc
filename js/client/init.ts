// Loading the wasm in pages and workers: from the file beside the module, or from its copy inside the package.
import type { InitOutput } from "../../pkg/reroom.js";
import { url } from "../../pkg/reroom_url.js";
import { loadFile } from "./file.js";
import { loadClient } from "./load.js";
import type { WasmFile, WasmFiles } from "./once.js";

/**
 * Loads the client's WebAssembly; call it before anything else. A second call is free.
 *
 * In pages it loads `reroom_bg.wasm` from beside the module. If the file cannot be loaded, it loads a copy inside the
 * package and warns in the console. On servers it always uses the copy.
 *
 * `input` is for platforms that must be told where the file is: its URL, a `Response` of it, its bytes, or a compiled
 * module. `{ client, imaging }` also says where `imaging_bg.wasm` is, which is loaded when a mask or a photo first needs it.
 * Rejects with a `ReRoomError` if the WebAssembly cannot be loaded; calling again tries again.
 */
export default function init(input?: WasmFile | WasmFiles): Promise<InitOutput> {
  return loadClient(input, (instantiate) => loadFile(url, instantiate, () => import("./inlined.js")));
}
