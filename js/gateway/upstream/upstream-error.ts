import { HttpError, RETRY_AFTER_MS, buildRetryAfter } from "../http/http-error.js";

/**
 * Why there is no response from the service. After `no-key` and `unreachable`, the service has not received the request; after
 * any other kind, it may have.
 */
export type UpstreamErrorKind = "no-key" | "unreachable" | "disconnected" | "timeout" | "redirect";

/** The service sent no usable response. */
export class UpstreamError extends Error {
  override readonly name = "UpstreamError";

  constructor(
    readonly kind: UpstreamErrorKind,
    options?: ErrorOptions,
  ) {
    super(MESSAGES[kind], options);
  }

  /** False if the service has certainly not received the request. */
  get mayBeSent(): boolean {
    return this.kind !== "no-key" && this.kind !== "unreachable";
  }

  /** The error for the client of a request that cost nothing. */
  toHttpError(): HttpError {
    if (this.kind === "no-key") return new HttpError(503, this.message, buildRetryAfter(RETRY_AFTER_MS));
    return new HttpError(this.kind === "timeout" ? 504 : 502, this.message);
  }
}

const MESSAGES: Record<UpstreamErrorKind, string> = {
  "no-key": "The service is temporarily unavailable and nothing was charged. Try again in a few seconds.",
  unreachable: "The gateway could not reach the ReRoom service.",
  disconnected: "The connection to the ReRoom service was lost.",
  timeout: "The ReRoom service stopped responding.",
  redirect: "The ReRoom service responded with a redirect, which the gateway does not follow.",
};

/** Codes of connections that were never established, in Node and Deno. */
const UNREACHABLE = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "UND_ERR_CONNECT_TIMEOUT"]);

/** Classifies an error that `fetch` threw. */
export function toUpstreamError(error: unknown): UpstreamError {
  if (error instanceof UpstreamError) return error;
  const cause = error instanceof Error ? (error.cause as { code?: unknown } | null | undefined) : undefined;
  const code = cause?.code;
  const kind = typeof code === "string" && UNREACHABLE.has(code) ? "unreachable" : "disconnected";
  return new UpstreamError(kind, { cause: error });
}
