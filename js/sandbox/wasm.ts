// Loads the sandbox's wasm, once: from its file in a page, from its copy inside the package on a server, where bundlers and
// file tracers lose files that are only looked for at run time.
import init, { SandboxCore } from "../../pkg/sandbox/sandbox.js";
import type { Instantiate } from "../client/file.js";

let loading: Promise<unknown> | undefined;

/** The class behind every sandbox. A failed load is tried again by the next call. */
export async function load(): Promise<typeof SandboxCore> {
  loading ??= loadWasm().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  await loading;
  return SandboxCore;
}

const instantiate: Instantiate<unknown> = (source) => init({ module_or_path: source });

async function loadWasm(): Promise<unknown> {
  // Of `globalThis`, since bundlers put something of their own in the place of a bare `process`.
  if (globalThis.process?.versions?.node) return instantiate(await (await import("./inlined.js")).bytes());
  return (await import("./page.js")).loadInPage(instantiate);
}
