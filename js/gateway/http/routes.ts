// The five endpoints of the service, and nothing else. What goes upstream is put together here from known parts: of the
// caller's URL only a render's id and the value of `field` are taken over.
import { Refused } from "./replies.js";

/** What a request is for. */
export type Route =
  | { kind: "upload" | "upscale" | "account"; path: string }
  | { kind: "render"; path: string }
  | { kind: "look-up"; id: string };

const prefix = "/api/enterprise";

/** Methods by path; one of these has one. A render's id may carry the signature of a user's. */
const endpoints = [
  { method: "POST", pattern: /^\/upload$/, kind: "upload" },
  { method: "POST", pattern: /^\/render$/, kind: "render" },
  { method: "POST", pattern: /^\/upscale$/, kind: "upscale" },
  { method: "GET", pattern: /^\/render\/([\w-]{1,128}(?:\.[\w-]{1,128})?)$/, kind: "look-up" },
  { method: "GET", pattern: /^\/status$/, kind: "account" },
] as const;

/** The path at the service of a render's status. */
export const lookUpPath = (id: string): string => `${prefix}/render/${id}`;

/** The method of the endpoint at a URL, `undefined` where there is none. */
export function methodAt(url: URL, basePath: string): string | undefined {
  return endpointAt(url, basePath)?.method;
}

/** What a request is for; refuses all but the five endpoints, each with its one method and no query but `field`. */
export function findRoute(method: string, url: URL, basePath: string): Route {
  const endpoint = endpointAt(url, basePath);
  if (!endpoint) throw new Refused(404, "Not found");
  if (endpoint.method !== method) throw new Refused(405, "Method not allowed", { allow: endpoint.method });
  const query = queryOf(url, endpoint.kind);
  switch (endpoint.kind) {
    case "upload":
    case "upscale":
      return { kind: endpoint.kind, path: `${prefix}/${endpoint.kind}` };
    case "render":
      return { kind: "render", path: `${prefix}/render${query}` };
    case "account":
      return { kind: "account", path: `${prefix}/status` };
    case "look-up":
      return { kind: "look-up", id: endpoint.id };
  }
}

function endpointAt(url: URL, basePath: string): { method: string; kind: Route["kind"]; id: string } | undefined {
  const base = basePath + prefix;
  if (!url.pathname.startsWith(`${base}/`)) return undefined;
  // Next.js with `trailingSlash: true` sends every request on to its address with a slash.
  const rest = url.pathname.slice(base.length).replace(/\/$/, "");
  for (const { method, pattern, kind } of endpoints) {
    const match = pattern.exec(rest);
    if (match) return { method, kind, id: match[1] ?? "" };
  }
  return undefined;
}

function queryOf(url: URL, kind: Route["kind"]): string {
  const query = url.search;
  const known = kind === "render" ? /^(?:\?(?:field=(?:interior|exterior))?)?$/ : /^\??$/;
  if (!known.test(query)) throw new Refused(400, "Invalid request");
  return query;
}
