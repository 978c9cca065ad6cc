// Digests of orders, so that the store contains neither users nor payloads.

/** The store's key of an order. Users have separate keys. */
export const computeOrderKey = async (idempotencyKey: string, user: string | undefined): Promise<string> =>
  `order:${await computeDigest(JSON.stringify([user ?? null, idempotencyKey]))}`;

/** The same only for requests to the same path with equal bodies. */
export const computeFingerprint = (path: string, body: string): Promise<string> => computeDigest(`${path}\n${body}`);

async function computeDigest(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
