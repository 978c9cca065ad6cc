// Copies of the caller's objects. JavaScript, because Rust would have to catch what each step throws.

/**
 * Clones a value through JSON, except a painted mask, which stays the caller's object. `undefined` if that would lose something,
 * such as a callback among the parameters. Also for photos: JSON would list each of their bytes, which takes seconds.
 *
 * @param {unknown} value
 */
export function cloneJson(value) {
  let mask;
  // JSON drops functions, and rejects a BigInt.
  const keep = (key, field) =>
    typeof field === "function" ? 0n : key === "mask" && Object(field) === field ? void (mask = field) : field;
  try {
    if (typeof value === "object" && value?.slice) return undefined;
    const clone = JSON.parse(JSON.stringify(value, keep));
    return mask ? { ...clone, mask } : clone;
  } catch {
    return undefined;
  }
}
