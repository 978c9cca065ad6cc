// Checks `photoHosts`, which decides where photos of a request may be.
import { isLoopbackHost, isPublicHost } from "../http/public-host.js";
import type { GatewayOptions } from "../types.js";
import { readHostPatterns } from "./host-patterns.js";

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
  const matches = readHostPatterns("photoHosts", photoHosts);
  return ({ hostname }) => matches(hostname);
}

function isSandboxHost(upstream: URL, { hostname }: URL): boolean {
  if (upstream.protocol !== "http:") return false;
  return hostname === upstream.hostname || (isLoopbackHost(upstream.hostname) && isLoopbackHost(hostname));
}
