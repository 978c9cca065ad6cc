// `node:test` for pages, over mocha, as far as the shared tests use it.
const { it, before, after, beforeEach, afterEach } = globalThis;

/** Mocha takes parameters for callbacks, so the test is called without any. */
export const test = (name, run) => void it(name, () => run());
export { before, after, beforeEach, afterEach };
