// What a page waits for before the first call.
import init from "reroom";

/** `init()` and a second call of it, in milliseconds. */
export async function startUp() {
  const start = performance.now();
  await init();
  const loaded = performance.now();
  await init();
  return { first: loaded - start, second: performance.now() - loaded };
}
