// Explains why a wasm file could not be loaded, and what to do.
import { ReRoomError } from "./error-types.js";
import { isForbidden } from "./file.js";

/** Converts a failure to load a file to the error that callers get. */
export function explained(file: string, cause: unknown): ReRoomError {
  const why = (cause as Error | undefined)?.message ?? String(cause);
  const error = (code: "network" | "unexpected_response", message: string, retryable = false) =>
    new ReRoomError(code, `${message} (${why})`, { cause, retryable });
  if (isForbidden(cause)) return error("network", `${file} could not be loaded: ${forbidden}`);
  if (!(cause instanceof WebAssembly.CompileError))
    return error("network", `${file} could not be loaded. ${reachable} ${served}`, true);
  if (!WebAssembly.validate(simd)) return error("network", `${file} could not be loaded: ${outdated}`);
  // For example, the HTML page that a dev server or a single-page application returns for any path.
  return error("unexpected_response", `The response for ${file} is not WebAssembly. ${served}`);
}

/** A minimal module that needs SIMD, as the imaging module does: a function that creates a vector and drops it. */
const simd = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0],
  ...[10, 9, 1, 7, 0, 65, 0, 253, 15, 26, 11],
);

const forbidden =
  "WebAssembly is forbidden here. In a page, script-src needs 'wasm-unsafe-eval'; in Cloudflare Workers, import the file and pass it to init().";
const outdated = "This browser lacks WebAssembly SIMD. Use Chrome 91, Firefox 89, Safari 16.4, or later.";
const reachable = "Check the network, CORS, and connect-src of the CSP.";
const served =
  'Serve the file (Vite 5 to 7: optimizeDeps: { exclude: ["reroom"] }), pass its URL to init(), or import reroom/inline.';
