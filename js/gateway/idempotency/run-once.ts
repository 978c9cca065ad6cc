// Recognizes a paid request that is sent again after its connection broke, by the runtime or by the visitor. The repeat gets
// the response to the first request, whichever instance it reaches, and buys nothing.
import { createDisconnectError, createStoreError } from "../http/http-error.js";
import { createUnknownOutcome } from "../http/json-response.js";
import type { JsonReply } from "../http/json-response.js";
import { startHeartbeat } from "./heartbeat.js";
import { createMonitor } from "./monitor.js";
import type { ClientState } from "./monitor.js";
import { parseRecord, serializeRecord } from "./records.js";
import type { IdempotencyRecord, Records } from "./records.js";

/** How often the record of another request is read. */
const POLL_MS = 250;

/** A paid request, as it arrived. */
export interface IncomingRequest {
  /** The same for equal requests of the same user. */
  key: string;
  /** Aborts when its client disconnects. */
  signal: AbortSignal;
}

/** Calls `submit`, or resolves to the undelivered response of an earlier request with the same key. */
export type RunOnce = (request: IncomingRequest, submit: () => Promise<JsonReply>) => Promise<JsonReply>;

export function createRunOnce(records: Records): RunOnce {
  // Workers must not read the signal of another request, so its state is copied here.
  const localClients = new Map<string, ClientState>();

  /** Claims the key. Resolves to the reply of another request if there is one. */
  async function claim({ key, signal }: IncomingRequest, record: string): Promise<JsonReply | undefined> {
    const checkOther = createMonitor(localClients);
    let expected: string | undefined;
    for (let isFirst = true; ; isFirst = false) {
      if (signal.aborted) throw createDisconnectError();
      const result = await records.claim(key, expected, record);
      if (!result) {
        if (isFirst) throw createStoreError();
        return createUnknownOutcome(503);
      }
      const { previous } = result;
      if (previous === expected) return undefined;
      expected = undefined;
      if (previous === undefined) continue;
      const other = parseRecord(previous);
      if (other.reply) {
        if (await takeReply(key, previous)) return other.reply;
        continue;
      }
      const state = checkOther(previous, other);
      if (state === "crashed") return createUnknownOutcome(504);
      if (state === "has-client") expected = previous;
      else await wait();
    }
  }

  /** Deletes the record, so that only one request gets its reply. */
  async function takeReply(key: string, record: string): Promise<boolean> {
    const result = await records.swap(key, record, undefined);
    return !result || result.previous === record;
  }

  const wait = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, POLL_MS));

  return async (request, submit) => {
    const record: IdempotencyRecord = { id: crypto.randomUUID(), heartbeat: 0, disconnected: false };
    const client = { disconnected: request.signal.aborted };
    request.signal.addEventListener("abort", () => {
      client.disconnected = true;
    });
    localClients.set(record.id, client);
    try {
      const earlier = await claim(request, serializeRecord(record));
      if (earlier) return earlier;
      const heartbeat = startHeartbeat(records, request.key, record, request.signal);
      const reply = await submit().catch(async (error: unknown) => {
        await heartbeat.stop();
        throw error;
      });
      await heartbeat.stop(reply);
      return reply;
    } finally {
      localClients.delete(record.id);
    }
  };
}
