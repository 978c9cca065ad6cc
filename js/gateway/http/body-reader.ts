// Reads a request's body chunk by chunk, within limits of size and time.
import { TimeoutError } from "../timeout.js";
import { HttpError } from "./http-error.js";
import { createPatience } from "./patience.js";
import { createTruncationCheck, explainReadError } from "./truncation.js";
import { MAX_BYTES_PER_TURN, createTurns } from "./turns.js";

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
  const patience = createPatience(pauseMs);
  const takeTurn = createTurns();
  let received = 0;
  // The rest of a large chunk, which is processed in several turns.
  let rest: Uint8Array = new Uint8Array();
  const cancel = (): void => {
    patience.end();
    reader.cancel().catch(() => undefined);
  };
  const receive = async (): Promise<Uint8Array | undefined> => {
    const { done, value } = await patience.wait(reader.read());
    if (done) {
      truncation.end();
      return undefined;
    }
    received += value.byteLength;
    if (received > maxBytes) throw new HttpError(413, tooLarge);
    patience.add(value.byteLength);
    return value;
  };
  const read = async (): Promise<Uint8Array | undefined> => {
    const chunk = rest.length > 0 ? rest : await receive();
    if (!chunk) return undefined;
    const piece = chunk.subarray(0, MAX_BYTES_PER_TURN);
    rest = chunk.subarray(MAX_BYTES_PER_TURN);
    await takeTurn(piece.byteLength);
    truncation.push(piece);
    return piece;
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
