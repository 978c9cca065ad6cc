// Protects against cross-site request forgery: pages of sites that are not listed cannot use a visitor's cookies.

/** Where a request comes from. */
export interface RequestOrigin {
  /** Whether the request may proceed. */
  allowed: boolean;
  /** The listed origin that sent the request, if it is not the gateway's own. */
  crossOrigin: string | undefined;
}

/**
 * Checks `Sec-Fetch-Site`, which pages cannot forge, and falls back to `Origin` for older browsers. Requests with
 * neither header are left to `authorize`.
 */
export function checkOrigin(request: Request, ownOrigin: string, allowedOrigins: ReadonlySet<string>): RequestOrigin {
  const origin = request.headers.get("origin");
  if (origin !== null && origin !== ownOrigin && allowedOrigins.has(origin))
    return { allowed: true, crossOrigin: origin };
  const site = request.headers.get("sec-fetch-site");
  const allowed = site === null ? origin === null || origin === ownOrigin : site === "same-origin" || site === "none";
  return { allowed, crossOrigin: undefined };
}
