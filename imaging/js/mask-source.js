// Reads the pixels of a painted canvas or image, strip by strip: a strip stays in the CPU cache. JavaScript, because only the
// browser has them.
import { readsBack } from "./canvas.js";
import { get, has, invalidMask } from "./client.js";
import { readOptions } from "./options.js";

/** The maximum number of pixels in a browser's canvas. Its width and height can be set to more. */
const MAX_PIXELS = 2 ** 28;
/** Rows to read at a time. */
const STRIP_ROWS = 64;
/** Bytes of pixels to copy at a time. */
const PART_BYTES = 2 ** 18;
/** Below this number of pixels, `getImageData` is as fast as a `VideoFrame`. */
const MIN_FRAME_PIXELS = 2 ** 19;

/** The channels, as numbered in the options of `encodeMask`. */
const [AUTO, LUMINANCE] = [0, 2];
/** The order of the bytes of a pixel, as numbered in `MaskReader`. `ImageData` has the first. */
const ORDERS = ["RGBA", "BGRA", "RGBX", "BGRX"];

/**
 * A `MaskReader` of the wasm.
 *
 * @typedef {object} Reader
 * @property {(width: number, height: number, channel: number, order: number) => void} start
 * @property {(pixels: Uint8Array | Uint8ClampedArray) => void} push
 * @property {() => boolean} isOpaque
 * @property {(options: Float64Array) => string} encode
 * @property {() => boolean} isMarked
 * @property {() => void} free
 */

/**
 * Encodes a mask, for `encodeMask`.
 *
 * @param {unknown} source
 * @param {unknown} options
 * @param {Reader} reader freed here
 */
export async function encodeMask(source, options, reader) {
  try {
    const numbers = readOptions("mask", options);
    await readMask(source, reader, Math.max(numbers[2], AUTO));
    return reader.encode(numbers);
  } finally {
    reader.free();
  }
}

/**
 * Reads the mask of an edit in `run`, which is encoded once the size of the upload is known. Resolves to the reader.
 *
 * @param {unknown} source
 * @param {Reader} reader
 */
export async function readRunMask(source, reader) {
  try {
    await readMask(source, reader, AUTO, true);
    if (!reader.isMarked()) throw invalidMask("empty_mask", "The mask is empty. Paint over what should change.");
    return reader;
  } catch (error) {
    reader.free();
    throw error;
  }
}

/**
 * Reads the mask in an editor, a canvas or an image. Rejects anything else.
 *
 * @param {unknown} source
 * @param {Reader} reader
 * @param {number} channel
 * @param {boolean} [snapshot] whether an editor may change before its mask is encoded
 */
export async function readMask(source, reader, channel, snapshot = false) {
  if (has(source, "drawOverlay")) return readEditor(source, reader, snapshot);
  if (has(source, "getContext")) return readCanvas(source, reader, channel);
  if (hasPixels(source)) return readPixels(source, reader, channel);
  if (has(source, "close") && isNumber(get(source, "width"))) return readDrawn(source, reader, channel);
  throw invalidMask(
    "malformed",
    "The mask must be a MaskEditor, a canvas, an OffscreenCanvas, an ImageBitmap, or ImageData.",
  );
}

const isNumber = (value) => typeof value === "number";

function readEditor(editor, reader, snapshot) {
  // The properties of a freed editor throw.
  if (get(editor, "width") === undefined) throw invalidMask("malformed", "This MaskEditor has been freed.");
  try {
    // Checks the class, so a pointer into another copy's memory is never used here.
    editor._giveTo(reader, snapshot);
  } catch {
    throw invalidMask(
      "malformed",
      "This MaskEditor belongs to another copy of the package. Encode it with that copy, or load only one.",
    );
  }
}

/** Whether an `ImageData` has four bytes per pixel. Some have floats. */
function hasPixels(source) {
  const [data, width, height] = ["data", "width", "height"].map((key) => get(source, key));
  const pixels = isNumber(width) && isNumber(height) && width * height;
  return get(data, "BYTES_PER_ELEMENT") === 1 && get(data, "length") === pixels * 4;
}

