// Reads a request's body chunk by chunk, within limits of size and time.
import { TimeoutError, withTimeout } from "../timeout.js";
import { HttpError } from "./http-error.js";
import { createTruncationCheck, explainReadError } from "./truncation.js";

/** A whole body may take this many times as long as a single pause. */
const MAX_PAUSES = 20;

/** Limits for one body. */
export interface BodyLimits {
  maxBytes: number;
  /** The longest pause between two chunks, in milliseconds. */
  pauseMs: number;
  /** The error message for a body over `maxBytes`. */
  tooLarge: string;
  isPhoto: boolean;
}

/** The chunks of a body. */
export interface BodyReader {
  /** The next chunk, or `undefined` at the end. Throws an `HttpError` for a body that is too large, too slow or truncated. */
  next: () => Promise<Uint8Array | undefined>;
  /** Stops reading. */
  cancel: () => void;
}

export function createBodyReader(request: Request, limits: BodyLimits): BodyReader {
  const { maxBytes, pauseMs, tooLarge, isPhoto } = limits;
  const reader = openBody(request, limits).getReader();
  const truncation = createTruncationCheck(request, isPhoto);
  const deadline = performance.now() + pauseMs * MAX_PAUSES;
  let received = 0;
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  const read = async (): Promise<Uint8Array | undefined> => {
    const waitMs = Math.max(0, Math.min(pauseMs, deadline - performance.now()));
    const { done, value } = await withTimeout(reader.read(), waitMs);
    if (done) {
      truncation.end();
      return undefined;
    }
    truncation.push(value);
    received += value.byteLength;
    if (received > maxBytes) throw new HttpError(413, tooLarge);
    return value;
  };
  const next = async (): Promise<Uint8Array | undefined> => {
    try {
      return await read();
    } catch (error) {
      cancel();
      if (error instanceof HttpError) throw error;
      if (error instanceof TimeoutError) throw new HttpError(408, "The request body took too long. Try again.");
      throw explainReadError(error);
    }
  };
  return { next, cancel };
}

function openBody(request: Request, { maxBytes, tooLarge }: BodyLimits): ReadableStream<Uint8Array> {
  if (request.bodyUsed)
    throw new Error(
      "The request body was already read. Mount the gateway before any body parser, and do not read the body in authorize.",
    );
  if (Number(request.headers.get("content-length") ?? 0) > maxBytes) throw new HttpError(413, tooLarge);
  return request.body ?? new Blob([]).stream();
}
