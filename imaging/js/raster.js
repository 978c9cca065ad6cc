// Redraws a photo with the browser's decoder, scaler and encoder. Browsers scale and encode on the calling thread, so
// this runs in a worker, or on the current thread if the page cannot start one. In JavaScript, because a worker created
// from a string needs no separate file and no second wasm instance.
import { probe } from "./canvas.js";
import { findDecoder } from "./client.js";
import { compose } from "./compose.js";
import { stretchEdge } from "./edges.js";

/** Decodes, draws and encodes in place of the browser. Only servers need it. */
let raster;

/**
 * Sets it. Whoever loads this module on a server calls this first.
 *
 * @param {{ tryDecoding(source: Blob): Promise<object | undefined>, decode(file: Blob, options?: ImageBitmapOptions): Promise<object>, draw(job: object, answer: Function | undefined, stretch: typeof stretchEdge): Promise<object> }} given
 */
export function provideRaster(given) {
  raster = given;
}

/**
 * A photo to redraw. `part` of `source` is scaled to `size` and drawn with the transform `matrix` on a canvas of
 * `width` by `height` pixels, where it covers `target`. If `canTransfer` is set, the bitmap may be transferred to the canvas
 * instead of drawn. The canvas is encoded with the first of `attempts`, each `[type, quality, fill]`, that gives at
 * most `maxBytes` bytes, or else with the last one. `fill` adds a white background. With `extend`, the photo's edges are stretched
 * over the padding. Without `attempts`, the photo is only decoded. A bitmap as the source is closed, or returned if the result has
 * too many bytes.
 *
 * @typedef {object} Job
 * @property {Blob | ImageBitmap} source
 * @property {[x: number, y: number, width: number, height: number]} part
 * @property {[width: number, height: number]} size
 * @property {number} width
 * @property {number} height
 * @property {[x: number, y: number, width: number, height: number]} target
 * @property {[number, number, number, number, number, number]} matrix
 * @property {boolean} canTransfer
 * @property {boolean} [extend]
 * @property {[type: string, quality: number, fill: boolean][]} [attempts]
 * @property {number} maxBytes
 */

/**
 * Decodes a photo as `createImageBitmap` does. The source of this function becomes part of a worker, so it uses nothing from
 * outside.
 *
 * Firefox decodes and scales a Blob on the main thread, even if a worker asks for it. With an ImageDecoder, it does not.
 *
 * @param {Blob | ImageBitmap} source
 * @param {unknown[]} options
 * @returns {Promise<{ bitmap: ImageBitmap, isFrame?: boolean }>} whether the bitmap is a part of a video frame
 */
async function decodeIn(source, ...options) {
  if (source.close && !options.length) return { bitmap: source };
  // Only for JPEG files: Firefox's ImageDecoder accepts a damaged PNG and decodes a part of it.
  if (typeof document === "undefined" && /Gecko\//.test(navigator.userAgent) && source.type === "image/jpeg") {
    let decoder;
    try {
      decoder = new ImageDecoder({ data: source.stream(), type: source.type });
      const { image } = await decoder.decode();
      return { bitmap: await createImageBitmap(image, ...options).finally(() => image.close()), isFrame: true };
    } catch {
      // Without an ImageDecoder, or if it cannot decode this file.
    } finally {
      decoder?.close();
    }
  }
  return { bitmap: await createImageBitmap(source, ...options), isFrame: false };
}

/**
 * Does a job. The source of this function becomes part of a worker, so it uses nothing from outside.
 *
 * @param {Job} job
 * @param {typeof probe} probe
 * @param {Set<string>} exact
 * @param {typeof decodeIn} decodeIn
 * @param {typeof stretchEdge} stretchEdge
 * @returns {Promise<{ blob?: Blob, source?: ImageBitmap } | { step: "probe" | "decode" | "draw"; cause: unknown }>}
 */
