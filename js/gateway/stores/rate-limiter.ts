// Counts the requests in any 60 seconds, in memory.
import { RATE_LIMIT_WINDOW_MS } from "./store.js";
import type { Limit } from "./store.js";

export interface RateLimiter {
  /** Counts a request. Returns 0, or the milliseconds to wait. */
  count(limits: Limit[], time: number): number;
  /** The requests of a key in the window that ends at `time`. */
  read(key: string, time: number): number;
}

/** Keeps the times of the latest requests per key, up to the key's limit. */
export function createRateLimiter(): RateLimiter {
  const log = new Map<string, number[]>();
  let lastCleanup = 0;
  return {
    count(limits, time) {
      if (time >= lastCleanup + RATE_LIMIT_WINDOW_MS) {
        lastCleanup = time;
        for (const [key, times] of log) if ((times.at(-1) ?? 0) + RATE_LIMIT_WINDOW_MS <= time) log.delete(key);
      }
      const waits = limits.map(
        ({ key, limit }) => (log.get(key)?.at(-limit) ?? -Infinity) + RATE_LIMIT_WINDOW_MS - time,
      );
      const wait = Math.max(0, ...waits);
      if (wait > 0) return wait;
      for (const { key, limit } of limits) {
        const times = log.get(key) ?? [];
        log.set(key, times);
        if (times.push(time) > limit) times.splice(0, times.length - limit);
      }
      return 0;
    },
    read: (key, time) => (log.get(key) ?? []).filter((at) => at + RATE_LIMIT_WINDOW_MS > time).length,
  };
}
