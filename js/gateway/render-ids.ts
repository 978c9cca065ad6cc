// Whose render an id is for. Where there are users, the id that a submission answers carries a signature of its user, so
// that no other can look the render up, and no store has to remember anything: it holds across instances and restarts.

/** Signs the ids of users' renders. Without a user an id stays as it is. */
export interface Ids {
  /** The id that the user gets. */
  give(id: string, user: string | undefined): Promise<string>;
  /** The service's id, or `undefined` where it is not this user's. */
  take(id: string, user: string | undefined): Promise<string | undefined>;
}

export function createIds(secret: string): Ids {
  const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
  let key: Promise<CryptoKey> | undefined;
  const imported = (): Promise<CryptoKey> =>
    (key ??= crypto.subtle.importKey("raw", bytes(secret), { name: "HMAC", hash: "SHA-256" }, false, [
      "sign",
      "verify",
    ]));
  // Neither part of an id has a dot, so that no two pairs are signed alike.
  const signed = (id: string, user: string): Uint8Array<ArrayBuffer> => bytes(`${id}.${user}`);

  return {
    async give(id, user) {
      if (user === undefined) return id;
      const signature = await crypto.subtle.sign("HMAC", await imported(), signed(id, user));
      return `${id}.${encode(new Uint8Array(signature))}`;
    },
    async take(text, user) {
      const [id = "", signature] = text.split(".");
      if (user === undefined) return id;
      const given = decode(signature ?? "");
      return given && (await crypto.subtle.verify("HMAC", await imported(), given, signed(id, user))) ? id : undefined;
    },
  };
}

function encode(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function decode(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (byte) => byte.charCodeAt(0));
  } catch {
    return undefined;
  }
}
