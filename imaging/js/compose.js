// Draws a result on its photo.

/**
 * A result to put back into its photo. `source` is the photo as stored, which the transform `matrix` displays on a canvas of
 * `width` by `height` pixels. Its area `kept` went to the service. The fractions `shown` (x, y, width, height) of the result
 * show that area. Both are compared at the size `compared`. The canvas is encoded as `type` with `quality`.
 *
 * @typedef {object} Job
 * @property {Blob | ImageBitmap} source
 * @property {Blob} result
 * @property {number} width
 * @property {number} height
 * @property {number[]} matrix
 * @property {number[]} kept
 * @property {number[]} shown
 * @property {[number, number]} compared
 * @property {string} type
 * @property {number} quality
 */

/**
 * What a job asks: the RGBA pixels of both at the size `compared`, and the size of the result.
 *
 * @typedef {{ photo: Uint8ClampedArray, found: Uint8ClampedArray, width: number, height: number }} Question
 */

/**
 * The answer: what to draw, and where it is visible. `undefined` if the result does not fit.
 *
 * Each of `draws` is a rectangle of the result and one of the photo. With `blend`, the result is only visible in an area of the
 * photo, with the opacity of an image that is scaled to it.
 *
 * @typedef {{ draws: number[][], blend?: { area: number[], opacity?: { width: number, height: number, data: Uint8ClampedArray } } } | undefined} Answer
 */

/**
 * Does a job. The source of this function becomes part of a worker, so it uses nothing from outside.
 *
 * @param {Job} job
 * @param {typeof import("./canvas.js").probe} probe
 * @param {Set<string>} exact
 * @param {(source: Blob | ImageBitmap) => Promise<{ bitmap: ImageBitmap }>} decodeIn
 * @param {(question: Question) => Promise<Answer>} ask
 * @returns {Promise<{ blob?: Blob } | { step: "probe" | "decode" | "result" | "draw"; cause: unknown }>} no blob if the result
 *   does not fit
 */
export async function compose(job, probe, exact, decodeIn, ask) {
  const { source, result, width, height, matrix, kept, shown, compared, type, quality } = job;
  let step = "probe";
  /** Whatever holds memory. */
  const open = [];
  const hold = (resource) => open[open.push(resource) - 1];
  const create = (width, height, quality = "high") => {
    const context = hold(new OffscreenCanvas(width, height)).getContext("2d");
    context.imageSmoothingQuality = quality;
    return context;
  };
  const release = (resource) => {
    if (resource.close) resource.close();
    // Some platforms count a canvas against a memory limit until it is garbage-collected.
    else resource.width = resource.height = 0;
  };
  const fill = (context) => {
    context.fillStyle = "#fff";
    context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  };
  // First with the fastest scaler, which takes four pixels of each half or quarter, and no others.
  const shrink = (image, [x, y, wide, high], wanted, transform) => {
    const isLast = wide <= 2 * wanted[0];
    const divisor = wide < 4 * wanted[0] ? 2 : 4;
    const size = isLast ? wanted : [wide, high].map((side) => Math.round(side / divisor));
    const context = create(...size, isLast ? "high" : "low");
    fill(context);
    context.scale(size[0] / wide, size[1] / high);
    context.translate(-x, -y);
    if (transform) context.transform(...transform);
    context.drawImage(image, 0, 0);
    return isLast ? context.getImageData(0, 0, ...size).data : shrink(context.canvas, [0, 0, ...size], wanted);
  };
  try {
    if (!(await probe("file", exact))) return { step };
    const decoding = createImageBitmap(result).then(hold);
    decoding.catch(() => {});
    step = "decode";
    const photo = hold((await decodeIn(source)).bitmap);
    step = "result";
    const image = await decoding;
    step = "draw";
    const sides = [image.width, image.height];
    const part = shown.map((share, at) => share * sides[at % 2]);
    const pixels = { photo: shrink(photo, kept, compared, matrix), found: shrink(image, part, compared) };
    const asked = ask({ ...pixels, width: image.width, height: image.height });
    asked.catch(() => {});
    const canvas = create(width, height);
    if (type === "image/jpeg") fill(canvas);
    canvas.setTransform(...matrix);
    canvas.drawImage(photo, 0, 0);
    canvas.resetTransform();
    release(photo);
    const answer = await asked;
    if (!answer) return {};
    const { draws, blend } = answer;
    const drawOn = (context) => {
      for (const draw of draws) context.drawImage(image, ...draw);
    };
    if (!blend) drawOn(canvas);
    else if (blend.opacity) {
      const { data, width, height } = blend.opacity;
      const opacity = create(width, height);
      opacity.putImageData(new ImageData(data, width), 0, 0);
      // In strips, to save memory. Whole pixels inside the area, so that the opacity covers all of them.
      const [left, top, right, bottom] = [0, 1, 2, 3].map((at) =>
        at < 2 ? Math.ceil(blend.area[at] - 0.001) : Math.floor(blend.area[at - 2] + blend.area[at] + 0.001),
      );
      for (let y = top; y < bottom; y += 512) {
        const strip = create(right - left, Math.min(512, bottom - y));
        strip.translate(-left, -y);
        drawOn(strip);
        strip.globalCompositeOperation = "destination-in";
        // No filter that could reach farther than one pixel.
        strip.imageSmoothingQuality = "low";
        strip.drawImage(opacity.canvas, ...blend.area);
        canvas.drawImage(strip.canvas, left, y);
        release(strip.canvas);
      }
    }
    // If there is no memory for a canvas, it stays blank without an error.
    const small = create(8, 8, "low");
    small.drawImage(canvas.canvas, 0, 0, 8, 8);
    if (!small.getImageData(0, 0, 8, 8).data.some((value, at) => at % 4 === 3 && value > 0)) return { step };
    return { blob: await canvas.canvas.convertToBlob({ type, quality }) };
  } catch (cause) {
    return { step, cause };
  } finally {
    open.forEach(release);
  }
}
