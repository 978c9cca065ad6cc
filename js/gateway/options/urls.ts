// Checks options that are URLs.

/** Checks `upstream` and removes trailing slashes. */
export function readUpstream(text: string): string {
  const url = parse(text);
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    throw new TypeError('upstream is invalid. Use a URL such as "https://reroom.ai".');
  const isLocal = /^(?:127(?:\.\d+){3}|\[::1\]|[^.]+)$/.test(url.hostname);
  if (url.protocol === "http:" && !isLocal)
    throw new TypeError("upstream must use https. With http, the API key would be sent unencrypted.");
  return url.href.replace(/\/+$/, "");
}

/** Checks an origin. */
export function readOrigin(option: string, text: string): string {
  if (parse(text)?.origin !== text)
    throw new TypeError(`${option} contains "${text}", which is not an origin. Use one such as "https://app.example".`);
  return text;
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
