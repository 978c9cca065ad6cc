// Finds out from its record what became of an order that another request submits.
import type { Caller } from "../caller.js";
import { createUnknownOutcome } from "../http/json-response.js";
import type { JsonReply } from "../http/json-response.js";
import type { GatewayEvent } from "../types.js";
import { createGiveUp } from "./give-up.js";
import { parseRecord } from "./records.js";
import type { OrderRecord, Records } from "./records.js";

/** How often a record is read. */
export const POLL_MS = 250;

/** After this many reads without a change, the instance that submits the order has crashed. */
const MAX_UNCHANGED_READS = 40;

/** What a record says about an order. `abandoned` means that nothing was sent, and that the order can be taken over. */
export type Observation =
  | { state: "running"; record: OrderRecord }
  | { state: "abandoned"; record: OrderRecord }
  | { state: "answered" | "unknown" | "refused"; record: OrderRecord; reply: JsonReply };

/** Call it with every read of one order's record. */
export type Observe = (text: string) => Promise<Observation>;

/** Creates an `Observe` for the order with a key of the caller. */
export type CreateObserver = (key: string, caller: Caller) => Observe;

export function createObserver(records: Records, emit: (event: GatewayEvent) => void): CreateObserver {
  const giveUp = createGiveUp(records, emit);
  return (key, caller) => {
    let last = "";
    let unchanged = 0;

    const findUnknown = async (text: string, record: OrderRecord): Promise<Observation> => {
      const unknown = await giveUp({ key, text, record }, caller, caller.requestId);
      // Another request was faster. The next read shows what it found.
      if (!unknown) return { state: "running", record };
      return { state: "unknown", record: unknown, reply: createUnknownOutcome(504) };
    };

    return async (text) => {
      unchanged = text === last ? unchanged + 1 : 0;
      last = text;
      const record = parseRecord(text);
      if (!record)
        throw new Error("A record of an order is unreadable. Check that no other program uses the same keys.");
      const { phase, reply } = record;
      if (phase === "accepted" || phase === "sent") {
        if (unchanged < MAX_UNCHANGED_READS) return { state: "running", record };
        return phase === "accepted" ? { state: "abandoned", record } : findUnknown(text, record);
      }
      return { state: phase, record, reply: reply ?? createUnknownOutcome(502) };
    };
  };
}
