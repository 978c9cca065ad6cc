// Addresses of the sandbox's pictures that the page it runs in can load: no server has the ones that the service would give.

/** The pictures of one sandbox, by both of their addresses. */
export interface Pictures {
  /** A request's body with the service's addresses in place of the page's; `undefined` if it has none of them. */
  takeIn: (request: Request, body: Uint8Array) => Uint8Array | undefined;
  /** A JSON response with the page's addresses in place of the service's; `undefined` if it has none of them. */
  giveOut: (request: Request, body: Uint8Array) => Uint8Array | undefined;
  /** The service's address of a picture, by the page's. */
  addressOf: (url: string) => string | undefined;
  /** Lets go of all of them: their addresses lead nowhere afterwards. */
  forget: () => void;
}

/** Whether this is a page, whose elements load pictures from addresses. */
export const isPage = (): boolean =>
  typeof document === "object" && typeof (URL as { createObjectURL?: unknown }).createObjectURL === "function";

/** `read` gives the bytes of `uploads/<name>` or `outputs/<name>`. */
export function createPictures(read: (name: string) => Uint8Array | undefined): Pictures {
  const shown = new Map<string, string>();
  const addresses = new Map<string, string>();

  const show = (address: string, name: string): string => {
    const known = shown.get(address);
    if (known !== undefined) return known;
    const bytes = read(name);
    // A photo that the sandbox no longer keeps has its old address, which leads nowhere either.
    if (!bytes) return address;
    const type = name.endsWith(".png") ? "image/png" : "image/jpeg";
    const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type }));
    shown.set(address, url);
    addresses.set(url, address);
    return url;
  };

  return {
    takeIn: (request, body) => {
      if (!request.headers.get("content-type")?.startsWith("application/json")) return undefined;
      return replaced(body, /blob:[^"\s]+/g, (url) => addresses.get(url) ?? url);
    },
    giveOut: ({ url }, body) => {
      const { origin } = new URL(addresses.get(url) ?? url);
      const address = new RegExp(`${escaped(origin)}/sandbox/((?:uploads|outputs)/[\\w.-]+)`, "g");
      return replaced(body, address, show);
    },
    addressOf: (url) => addresses.get(url),
    forget: () => {
      for (const url of addresses.keys()) URL.revokeObjectURL(url);
      shown.clear();
      addresses.clear();
    },
  };
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** UTF-8 with what matches replaced; `undefined` if nothing does. */
function replaced(
  bytes: Uint8Array,
  pattern: RegExp,
  by: (match: string, group: string) => string,
): Uint8Array | undefined {
  const text = new TextDecoder().decode(bytes);
  const result = text.replaceAll(pattern, by);
  return result === text ? undefined : new TextEncoder().encode(result);
}
