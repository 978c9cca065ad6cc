// Checks `photoHosts`, which decides where photos of a request may be.
import { isLoopbackHost, isPublicHost } from "../http/public-host.js";
import type { GatewayOptions } from "../types.js";

/** Whether the service may load a photo from a URL. */
export type IsPhotoHostAllowed = (url: URL) => boolean | Promise<boolean>;

/** By default, every public host is allowed. With an upstream that uses `http`, such as a sandbox, its own host is allowed, too. */
export function readPhotoHosts(photoHosts: GatewayOptions["photoHosts"], upstream: string): IsPhotoHostAllowed {
  const isSafe = (url: URL): boolean => isPublicHost(url.hostname) || isSandboxHost(new URL(upstream), url);
  if (photoHosts === undefined) return isSafe;
  if (typeof photoHosts === "function") {
    const decide: (url: URL) => unknown = photoHosts;
    return async (url) => isSafe(url) && (await decide(new URL(url))) === true;
  }
  if (!Array.isArray(photoHosts)) throw new TypeError("photoHosts is invalid. Use a list of hosts, or a function.");
  const tests = photoHosts.map(readPattern);
  return ({ hostname }) => tests.some((matches) => matches(hostname.replace(/\.$/, "")));
}

function isSandboxHost(upstream: URL, { hostname }: URL): boolean {
  if (upstream.protocol !== "http:") return false;
  return hostname === upstream.hostname || (isLoopbackHost(upstream.hostname) && isLoopbackHost(hostname));
}

/** A host, or `*.` and a host for its subdomains. */
function readPattern(pattern: unknown): (hostname: string) => boolean {
  const host = typeof pattern === "string" ? pattern.replace(/^\*\./, "") : "";
  const hostname = host === "*" ? undefined : parseHostname(host);
  if (hostname === undefined)
    throw new TypeError(
      `photoHosts contains "${String(pattern)}", which is not a host. Use one such as "photos.example" or "*.photos.example".`,
    );
  return host === pattern ? (other) => other === hostname : (other) => other.endsWith(`.${hostname}`);
}

/** `undefined` if the text is more or less than a host, such as a URL or a host with a port. */
function parseHostname(text: string): string | undefined {
  try {
    const { href, hostname } = new URL(`http://${text}`);
    return href === `http://${hostname}/` && !/[/\\*]|:\d*$/.test(text) ? hostname : undefined;
  } catch {
    return undefined;
  }
}
