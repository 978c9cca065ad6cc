// Limits the memory that request bodies use until they have been sent to the service.
import { MAX_RENDER_REQUEST_BYTES, MAX_SMALL_BODY_BYTES } from "./body-limits.js";
import { HttpError, RETRY_AFTER_MS, buildRetryAfter } from "./http-error.js";
import { createShares } from "./shares.js";
import type { Refusal, Shares } from "./shares.js";

/** The largest mask must fit into one user's share. */
const LARGE_BODIES = { total: 4 * MAX_RENDER_REQUEST_BYTES, perUser: MAX_RENDER_REQUEST_BYTES };

/** Separate, so that requests without a mask are accepted even while masks use all of their memory. */
const SMALL_BODIES = { total: 512 * MAX_SMALL_BODY_BYTES, perUser: 64 * MAX_SMALL_BODY_BYTES };

/** The memory of one body. */
export interface BodyMemory {
  /** Changes its size. Throws an `HttpError` if too little is left. */
  resize: (bytes: number) => void;
  /** Frees it. Does nothing the second time. */
  release: () => void;
}

/** The memory of all bodies. */
export interface MemoryBudget {
  /** Adds a body, which uses no memory yet. */
  open: (user: string | undefined) => BodyMemory;
}

export function createMemoryBudget(): MemoryBudget {
  const [small, large] = [createShares(SMALL_BODIES), createShares(LARGE_BODIES)];
  return {
    open: (user) => {
      let [pool, size] = [small, 0];
      const move = (target: Shares, bytes: number): void => {
        // Both amounts of one body count only if its new size is in another pool.
        const refusal = target.take(user, target === pool ? bytes - size : bytes);
        if (refusal) throw createMemoryError(refusal);
        if (target !== pool) pool.giveBack(user, size);
        [pool, size] = [target, bytes];
      };
      return {
        resize: (bytes) => {
          move(bytes > MAX_SMALL_BODY_BYTES ? large : small, bytes);
        },
        release: () => {
          pool.giveBack(user, size);
          size = 0;
        },
      };
    },
  };
}

function createMemoryError(refusal: Refusal): HttpError {
  const retryAfter = buildRetryAfter(RETRY_AFTER_MS);
  return refusal === "share"
    ? new HttpError(429, "You are sending too many large requests at once. Try again in a few seconds.", retryAfter)
    : new HttpError(503, "The server is handling too many large requests. Try again in a few seconds.", retryAfter);
}
