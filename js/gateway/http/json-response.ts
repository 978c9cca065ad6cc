// JSON responses.

/** A response before serialization. */
export interface JsonReply {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

const NULL_BODY_STATUSES = new Set([204, 205, 304]);

/** The service, or a proxy in front of it, can send a status that a `Response` with a body cannot have. */
const toResponseStatus = (status: number): number =>
  Number.isInteger(status) && status >= 200 && status <= 599 && !NULL_BODY_STATUSES.has(status) ? status : 502;

/** A JSON response that no cache stores. An invalid status becomes 502. */
export function jsonResponse(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status: toResponseStatus(status),
    headers: {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      ...headers,
    },
  });
}

export const UNKNOWN_OUTCOME =
  "The request was sent, but its outcome is unknown. Check your account before you send it again.";

/**
 * Reports that a paid request was sent and that its outcome is unknown. It has no `err`, which would mean that the service
 * rejected the request. The client turns it into `outcome_unknown`.
 */
export function createUnknownOutcome(status: number): JsonReply {
  return { status, body: { outcome: "unknown", message: UNKNOWN_OUTCOME } };
}