async function work(job, probe, exact, decodeIn, stretchEdge) {
  const { source, part, size, width, height, target, matrix, canTransfer, extend, attempts, maxBytes } = job;
  let step = "probe";
  let canvas;
  let kept;
  const stretch = (context) => {
    const [left, top, wide, high] = target;
    const across = wide < width;
    const [from, to, whole] = across ? [left, left + wide, width] : [top, top + high, height];
    const box = (start, size) => (across ? [start, 0, size, height] : [0, start, width, size]);
    for (const [start, count, edge] of [
      [0, from, from],
      [to, whole - to, to - 2],
    ]) {
      if (count === 0) continue;
      const pixels = stretchEdge(context.getImageData(...box(edge, 2)).data, count, across, start === 0);
      context.putImageData(new ImageData(pixels, box(0, count)[2]), ...box(start).slice(0, 2));
    }
  };
  const fillBehind = (context) => {
    context.resetTransform();
    context.globalCompositeOperation = "destination-over";
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, height);
  };
  try {
    if (attempts && !(await probe("file", exact))) return { step };
    step = "decode";
    const scaled = part[2] !== size[0] || part[3] !== size[1];
    const options = scaled ? { resizeWidth: size[0], resizeHeight: size[1], resizeQuality: "high" } : {};
    const { bitmap, isFrame } = await decodeIn(source, ...part, options);
    if (!attempts) {
      bitmap.close();
      return {};
    }
    step = "draw";
    canvas = new OffscreenCanvas(width, height);
    // After cropping a frame, Firefox would transfer the whole frame.
    const fits = canTransfer && !isFrame && bitmap.width === width && bitmap.height === height;
    const renderer = fits ? canvas.getContext("bitmaprenderer") : null;
    const context = renderer ? null : canvas.getContext("2d");
    if (renderer) renderer.transferFromImageBitmap(bitmap);
    else {
      // The canvas is sRGB. The browser converts other color spaces to it.
      context.imageSmoothingQuality = "high";
      context.setTransform(...matrix);
      context.drawImage(bitmap, 0, 0, ...size);
      if (extend) {
        fillBehind(context);
        stretch(context);
      }
    }
    bitmap.close();
    // If there is no memory for a canvas, it stays blank without an error.
    const small = new OffscreenCanvas(8, 8).getContext("2d");
    small.drawImage(canvas, ...target, 0, 0, 8, 8);
    const { data } = small.getImageData(0, 0, 8, 8);
    if (!data.some((value, index) => index % 4 === 3 && value > 0)) return { step, cause: undefined };
    let blob;
    for (const [type, quality, fill] of attempts) {
      if (fill && context) fillBehind(context);
      blob = await canvas.convertToBlob({ type, quality });
      if (blob.size <= maxBytes) return { blob };
    }
    kept = source.close && source;
    return { blob, source: kept };
  } catch (cause) {
    return { step, cause };
  } finally {
    // Some platforms count a canvas against a memory limit until it is garbage-collected.
    if (canvas) canvas.width = canvas.height = 0;
    if (!kept) source.close?.();
  }
}

/** The tests of `probe` that passed on this thread. */
const exact = new Set();

/** How long a worker may take to start, in milliseconds. */
const START = 3000;
/**
 * Whether a worker has failed to start, for example because the content security policy has no `worker-src blob:`. No
 * other is started.
 */
let refused = false;

/** How long an idle worker is kept for the next job, in milliseconds. Starting a new one takes about 10. */
const REST = 5000;
/** The idle worker. */
let resting;
let end;

/** Keeps a worker for the next job, or terminates it if there is an idle one. */
function rest(worker) {
  if (resting) return worker.terminate();
  resting = worker;
  end = setTimeout(() => rested()?.terminate(), REST);
}

/** Takes the idle worker, if there is one. */
function rested() {
  const worker = resting;
  clearTimeout(end);
  resting = undefined;
  return worker;
}

/** Starts a worker. Resolves to `undefined` if the page cannot start one, and in a worker. */
async function begun() {
  if (refused || typeof document === "undefined" || typeof Worker === "undefined") return undefined;
  // The functions are not called by name, because a minifier may rename them. Unexpected errors are thrown in a timer,
  // so that they reach `onerror`.
  const fail = "(error) => setTimeout(() => { throw error; })";
  const act = `data.result ? (${compose})(data, ${probe}, exact, ${decodeIn}, ask) : (${work})(data, ${probe}, exact, ${decodeIn}, ${stretchEdge})`;
  const ask = "(ask) => new Promise((resolve) => { answered = resolve; postMessage({ ask }); })";
  const text = `const exact = new Set(); let answered; const ask = ${ask}; onmessage = ({ data }) => "answer" in data ? answered(data.answer) : (${act}).then((done) => postMessage(done, done.source ? [done.source] : [])).catch(${fail}); postMessage(0);`;
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  let worker;
  try {
    worker = new Worker(url);
    await new Promise((resolve, reject) => {
      worker.onmessage = resolve;
      worker.onerror = reject;
      setTimeout(reject, START);
    });
    return worker;
  } catch {
    worker?.terminate();
    refused = true;
    return undefined;
  } finally {
    URL.revokeObjectURL(url);
  }
}

