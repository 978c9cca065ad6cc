// Limits the memory that request bodies use.
import { MAX_RENDER_REQUEST_BYTES } from "./body-limits.js";
import { HttpError, RETRY_AFTER_MS, buildRetryAfter } from "./http-error.js";

const MAX_BYTES = 4 * MAX_RENDER_REQUEST_BYTES;

/** The memory that all request bodies share, while they are read and while they wait. */
export interface MemoryBudget {
  /** Reserves memory. Throws an `HttpError` if too little is left. */
  reserve: (bytes: number) => void;
  release: (bytes: number) => void;
}

export function createMemoryBudget(): MemoryBudget {
  let available = MAX_BYTES;
  return {
    reserve: (bytes) => {
      if (bytes > available) {
        const err = "The server is handling too many large requests. Try again in a few seconds.";
        throw new HttpError(503, err, buildRetryAfter(RETRY_AFTER_MS));
      }
      available -= bytes;
    },
    release: (bytes) => {
      available += bytes;
    },
  };
}
