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
 * What a job asks, while the photo is decoded: where to show the result. With the RGBA pixels of the result at the size `compared`,
 * and its own size.
 *
 * @typedef {{ result: Uint8ClampedArray, width: number, height: number }} ResultQuestion
 */

/**
 * The area of the photo where the result is visible, with an opacity that is scaled to it, one byte per pixel. Without an opacity,
 * it is visible nowhere.
 *
 * @typedef {{ area: number[], opacity?: { width: number, height: number, bytes: Uint8Array } }} Blend
 */

/**
 * What a job asks then: how to draw the result. With the RGBA pixels of the photo. The answer is a list of rectangles of the result
 * and of the photo, or `undefined` if the result does not fit.
 *
 * @typedef {{ photo: Uint8ClampedArray }} PhotoQuestion
 */

/**
 * Does a job. The source of this function becomes part of a worker, so it uses nothing from outside.
 *
 * @param {Job} job
 * @param {typeof import("./canvas.js").probe} probe
 * @param {Set<string>} exact
 * @param {(source: Blob | ImageBitmap) => Promise<{ bitmap: ImageBitmap }>} decodeIn
 * @param {(question: ResultQuestion | PhotoQuestion) => Promise<Blend | number[][] | undefined>} ask
 * @returns {Promise<{ blob?: Blob } | { step: "probe" | "decode" | "result" | "draw"; cause: unknown }>} no blob if the result
 *   does not fit
 */
export async function compose(job, probe, exact, decodeIn, ask) {
  const { source, result, width, height, matrix, kept, shown, compared, type, quality } = job;
  let step = "probe";
  /** Whatever holds memory. */
  const open = [];
  let isOver = false;
  const hold = (resource) => {
    open.push(resource);
    // The photo may be decoded after an error.
    if (isOver) release(resource);
    return resource;
  };
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
  const clip = (context, areas) => {
    context.beginPath();
    for (const area of areas) context.rect(...area);
    context.clip();
  };
  // Divides an area into parts where the result is opaque, and groups of parts where it is blended. Elsewhere, it is invisible.
  const divide = ({ area, opacity: { width, height, bytes } }) => {
    // Of 64 pixels of the photo.
    const side = Math.max(8, Math.round((64 * width) / area[2]));
    const [opaque, groups] = [[], {}];
    const kindOf = (left, top, right, bottom) => {
      const first = bytes[top * width + left];
      for (let y = top; y < bottom; y += 1)
        for (let x = left; x < right; x += 1) if (bytes[y * width + x] !== first) return 1;
      return first;
    };
    // Whole pixels inside the area, so that the opacity covers all of them.
    const locate = (axis, place, side) => {
      const [start, length] = [area[axis], area[axis + 2]];
      const [first, end] = [Math.ceil(start - 0.001), Math.floor(start + length + 0.001)];
      return Math.min(Math.max(Math.round(start + (place / side) * length), first), end);
    };
    for (let y = 0; y < height; y += side) {
      const [top, bottom] = [y, Math.min(y + side, height)].map((place) => locate(1, place, height));
      for (let x = 0; x < width; x += side) {
        // With the pixels around, because the opacity is interpolated.
        const kind = kindOf(Math.max(x - 1, 0), Math.max(y - 1, 0), Math.min(x + side + 1, width), Math.min(y + side + 1, height)); // prettier-ignore
        const [left, right] = [x, Math.min(x + side, width)].map((place) => locate(0, place, width));
        const areas = kind === 255 ? opaque : kind ? (groups[[left >> 9, top >> 9]] ??= []) : undefined;
        const before = areas?.at(-1);
        if (before?.[1] === top && before[0] + before[2] === left) before[2] = right - before[0];
        else if (bottom > top) areas?.push([left, top, right - left, bottom - top]);
      }
    }
    return { opaque, groups: Object.values(groups) };
  };
  const prepareSeam = (blend) => {
    const { width, height, bytes } = blend.opacity;
    const pixels = new ImageData(width, height);
    for (let at = 0; at < bytes.length; at += 1) pixels.data[at * 4 + 3] = bytes[at];
    const context = create(width, height);
    context.putImageData(pixels, 0, 0);
    return { opacity: context.canvas, ...divide(blend) };
  };
  try {
    if (!(await probe("file", exact))) return { step };
    const decoding = createImageBitmap(result).then(hold);
    decoding.catch(() => {});
    const photoDecoding = decodeIn(source).then(({ bitmap }) => hold(bitmap));
    photoDecoding.catch(() => {});
    step = "draw";
    // While the browser decodes, because this allocates memory.
    const canvas = create(width, height);
    if (type === "image/jpeg") fill(canvas);
    step = "result";
    const image = await decoding;
    const sides = [image.width, image.height];
    const part = shown.map((share, at) => share * sides[at % 2]);
    const blend = await ask({ result: shrink(image, part, compared), width: image.width, height: image.height });
    const seam = blend?.opacity && prepareSeam(blend);
    step = "decode";
    const photo = await photoDecoding;
    step = "draw";
    const asked = ask({ photo: shrink(photo, kept, compared, matrix) });
    asked.catch(() => {});
    canvas.setTransform(...matrix);
    canvas.drawImage(photo, 0, 0);
    canvas.resetTransform();
    // Drawing waits until pixels are read. This has it done while the page compares.
    canvas.getImageData(0, 0, 1, 1);
    release(photo);
    const draws = await asked;
    if (!draws) return {};
    const drawOn = (context) => {
      for (const draw of draws) context.drawImage(image, ...draw);
    };
    if (!blend) drawOn(canvas);
    else if (seam) {
      canvas.save();
      clip(canvas, seam.opaque);
      drawOn(canvas);
      canvas.restore();
      for (const areas of seam.groups) {
        const left = Math.min(...areas.map(([x]) => x));
        const right = Math.max(...areas.map(([x, , wide]) => x + wide));
        const [[, top], [, last, , high]] = [areas[0], areas.at(-1)];
        const strip = create(right - left, last + high - top);
        strip.translate(-left, -top);
        clip(strip, areas);
        drawOn(strip);
        strip.globalCompositeOperation = "destination-in";
        // No filter that could reach farther than one pixel.
        strip.imageSmoothingQuality = "low";
        strip.drawImage(seam.opacity, ...blend.area);
        canvas.drawImage(strip.canvas, left, top);
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
    isOver = true;
    open.forEach(release);
  }
}
