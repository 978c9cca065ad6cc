// What `import … from "reroom/inline"` gives: the same, with the wasm in the module itself, so that no file is asked
// for. For pages of one file, and for places that serve no wasm.
import type { InitInput, InitOutput } from "../../pkg/reroom.js";
import { packed } from "../../pkg/reroom_inline.js";
import { loadOnce } from "./load.js";

export * from "./api.js";

/**
 * Loads the wasm that is in this module; call it before anything else. A second call is free, and so is one after the
 * `init` of `reroom`: they load the same.
 *
 * `input` is taken instead, as `reroom` takes it. Rejects with a `ReRoomError` where it cannot be loaded.
 */
export default function init(input?: InitInput | Promise<InitInput>): Promise<InitOutput> {
  return loadOnce(async () => (await input) ?? unpacked());
}

/** Base64 of gzip: two fifths of what base64 of the wasm itself takes. Without a request, since a CSP may forbid `data:`. */
function unpacked(): Promise<ArrayBuffer> {
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}
