// Binds render ids and file names to users. A user gets each with a signature, so no other user can use it. Nothing is stored, so
// signatures stay valid across instances and restarts. The ids of reference images are signed for everyone, because the service
// loads the images.
import { fromBase64Url, toBase64Url } from "./base64.js";
import type { GetIdSecrets } from "./options/id-secrets.js";

/** Signs and verifies values of one kind. Without a user, they are not signed. */
export interface SignedValues {
  /** Creates the key for signatures. Call it before an order is sent: if it fails, nothing is bought. */
  prepare(): Promise<void>;
  /** The value to give to the user. */
  sign(value: string, user: string | undefined): Promise<string>;
  /** The service's value, or `undefined` if it is not this user's. */
  verify(signed: string, user: string | undefined): Promise<string | undefined>;
}

/** What is signed. A signature of one kind is invalid for another. `pattern` matches the value and its signature. */
const KINDS = {
  render: /^([^.]*)(?:\.([^.]*))?$/,
  /** A file name contains a dot itself. */
  photo: /^([^.]*\.[^.]*)(?:\.([^.]*))?$/,
  reference: /^([^.]*)(?:\.([^.]*))?$/,
};

/** Signs with the first secret. Verifies with all of them, so that a secret can be replaced. */
export function createSignedValues(kind: keyof typeof KINDS, getSecrets: GetIdSecrets): SignedValues {
  let keys: Promise<CryptoKey[]> | undefined;
  const importKeys = (): Promise<CryptoKey[]> => (keys ??= Promise.all(getSecrets().map(importKey)));

  /** Different values, users, or kinds never produce the same bytes. */
  const encode = (value: string, user: string): Uint8Array<ArrayBuffer> =>
    new TextEncoder().encode(JSON.stringify([kind, value, user]));

  return {
    async prepare() {
      await importKeys();
    },
    async sign(value, user) {
      if (user === undefined) return value;
      const [key] = await importKeys();
      if (!key) return value;
      const signature = await crypto.subtle.sign("HMAC", key, encode(value, user));
      return `${value}.${toBase64Url(new Uint8Array(signature))}`;
    },
    async verify(signed, user) {
      const [, value = signed, text = ""] = KINDS[kind].exec(signed) ?? [];
      if (user === undefined) return value;
      const signature = fromBase64Url(text);
      if (!signature) return undefined;
      for (const key of await importKeys())
        if (await crypto.subtle.verify("HMAC", key, signature, encode(value, user))) return value;
      return undefined;
    },
  };
}

function importKey(secret: string): Promise<CryptoKey> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  return crypto.subtle.importKey("raw", new TextEncoder().encode(secret), algorithm, false, ["sign", "verify"]);
}
