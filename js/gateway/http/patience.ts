// Limits how long a client may take to send a body.
import { TimeoutError } from "../timeout.js";

/** After a pause of the longest duration, a client must send at least this fast. */
const MIN_BYTES_PER_SECOND = 4096;

/** A whole body may take this many times as long as the longest pause. */
const MAX_PAUSES = 20;

export interface Patience {
  /** Waits for the next chunk. Rejects with a `TimeoutError` if the body takes too long. */
  wait: <T>(chunk: Promise<T>) => Promise<T>;
  /** Gives time for bytes that arrived. */
  add: (bytes: number) => void;
  /** Stops the timer. */
  end: () => void;
}

/**
 * Compared with the minimum rate, a client may be late by `pauseMs`. Only time spent waiting for the client counts, not for the
 * service. One timer serves the whole body, because a body can have millions of chunks.
 */
export function createPatience(pauseMs: number): Patience {
  const deadline = performance.now() + pauseMs * MAX_PAUSES;
  let leftMs = pauseMs;
  let waitingSince: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;
  let giveUp: (error: TimeoutError) => void = () => undefined;
  const check = (): void => {
    timer = undefined;
    if (ended || waitingSince === undefined) return;
    const now = performance.now();
    const ms = Math.min(leftMs - (now - waitingSince), deadline - now);
    if (ms <= 0) giveUp(new TimeoutError("The body took too long."));
    else timer = setTimeout(check, Math.ceil(ms));
  };
  return {
    wait: async <T>(chunk: Promise<T>) => {
      waitingSince = performance.now();
      if (timer === undefined) check();
      // Not `Promise.race`, which would keep a reaction per chunk until the body ends.
      const result = await new Promise<T>((resolve, reject) => {
        giveUp = reject;
        chunk.then(resolve, reject);
      });
      leftMs -= performance.now() - waitingSince;
      waitingSince = undefined;
      return result;
    },
    add: (bytes) => {
      leftMs = Math.min(pauseMs, leftMs + (bytes * 1000) / MIN_BYTES_PER_SECOND);
    },
    end: () => {
      ended = true;
      clearTimeout(timer);
    },
  };
}
