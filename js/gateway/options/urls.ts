// Checks options that are URLs.

import { isLoopbackHost } from "../http/public-host.js";

/** Checks `upstream` and removes trailing slashes. */
export function readUpstream(text: string): string {
  const url = parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    throw new TypeError('upstream is invalid. Use a URL such as "https://reroom.ai".');
  // A name without a dot, such as that of a container, is local, too.
  const isLocal = isLoopbackHost(url.hostname) || /^[^.[]+$/.test(url.hostname);
  if (url.protocol === "http:" && !isLocal)
    throw new TypeError("upstream must use https. With http, the API key would be sent unencrypted.");
  return url.href.replace(/\/+$/, "");
}

/** Checks a public URL with a path, and removes trailing slashes. */
export function readPublicUrl(option: string, text: string): string {
  const url = parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    throw new TypeError(`${option} is "${text}", which is not a URL. Use one such as "https://www.example/reroom".`);
  return url.href.replace(/\/+$/, "");
}

/** Checks `publicOrigin`. */
export function readPublicOrigin(text: string): string {
  if (!isWebOrigin(text))
    throw new TypeError(`publicOrigin is "${text}", which is not an origin. Use one such as "https://app.example".`);
  return text;
}

/** Checks `allowedOrigins`. */
export function readAllowedOrigins(origins: readonly string[]): ReadonlySet<string> {
  if (!Array.isArray(origins)) throw new TypeError("allowedOrigins is invalid. Use a list of origins.");
  for (const origin of origins as string[])
    if (!isWebOrigin(origin) && !isAppOrigin(origin))
      throw new TypeError(
        `allowedOrigins contains "${origin}", which is not an origin. Use one such as "https://app.example".`,
      );
  return new Set(origins as string[]);
}

function isWebOrigin(text: string): boolean {
  const url = parse(text);
  return url?.origin === text && /^https?:\/\/[^*]+$/.test(text);
}

/** An origin of an app or a browser extension, such as `capacitor://localhost`. Node reports the origin of its URLs as `null`. */
function isAppOrigin(text: string): boolean {
  return /^(?!(?:https?|wss?|ftp|file|data|blob|javascript|about):)[a-z][a-z\d+.-]*:\/\/[a-z\d.-]+(?::\d+)?$/.test(
    text,
  );
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
