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

/**
 * @param {object} [prepare]
 * @param {object} [restore]
 */
export async function checkOptions(prepare, restore) {
  const imaging = await load();
  if (prepare) await imaging.checkPrepare(prepare);
  if (restore) await imaging.checkRestore(restore);
}

/**
 * @param {Blob | ArrayBuffer | Uint8Array} image
 * @param {object} [options]
 */
export const prepareImage = async (image, options) => (await load()).prepareImage(image, options);

/**
 * Reads the mask of an edit. The caller may keep painting: a canvas or a bitmap is copied before this returns.
 *
 * @param {object} source
 */
export function readMask(source) {
  const reading = readCopy(source, copyMask(source));
  // An invalid job never awaits it.
  reading.catch(() => {});
  return reading;
}

async function readCopy(source, copying) {
  try {
    const imaging = await load();
    return await imaging.readMask((await copying) || source);
  } finally {
    (await copying)?.close();
  }
}

/** Copies a canvas or a bitmap. Anything else, or an empty canvas, is not copied. */
async function copyMask(source) {
  try {
    const canCopy = typeof createImageBitmap === "function" && ("getContext" in source || "close" in source);
    return canCopy ? await createImageBitmap(source) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Encodes a mask that was read.
 *
 * @param {{ encodeFor(across: Float64Array, down: Float64Array): string }} mask
 * @param {Float64Array[]} [placement] of the upload in the photo. Without it, the mask keeps its size.
 */
export const encodeMask = (mask, placement = [new Float64Array(), new Float64Array()]) => mask.encodeFor(...placement);

/**
 * Frees the mask of an edit, once it is read. Call it once.
 *
 * @param {Promise<{ free(): void }>} reading
 */
export const freeMask = (reading) =>
  void reading.then(
    (mask) => mask.free(),
    () => {},
  );

/** The placement of a photo that is uploaded unchanged: `[original, prepared, scale, offset]` per axis. */
export const placementOfPhoto = (width, height) => [
  Float64Array.of(width, width, 1, 0),
  Float64Array.of(height, height, 1, 0),
];

/**
 * The placement of a prepared photo in its original.
 *
 * @param {import("../../pkg/imaging.js").PreparedImage} prepared
 */
export function placementOf({ width, height, original, toSource }) {
  const [left, top] = toSource(0, 0);
  const [right, bottom] = toSource(width, height);
  return [
    Float64Array.of(original.width, width, (right - left) / width, left),
    Float64Array.of(original.height, height, (bottom - top) / height, top),
  ];
}

/**
 * Copies a render, with its first output restored or the reason why not. Never rejects.
 *
 * @param {import("../../pkg/imaging.js").PreparedImage} prepared
 * @param {{ outputs: string[] }} render
 * @param {string} [mask] as it was sent
 * @param {object} [options]
 * @param {AbortSignal} [signal]
 */
export async function restoreRender(prepared, render, mask, options, signal) {
  try {
    return { ...render, restored: await prepared.restore(render.outputs[0], { ...options, mask, signal }) };
  } catch (restoreError) {
    return { ...render, restoreError };
  }
}
