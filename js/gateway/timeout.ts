// Waiting no longer than is good.

/** Something took too long. */
export class TimedOut extends Error {
  override readonly name = "TimedOut";
}

/** Waits for a promise, but no longer than `ms`; the promise itself goes on. */
export async function within<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new TimedOut(`nothing came for ${ms} ms`));
    }, ms);
  });
  // Whichever loses may still reject, and nobody listens then.
  promise.catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
