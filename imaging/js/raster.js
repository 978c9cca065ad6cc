// Drawing a photo anew with the browser's own decoder, resizer and encoder: in a worker, because browsers resize and
// encode on the thread that asks for it, or here, where the page may start no worker. JavaScript, because a worker made
// of a text needs no file of its own and no second wasm.
import { probe } from "./canvas.js";

/**
 * What is to be drawn: `part` of `source` at `size`, under `matrix` on a canvas of `width` by `height`, where it fills
 * `target`; or, where `asItIs`, handed to the canvas undrawn. Then encoded by the first of `attempts`, `[type, quality,
 * fill]`, that has at most `most` bytes; `fill` puts white behind it. Without attempts nothing is drawn: the photo is only decoded.
 *
 * @typedef {object} Job
 * @property {Blob | ImageBitmap} source
 * @property {[x: number, y: number, width: number, height: number]} part
 * @property {[width: number, height: number]} size
 * @property {number} width
 * @property {number} height
 * @property {[x: number, y: number, width: number, height: number]} target
 * @property {[number, number, number, number, number, number]} matrix
 * @property {boolean} asItIs
 * @property {[type: string, quality: number, fill: boolean][]} [attempts]
 * @property {number} most
 */

/**
 * Does a job. It becomes the text of a worker, so it uses nothing that lies outside of it.
 *
 * @param {Job} job
 * @param {typeof probe} probe
 * @param {Set<string>} exact
 * @returns {Promise<{ blob?: Blob } | { step: "probe" | "decode" | "draw"; cause: unknown }>}
 */
async function work({ source, part, size, width, height, target, matrix, asItIs, attempts, most }, probe, exact) {
  let step = "probe";
  let canvas;
  // Firefox decodes and resizes a Blob on the page's thread, even for a worker. It does not do so for an ImageDecoder.
  const framed = async (...options) => {
    const decoder = new ImageDecoder({ data: source.stream(), type: source.type });
    try {
      const { image } = await decoder.decode();
      return await createImageBitmap(image, ...options).finally(() => image.close());
    } finally {
      decoder.close();
    }
  };
  // It shows a damaged PNG in part.
  let frames = typeof document === "undefined" && /Gecko\//.test(navigator.userAgent) && source.type === "image/jpeg";
  const bitmapOf = async (...options) => {
    const bitmap = frames && (await framed(...options).catch(() => {}));
    frames = !!bitmap;
    return bitmap || createImageBitmap(source, ...options);
  };
  try {
    if (attempts && !(await probe("file", exact))) return { step };
    step = "decode";
    const scaled = part[2] !== size[0] || part[3] !== size[1];
    const options = scaled ? { resizeWidth: size[0], resizeHeight: size[1], resizeQuality: "high" } : {};
    const bitmap = await bitmapOf(...part, options);
    if (!attempts) {
      bitmap.close();
      return {};
    }
    step = "draw";
    canvas = new OffscreenCanvas(width, height);
    // Firefox hands a part of a frame over as the whole of it.
    const fits = asItIs && !frames && bitmap.width === width && bitmap.height === height;
    const renderer = fits ? canvas.getContext("bitmaprenderer") : null;
    const context = renderer ? null : canvas.getContext("2d");
    if (renderer) renderer.transferFromImageBitmap(bitmap);
    else {
      // The canvas is sRGB, into which the browser converts other colour spaces.
      context.imageSmoothingQuality = "high";
      context.setTransform(...matrix);
      context.drawImage(bitmap, 0, 0, ...size);
    }
    bitmap.close();
    // A canvas that the platform has no memory for stays empty and says nothing.
    const small = new OffscreenCanvas(8, 8).getContext("2d");
    small.drawImage(canvas, ...target, 0, 0, 8, 8);
    const { data } = small.getImageData(0, 0, 8, 8);
    if (!data.some((value, index) => index % 4 === 3 && value > 0)) return { step, cause: undefined };
    let blob;
    for (const [type, quality, fill] of attempts) {
      if (fill && context) {
        context.resetTransform();
        context.globalCompositeOperation = "destination-over";
        context.fillStyle = "#fff";
        context.fillRect(0, 0, width, height);
      }
      blob = await canvas.convertToBlob({ type, quality });
      if (blob.size <= most) break;
    }
    return { blob };
  } catch (cause) {
    return { step, cause };
  } finally {
    // Some platforms count a canvas against a limit until it is collected.
    if (canvas) canvas.width = canvas.height = 0;
  }
}

/** What is known of canvases here. */
const exact = new Set();

/** A worker that says nothing for this long, in milliseconds, is not waited for. */
const START = 3000;
/** Once refused, as by a content security policy without `worker-src blob:`, workers are not asked for again. */
let refused = false;

/** A worker that has done its job waits for another for so long, in milliseconds; starting one costs the next photo 10. */
const REST = 5000;
/** The one that waits. */
let resting;
let end;

/** Keeps a worker for the next job, or ends it where one is kept already. */
function rest(worker) {
  if (resting) return worker.terminate();
  resting = worker;
  end = setTimeout(() => rested()?.terminate(), REST);
}

/** The worker that waits, if there is one; it waits no longer. */
function rested() {
  const worker = resting;
  clearTimeout(end);
  resting = undefined;
  return worker;
}

/** A worker that has begun; nothing where there can be none, or where this is one already. */
async function begun() {
  if (refused || typeof document === "undefined" || typeof Worker === "undefined") return undefined;
  // By no name: a minifier may have changed it. What fails unforeseen is thrown where `onerror` hears of it.
  const fail = "(error) => setTimeout(() => { throw error; })";
  const act = `(${work})(data, ${probe}, exact).then((done) => postMessage(done)).catch(${fail})`;
  const text = `const exact = new Set(); onmessage = ({ data }) => ${act}; postMessage(0);`;
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
 * Decodes a photo, and keeps nothing of it. Why that fails; nothing where it does not, or where there is no decoder.
 *
 * @param {Blob} source
 */
export async function tryDecoding(source) {
  if (typeof createImageBitmap === "undefined") return undefined;
  // A browser decodes all of a photo for one of its pixels. Chromium does so beside the page by itself: a worker, which a
  // strict content security policy reports, would gain nothing.
  const job = { source, part: [0, 0, 1, 1], size: [1, 1] };
  const done = await (/Chrome\//.test(navigator.userAgent) ? work(job, probe, exact) : draw(job));
  return "step" in done ? done : undefined;
}

/**
 * Does a job where it disturbs least. Never rejects.
 *
 * @param {Job} job
 */
export async function draw(job) {
  const worker = rested() ?? (await begun());
  if (!worker) return work(job, probe, exact);
  try {
    const done = await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = worker.onmessageerror = reject;
      worker.postMessage(job);
    });
    rest(worker);
    return done;
  } catch {
    // What cannot be sent to a worker, or back, is done here.
    worker.terminate();
    return work(job, probe, exact);
  }
}
