// Loads sharp, which takes the place of a browser's decoder, canvas and encoder.
import type Sharp from "sharp";
import { ReRoomError } from "../error-types.js";

let loaded: typeof Sharp | undefined;

/**
 * Loads sharp. Throws a `ReRoomError` if it is not installed. Without an import, so that bundlers do not look for a package that
 * may not be there.
 */
export function loadSharp(): typeof Sharp {
  loaded ??= requireSharp();
  return loaded;
}

/** Whether sharp can be loaded. */
export function hasSharp(): boolean {
  try {
    loadSharp();
    return true;
  } catch {
    return false;
  }
}

function requireSharp(): typeof Sharp {
  let cause: unknown;
  // A bundled server may run in a folder from which its packages cannot be found.
  for (const from of [import.meta.url, `${process.cwd()}/reroom.js`]) {
    try {
      return process.getBuiltinModule("node:module").createRequire(from)("sharp") as typeof Sharp;
    } catch (error) {
      cause ??= error;
    }
  }
  throw missing(cause);
}

function missing(cause: unknown): ReRoomError {
  const found = (cause as { code?: unknown }).code !== "MODULE_NOT_FOUND";
  const message = found
    ? `The package sharp, which decodes photos on servers, could not be loaded. Reinstall it: npm install sharp. (${String(cause)})`
    : "Decoding photos on servers needs the package sharp. Install it: npm install sharp";
  return new ReRoomError("invalid_image", message, {
    issues: [{ path: "image", code: "malformed", message }],
    cause,
  });
}
