// What the store keeps about an order for a day, under a hash of its user and its idempotency key.
import type { CircuitBreaker } from "../circuit-breaker.js";
import type { JsonReply } from "../http/json-response.js";
import type { Store } from "../stores/store.js";
import type { Tool } from "../types.js";

/**
 * How far an order has come:
 *
 * - `accepted`: nothing was sent. If the instance crashes, another request may take the order over.
 * - `sent`: the service may have it. If the instance crashes, the outcome is unknown.
 * - `answered`: `reply` is the response.
 * - `unknown`: a render may have been bought, but the gateway cannot find out.
 * - `refused`: nothing was bought, so the key is free. `reply` is for requests that were already waiting.
 */
export type OrderPhase = "accepted" | "sent" | "answered" | "unknown" | "refused";

/** The record of one order. Without its user and its payload. */
export interface OrderRecord {
  /** The id of the request that submits the order. */
  id: string;
  phase: OrderPhase;
  /** Increases while the order is in progress. When it stops, the instance has crashed. */
  heartbeat: number;
  /** A digest of the payload. */
  fingerprint: string;
  /** For the event about an unknown outcome. */
  tool: Tool;
  credits: number;
  reply?: JsonReply;
  /** The request that found the instance crashed. */
  foundBy?: string;
}

/** How long a client can find an order again. */
const TTL_MS = 24 * 60 * 60 * 1000;

/** How long waiting requests can read a refusal. */
const REFUSED_TTL_MS = 10_000;

/** The previous record, or `undefined` if the store is down. */
type Previous = Promise<{ previous: string | undefined } | undefined>;

/** Serialized records by key. */
export interface Records {
  read(key: string): Previous;
  /** Writes the first record of an order. If the call fails, the record is removed again, because it may have been written. */
  claim(key: string, expected: string | undefined, next: OrderRecord): Previous;
  /** Writes or deletes a record. With `force`, the store is called even right after a failure. */
  swap(key: string, expected: string | undefined, next: OrderRecord | undefined, force?: boolean): Previous;
}

/** Not equal to any record, so that a swap only reads. */
const NO_RECORD = "none";

export function createRecords(breaker: CircuitBreaker): Records {
  return {
    read: (key) => breaker.call((store) => compareAndSwap(store, key, NO_RECORD, undefined)),
    claim: (key, expected, next) =>
      breaker.callOrUndo(
        (store) => compareAndSwap(store, key, expected, next),
        (store) => compareAndSwap(store, key, serializeRecord(next), undefined),
      ),
    swap: (key, expected, next, force) => breaker.call((store) => compareAndSwap(store, key, expected, next), force),
  };
}

async function compareAndSwap(
  store: Store,
  key: string,
  expected: string | undefined,
  next: OrderRecord | undefined,
): Promise<{ previous: string | undefined }> {
  const ttlMs = next?.phase === "refused" ? REFUSED_TTL_MS : TTL_MS;
  return { previous: (await store.compareAndSwap(key, expected, next && serializeRecord(next), ttlMs)) ?? undefined };
}

export const serializeRecord = (record: OrderRecord): string => JSON.stringify(record);

/** Returns `undefined` if the text is not a record. */
export function parseRecord(text: string): OrderRecord | undefined {
  try {
    return JSON.parse(text) as OrderRecord;
  } catch {
    return undefined;
  }
}
