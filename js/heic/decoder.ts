// Decodes HEIC photos, one at a time, within limits.
import { ReRoomError } from "../client/error-types.js";
import type { DecodedImage, ImageDecoder } from "../client/image-decoders.js";

/** How long a photo may take, in milliseconds. One of 48 megapixels takes 5 seconds on a laptop. */
const TIME_LIMIT = 60_000;

/** Decodes a photo. `stopped` rejects when it must stop. Rejects with what the wasm rejects with. */
export type Decode = (module: WebAssembly.Module, photo: Blob, stopped: Promise<never>) => Promise<DecodedImage>;

/** Creates the decoder. Loads nothing until the first photo. */
export function createDecoder(load: () => Promise<WebAssembly.Module>, decode: Decode): ImageDecoder {
  // One photo at a time: each needs up to 200 MB.
  let last: Promise<unknown> = Promise.resolve();
  return {
    format: "heic",
    async decode(photo, { signal } = {}) {
      const decoded = last.then(async () => decodeOne(decode, await load(), photo, signal));
      last = decoded.catch(() => undefined);
      return decoded;
    },
  };
}

async function decodeOne(
  decode: Decode,
  module: WebAssembly.Module,
  photo: Blob,
  signal?: AbortSignal,
): Promise<DecodedImage> {
  let stop!: (error: Error) => void;
  const stopped = new Promise<never>((_, reject) => {
    stop = reject;
  });
  stopped.catch(() => undefined);
  const abort = () => {
    stop(new ReRoomError("aborted", "The call was aborted.", { cause: signal?.reason }));
  };
  const timer = setTimeout(() => {
    stop(tooSlow());
  }, TIME_LIMIT);
  signal?.addEventListener("abort", abort);
  if (signal?.aborted) abort();
  try {
    return await decode(module, photo, stopped);
  } catch (error) {
    throw error instanceof ReRoomError ? error : explain(error);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

/** Converts what the decoder rejects with to the error that callers get. */
function explain(cause: unknown): ReRoomError {
  const [kind, reason] = (cause instanceof Error ? cause.message : String(cause)).split(":");
  if (kind === "unsupported") {
    return invalid("unsupported_format", `This HEIC photo uses ${reason}, which is not supported. ${CONVERT}`, cause);
  }
  if (kind === "large") {
    return invalid("resolution_too_large", "This HEIC photo has more than 64 megapixels. Scale it down.", cause);
  }
  if (kind === "damaged") {
    return invalid(
      "corrupt",
      `This HEIC photo is damaged (${reason}). Download it again, or convert it to JPEG.`,
      cause,
    );
  }
  return invalid("corrupt", `This HEIC photo needs too much memory, or it is damaged. ${CONVERT}`, cause);
}

const CONVERT = "Convert it to JPEG.";

const tooSlow = () => invalid("corrupt", `This HEIC photo took longer than ${TIME_LIMIT / 1000} seconds. ${CONVERT}`);

function invalid(code: "unsupported_format" | "resolution_too_large" | "corrupt", message: string, cause?: unknown) {
  return new ReRoomError("invalid_image", message, { issues: [{ path: "image", code, message }], cause });
}
