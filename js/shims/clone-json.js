// Copies plain data, so that later changes by the caller have no effect. JavaScript, because the copy need not pass
// through wasm.

/**
 * Clones a value through JSON. Returns the value itself if it cannot be serialized.
 *
 * @param {unknown} value
 */
export function cloneJson(value) {
  try {
    return JSON.parse(JSON.stringify(value));
  } catch {
    return value;
  }
}
