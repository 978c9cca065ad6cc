// Detects bodies that a proxy or a framework truncated. Such a body ends without an error, as if it were complete.
import { HttpError } from "./http-error.js";
import { createEndMarkerScan } from "./end-marker.js";

/** Receives the chunks of a body. */
export interface TruncationCheck {
  push: (chunk: Uint8Array) => void;
  /** Throws an `HttpError` if the body ended too early. */
  end: () => void;
}

/**
 * Compares the body with `Content-Length`. Servers may remove or change that header, so a photo must also have its format's end
 * marker. A JSON body that is cut off cannot be parsed.
 */
export function createTruncationCheck(request: Request, isPhoto: boolean): TruncationCheck {
  const expected = readContentLength(request);
  const endMarker = isPhoto ? createEndMarkerScan() : undefined;
  let received = 0;
  return {
    push: (chunk) => {
      received += chunk.byteLength;
      endMarker?.push(chunk);
    },
    end: () => {
      if (expected !== undefined && received < expected)
        throw createTruncationError(`Only ${received} of ${expected} bytes arrived.`);
      if (endMarker?.isMissing())
        throw createTruncationError(`The photo is incomplete: it ends after ${received} bytes.`);
    },
  };
}

/** The size of the body as sent, unless the platform may have decompressed it. */
export function readContentLength({ headers }: Request): number | undefined {
  const length = headers.get("content-length") ?? "";
  return /^\d+$/.test(length) && !headers.has("content-encoding") ? Number(length) : undefined;
}

const RAISE_LIMIT = "Raise the request body limit of the server or proxy in front of the gateway.";

const createTruncationError = (problem: string): HttpError => new HttpError(413, `${problem} ${RAISE_LIMIT}`);

/** Explains why a body could not be read. Servers report their own body limit as an error with status 413. */
export function explainReadError(error: unknown): HttpError {
  const { status, statusCode, message } = (error ?? {}) as Record<string, unknown>;
  if (status !== 413 && statusCode !== 413) return new HttpError(400, "Connection error. Try again.");
  const reason = typeof message === "string" && message !== "" ? `: ${message.slice(0, 200).replace(/\.$/, "")}` : "";
  return new HttpError(413, `The server's own body limit stopped this upload${reason}. ${RAISE_LIMIT}`);
}
