// The exports of `reroom` on servers, selected by the `node` condition in package.json. The wasm is inside a module:
// bundlers and file tracers of server frameworks miss files that are located only at run time. For Node, this takes a
// millisecond or two longer than reading the file.
import type { InitOutput } from "../../pkg/reroom.js";
import { MaskEditor, ReRoom } from "./api.js";
import { showCallers } from "./callers.js";
import { imagingCalls, useImaging } from "./imaging.js";
import { loadClient } from "./load.js";
import type { WasmFile, WasmFiles } from "./once.js";

export * from "./api.js";

useImaging(() => import("./imaging-node.js"), init);
const methods = ["upload", "render", "upscale", "getRender", "account", "waitFor", "run", "runAll"] as const;
showCallers(ReRoom.prototype, methods);
showCallers(MaskEditor, ["create"]);
const { prepareImage } = imagingCalls;
imagingCalls.prepareImage = async (...args) => {
  const prepared = await prepareImage(...args);
  showCallers(prepared, ["restore"]);
  return prepared;
};
showCallers(imagingCalls, ["prepareImage", "encodeMask"]);

/**
 * Loads the client's WebAssembly, like `init` in `init.ts`. Imports the copy only when it is needed, because a server
 * that only renders pages never needs it.
 */
export default function init(input?: WasmFile | WasmFiles): Promise<InitOutput> {
  return loadClient(input, async (instantiate) => instantiate(await (await import("./inlined.js")).bytes()));
}
