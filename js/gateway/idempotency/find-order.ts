// Finds out what became of an order, without its payload.
import type { Caller } from "../caller.js";
import { createStoreError } from "../http/http-error.js";
import type { JsonReply } from "../http/json-response.js";
import { POLL_MS } from "./observe.js";
import type { CreateObserver } from "./observe.js";
import type { Records } from "./records.js";

/** What became of an order. `undefined` means that nothing is known about it, so nothing was bought. */
export type FoundOrder = { state: "running" } | { state: "answered" | "unknown"; reply: JsonReply } | undefined;

/** Finds an order of the caller. A running one is observed until its heartbeat shows that it is still running. */
export type FindOrder = (key: string, caller: Caller) => Promise<FoundOrder>;

export function createFindOrder(records: Records, observer: CreateObserver): FindOrder {
  return async (key, caller) => {
    const observe = observer(key, caller);
    let first: string | undefined;
    for (;;) {
      const result = await records.read(key);
      if (!result) throw createStoreError();
      const { previous } = result;
      if (previous === undefined) return undefined;
      const seen = await observe(previous);
      switch (seen.state) {
        case "refused":
          return undefined;
        case "answered":
        case "unknown":
          return { state: seen.state, reply: seen.reply };
        case "abandoned":
          // Deletes the record, so that the request that wrote it cannot send the order anymore.
          await records.swap(key, previous, undefined);
          break;
        case "running":
          if (previous !== (first ??= previous)) return { state: "running" };
          await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
    }
  };
}
