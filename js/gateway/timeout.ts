/** A promise took longer than its time limit. */
export class TimeoutError extends Error {
  override readonly name = "TimeoutError";
}

/** Waits at most `ms` for a promise. On timeout, the underlying work keeps running. */
export async function withTimeout<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timedOut = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new TimeoutError(`No result within ${ms} ms`));
    }, ms);
  });
  // A rejection after the timeout must not become an unhandled rejection.
  promise.catch(() => undefined);
  try {
    return await Promise.race([promise, timedOut]);
  } finally {
    clearTimeout(timer);
  }
}
