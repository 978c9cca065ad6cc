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

/** A browser whose content security policy forbids WebAssembly says so with the same class of error as for bad bytes. */
const forbidden = /CSP|content security policy|unsafe-eval/i;

function explained(cause: unknown): ReRoomError {
  const why = cause instanceof Error ? cause.message : String(cause);
  // A dev server that answers a page where the wasm should be: what a pre-bundled package meets in Vite 5 to 7.
  return cause instanceof WebAssembly.CompileError && !forbidden.test(why)
    ? new ReRoomError(
        "unexpected_response",
        `What was loaded as reroom_bg.wasm is no WebAssembly. With Vite 5 to 7, add optimizeDeps: { exclude: ["reroom"] } to its config; elsewhere, ${served}. (${why})`,
        { cause },
      )
    : new ReRoomError(
        "network",
        `reroom_bg.wasm could not be loaded. Look at the network, and at the CSP: script-src needs 'wasm-unsafe-eval'. If the file is not there, ${served}. (${why})`,
        { cause, retryable: true },
      );
}

/** What to do with bundlers that leave the file where it was. */
const served =
  "copy it beside the bundle (esbuild), add a plugin for assets (Rollup), import it and give it to init() (Workers), or give init() its URL; the README shows how, under Bundlers";

/** Throws what to do where something is used before `init()` has finished. */
export function requireInit(what: string): void {
  if (!loaded) {
    throw new ReRoomError("invalid_request", `Call \`await init()\` once before ${what}: it loads the WebAssembly.`);
  }
}
