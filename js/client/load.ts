// Loading the wasm once, whichever entry point asks for it, and what to say when that fails or was forgotten.
import initGlue from "../../pkg/reroom.js";
import type { InitInput, InitOutput } from "../../pkg/reroom.js";
import { ReRoomError } from "./error-types.js";
import { isForbidden } from "./file.js";
import type { Instantiate } from "./file.js";

let loading: Promise<InitOutput> | undefined;
let loaded = false;

/** Loads what was given, else what the package brings, unless that was done; after a failure, the next call tries again. */
export function loadOnce(
  given: InitInput | Promise<InitInput> | undefined,
  ours: (instantiate: Instantiate<InitOutput>) => Promise<InitOutput>,
): Promise<InitOutput> {
  loading ??= load(given, ours).catch((error: unknown) => {
    loading = undefined;
    throw explained(error);
  });
  return loading;
}

async function load(...[given, ours]: Parameters<typeof loadOnce>): Promise<InitOutput> {
  const input = await given;
  const exports = await (input ? instantiate(input) : ours(instantiate));
  loaded = true;
  return exports;
}

const instantiate = (source: InitInput) => initGlue({ module_or_path: source });

function explained(cause: unknown): ReRoomError {
  const why = (cause as Error | undefined)?.message ?? String(cause);
  if (isForbidden(cause))
    return new ReRoomError("network", `reroom_bg.wasm could not be loaded: ${forbidden} (${why})`, { cause });
  // Such as the page that a dev server or a single-page application returns for any path.
  return cause instanceof WebAssembly.CompileError
    ? new ReRoomError(
        "unexpected_response",
        `What was loaded as reroom_bg.wasm is not WebAssembly. ${served} (${why})`,
        {
          cause,
        },
      )
    : new ReRoomError("network", `reroom_bg.wasm could not be loaded. ${reachable} ${served} (${why})`, {
        cause,
        retryable: true,
      });
}

const forbidden =
  "WebAssembly is forbidden here. In a page, script-src needs 'wasm-unsafe-eval'; in Cloudflare Workers, import the file and give it to init().";
const reachable = "Check the network, CORS, and connect-src of the CSP.";
const served =
  'Serve the file (Vite 5 to 7: optimizeDeps: { exclude: ["reroom"] }), give init() its URL, or import reroom/inline; see Bundlers in the README.';

/** Throws what to do if something is used before `init()` has finished. */
export function requireInit(what: string): void {
  if (!loaded) {
    throw new ReRoomError("invalid_request", `Call \`await init()\` once before ${what}: it loads the WebAssembly.`);
  }
}
