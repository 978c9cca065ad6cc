// Loading the wasm from the file beside the module, wherever the package runs.
import type { InitInput, InitOutput } from "../../pkg/reroom.js";
import { url } from "../../pkg/reroom_url.js";
import { loadOnce } from "./load.js";

/**
 * Loads the wasm file beside the module; call it before anything else. A second call is free.
 *
 * `input` is for pages that keep the file elsewhere: its URL, a `Response` of it, its bytes, or a compiled module.
 * Rejects with a `ReRoomError` where the file cannot be loaded; calling again tries again.
 */
export default function init(input?: InitInput | Promise<InitInput>): Promise<InitOutput> {
  return loadOnce(async () => (await input) ?? besideTheModule());
}

/**
 * The file's URL, or its bytes where the package is on disk, as in Node, whose `fetch` reads no files.
 * `getBuiltinModule` and not `import`: no bundler has to know of it.
 */
function besideTheModule(): URL | Uint8Array<ArrayBuffer> {
  const file = url();
  // Of `globalThis`, since bundlers put something of their own in the place of a bare `process`.
  const fs = file.protocol === "file:" ? globalThis.process?.getBuiltinModule?.("node:fs") : undefined;
  return fs ? new Uint8Array(fs.readFileSync(file)) : file;
}