/**
 * Decodes a photo and discards the result. Resolves to the error, or to `undefined` on success and without a decoder.
 *
 * @param {Blob} source
 */
export async function tryDecoding(source) {
  if (raster) return raster.tryDecoding(source);
  if (typeof createImageBitmap === "undefined") return undefined;
  // Browsers decode the whole photo even for one pixel. Chromium does this off the calling thread, so a worker has no
  // advantage, and a strict content security policy would report it.
  const job = { source, part: [0, 0, 1, 1], size: [1, 1] };
  const done = await (/Chrome\//.test(navigator.userAgent)
    ? work(job, probe, exact, decodeIn, stretchEdge)
    : draw(job));
  return "step" in done ? done : undefined;
}

/**
 * Decodes a whole image as displayed. Rejects without a decoder. On servers, the result is an `ImageData` with a `close` method.
 *
 * @param {Blob} file
 * @param {ImageBitmapOptions} [options]
 */
export const decode = async (file, options) =>
  raster ? raster.decode(file, options) : createImageBitmap(file, options);

/**
 * Decodes a whole image as displayed, with a registered decoder if the browser cannot. Without one, rejects with what `failure`
 * returns.
 *
 * @param {Blob} file
 * @param {string} format
 * @param {(cause: unknown) => unknown} failure
 */
export const decodeAny = (file, format, failure) =>
  decode(file).catch(async (cause) => {
    const decoder = findDecoder(format);
    if (!decoder) throw failure(cause);
    const image = await decoder.decode(file);
    // A page draws only bitmaps.
    return raster || !image.data ? image : createImageBitmap(new ImageData(image.data, image.width, image.height));
  });

/** How long a worker may be silent, in milliseconds. One that ran out of memory may end without an error. */
const SILENCE = 60_000;

/**
 * Does a job in a worker if possible, else on this thread. Rejects only if `answer` does, or on an abort.
 *
 * @param {Job | import("./compose.js").Job} job
 * @param {object} [options]
 * @param {() => Promise<Blob | ImageBitmap>} [options.reread] gives the source again: a worker that fails takes a bitmap with it
 * @param {(question: object) => Promise<unknown>} [options.answer] what the job asks this thread
 * @param {AbortSignal} [options.signal]
 */
export async function draw(job, { reread, answer, signal } = {}) {
  if (raster) return raster.draw(job, answer, stretchEdge);
  const here = () =>
    job.result ? compose(job, probe, exact, decodeIn, answer) : work(job, probe, exact, decodeIn, stretchEdge);
  const worker = rested() ?? (await begun());
  if (!worker) return here();
  let failure;
  let fail;
  let timer;
  try {
    const done = await new Promise((resolve, reject) => {
      const send = (message, transfer) => {
        clearTimeout(timer);
        timer = setTimeout(reject, SILENCE);
        worker.postMessage(message, transfer);
      };
      fail = (error) => reject((failure = { error }));
      signal?.addEventListener("abort", fail);
      worker.onmessage = ({ data }) => {
        if (!data.ask) return resolve(data);
        return answer(data.ask).then((answer) => send({ answer }), fail);
      };
      worker.onerror = worker.onmessageerror = reject;
      // Copying a bitmap would block the page.
      send(job, job.source.close ? [job.source] : []);
    });
    rest(worker);
    return done;
  } catch {
    // The worker has failed, or the job or its result could not be sent.
    worker.terminate();
    if (failure) throw failure.error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", fail);
  }
  // A bitmap that was sent has no size left.
  if (job.source.width === 0)
    try {
      job.source = await reread();
    } catch (cause) {
      return { step: "decode", cause };
    }
  return here();
}
