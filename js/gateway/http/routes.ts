// The service's five endpoints, and the gateway's own for orders, usage, and reference images. Upstream paths are built from
// constants: only a render's id and the value of `field` come from the request's URL.
import { HttpError } from "./http-error.js";

/** A matched endpoint. */
export type Route =
  | { kind: "upload" | "upscale" | "account"; path: string }
  | { kind: "render"; path: string }
  | { kind: "usage" | "reference-limits" | "add-reference" }
  | { kind: "get-render"; id: string }
  | { kind: "get-order"; idempotencyKey: string }
  | { kind: "get-reference"; name: string };

const PREFIX = "/api/enterprise";

/** The path of reference images, without the gateway's base path. */
export const REFERENCES_PATH = `${PREFIX}/references`;

/** Orders also have a shorter URL, unless the gateway has the whole site. */
const ORDERS = { methods: ["GET"], pattern: /^\/orders\/([^/]{1,765})$/, kind: "get-order" } as const;

/** A render id may have a user's signature after a dot. */
const ENDPOINTS = [
  { methods: ["POST"], pattern: /^\/upload$/, kind: "upload" },
  { methods: ["POST"], pattern: /^\/render$/, kind: "render" },
  { methods: ["POST"], pattern: /^\/upscale$/, kind: "upscale" },
  { methods: ["GET"], pattern: /^\/render\/([\w-]{1,128}(?:\.[\w-]{1,128})?)$/, kind: "get-render" },
  { methods: ["GET"], pattern: /^\/status$/, kind: "account" },
  { methods: ["GET"], pattern: /^\/usage$/, kind: "usage" },
  { methods: ["GET"], pattern: /^\/references$/, kind: "reference-limits" },
  { methods: ["POST"], pattern: /^\/references$/, kind: "add-reference" },
  { methods: ["GET", "HEAD"], pattern: /^\/references\/([\w-]{22}\.[\w-]{43}\.(?:jpg|png))$/, kind: "get-reference" },
  ORDERS,
] as const;

/** The service's path of a render. */
export const buildRenderPath = (id: string): string => `${PREFIX}/render/${id}`;

/** The methods of a URL, separated by commas, or `undefined` if there is no endpoint. */
export function findMethods(url: URL, basePath: string): string | undefined {
  const methods = findEndpoints(url, basePath).flatMap((endpoint) => endpoint.methods);
  return methods.length === 0 ? undefined : methods.join(", ");
}

/** Matches a request. Throws an `HttpError` for an unknown path, a wrong method or an unexpected query. */
export function findRoute(method: string, url: URL, basePath: string): Route {
  const allow = findMethods(url, basePath);
  if (allow === undefined) throw createNotFound(url, basePath);
  const endpoint = findEndpoints(url, basePath).find(({ methods }) => methods.includes(method));
  if (!endpoint) throw new HttpError(405, "Method not allowed", { allow });
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
    case "reference-limits":
    case "add-reference":
      return { kind: endpoint.kind };
    case "get-render":
      return { kind: "get-render", id: endpoint.segment };
    case "get-order":
      return { kind: "get-order", idempotencyKey: decode(endpoint.segment) };
    case "get-reference":
      return { kind: "get-reference", name: endpoint.segment };
  }
}

/** Names `basePath` if the request is for an endpoint under another path: then the gateway or the client is set up wrongly. */
function createNotFound({ pathname }: URL, basePath: string): HttpError {
  const base = pathname.slice(0, Math.max(0, pathname.lastIndexOf(PREFIX)));
  if (match(pathname, base + PREFIX, ENDPOINTS).length === 0) return new HttpError(404, "Not found");
  const message = `Not found. The gateway's basePath is "${basePath}", but this request is for another path. Change basePath, or the client's baseUrl.`;
  return new HttpError(404, message);
}

interface Endpoint {
  methods: readonly string[];
  kind: Route["kind"];
  /** The last segment of the path, if it is variable. */
  segment: string;
}

/** The endpoints of a path. They differ in their methods. */
function findEndpoints({ pathname }: URL, basePath: string): Endpoint[] {
  const found = match(pathname, basePath + PREFIX, ENDPOINTS);
  return found.length > 0 || basePath === "" ? found : match(pathname, basePath, [ORDERS]);
}

function match(pathname: string, base: string, endpoints: readonly (typeof ENDPOINTS)[number][]): Endpoint[] {
  if (!pathname.startsWith(`${base}/`)) return [];
  // With `trailingSlash: true`, Next.js redirects every request to a URL that ends with a slash.
  const rest = pathname.slice(base.length).replace(/\/$/, "");
  return endpoints.flatMap(({ methods, pattern, kind }) => {
    const segments = pattern.exec(rest);
    return segments ? [{ methods, kind, segment: segments[1] ?? "" }] : [];
  });
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
