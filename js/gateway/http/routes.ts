// The service's five endpoints. Upstream paths are built from constants: only a render's id and the value of `field` come
// from the request's URL.
import { HttpError } from "./http-error.js";

/** A matched endpoint. */
export type Route =
  | { kind: "upload" | "upscale" | "account"; path: string }
  | { kind: "render"; path: string }
  | { kind: "get-render"; id: string };

const PREFIX = "/api/enterprise";

/** A render id may have a user's signature after a dot. */
const ENDPOINTS = [
  { method: "POST", pattern: /^\/upload$/, kind: "upload" },
  { method: "POST", pattern: /^\/render$/, kind: "render" },
  { method: "POST", pattern: /^\/upscale$/, kind: "upscale" },
  { method: "GET", pattern: /^\/render\/([\w-]{1,128}(?:\.[\w-]{1,128})?)$/, kind: "get-render" },
  { method: "GET", pattern: /^\/status$/, kind: "account" },
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
    case "get-render":
      return { kind: "get-render", id: endpoint.id };
  }
}

function findEndpoint(url: URL, basePath: string): { method: string; kind: Route["kind"]; id: string } | undefined {
  const base = basePath + PREFIX;
  if (!url.pathname.startsWith(`${base}/`)) return undefined;
  // With `trailingSlash: true`, Next.js redirects every request to a URL that ends with a slash.
  const rest = url.pathname.slice(base.length).replace(/\/$/, "");
  for (const { method, pattern, kind } of ENDPOINTS) {
    const match = pattern.exec(rest);
    if (match) return { method, kind, id: match[1] ?? "" };
  }
  return undefined;
}

function checkQuery(url: URL, kind: Route["kind"]): string {
  const query = url.search;
  const known = kind === "render" ? /^(?:\?(?:field=(?:interior|exterior))?)?$/ : /^\??$/;
  if (!known.test(query)) throw new HttpError(400, "Invalid request");
  return query;
}
