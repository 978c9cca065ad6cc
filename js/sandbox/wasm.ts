// Loads the sandbox's wasm, once.
import init, { SandboxCore } from "../../pkg/sandbox/sandbox.js";

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

async function loadWasm(): Promise<void> {
  const bytes = await readInNode();
  await (bytes ? init({ module_or_path: bytes }) : init());
}

/** Node's `fetch` reads no files. Asked for in this way, the module is not seen by bundlers for browsers. */
async function readInNode(): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (typeof process !== "object" || !process.versions?.node) return undefined;
  const file = "../../pkg/sandbox/sandbox_bg.wasm";
  const { readFile } = process.getBuiltinModule("node:fs/promises");
  return new Uint8Array(await readFile(new URL(file, import.meta.url)));
}
