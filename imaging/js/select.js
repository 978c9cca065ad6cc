// Selections: reads the photo's pixels, and runs the work in slices, so that the page stays responsive.
import { readsBack } from "./canvas.js";
import { createError, createFailure, errorOf, get, has, invalidPhoto, isBlob } from "./client.js";
import { readOptions, readPoints, readRectangle } from "./options.js";
import { decodeAny } from "./raster.js";

/** Pixels to read at a time. */
const STRIP_PIXELS = 2 ** 19;
/** How long a slice lasts, in milliseconds. */
const SLICE = 10;
/** The position of the default mode in the options: `"add"`. */
const ADD = 1;

/**
 * What selections need to know about a photo.
 *
 * @typedef {object} Source
 * @property {unknown} photo
 * @property {string} [format]
 * @property {Promise<unknown>} last The last task. Tasks run one after another.
 */

/** Whether a value can be drawn on a canvas: a bitmap, a canvas or an `<img>`. */
export const isDrawable = (value) =>
  has(value, "close") || has(value, "getContext") || typeof get(value, "naturalWidth") === "number";

/** @returns {Source} */
export const createSource = (photo, format) => ({ photo, format, last: Promise.resolve() });

/**
 * Selects an area.
 *
 * @param {unknown} area
 * @param {unknown} options
 * @param {object} task freed here
 */
export const selectArea = (area, options, task) =>
  run(task, () => {
    const [mode] = readOptions("select", options);
    const start = readArea(area, task);
    return { start: () => start(mode < 0 ? ADD : mode), signal: get(options, "signal") };
  }).then(() => ({ unsure: task.unsure }));

/**
 * Corrects the mask.
 *
 * @param {unknown} stroke
 * @param {unknown} purpose
 * @param {unknown} options
 * @param {object} task freed here
 */
export const refineMask = (stroke, purpose, options, task) =>
  run(task, () => {
    const points = readPairs(stroke);
    if (purpose !== "keep" && purpose !== "drop")
      throw createError("invalid_request", "as", "unknown_option", 'as must be "keep" or "drop".');
    const [size] = readOptions("refine", options);
    const width = size < 0 ? task.size[0] / 50 : size;
    const start = () => points.length > 0 && task.refine(points, width, purpose === "keep");
    return { start, signal: get(options, "signal") };
  });

/**
 * Snaps the mask's edge.
 *
 * @param {unknown} options
 * @param {object} task freed here
 */
export const snapMask = (options, task) =>
  run(task, () => {
    const [radius] = readOptions("snap", options);
    const start = () => task.snap(radius < 0 ? Math.max(1, task.size[0] / 100) : radius);
    return { start, signal: get(options, "signal") };
  });

/** Runs a task after those before it. */
async function run(task, prepare) {
  try {
    const { start, signal } = prepare();
    const { source } = task;
    if (!source) {
      const message = "This editor has no photo. Create it from a photo, as in MaskEditor.create(file).";
      throw createError("invalid_request", "photo", "required", message);
    }
    const turn = source.last.then(() => execute(task, source, start, signal));
    source.last = turn.catch(() => undefined);
    await turn;
    task.unsure = task.isUnsure();
  } finally {
    task.free();
  }
}

async function execute(task, source, start, signal) {
  const check = () => {
    if (signal?.aborted) throw createFailure("aborted", "Aborted by the caller.", { cause: get(signal, "reason") });
  };
  check();
  if (task.needsPixels()) {
    await readPixels(source, task, check);
    task.endPixels();
  }
  start();
  for (;;) {
    const end = performance.now() + SLICE;
    do if (task.poll()) return;
    while (performance.now() < end);
    await pause();
    check();
  }
}

/** Lets the page handle events. Unlike a timer, a message has no minimum delay. */
function pause() {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve(undefined);
    };
    port2.postMessage(undefined);
  });
}

async function readPixels({ photo, format }, task, check) {
  const [width, height] = task.size;
  const rows = Math.max(1, Math.floor(STRIP_PIXELS / width));
  const isDecoded = isDrawable(photo) || get(photo, "data") !== undefined;
  const image = isDecoded ? photo : await decodePhoto(photo, format);
  try {
    check();
    // Servers decode to `ImageData`.
    if (get(image, "data") !== undefined) return await pushData(image.data, { width, height, rows }, task, check);
    if (!(await readsBack("pixels", undefined, true))) throw protectedPhoto();
    await readBitmap(image, { width, height, rows }, task, check);
  } finally {
    if (!isDecoded) image.close?.();
  }
}

async function pushData(data, { width, height, rows }, task, check) {
  if (get(data, "BYTES_PER_ELEMENT") !== 1 || get(data, "length") !== width * height * 4) throw unreadable();
  for (let y = 0; y < height; y += rows) {
    task.push(data.subarray(y * width * 4, (y + rows) * width * 4));
    await pause();
    check();
  }
}

/** Reads a bitmap in strips, which take less memory than all pixels. */
async function readBitmap(bitmap, { width, height, rows }, task, check) {
  const canvas = new OffscreenCanvas(width, rows);
  try {
    const context = canvas.getContext("2d", { willReadFrequently: true });
    for (let y = 0; y < height; y += rows) {
      const high = Math.min(rows, height - y);
      context.drawImage(bitmap, 0, -y, width, height);
      task.push(context.getImageData(0, 0, width, high).data);
      await pause();
      check();
    }
  } catch (cause) {
    throw get(cause, "code") === "aborted" ? cause : unreadable(cause);
  } finally {
    // Some platforms count a canvas against a memory limit until it is garbage-collected.
    canvas.width = canvas.height = 0;
  }
}

const decodePhoto = (photo, format) => decodeAny(isBlob(photo) ? photo : new Blob([photo]), format, unreadable);

/** Reads an area. Returns a function that starts to select it. */
function readArea(area, task) {
  const [box, stroke, lasso] = ["box", "stroke", "lasso"].map((key) => get(area, key));
  if ([box, stroke, lasso].filter((value) => value !== undefined).length !== 1) {
    const message = "Pass an area with a box, a stroke or a lasso, such as { box: { x, y, width, height } }.";
    throw createError("invalid_request", "area", "malformed", message);
  }
  if (box !== undefined) {
    const sides = readRectangle(...["x", "y", "width", "height"].map((key) => get(box, key)));
    return (mode) => task.selectBox(...sides, mode);
  }
  if (lasso !== undefined) {
    const points = readPairs(lasso);
    return (mode) => task.selectLasso(points, mode);
  }
  const size = get(area, "size");
  if (!(typeof size === "number" && size > 0 && size < Infinity))
    throw errorOf("invalid_request", [{ path: "size", code: "malformed", message: "size must be a number above 0." }]);
  const points = readPairs(stroke);
  return (mode) => task.selectStroke(points, size, mode);
}

/** Reads points, without those that are not finite. */
function readPairs(points) {
  const flat = readPoints(points, 2);
  const pairs = Array.from({ length: flat.length / 3 }, (_, at) => [flat[3 * at], flat[3 * at + 1]]);
  return Float32Array.from(pairs.filter((pair) => pair.every(Number.isFinite)).flat());
}

/** The error for a photo whose pixels the browser does not provide. */
const unreadable = (cause) =>
  invalidPhoto(
    "corrupt",
    "The photo's pixels cannot be read: it is damaged, its bitmap was closed, or this platform has no decoder. Pass ImageData instead.",
    cause,
  );

/** The error if the browser alters canvas data. */
const protectedPhoto = () =>
  invalidPhoto(
    "canvas_protected",
    "This browser's fingerprinting protection alters canvas data. Allow canvas access for this site, or use another browser.",
  );
