// Loading the wasm, once, wherever the package runs.
import initGlue from "../../pkg/reroom.js";
import type { InitInput, InitOutput } from "../../pkg/reroom.js";
import { ReRoomError } from "./error-types.js";

let loading: Promise<InitOutput> | undefined;
let loaded = false;

/**
 * Loads the wasm file beside the module; call it before anything else. A second call is free.
 *
 * `input` is for pages that keep the file elsewhere: its URL, a `Response` of it, its bytes, or a compiled module.
 * Rejects with a `ReRoomError` where the file cannot be loaded; calling again tries again.
 */
export default function init(input?: InitInput | Promise<InitInput>): Promise<InitOutput> {
  loading ??= load(input).catch((error: unknown) => {
    loading = undefined;
    throw explained(error);
  });
  return loading;
}

async function load(input: InitInput | Promise<InitInput> | undefined): Promise<InitOutput> {
  const source = (await input) ?? bytesOnDisk();
  const exports = await (source === undefined ? initGlue() : initGlue({ module_or_path: source }));
  loaded = true;
  return exports;
}

/**
 * The bytes of the wasm file where the package is on disk, as in Node, whose `fetch` reads no files. Elsewhere the
 * glue fetches the file from beside itself. `getBuiltinModule` and not `import`: no bundler has to know of it.
 */
function bytesOnDisk(): Uint8Array<ArrayBuffer> | undefined {
  const file = new URL("../../pkg/reroom_bg.wasm", import.meta.url);
  if (file.protocol !== "file:" || typeof process === "undefined") return undefined;
  return new Uint8Array(process.getBuiltinModule("node:fs").readFileSync(file));
}

function explained(cause: unknown): ReRoomError {
  const why = cause instanceof Error ? cause.message : String(cause);
  // A dev server that answers a page where the wasm should be: what a pre-bundled package meets in Vite 5 to 7.
  return cause instanceof WebAssembly.CompileError
    ? new ReRoomError(
        "unexpected_response",
        `What was loaded as reroom_bg.wasm is no WebAssembly. With Vite 5 to 7, add optimizeDeps: { exclude: ["reroom"] } to its config; elsewhere, make the server answer the file, or give init() its URL. (${why})`,
        { cause },
      )
    : new ReRoomError(
        "network",
        `reroom_bg.wasm could not be loaded. Look at the network, at the CSP (script-src needs 'wasm-unsafe-eval'), or give init() the file's URL. (${why})`,
        { cause, retryable: true },
      );
}

/** Throws what to do where something is used before `init()` has finished. */
export function requireInit(what: string): void {
  if (!loaded) {
    throw new ReRoomError("invalid_request", `Call \`await init()\` once before ${what}: it loads the WebAssembly.`);
  }
}
