// What `import … from "reroom"` gives on servers, by the condition `node` of package.json. The wasm comes with the module:
// bundlers and file tracers of server frameworks lose files that are only looked for at run time, and Node needs a
// millisecond or two more for it than for reading the file.
import type { InitOutput } from "../../pkg/reroom.js";
import { useImaging } from "./imaging.js";
import { loadClient } from "./load.js";
import type { WasmFile, WasmFiles } from "./once.js";

export * from "./api.js";

useImaging(() => import("./imaging-inlined.js"));

/** As `init` of `index.js`. The copy is imported late, since a server that only renders pages never needs it. */
export default function init(input?: WasmFile | WasmFiles): Promise<InitOutput> {
  return loadClient(input, async (instantiate) => instantiate(await (await import("./inlined.js")).bytes()));
}
