const CLEANUP_INTERVAL_MS = 60_000;

/** Creates a `compareAndSwap` over a map whose entries expire. */
export function createKeyValueMap(
  now: () => number,
): (key: string, expected: string | undefined, next: string | undefined, ttlMs: number) => string | undefined {
  const entries = new Map<string, { value: string; expires: number }>();
  let lastCleanup = 0;
  return (key, expected, next, ttlMs) => {
    const time = now();
    if (Math.abs(time - lastCleanup) >= CLEANUP_INTERVAL_MS) {
      lastCleanup = time;
      for (const [other, { expires }] of entries) if (expires <= time) entries.delete(other);
    }
    const entry = entries.get(key);
    const previous = entry && entry.expires > time ? entry.value : undefined;
    if (previous !== expected) return previous;
    if (next === undefined) entries.delete(key);
    else entries.set(key, { value: next, expires: time + ttlMs });
    return previous;
  };
}
