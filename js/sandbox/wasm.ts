// Loads the sandbox's wasm once: from its file in a page, or from the inline copy on a server, where bundlers and file
// tracers miss files that are resolved at run time.
import init, { SandboxCore } from "../../pkg/sandbox/sandbox.js";
import { readFile } from "../client/file.js";
import type { Instantiate } from "../client/file.js";

let loading: Promise<unknown> | undefined;

/** Loads the wasm and returns its class. After a failed load, the next call tries again. */
export async function load(): Promise<typeof SandboxCore> {
  loading ??= loadWasm().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  await loading;
  return SandboxCore;
}

const instantiate: Instantiate<unknown> = async (source) => init(await readFile(source));

async function loadWasm(): Promise<unknown> {
  // Through `globalThis`, because bundlers replace a bare `process`.
  if (globalThis.process?.versions?.node) return instantiate(await (await import("./inline-wasm.js")).bytes());
  return (await import("./load-in-page.js")).loadInPage(instantiate);
}
