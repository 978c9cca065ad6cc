// Gets the API key for each request to the service, and redacts every key that was used recently.
import { TimeoutError, withTimeout } from "../timeout.js";
import { createRedaction, redactJson } from "./redact.js";
import type { RedactText } from "./redact.js";
import { toSafeError } from "./safe-error.js";

/** The API key, and the redaction of it. */
export interface ApiKeys {
  /** The current key. Rejects if the `apiKey` function fails, or returns something else than a key. */
  get: () => Promise<string>;
  /** Redacts the strings and the property names of a JSON value. */
  redact: (value: unknown) => unknown;
  /** A redacted copy of a thrown value, without unknown properties. */
  toSafeError: (thrown: unknown) => Error;
}

/** A request may still be in progress with a key that has been replaced. */
const MAX_KEYS = 32;

export const isApiKey = (key: unknown): key is string => typeof key === "string" && /^[\x21-\x7e]+$/.test(key);

/** `apiKey` is a key, or a function that may take `timeoutMs` to return one. */
export function createApiKeys(apiKey: string | (() => string | Promise<string>), timeoutMs: number): ApiKeys {
  const redactions = new Map<string, RedactText>();
  const remember = (key: string): void => {
    const redaction = redactions.get(key) ?? createRedaction(key);
    // Moves the key to the end: the first one is the oldest.
    redactions.delete(key);
    redactions.set(key, redaction);
    const [oldest] = redactions.keys();
    if (redactions.size > MAX_KEYS && oldest !== undefined) redactions.delete(oldest);
  };
  const redactText: RedactText = (text) => [...redactions.values()].reduce((result, redact) => redact(result), text);
  if (typeof apiKey === "string") remember(apiKey);

  return {
    async get() {
      if (typeof apiKey === "string") return apiKey;
      const key: unknown = await withTimeout(call(apiKey), timeoutMs).catch((error: unknown) => {
        throw error instanceof TimeoutError
          ? new Error(`The apiKey function took longer than ${timeoutMs} ms.`)
          : error;
      });
      if (!isApiKey(key))
        throw new TypeError("The apiKey function returned no valid key. Return a string without spaces.");
      remember(key);
      return key;
    },
    redact: (value) => redactJson(value, redactText),
    toSafeError: (thrown) => toSafeError(thrown, redactText),
  };
}

/** Turns an exception into a rejection. */
const call = (getKey: () => string | Promise<string>): Promise<string> =>
  new Promise((resolve) => {
    resolve(getKey());
  });
