// Where the wasm comes from in a page or worker: the glue fetches it from beside itself, where bundlers see it.

/** Nothing to hand to the glue. */
export const wasmInput = (): undefined => undefined;
