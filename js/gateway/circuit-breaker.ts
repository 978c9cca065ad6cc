// Calls the store. While it is down, requests fail fast instead of waiting for it.
import type { Settings } from "./options/read-options.js";
import { checkResults } from "./stores/check-results.js";
import type { Store } from "./stores/store.js";
import { withTimeout } from "./timeout.js";

/** After a failure, the store is not called for this long. */
const OPEN_MS = 2_000;

export interface CircuitBreaker {
  /** Calls the store. Resolves to `undefined` if it is down. With `force`, it is called even right after a failure. */
  call<T>(use: (store: Store) => Promise<T>, force?: boolean): Promise<T | undefined>;
  /** Like `call`. A call that timed out may still take effect, so it is undone. */
  callOrUndo<T>(use: (store: Store) => Promise<T>, undo: (store: Store) => Promise<unknown>): Promise<T | undefined>;
}

export function createCircuitBreaker({ store, timeouts, emit }: Settings): CircuitBreaker {
  let openUntil = -Infinity;
  const checked = checkResults(store);
  const isOpen = (): boolean => performance.now() < openUntil;
  async function call<T>(use: (store: Store) => Promise<T>, force = false): Promise<T | undefined> {
    if (!force && isOpen()) return undefined;
    try {
      return await withTimeout(use(checked), timeouts.storeMs);
    } catch (error) {
      openUntil = performance.now() + OPEN_MS;
      emit({ type: "failed", component: "store", error });
      return undefined;
    }
  }
  return {
    call,
    async callOrUndo(use, undo) {
      if (isOpen()) return undefined;
      const result = await call(use);
      if (result === undefined) await call(undo, true);
      return result;
    },
  };
}
