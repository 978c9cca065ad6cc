// Checks `allowedHosts`, which protects against DNS rebinding: a site can let its own name resolve to the gateway's address, so
// that browsers treat the gateway as a part of that site.
import { isPublicHost } from "../http/public-host.js";
import { readHostPatterns } from "./host-patterns.js";
import type { MatchesHost } from "./host-patterns.js";

/**
 * The gateway always accepts the host of `references.publicUrl`, where the service loads images from it.
 *
 * Without the option, the gateway accepts the host of `publicOrigin`, addresses, and private names, such as those that a proxy
 * uses for the gateway. Other sites cannot have such names. Without `publicOrigin`, the gateway does not know its own name, and
 * accepts every host.
 */
export function readAllowedHosts(
  hosts: readonly string[] | undefined,
  publicOrigin: string | undefined,
  references: { publicUrl: string } | undefined,
): MatchesHost {
  const matches = readOwnHosts(hosts, publicOrigin);
  const referenceHost = references && new URL(references.publicUrl).hostname;
  return (hostname) => hostname === referenceHost || matches(hostname);
}

function readOwnHosts(hosts: readonly string[] | undefined, publicOrigin: string | undefined): MatchesHost {
  const publicHost = publicOrigin === undefined ? undefined : new URL(publicOrigin).hostname;
  if (hosts !== undefined) {
    const matches = readHostPatterns("allowedHosts", hosts);
    return (hostname) => hostname === publicHost || matches(hostname);
  }
  if (publicHost === undefined) return () => true;
  return (hostname) => hostname === publicHost || isAddress(hostname) || !isPublicHost(hostname);
}

const isAddress = (hostname: string): boolean => /^(?:\[.*\]|\d+(?:\.\d+){3})$/.test(hostname);
