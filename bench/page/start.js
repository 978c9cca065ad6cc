// Measures the start-up time.
import init from "reroom";

/** The times of `init()` and of a second call in milliseconds. */
export async function startUp() {
  const start = performance.now();
  await init();
  const loaded = performance.now();
  await init();
  return { first: loaded - start, second: performance.now() - loaded };
}
