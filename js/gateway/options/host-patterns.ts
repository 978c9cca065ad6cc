// Hosts in options: `photos.example`, or `*.photos.example` for all its subdomains.

/** Whether the `hostname` of a URL matches. */
export type MatchesHost = (hostname: string) => boolean;

/** Throws a `TypeError` that names the option. */
export function readHostPatterns(option: string, patterns: readonly string[]): MatchesHost {
  if (!Array.isArray(patterns)) throw new TypeError(`${option} is invalid. Use a list of hosts.`);
  const tests = patterns.map((pattern: unknown) => readPattern(option, pattern));
  return (hostname) => tests.some((matches) => matches(hostname.replace(/\.$/, "")));
}

function readPattern(option: string, pattern: unknown): MatchesHost {
  const host = typeof pattern === "string" ? pattern.replace(/^\*\./, "") : "";
  const hostname = parseHostname(host);
  if (hostname === undefined)
    throw new TypeError(
      `${option} contains "${String(pattern)}", which is not a host. Use one such as "photos.example" or "*.photos.example".`,
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
