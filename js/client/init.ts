// Loads the client's wasm in pages and workers: from the file next to the module, or from its copy inside the package.
import type { InitOutput } from "../../pkg/reroom.js";
import { url } from "../../pkg/reroom_url.js";
import { loadFile } from "./file.js";
import { loadClient } from "./load.js";
import type { WasmFile, WasmFiles } from "./once.js";

/**
 * Loads the client's WebAssembly. Call it before anything else. You can call it several times: the WebAssembly is
 * loaded only once.
 *
 * In pages, it loads `reroom_bg.wasm` from the directory of the module. If that fails, it loads a copy inside the
 * package and warns in the console. On servers, it always uses the copy.
 *
 * Pass `input` on platforms where the package cannot find the file: its URL, a `Response` with it, its bytes, or a
 * compiled module. With `{ client, imaging }`, you can also pass `imaging_bg.wasm`, which is loaded when a mask or a
 * photo first needs it. Rejects with a `ReRoomError` if the WebAssembly cannot be loaded. You can then call it again.
 */
export default function init(input?: WasmFile | WasmFiles): Promise<InitOutput> {
  return loadClient(input, (instantiate) => loadFile(url, instantiate, () => import("./inlined.js")));
}
