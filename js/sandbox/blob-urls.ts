// Object URLs for the sandbox's images in a page, where no server could serve the service's URLs.

/** Translates between the service's image URLs and object URLs. */
export interface BlobUrls {
  /** Replaces object URLs in a request body. Returns undefined if there are none. */
  toServiceUrls: (request: Request, body: Uint8Array) => Uint8Array | undefined;
  /** Replaces the service's URLs in a JSON response. Returns undefined if there are none. */
  toBlobUrls: (request: Request, body: Uint8Array) => Uint8Array | undefined;
  /** Returns the service's URL of an image, by its object URL. */
  serviceUrlOf: (url: string) => string | undefined;
  /** Revokes all object URLs. */
  revokeAll: () => void;
}

/** Whether the code runs in a page, where elements can load object URLs. */
export const isPage = (): boolean =>
  typeof document === "object" && typeof (URL as { createObjectURL?: unknown }).createObjectURL === "function";

/** Creates the translation. `read` returns the bytes of `uploads/<name>` or `outputs/<name>`. */
export function createBlobUrls(read: (name: string) => Uint8Array | undefined): BlobUrls {
  const shown = new Map<string, string>();
  const addresses = new Map<string, string>();

  const show = (address: string, name: string): string => {
    const known = shown.get(address);
    if (known !== undefined) return known;
    const bytes = read(name);
    // The sandbox no longer stores this photo: keep the URL, which leads nowhere either way.
    if (!bytes) return address;
    const type = name.endsWith(".png") ? "image/png" : "image/jpeg";
    const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type }));
    shown.set(address, url);
    addresses.set(url, address);
    return url;
  };

  return {
    toServiceUrls: (request, body) => {
      if (!request.headers.get("content-type")?.startsWith("application/json")) return undefined;
      return replaceInUtf8(body, /blob:[^"\s]+/g, (url) => addresses.get(url) ?? url);
    },
    toBlobUrls: ({ url }, body) => {
      const { origin } = new URL(addresses.get(url) ?? url);
      const address = new RegExp(`${escapeRegExp(origin)}/sandbox/((?:uploads|outputs)/[\\w.-]+)`, "g");
      return replaceInUtf8(body, address, show);
    },
    serviceUrlOf: (url) => addresses.get(url),
    revokeAll: () => {
      for (const url of addresses.keys()) URL.revokeObjectURL(url);
      shown.clear();
      addresses.clear();
    },
  };
}

const escapeRegExp = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Replaces matches in UTF-8 text. Returns undefined if nothing matches. */
function replaceInUtf8(
  bytes: Uint8Array,
  pattern: RegExp,
  by: (match: string, group: string) => string,
): Uint8Array | undefined {
  const text = new TextDecoder().decode(bytes);
  const result = text.replaceAll(pattern, by);
  return result === text ? undefined : new TextEncoder().encode(result);
}
