// What `import … from "reroom/inline"` gives: the same, with the wasm in the module itself, so that no file is asked
// for. For pages of one file, and for places that serve no wasm.
import type { InitInput, InitOutput } from "../../pkg/reroom.js";
import { packed } from "../../pkg/reroom_inline.js";
import { loadOnce } from "./load.js";
import { unpack } from "./unpack.js";

export * from "./api.js";

/**
 * Loads the wasm that is in this module; call it before anything else. A second call is free, and so is one after the
 * `init` of `reroom`: they load the same.
 *
 * `input` is taken instead, as `reroom` takes it. Rejects with a `ReRoomError` where it cannot be loaded.
 */
export default function init(input?: InitInput | Promise<InitInput>): Promise<InitOutput> {
  return loadOnce(input, async (instantiate) => instantiate(await unpack(packed)));
}
