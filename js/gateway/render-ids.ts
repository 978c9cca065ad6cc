// Binds render ids to users. A user gets each render id with a signature, so no other user can look the render up. Nothing is
// stored, so signatures stay valid across instances and restarts.
import type { GetIdSecrets } from "./options/id-secrets.js";

/** Signs and verifies render ids. Without a user, ids are not signed. */
export interface RenderIds {
  /** Creates the key for signatures. Call it before an order is sent: if it fails, nothing is bought. */
  prepare(): Promise<void>;
  /** The id to give to the user. */
  sign(id: string, user: string | undefined): Promise<string>;
  /** The service's id, or `undefined` if the render is not this user's. */
  verify(signedId: string, user: string | undefined): Promise<string | undefined>;
}

/** Signs with the first secret. Verifies with all of them, so that a secret can be replaced. */
export function createRenderIds(getSecrets: GetIdSecrets): RenderIds {
  let keys: Promise<CryptoKey[]> | undefined;
  const importKeys = (): Promise<CryptoKey[]> => (keys ??= Promise.all(getSecrets().map(importKey)));

  return {
    async prepare() {
      await importKeys();
    },
    async sign(id, user) {
      if (user === undefined) return id;
      const [key] = await importKeys();
      if (!key) return id;
      const signature = await crypto.subtle.sign("HMAC", key, encodePair(id, user));
      return `${id}.${toBase64Url(new Uint8Array(signature))}`;
    },
    async verify(signedId, user) {
      const [id = "", text] = signedId.split(".");
      if (user === undefined) return id;
      const signature = fromBase64Url(text ?? "");
      if (!signature) return undefined;
      for (const key of await importKeys())
        if (await crypto.subtle.verify("HMAC", key, signature, encodePair(id, user))) return id;
      return undefined;
    },
  };
}

function importKey(secret: string): Promise<CryptoKey> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return crypto.subtle.importKey("raw", new TextEncoder().encode(secret), algorithm, false, ["sign", "verify"]);
}

/** Two different pairs never produce the same bytes. */
function encodePair(id: string, user: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(JSON.stringify([id, user]));
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
