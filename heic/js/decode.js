// Decodes a photo to a bitmap, piece by piece. JavaScript, because only the browser can make one.
import init, { HeicDecoder } from "../../pkg/heic/heic.js";

/**
 * Decodes a photo. Rejects with a string from the wasm if the photo is damaged or not supported, and with another error if the
 * wasm runs out of memory.
 *
 * @param {WebAssembly.Module} module
 * @param {Blob} photo
 * @param {() => unknown} pause Called after each piece. May throw to stop, or return a promise to wait for
 * @returns {Promise<ImageBitmap>}
 */
export async function decode(module, photo, pause) {
  const file = new Uint8Array(await photo.arrayBuffer());
  // A new instance, because memory of the wasm never shrinks, and an instance that failed is not usable.
  const { memory } = await init(module);
  const decoder = new HeicDecoder(file);
  try {
    const canvas = new OffscreenCanvas(...decoder.size());
    // In memory: a graphics card may not have textures of this size.
    const context = canvas.getContext("2d", { willReadFrequently: true });
    for (;;) {
      const [x, y, width, place, length] = decoder.next();
      if (width === undefined) break;
      // Not copied: the copies would take more memory than the photo before they are garbage-collected.
      context.putImageData(new ImageData(new Uint8ClampedArray(memory.buffer, place, length), width), x, y);
      await pause();
    }
    return canvas.transferToImageBitmap();
  } finally {
    release(decoder);
  }
}

/**
 * Frees a decoder while its instance is the current one. The glue would do that when the garbage collector finds the decoder:
 * in the instance of a later photo, whose memory it would damage.
 */
function release(decoder) {
  try {
    decoder.free();
  } catch {
    // The instance failed before. Nothing uses its memory.
  }
}
