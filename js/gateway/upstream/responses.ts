// Turns the service's responses into the gateway's: successes unchanged, errors reduced to `{ err }`.
import { HttpError } from "../http/http-error.js";
import { jsonResponse } from "../http/json-response.js";
import type { Send, UpstreamRequest, UpstreamResponse } from "./send.js";
import { UpstreamError } from "./upstream-error.js";

/** Longer than any documented message. */
const MAX_ERROR_LENGTH = 300;

/** Sends a request that costs nothing. Rejects with an `HttpError` if there is no response. */
export async function sendUnpaid(send: Send, request: UpstreamRequest): Promise<UpstreamResponse> {
  try {
    return await send(request);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    throw error.toHttpError();
  }
}

/** Forwards the response to a request that costs nothing. */
export function forwardResponse(response: UpstreamResponse): Response {
  if (response.status >= 400) throw toHttpError(response);
  if (!response.body) throw new HttpError(502, "The ReRoom service sent an unexpected response. Try again later.");
  return jsonResponse(response.status, response.body);
}

/** The error of a response, reduced to the service's own message. */
export function toHttpError({ status, retryAfter, body }: UpstreamResponse): HttpError {
  // The service rejected the gateway's key, not the visitor. A 401 would tell signed-in visitors that they are signed out.
  if (status === 401 || status === 403)
    return new HttpError(
      502,
      "The ReRoom service rejected the gateway's API key. Check the apiKey option.",
      {},
      "key-rejected",
    );
  const headers = retryAfter === undefined ? undefined : { "retry-after": retryAfter };
  return new HttpError(
    status,
    readError(body) ?? `The ReRoom service responded with status ${status}.`,
    headers,
    "service",
  );
}

/** The `err` of a response, if there is one. */
export function readError(body: UpstreamResponse["body"]): string | undefined {
  const err = body?.["err"];
  return typeof err === "string" && err !== "" ? err.slice(0, MAX_ERROR_LENGTH) : undefined;
}
