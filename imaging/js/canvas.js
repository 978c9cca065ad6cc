// Detects browsers that alter canvas data, as a protection against fingerprinting. Firefox and Tor Browser return
// random bytes. Others add noise to some pixels.

/**
 * Draws known pixels, reads them back with the method to test, and compares them. Never rejects. The source of this
 * function becomes part of a worker, so it uses nothing from outside.
 *
 * @param {"pixels" | "file" | "frame"} way `getImageData`, `convertToBlob`, or `VideoFrame.copyTo`
 * @param {Set<string>} exact The tests that passed in this realm. Failed ones run again each time, because the user may
 *   allow canvas access while the page is open.
 * @param {HTMLCanvasElement | OffscreenCanvas} [like] A canvas of the kind to test; default an `OffscreenCanvas`
 * @param {boolean} [painted] Whether to draw a shape under the pixels: Safari alters only pixels over shapes and text
 * @returns {Promise<boolean>}
 */
export async function probe(way, exact, like, painted) {
  const owner = like?.ownerDocument;
  const key = way + !!owner + !!painted;
  if (exact.has(key)) return true;
  if (typeof ImageData === "undefined") return false;
  const side = 64;
  const known = new ImageData(side, side);
  // Gradients, because some browsers do not alter flat areas.
  known.data.forEach((_, at, data) => {
    const [x, y] = [(at >> 2) % side, at >> 8];
    data[at] = [20 + 3 * x, 20 + 3 * y, 20 + x + y, 255][at & 3];
  });
  const drawn = (source, canvas) => {
    canvas.width = canvas.height = side;
    const context = canvas.getContext("2d");
    context.arc(0, 0, 2 * side, 0, 7);
    if (painted) context.fill();
    context.drawImage(source, 0, 0);
    return context;
  };
  const pixels = (context) =>
    context.getImageData(0, 0, side, side).data.every((value, at) => value === known.data[at]);
  const frame = async (source) => {
    const copy = new VideoFrame(source, { timestamp: 0 });
    try {
      const found = new Uint8Array(copy.allocationSize());
      await copy.copyTo(found);
      const [first, , , last] = copy.format;
      const place = (at) => (first === "B" && at % 2 === 0 ? at ^ 2 : at);
      return known.data.every((value, at) => (at % 4 === 3 && last === "X") || value === found[place(at)]);
    } finally {
      copy.close();
    }
  };
  const isExact = {
    pixels,
    frame: ({ canvas }) => frame(canvas),
    // Read the file with a method that is exact. Otherwise, its noise could cancel out the noise in the file.
    file: async (context, source) => {
      const bitmap = await createImageBitmap(await context.canvas.convertToBlob());
      if (await frame(source).catch(() => false)) return frame(bitmap);
      return pixels(context) && pixels(drawn(bitmap, new OffscreenCanvas(side, side)));
    },
  };
  try {
    const source = await createImageBitmap(known);
    const context = drawn(source, owner ? owner.createElement("canvas") : new OffscreenCanvas(side, side));
    const found = await isExact[way](context, source);
    if (found) exact.add(key);
    return found;
  } catch {
    return false;
  }
}

const exact = new Set();

/**
 * Calls `probe` with the tests that passed in this realm.
 *
 * @param {"pixels" | "file" | "frame"} way
 * @param {unknown} [like]
 * @param {boolean} [painted]
 */
export const readsBack = (way, like, painted) => probe(way, exact, like, painted);
