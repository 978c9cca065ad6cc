// Measures the start-up time.
import init, { MaskEditor } from "reroom";

/** The times of `init()` and of a second call in milliseconds. */
export async function startUp() {
  const start = performance.now();
  await init();
  const loaded = performance.now();
  await init();
  return { first: loaded - start, second: performance.now() - loaded };
}

/** How much longer the first call of imaging takes than the second, in milliseconds: the time to load it. */
export async function loadImaging() {
  const start = performance.now();
  await MaskEditor.create({ width: 8, height: 8 });
  const loaded = performance.now();
  await MaskEditor.create({ width: 8, height: 8 });
  return loaded - start - (performance.now() - loaded);
}
