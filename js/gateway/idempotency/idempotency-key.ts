// The `Idempotency-Key` header (draft-ietf-httpapi-idempotency-key-header), which names one order.
import { HttpError } from "../http/http-error.js";

const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;

/** A string of a structured field (RFC 8941): quoted, with backslashes before quotes and backslashes. */
const QUOTED = /^"((?:[^"\\]|\\["\\])*)"$/;

/** Reads the key of an order, quoted or bare. Throws an `HttpError` if it is invalid. */
export function readIdempotencyKey({ headers }: Request): string | undefined {
  const value = headers.get("idempotency-key")?.trim();
  if (value === undefined) return undefined;
  const key = QUOTED.exec(value)?.[1]?.replace(/\\(.)/g, "$1") ?? value;
  if (isIdempotencyKey(key) && (key !== value || !value.startsWith('"'))) return key;
  throw new HttpError(400, "The Idempotency-Key header is invalid. Send 1 to 255 visible ASCII characters in quotes.");
}

export const isIdempotencyKey = (text: string): boolean => VISIBLE_ASCII.test(text);
