// What `import … from "reroom"` gives on servers, by the condition `node` of package.json. The wasm comes with the module:
// bundlers and file tracers of server frameworks lose files that are only looked for at run time, and Node needs a
// millisecond or two more for it than for reading the file.
import type { InitInput, InitOutput } from "../../pkg/reroom.js";
import { loadOnce } from "./load.js";

export * from "./api.js";

/** As `init` of `index.js`. The copy is imported late, since a server that only renders pages never needs it. */
export default function init(input?: InitInput | Promise<InitInput>): Promise<InitOutput> {
  return loadOnce(input, async (instantiate) => instantiate(await (await import("./inlined.js")).bytes()));
}
