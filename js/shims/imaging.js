// The imaging module, for the client's wasm: it loads when the first photo must be prepared.

let load;

/**
 * Says how to load the module. The facade calls this once.
 *
 * @param {() => Promise<typeof import("../../pkg/imaging.js")>} loader
 */
export function provideImaging(loader) {
  load = loader;
}

/** @param {object} options */
export const checkPrepare = async (options) => (await load()).checkPrepare(options);

/**
 * @param {Blob | ArrayBuffer | Uint8Array} image
 * @param {object} [options]
 */
export const prepareImage = async (image, options) => (await load()).prepareImage(image, options);
