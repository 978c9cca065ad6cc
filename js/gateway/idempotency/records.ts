// What the store keeps about a paid request that is in progress, or whose response was not delivered.
import type { CircuitBreaker } from "../circuit-breaker.js";
import type { JsonReply } from "../http/json-response.js";
import type { Store } from "../stores/store.js";

/** The state of one paid request. */
export interface IdempotencyRecord {
  /** Unique per request. */
  id: string;
  /** Increases while the request is in progress. When it stops, the instance has crashed. */
  heartbeat: number;
  /** Whether the client has disconnected. */
  disconnected: boolean;
  /** The response that was not delivered. */
  reply?: JsonReply;
}

/** A record expires this long after it was last written. */
const TTL_MS = 60_000;

/** The previous record, or `undefined` if the store is down. */
type Previous = Promise<{ previous: string | undefined } | undefined>;

/** Serialized records by key. Both methods write only if the current record is `expected`. */
export interface Records {
  /** Writes a record. If the call fails, the record is removed again, because it may have been written. */
  claim(key: string, expected: string | undefined, next: string): Previous;
  /** Writes or deletes a record. With `force`, the store is called even right after a failure. */
  swap(key: string, expected: string | undefined, next: string | undefined, force?: boolean): Previous;
}

export function createRecords(breaker: CircuitBreaker): Records {
  return {
    claim: (key, expected, next) =>
      breaker.callOrUndo(
        (store) => compareAndSwap(store, key, expected, next),
        (store) => compareAndSwap(store, key, next, undefined),
      ),
    swap: (key, expected, next, force) => breaker.call((store) => compareAndSwap(store, key, expected, next), force),
  };
}

async function compareAndSwap(
  store: Store,
  key: string,
  expected: string | undefined,
  next: string | undefined,
): Promise<{ previous: string | undefined }> {
  return { previous: (await store.compareAndSwap(key, expected, next, TTL_MS)) ?? undefined };
}

export const serializeRecord = (record: IdempotencyRecord): string => JSON.stringify(record);

/** An unreadable record counts as abandoned. */
export function parseRecord(text: string): IdempotencyRecord {
  try {
    return JSON.parse(text) as IdempotencyRecord;
  } catch {
    return { id: "", heartbeat: 0, disconnected: true };
  }
}
