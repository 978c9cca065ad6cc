// A store that may be down: nobody waits for it long, and for a while after a failure nobody waits at all.
import type { Settings } from "./options.js";
import type { Store } from "./store.js";
import { within } from "./time.js";

/** After a failure the store is left alone for this long. */
const restMs = 2_000;

export interface Guard {
  /** What the store says, or `undefined` where it is down. With `insist` it is asked even if it failed just now. */
  ask<T>(use: (store: Store) => Promise<T>, insist?: boolean): Promise<T | undefined>;
  /** The same; what was asked for and has no answer may be done all the same, and is undone. */
  attempt<T>(use: (store: Store) => Promise<T>, undo: (store: Store) => Promise<unknown>): Promise<T | undefined>;
}

export function createGuard({ store, timeouts, tell }: Settings): Guard {
  let restsUntil = -Infinity;
  const rests = (): boolean => performance.now() < restsUntil;
  async function ask<T>(use: (store: Store) => Promise<T>, insist = false): Promise<T | undefined> {
    if (!insist && rests()) return undefined;
    try {
      return await within(use(store), timeouts.storeMs);
    } catch (error) {
      restsUntil = performance.now() + restMs;
      tell({ type: "failed", part: "store", error });
      return undefined;
    }
  }
  return {
    ask,
    async attempt(use, undo) {
      if (rests()) return undefined;
      const answer = await ask(use);
      if (answer === undefined) await ask(undo, true);
      return answer;
    },
  };
}
