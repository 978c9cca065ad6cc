// What `import … from "reroom/inline"` gives: the same, with the wasm in the module itself, so that no file is asked
// for. For pages of one file, and for places that serve no wasm.
import type { InitOutput } from "../../pkg/reroom.js";
import { packed } from "../../pkg/reroom_inline.js";
import { useImaging } from "./imaging.js";
import * as imagingInlined from "./imaging-inlined.js";
import { loadClient } from "./load.js";
import type { WasmFile, WasmFiles } from "./once.js";
import { unpack } from "./unpack.js";

export * from "./api.js";

useImaging(() => Promise.resolve(imagingInlined));

/**
 * Loads the wasm that is in this module; call it before anything else. A second call is free, and so is one after the
 * `init` of `reroom`: they load the same.
 *
 * `input` is taken instead, as `reroom` takes it. Rejects with a `ReRoomError` where it cannot be loaded.
 */
export default function init(input?: WasmFile | WasmFiles): Promise<InitOutput> {
  return loadClient(input, async (instantiate) => instantiate(await unpack(packed)));
}
