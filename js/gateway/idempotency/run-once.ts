// Submits an order once, however often it is requested under its idempotency key and whichever instance is asked.
import type { Caller } from "../caller.js";
import {
  HttpError,
  RETRY_AFTER_MS,
  buildRetryAfter,
  createDisconnectError,
  createStoreError,
} from "../http/http-error.js";
import type { JsonReply } from "../http/json-response.js";
import { POLL_MS } from "./observe.js";
import type { CreateObserver } from "./observe.js";
import { createOwnRecord, noRecord } from "./own-record.js";
import type { OrderEnd, OwnRecord } from "./own-record.js";
import type { OrderRecord, Records } from "./records.js";

/** An order, as it was requested. */
export interface IncomingOrder {
  /** The same for all requests of one order. Without it, every request is a separate order. */
  key: string | undefined;
  /** The same only for equal payloads. */
  fingerprint: string;
  charge: Pick<OrderRecord, "tool" | "credits">;
  caller: Caller;
  /** Aborts when the client disconnects. */
  signal: AbortSignal;
  /** Frees the memory of the payload. */
  releaseBody: () => void;
}

/**
 * Submits the order, unless it was lost to another request. Returns how it ended. Throws an `HttpError` if the order is refused
 * and nothing was bought.
 */
export type Submit = (record: OwnRecord) => Promise<OrderEnd | "lost">;

/** Calls `submit`, or waits for the reply to an earlier request with the same key. */
export type RunOnce = (order: IncomingOrder, submit: Submit) => Promise<JsonReply>;

export function createRunOnce(records: Records, observer: CreateObserver): RunOnce {
  return async (order, submit) => {
    for (;;) {
      const claimed = await claim(order);
      if ("reply" in claimed) return claimed.reply;
      const end = await own(order, claimed.record, submit);
      if (end !== "lost") return end.reply;
    }
  };

  /** Writes the first record of the order, or waits for the reply to the request that has done so. */
  async function claim(order: IncomingOrder): Promise<{ record: OwnRecord } | { reply: JsonReply }> {
    const { key, fingerprint, caller, signal } = order;
    if (key === undefined) return { record: noRecord };
    const { tool, credits } = order.charge;
    const first: OrderRecord = { id: caller.requestId, phase: "accepted", heartbeat: 0, fingerprint, tool, credits };
    const observe = observer(key, caller);
    let expected: string | undefined;
    let watchedId: string | undefined;
    let hasBody = true;
    for (;;) {
      if (signal.aborted) throw createDisconnectError();
      const result = hasBody ? await records.claim(key, expected, first) : await records.read(key);
      if (!result) throw createStoreError();
      const { previous } = result;
      if (hasBody && previous === expected) return { record: createOwnRecord(records, key, first) };
      expected = undefined;
      if (previous === undefined) {
        if (hasBody) continue;
        throw createRetryError();
      }
      const seen = await observe(previous);
      const isFree = seen.state === "refused" && seen.record.id !== watchedId;
      if (!isFree && seen.record.fingerprint !== fingerprint) throw createReuseError();
      if (isFree || seen.state === "abandoned") {
        if (!hasBody) throw createRetryError();
        expected = previous;
        continue;
      }
      if (seen.state !== "running") return { reply: seen.reply };
      watchedId = seen.record.id;
      // Now the order can no longer be taken over, so its payload is of no use.
      if (hasBody && seen.record.phase === "sent") {
        hasBody = false;
        order.releaseBody();
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }

  async function own({ signal }: IncomingOrder, record: OwnRecord, submit: Submit): Promise<OrderEnd | "lost"> {
    try {
      const end = await submit(record);
      await record.finish(end === "lost" ? undefined : end);
      return end;
    } catch (error) {
      // If the client has left, a request that is already waiting submits the order instead.
      const isRefused = error instanceof HttpError && !signal.aborted;
      await record.finish(isRefused ? { phase: "refused", reply: error.toReply() } : undefined);
      throw error;
    }
  }
}

const createReuseError = (): HttpError =>
  new HttpError(422, "This idempotency key was already used for a different request. Use a new key.", {}, "key-reused");

/** The key is free, but the payload is gone. */
const createRetryError = (): HttpError =>
  new HttpError(503, "The order was interrupted before it was sent. Send it again.", buildRetryAfter(RETRY_AFTER_MS));
