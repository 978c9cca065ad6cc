// Writes the record of an order for the request that submits it.
import type { JsonReply } from "../http/json-response.js";
import { parseRecord, serializeRecord } from "./records.js";
import type { OrderRecord, Records } from "./records.js";

const HEARTBEAT_MS = 500;

/** Enough to find out what earlier writes without a response have written. */
const MAX_WRITES = 3;

/** While the store is down, the end of an order is written again this often: for about ten minutes. */
const MAX_RETRIES = 1200;

/** How an order ended. */
export interface OrderEnd {
  phase: "answered" | "unknown" | "refused";
  reply: JsonReply;
}

/** The record of an order in progress. It has a heartbeat until the order ends. */
export interface OwnRecord {
  /**
   * Records that the order is about to be sent. Send it only after `"sent"`. `"lost"` means that another request has taken the
   * order over, `"failed"` that the store is down.
   */
  markSent(): Promise<"sent" | "lost" | "failed">;
  /** Records the end, or deletes the record. Never rejects. If the store is down, it is recorded later. */
  finish(end: OrderEnd | undefined): Promise<void>;
}

/** For an order without a key: nothing is recorded. */
export const noRecord: OwnRecord = {
  markSent: () => Promise.resolve("sent"),
  finish: () => Promise.resolve(),
};

type WriteResult = "written" | "lost" | "failed";

/** Takes care of a record that was just written. */
export function createOwnRecord(records: Records, key: string, initial: OrderRecord): OwnRecord {
  let record = initial;
  let written: string | undefined = serializeRecord(initial);
  let lastWrite: Promise<WriteResult> = Promise.resolve("written");
  let isWriting = false;

  const isReplaceable = (previous: string | undefined): boolean => {
    // After the order was sent, its record is restored if the store has lost it. Before, another request may have deleted it.
    if (previous === undefined) return record.phase === "sent";
    return parseRecord(previous)?.id === initial.id;
  };
  const replace = async (next: OrderRecord | undefined, force: boolean): Promise<WriteResult> => {
    for (let count = 0; count < MAX_WRITES; count++) {
      const result = await records.swap(key, written, next, force);
      if (!result) return "failed";
      const { previous } = result;
      if (previous === written) {
        record = next ?? record;
        written = next && serializeRecord(next);
        return "written";
      }
      if (!isReplaceable(previous)) return "lost";
      written = previous;
    }
    return "failed";
  };
  /** Writes one after the other. */
  const write = (next: () => OrderRecord | undefined, force: boolean): Promise<WriteResult> => {
    isWriting = true;
    const result = lastWrite.then(() => replace(next(), force)).catch((): WriteResult => "failed");
    lastWrite = result;
    void result.then(() => {
      if (lastWrite === result) isWriting = false;
    });
    return result;
  };
  const heartbeat = startInterval(() => {
    if (!isWriting) void write(() => ({ ...record, heartbeat: record.heartbeat + 1 }), false);
  });

  return {
    async markSent() {
      const result = await write(() => ({ ...record, phase: "sent" }), true);
      return result === "written" ? "sent" : result;
    },
    async finish(end) {
      clearInterval(heartbeat);
      const next = (): OrderRecord | undefined => end && { ...record, ...end };
      if ((await write(next, true)) === "failed") retry(() => write(next, false));
    },
  };
}

/** Calls a write until it does not fail. Nobody waits for it. */
function retry(write: () => Promise<WriteResult>): void {
  let count = 0;
  const timer = startInterval(() => {
    count++;
    void write().then((result) => {
      if (result !== "failed" || count >= MAX_RETRIES) clearInterval(timer);
    });
  });
}

/** Does not keep a Node process running. */
function startInterval(run: () => void): ReturnType<typeof setInterval> {
  const timer = setInterval(run, HEARTBEAT_MS);
  (timer as { unref?: () => void }).unref?.();
  return timer;
}
