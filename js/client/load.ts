// Loading the wasm once, whichever entry point asks for it, and what to say where that fails or was forgotten.
import initGlue from "../../pkg/reroom.js";
import type { InitInput, InitOutput } from "../../pkg/reroom.js";
import { ReRoomError } from "./error-types.js";

let loading: Promise<InitOutput> | undefined;
let loaded = false;

/** Loads what `source` gives, unless that was done; after a failure, the next call tries again. */
export function loadOnce(source: () => Promise<InitInput>): Promise<InitOutput> {
  loading ??= load(source).catch((error: unknown) => {
    loading = undefined;
    throw explained(error);
  });
  return loading;
}

async function load(source: () => Promise<InitInput>): Promise<InitOutput> {
  const exports = await initGlue({ module_or_path: await source() });
  loaded = true;
  return exports;
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
