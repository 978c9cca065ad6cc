// The service's five endpoints, and the gateway's own for orders and usage. Upstream paths are built from constants: only a render's id
// and the value of `field` come from the request's URL.
import { HttpError } from "./http-error.js";

/** A matched endpoint. */
export type Route =
  | { kind: "upload" | "upscale" | "account"; path: string }
  | { kind: "render"; path: string }
  | { kind: "usage" }
  | { kind: "get-render"; id: string }
  | { kind: "get-order"; idempotencyKey: string };

const PREFIX = "/api/enterprise";

/** Orders also have a shorter URL, unless the gateway has the whole site. */
const ORDERS = { method: "GET", pattern: /^\/orders\/([^/]{1,765})$/, kind: "get-order" } as const;

/** A render id may have a user's signature after a dot. */
const ENDPOINTS = [
  { method: "POST", pattern: /^\/upload$/, kind: "upload" },
  { method: "POST", pattern: /^\/render$/, kind: "render" },
  { method: "POST", pattern: /^\/upscale$/, kind: "upscale" },
  { method: "GET", pattern: /^\/render\/([\w-]{1,128}(?:\.[\w-]{1,128})?)$/, kind: "get-render" },
  { method: "GET", pattern: /^\/status$/, kind: "account" },
  { method: "GET", pattern: /^\/usage$/, kind: "usage" },
  ORDERS,
] as const;

/** The service's path of a render. */
export const buildRenderPath = (id: string): string => `${PREFIX}/render/${id}`;

/** The method of the endpoint at a URL, or `undefined` if there is no endpoint. */
export function findMethod(url: URL, basePath: string): string | undefined {
  return findEndpoint(url, basePath)?.method;
}

/** Matches a request. Throws an `HttpError` for an unknown path, a wrong method or an unexpected query. */
export function findRoute(method: string, url: URL, basePath: string): Route {
  const endpoint = findEndpoint(url, basePath);
  if (!endpoint) throw new HttpError(404, "Not found");
  if (endpoint.method !== method) throw new HttpError(405, "Method not allowed", { allow: endpoint.method });
  const query = checkQuery(url, endpoint.kind);
  switch (endpoint.kind) {
    case "upload":
    case "upscale":
      return { kind: endpoint.kind, path: `${PREFIX}/${endpoint.kind}` };
    case "render":
      return { kind: "render", path: `${PREFIX}/render${query}` };
    case "account":
      return { kind: "account", path: `${PREFIX}/status` };
    case "usage":
      return { kind: "usage" };
    case "get-render":
      return { kind: "get-render", id: endpoint.segment };
    case "get-order":
      return { kind: "get-order", idempotencyKey: decode(endpoint.segment) };
  }
}

interface Endpoint {
  method: string;
  kind: Route["kind"];
  /** The last segment of the path, if it is variable. */
  segment: string;
}

function findEndpoint({ pathname }: URL, basePath: string): Endpoint | undefined {
  return (
    match(pathname, basePath + PREFIX, ENDPOINTS) ?? (basePath === "" ? undefined : match(pathname, basePath, [ORDERS]))
  );
}

function match(pathname: string, base: string, endpoints: readonly (typeof ENDPOINTS)[number][]): Endpoint | undefined {
  if (!pathname.startsWith(`${base}/`)) return undefined;
  // With `trailingSlash: true`, Next.js redirects every request to a URL that ends with a slash.
  const rest = pathname.slice(base.length).replace(/\/$/, "");
  for (const { method, pattern, kind } of endpoints) {
    const segments = pattern.exec(rest);
    if (segments) return { method, kind, segment: segments[1] ?? "" };
  }
  return undefined;
}

/** An invalid encoding is in no key. */
function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return "";
  }
}

function checkQuery(url: URL, kind: Route["kind"]): string {
  const query = url.search;
  const known = kind === "render" ? /^(?:\?(?:field=(?:interior|exterior))?)?$/ : /^\??$/;
  if (!known.test(query)) throw new HttpError(400, "Invalid request");
  return query;
}
