// Calls the caller's listeners, which may throw. JavaScript, because only the platform can report an uncaught error.

/** Reports an error as uncaught, if the platform can. */
function report(error) {
  try {
    (globalThis.reportError ?? console.error)(error);
  } catch {
    // The page may have replaced the console with one that throws.
  }
}

/**
 * Calls a listener. A job's index is passed first. Rejections of async listeners are reported too: an unhandled rejection
 * would end a Node process and all its renders.
 *
 * @param {Function} listener
 * @param {unknown} event
 * @param {number} [job]
 */
export function callListener(listener, event, job) {
  try {
    Promise.resolve(job === undefined ? listener(event) : listener(job, event)).catch(report);
  } catch (error) {
    report(error);
  }
}
