// What a caller gives: listeners, which may throw, and objects, which may change. JavaScript, because an error is the
// platform's to report, and a copy need not go through wasm.

/** Reports an error as an uncaught one, where the platform can, and goes on. */
function report(error) {
  try {
    (globalThis.reportError ?? console.error)(error);
  } catch {
    // A console of the caller's own.
  }
}

/**
 * Calls a listener, with the job that it is about first. One that is asynchronous may fail later: unheard, that would end
 * a process of Node with all its renders.
 *
 * @param {Function} listener
 * @param {unknown} told
 * @param {number} [job]
 */
export function tell(listener, told, job) {
  try {
    Promise.resolve(job === undefined ? listener(told) : listener(job, told)).catch(report);
  } catch (error) {
    report(error);
  }
}

/**
 * A value as plain JSON, which nobody else can change; the value itself where it cannot be said in JSON.
 *
 * @param {unknown} value
 */
export function frozen(value) {
  try {
    return JSON.parse(JSON.stringify(value));
  } catch {
    return value;
  }
}
