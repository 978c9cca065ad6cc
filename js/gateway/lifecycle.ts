// Counts the requests in progress, and rejects new orders after `close()`.
import type { RouteName } from "./event-types.js";
import { HttpError, RETRY_AFTER_MS, buildRetryAfter } from "./http/http-error.js";
import type { CloseResult } from "./operation-types.js";

export interface Lifecycle {
  isOpen(): boolean;
  countInProgress(): number;
  /** Throws an `HttpError` for uploads and orders after `close()`. */
  checkOpen(route: RouteName): void;
  /** Counts work until it settles. */
  track<T>(work: Promise<T>): Promise<T>;
  /** Rejects new orders. Resolves when no work is left, or after `timeoutMs`. */
  close(timeoutMs: number): Promise<CloseResult>;
}

export function createLifecycle(): Lifecycle {
  let open = true;
  let inProgress = 0;
  const waiting = new Set<() => void>();
  const end = (): void => {
    inProgress--;
    if (inProgress === 0) for (const resolve of waiting) resolve();
  };
  return {
    isOpen: () => open,
    countInProgress: () => inProgress,
    checkOpen(route) {
      if (open || !["upload", "render", "upscale", "add-reference"].includes(route)) return;
      const err = "The server is restarting and nothing was charged. Try again in a few seconds.";
      throw new HttpError(503, err, buildRetryAfter(RETRY_AFTER_MS), "closing");
    },
    track(work) {
      inProgress++;
      work.then(end, end);
      return work;
    },
    async close(timeoutMs) {
      open = false;
      if (inProgress > 0) {
        let timer: ReturnType<typeof setTimeout> | undefined;
        await new Promise<void>((resolve) => {
          waiting.add(resolve);
          timer = setTimeout(resolve, timeoutMs);
        });
        clearTimeout(timer);
      }
      return { unfinished: inProgress };
    },
  };
}