function readPixels({ data, width, height }, reader, channel) {
  reader.start(width, height, channel, 0);
  for (let start = 0; start < data.length; start += PART_BYTES) reader.push(data.subarray(start, start + PART_BYTES));
}

/** Reads a canvas. */
async function readCanvas(canvas, reader, channel) {
  const size = sizeOf(canvas);
  const context = tryRead(() => canvas.getContext("2d"));
  // It has another context, such as WebGL. Its image can be drawn on a 2D canvas.
  if (!context) return readDrawn(canvas, reader, channel);
  const pixels = size.width * size.height;
  if (channel !== LUMINANCE && pixels >= MIN_FRAME_PIXELS && (await readFrame(canvas, size, reader, channel))) return;
  if (pixels === 0 || (await readsBack("pixels", canvas, true))) return readContext(context, size, reader, channel);
  if (!(await readFrame(canvas, size, reader, channel))) throw protectedMask();
}

/** Draws a bitmap, or a canvas without a 2D context, and reads that. */
async function readDrawn(image, reader, channel) {
  const size = sizeOf(image);
  const { width, height } = size;
  if (width * height > 0 && !(await readsBack("pixels", undefined, true))) {
    if (!(await readFrame(image, size, reader, channel))) throw protectedMask();
    return;
  }
  let context;
  try {
    context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
    context.drawImage(image, 0, 0);
  } catch (cause) {
    throw unreadable(cause);
  }
  readContext(context, size, reader, channel);
}

function readContext(context, { width, height }, reader, channel) {
  reader.start(width, height, channel, 0);
  if (width === 0) return;
  for (let top = 0; top < height; top += STRIP_ROWS) {
    let strip;
    try {
      strip = context.getImageData(0, top, width, Math.min(STRIP_ROWS, height - top));
    } catch (cause) {
      throw unreadable(cause);
    }
    reader.push(strip.data);
  }
}

/**
 * Reads a canvas or a bitmap through a `VideoFrame`, without converting its pixels. This is three times as fast as
 * `getImageData`, which converts every pixel. Resolves to false if the browser alters the pixels or does not provide them this way.
 *
 * Colors may be premultiplied by alpha, so luminance can be read only from opaque images.
 */
async function readFrame(source, { width, height }, reader, channel) {
  if (!(await readsBack("frame", source, true))) return false;
  let frame;
  try {
    frame = new VideoFrame(source, { timestamp: 0 });
    const order = ORDERS.indexOf(frame.format);
    if (order < 0) return false;
    reader.start(width, height, channel === LUMINANCE ? AUTO : channel, order);
    const strip = new Uint8Array(width * Math.min(STRIP_ROWS, height) * 4);
    for (let y = 0; y < height; y += STRIP_ROWS) {
      const rect = { x: 0, y, width, height: Math.min(STRIP_ROWS, height - y) };
      await frame.copyTo(strip, { rect });
      reader.push(strip.subarray(0, width * rect.height * 4));
    }
    return channel !== LUMINANCE || reader.isOpaque();
  } catch {
    return false;
  } finally {
    // Until then, it holds the canvas's memory.
    frame?.close();
  }
}

/** The size of a canvas or bitmap that is not too large. */
function sizeOf({ width, height }) {
  if (!(width * height <= MAX_PIXELS)) throw unreadable();
  return { width, height };
}

function tryRead(read) {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** The error if a mask's pixels cannot be read without being altered. */
const protectedMask = () =>
  invalidMask(
    "canvas_protected",
    "This browser's fingerprinting protection alters canvas data. Allow canvas access for this site, use another browser, or paint the mask with MaskEditor.",
  );

/** The error for a canvas that the browser does not let the page read. */
const unreadable = (cause) =>
  invalidMask(
    "malformed",
    "The browser cannot read this canvas: it is too large, or an image from another origin was drawn on it. Load the image with crossorigin, or paint the mask on a separate canvas.",
    cause,
  );
