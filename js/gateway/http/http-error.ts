// Errors that the gateway returns as HTTP responses, in the service's format: `{ err }`.
import type { RefusalReason } from "../event-types.js";
import { jsonResponse } from "./json-response.js";
import type { JsonReply } from "./json-response.js";

/** Ends a request with a status and a message. */
export class HttpError extends Error {
  override readonly name = "HttpError";

  constructor(
    readonly status: number,
    /** The `err` of the response. */
    readonly err: string,
    readonly headers: Record<string, string> = {},
    /** The reason in the event `refused`, if this ends a paid request. */
    readonly reason: RefusalReason = REASONS[status] ?? "invalid",
  ) {
    super(err);
  }

  toReply(): JsonReply {
    return { status: this.status, body: { err: this.err }, headers: this.headers };
  }

  toResponse(): Response {
    return jsonResponse(this.status, { err: this.err }, this.headers);
  }
}

const REASONS: Record<number, RefusalReason> = {
  401: "unauthorized",
  402: "no-credits",
  403: "unauthorized",
  429: "overloaded",
  500: "internal",
  502: "unreachable",
  503: "overloaded",
};

/** How long a rejected client should wait before it tries again. */
export const RETRY_AFTER_MS = 5_000;

/** A `Retry-After` header, in seconds. */
export const buildRetryAfter = (ms: number): Record<string, string> => ({
  "retry-after": String(Math.ceil(ms / 1000)),
});

/** Rejects a paid request while the store is down. An earlier request with the same idempotency key may have been paid for. */
export function createStoreError(): HttpError {
  const err =
    "Rendering is temporarily unavailable, and nothing was charged for this request. Try again in a few seconds.";
  return new HttpError(503, err, buildRetryAfter(RETRY_AFTER_MS), "store-down");
}

/** Ends the request of a client that has disconnected. */
export const createDisconnectError = (): HttpError =>
  new HttpError(400, "The client disconnected.", {}, "disconnected");
