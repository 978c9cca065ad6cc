// The exports of `reroom/inline`: those of `reroom`, with the wasm inside the module, so that no file is requested. For
// single-file pages, and for hosts that cannot serve wasm files.
import type { InitOutput } from "../../pkg/reroom.js";
import { packed } from "../../pkg/reroom_inline.js";
import { useImaging } from "./imaging.js";
import * as imagingInlined from "./imaging-inlined.js";
import { loadClient } from "./load.js";
import type { WasmFile, WasmFiles } from "./once.js";
import { unpack } from "./unpack.js";

export * from "./api.js";

useImaging(() => Promise.resolve(imagingInlined), init);

/**
 * Loads the wasm inside this module. Call it before anything else. You can call it several times: the WebAssembly is
 * loaded only once, even if you also call the `init` of `reroom`.
 *
 * If you pass `input`, it is used instead, as in `reroom`. Rejects with a `ReRoomError` if the WebAssembly cannot be
 * loaded.
 */
export default function init(input?: WasmFile | WasmFiles): Promise<InitOutput> {
  return loadClient(input, async (instantiate) => instantiate(await unpack(packed)));
}
