// What `MaskEditor` needs from the browser.
import { createError, errorOf, get, has, inspectPhoto, invalidMask, invalidPhoto, isBlob } from "./client.js";
import { readMask } from "./mask-source.js";
import { decode } from "./raster.js";
import { createSource, isDrawable } from "./select.js";

/**
 * Gives a new editor the size of its photo. Resolves to the editor.
 *
 * @param {unknown} photo
 * @param {{ _resize(width: number, height: number): void, _usePhoto(source: unknown): void, free(): void }} editor
 */
export async function createEditor(photo, editor) {
  try {
    const { size, source } = await inspect(photo);
    editor._resize(...size);
    editor._usePhoto(source);
    return editor;
  } catch (error) {
    editor.free();
    throw error;
  }
}

/** The size of a photo, and what selections need to read its pixels. */
async function inspect(photo) {
  // Anything else is a photo, or what is not one is rejected when it is inspected.
  if (get(photo, "width") !== undefined) {
    const keys = has(photo, "decode") ? ["naturalWidth", "naturalHeight"] : ["width", "height"];
    if (has(photo, "decode")) await photo.decode().catch(rejectElement);
    // A side that is not a whole number counts as 0, which the editor rejects.
    const size = keys.map((key) => (Number.isInteger(get(photo, key)) ? get(photo, key) : 0));
    return { size, source: isDrawable(photo) || get(photo, "data") !== undefined ? createSource(photo) : undefined };
  }
  const { width, height, format, issues } = await inspectPhoto(photo);
  if (width === undefined) throw errorOf("invalid_image", issues);
  return { size: [width, height], source: createSource(photo, format) };
}

function rejectElement(cause) {
  throw invalidPhoto("corrupt", "The browser could not load the image of this <img>.", cause);
}

/** The modes of `add()`. Rust has them in this order. */
const MODES = ["replace", "add", "subtract"];

/**
 * Combines the mask of an editor with another one.
 *
 * @param {unknown} source
 * @param {unknown} mode
 * @param {{ _combine(reader: object, mode: number): void, free(): void }} editor another handle, freed here
 * @param {import("./mask-source.js").Reader} reader freed here
 */
export async function addMask(source, mode, editor, reader) {
  let bitmap;
  try {
    const index = MODES.indexOf(mode ?? "add");
    if (index < 0)
      throw createError("invalid_request", "mode", "unknown_option", 'mode must be "replace", "add" or "subtract".');
    if (isBlob(source)) {
      bitmap = await decode(source).catch((cause) => {
        throw invalidMask("corrupt", "The browser cannot decode this file as an image.", cause);
      });
    }
    await readMask(bitmap ?? source, reader, 0);
    editor._combine(reader, index);
  } finally {
    bitmap?.close();
    reader.free();
    editor.free();
  }
}

export const createBounds = (x, y, width, height) => ({ x, y, width, height });

/** Returns the size of a canvas with a 2D context. */
export function readCanvas(canvas) {
  if (!has(canvas, "getContext")) throw notACanvas();
  try {
    if (canvas.getContext("2d")) return [canvas.width, canvas.height];
  } catch (cause) {
    throw notACanvas(cause);
  }
  throw notACanvas();
}

/**
 * Puts pixels on a canvas.
 *
 * @param {HTMLCanvasElement | OffscreenCanvas} canvas
 * @param {Uint8ClampedArray} pixels
 * @param {number} width
 * @param {number} x
 * @param {number} y
 */
export function putPixels(canvas, pixels, width, x, y) {
  try {
    canvas.getContext("2d").putImageData(new ImageData(pixels, width), x, y);
  } catch (cause) {
    throw notACanvas(cause);
  }
}

const notACanvas = (cause) =>
  createError(
    "invalid_request",
    "canvas",
    "malformed",
    "The overlay needs a canvas or OffscreenCanvas with a 2D context.",
    cause,
  );
