// Binds render ids to users. A user gets each render id with a signature, so no other user can look the render up. Nothing is
// stored, so signatures stay valid across instances and restarts.

/** Signs and verifies render ids. Without a user, ids are not signed. */
export interface RenderIds {
  /** Creates the key for signatures. Call it before an order is sent: if it fails, nothing is bought. */
  prepare(): Promise<void>;
  /** The id to give to the user. */
  sign(id: string, user: string | undefined): Promise<string>;
  /** The service's id, or `undefined` if the render is not this user's. */
  verify(signedId: string, user: string | undefined): Promise<string | undefined>;
}

export function createRenderIds(secret: string): RenderIds {
  const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
  let key: Promise<CryptoKey> | undefined;
  const importKey = (): Promise<CryptoKey> =>
    (key ??= crypto.subtle.importKey("raw", encode(secret), { name: "HMAC", hash: "SHA-256" }, false, [
      "sign",
      "verify",
    ]));
  // An id contains no dot, so two different pairs never produce the same text.
  const encodePair = (id: string, user: string): Uint8Array<ArrayBuffer> => encode(`${id}.${user}`);

  return {
    async prepare() {
      await importKey();
    },
    async sign(id, user) {
      if (user === undefined) return id;
      const signature = await crypto.subtle.sign("HMAC", await importKey(), encodePair(id, user));
      return `${id}.${toBase64Url(new Uint8Array(signature))}`;
    },
    async verify(signedId, user) {
      const [id = "", text] = signedId.split(".");
      if (user === undefined) return id;
      const signature = fromBase64Url(text ?? "");
      const valid =
        signature && (await crypto.subtle.verify("HMAC", await importKey(), signature, encodePair(id, user)));
      return valid ? id : undefined;
    },
  };
}

function toBase64Url(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (byte) => byte.charCodeAt(0));
  } catch {
    return undefined;
  }
}
