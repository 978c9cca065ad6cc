// Whose pages may call. A browser says where a request comes from; a page of another site that is not listed gets
// nothing done with a visitor's cookies. Requests of other programs say nothing, and are for `authorize` to judge.
import { Refused } from "./replies.js";

/** Where a request comes from. */
export interface Caller {
  /** Whether it may go on. */
  allowed: boolean;
  /** The listed origin that it comes from, where it is not the gateway's own. */
  listed: string | undefined;
}

/** Judges by `Sec-Fetch-Site`, which no page can forge, and by `Origin`, which older browsers send as well. */
export function judgeCaller(request: Request, own: string, listed: ReadonlySet<string>): Caller {
  const origin = request.headers.get("origin");
  if (origin !== null && origin !== own && listed.has(origin)) return { allowed: true, listed: origin };
  const site = request.headers.get("sec-fetch-site");
  const allowed = site === null ? origin === null || origin === own : site === "same-origin" || site === "none";
  return { allowed, listed: undefined };
}

/** The answer to a preflight: the endpoint's method, and the headers that are asked for. */
export function answerPreflight(request: Request, caller: Caller, method: string | undefined): Response {
  if (method === undefined) throw new Refused(404, "Not found");
  if (caller.listed === undefined) throw new Refused(403, "Origin not allowed");
  const asked = request.headers.get("access-control-request-headers") ?? "";
  const headers = new Headers({ "access-control-allow-methods": method, "access-control-max-age": "600" });
  if (/^[\w, -]+$/.test(asked)) headers.set("access-control-allow-headers", asked);
  return new Response(null, { status: 204, headers });
}

/** Whether it asks on behalf of another request. */
export const isPreflight = (request: Request): boolean =>
  request.method === "OPTIONS" && request.headers.has("access-control-request-method");

/** The answer as a page of a listed origin can read it. */
export function shareWith(caller: Caller, response: Response): Response {
  const shared = new Response(response.body, response);
  shared.headers.append("vary", "Origin");
  if (caller.listed === undefined) return shared;
  shared.headers.set("access-control-allow-origin", caller.listed);
  shared.headers.set("access-control-allow-credentials", "true");
  shared.headers.set("access-control-expose-headers", "Retry-After");
  return shared;
}
