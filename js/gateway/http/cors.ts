// CORS for the origins in `allowedOrigins`.
import type { RequestOrigin } from "./csrf.js";
import { HttpError } from "./http-error.js";

const PREFLIGHT_MAX_AGE_SECONDS = "600";

/** Whether a request is a CORS preflight. */
export const isPreflight = (request: Request): boolean =>
  request.method === "OPTIONS" && request.headers.has("access-control-request-method");

/** Responds to a preflight. `method` is the endpoint's, or `undefined` if there is no endpoint. */
export function respondToPreflight(request: Request, origin: RequestOrigin, method: string | undefined): Response {
  if (method === undefined) throw new HttpError(404, "Not found");
  if (origin.crossOrigin === undefined) throw createOriginError();
  const requested = request.headers.get("access-control-request-headers") ?? "";
  const headers = new Headers({
    "access-control-allow-methods": method,
    "access-control-max-age": PREFLIGHT_MAX_AGE_SECONDS,
  });
  if (/^[\w, -]+$/.test(requested)) headers.set("access-control-allow-headers", requested);
  return new Response(null, { status: 204, headers });
}

/** Adds the headers that let a page of an allowed origin read the response. */
export function addCorsHeaders(origin: RequestOrigin, response: Response): Response {
  const result = new Response(response.body, response);
  result.headers.append("vary", "Origin");
  if (origin.crossOrigin === undefined) return result;
  result.headers.set("access-control-allow-origin", origin.crossOrigin);
  result.headers.set("access-control-allow-credentials", "true");
  result.headers.set("access-control-expose-headers", "Retry-After, ReRoom-Gateway");
  return result;
}

/** Rejects a request from a page of another site. */
export const createOriginError = (): HttpError =>
  new HttpError(403, "This origin is not allowed. Add it to the gateway's allowedOrigins.");
