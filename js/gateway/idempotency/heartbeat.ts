// Keeps the record of a paid request alive while the request is in progress.
import type { JsonReply } from "../http/json-response.js";
import { parseRecord, serializeRecord } from "./records.js";
import type { IdempotencyRecord, Records } from "./records.js";

const INTERVAL_MS = 500;
const MAX_WRITES = 3;

export interface Heartbeat {
  /** Ends the request. Keeps the reply in the record if the client has disconnected, and deletes the record otherwise. */
  stop(reply?: JsonReply): Promise<void>;
}

/** Takes over a record that was just written. */
export function startHeartbeat(
  records: Records,
  key: string,
  initial: IdempotencyRecord,
  signal: AbortSignal,
): Heartbeat {
  let record = initial;
  let written = serializeRecord(initial);
  let writing: Promise<void> | undefined;

  const write = async (next: string | undefined, force: boolean): Promise<void> => {
    // An earlier write may have succeeded without a response, and a record may have expired. Retrying finds out.
    for (let count = 0, expected: string | undefined = written; count < MAX_WRITES; count++) {
      const result = await records.swap(key, expected, next, force);
      if (!result) return;
      const { previous } = result;
      if (previous === expected) {
        if (next !== undefined) written = next;
        return;
      }
      // Another request owns the key now.
      if (previous !== undefined && parseRecord(previous).id !== initial.id) return;
      expected = previous;
    }
  };
  const timer = setInterval(() => {
    if (writing) return;
    record = { ...record, heartbeat: record.heartbeat + 1, disconnected: signal.aborted };
    writing = write(serializeRecord(record), false).finally(() => (writing = undefined));
  }, INTERVAL_MS);

  return {
    async stop(reply) {
      clearInterval(timer);
      await writing;
      const undelivered = reply && signal.aborted ? { ...record, disconnected: true, reply } : undefined;
      await write(undelivered && serializeRecord(undelivered), true);
    },
  };
}
