/** A promise took longer than its time limit. */
export class TimeoutError extends Error {
  override readonly name = "TimeoutError";
}

/**
 * Waits at most `ms` for a promise. On timeout, the underlying work keeps running. Without `keepsRunning`, the process can end
 * before the timeout.
 */
export async function withTimeout<T>(promise: Promise<T>, ms: number, keepsRunning = true): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timedOut = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new TimeoutError(`No result within ${ms} ms`));
    }, ms);
    if (!keepsRunning) unref(timer);
  });
  // A rejection after the timeout must not become an unhandled rejection.
  promise.catch(() => undefined);
  try {
    return await Promise.race([promise, timedOut]);
  } finally {
    clearTimeout(timer);
  }
}

/** Lets the process end before a timer fires. In Node, timers are objects. In some versions of Deno, they are numbers. */
export function unref(timer: unknown): void {
  if (typeof timer === "object") (timer as { unref?: () => void } | null)?.unref?.();
  else (globalThis as { Deno?: { unrefTimer?: (timer: unknown) => void } }).Deno?.unrefTimer?.(timer);
}
