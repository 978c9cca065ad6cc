// Restores a result: reads it, and has it drawn on its photo as a `Restorer` says. JavaScript, because all of this waits for the
// browser.
import { createError, createFailure, get, invalidMask, invalidPhoto, isBlob } from "./client.js";
import { readRunMask } from "./mask-source.js";
import { readOptions } from "./options.js";
import { decode, draw } from "./raster.js";

/**
 * What is kept of a prepared photo: its file without metadata or its decoded image, the numbers of `PhotoPlan.frame`, and how
 * to create a `Restorer`.
 *
 * @typedef {object} Kept
 * @property {() => Promise<Blob | ImageBitmap>} read
 * @property {Float64Array} frame
 * @property {(frame: Float64Array, feather: number) => object} createRestorer
 */

/**
 * Puts a result back into its photo.
 *
 * @param {unknown} result
 * @param {unknown} options
 * @param {Kept} kept
 */
export async function restoreImage(result, options, kept) {
  const [feather, format, quality] = readOptions("restore", options);
  const [mask, signal] = ["mask", "signal"].map((key) => get(options, key));
  // Before the file is read, too.
  if (signal?.aborted) return untilAborted(signal);
  const restorer = kept.createRestorer(kept.frame, feather);
  try {
    return await untilAborted(signal, restore(result, { mask, signal, format, quality }, kept, restorer));
  } finally {
    restorer.free();
  }
}

/** Checks the `restore` option of a run. */
export async function checkRestore(options) {
  readOptions("restore", options, "restore");
}

async function restore(given, { mask, ...options }, kept, restorer) {
  // First, because the caller may keep painting.
  const reader = mask === undefined ? undefined : await readMask(mask, kept.frame, restorer);
  try {
    const result = await readResult(given, options.signal);
    const source = await kept.read();
    const useMask = () => reader && restorer.useMask(reader, typeof mask === "string");
    return await compose(source, result, { ...options, frame: kept.frame, reread: kept.read, useMask }, restorer);
  } finally {
    reader?.free();
  }
}

async function compose(source, result, { frame, format, quality, signal, reread, useMask }, restorer) {
  let comparison;
  const answer = async ({ photo, result, width, height }) => {
    if (result) {
      useMask();
      restorer.readResult(result, width, height);
      return blendOf(restorer);
    }
    const [fits, outsideChanged, isKnown, x, y, ...draws] = restorer.compare(photo);
    comparison = { fits: fits === 1, outsideChanged, shift: isKnown ? { x, y } : null };
    return comparison.fits ? drawsOf(draws) : undefined;
  };
  const numbers = Array.from(frame);
  const [[width, height], kept, , matrix, [storedAsPng], compared, shown] = [2, 4, 6, 6, 1, 2, 4].map((count) =>
    numbers.splice(0, count),
  );
  const isPng = format < 0 ? storedAsPng : format;
  const type = isPng ? "image/png" : "image/jpeg";
  const job = { source, result, width, height, matrix, kept, shown, compared, type, quality };
  try {
    if (signal?.aborted) return undefined;
    const { blob, step, cause } = await draw(job, { reread, answer, signal });
    if (step) throw failureOf(step, cause);
    // A new file: the caller's own must not get properties.
    return Object.assign(blob ?? result.slice(0, result.size, result.type), comparison);
  } finally {
    source.close?.();
  }
}

/** Reads a mask. Resolves to its `MaskReader`. */
async function readMask(mask, frame, restorer) {
  // A string is the mask that was sent with the prepared photo. Anything else was painted on the original.
  const bitmap = typeof mask === "string" ? await decodeMask(mask, frame[6], frame[7]) : undefined;
  try {
    return await readRunMask(bitmap ?? mask, restorer.createReader());
  } finally {
    bitmap?.close();
  }
}

/** Decodes an encoded mask. A large one is scaled down, because reading pixels is slow. */
async function decodeMask(base64, width, height) {
  const scale = Math.min(1, 2048 / Math.max(width, height));
  try {
    const bytes = Uint8Array.from(atob(base64.slice(base64.indexOf(",") + 1)), (letter) => letter.charCodeAt(0));
    const [resizeWidth, resizeHeight] = [width, height].map((side) => Math.round(side * scale));
    return await decode(new Blob([bytes]), { resizeWidth, resizeHeight });
  } catch (cause) {
    throw invalidMask("malformed", "The mask is not a base64 PNG. Pass the string from encodeMask.", cause);
  }
}

/** Reads a result: a file, or an address to fetch. */
async function readResult(given, signal) {
  if (isBlob(given)) return given;
  if (typeof given !== "string")
    throw createError("invalid_request", "result", "malformed", "The result must be a Blob or a URL.");
  const unreadable = (cause) => {
    throw createFailure(
      "network",
      "The result could not be read: the network failed, or its host does not let this page read it (CORS). Download it on your server, and pass the file.",
      { cause, retryable: true },
    );
  };
  const response = await fetch(given, { signal }).catch(unreadable);
  const { ok, status } = response;
  if (ok) return response.blob().catch(unreadable);
  const message = `The result could not be read: its host responded with status ${status}. If its URL has expired, get the render again.`;
  throw createFailure("unexpected_response", message, { status });
}

/** @returns {number[][]} */
const drawsOf = (numbers) => Array.from({ length: numbers.length / 8 }, () => numbers.splice(0, 8));

function blendOf(restorer) {
  const [width, ...area] = restorer.blend();
  if (width < 0) return undefined;
  if (width === 0) return { area };
  const bytes = restorer.opacity();
  return { area, opacity: { width, height: bytes.length / width, bytes } };
}

/** The error of a step that failed. */
function failureOf(step, cause) {
  const unreadable = "The result is not an image that this browser can decode.";
  if (step === "result") return createFailure("unexpected_response", unreadable, { cause });
  const [code, message] = {
    probe: [
      "canvas_protected",
      "This browser's fingerprinting protection alters canvas data. Allow canvas access for this site, or use another browser.",
    ],
    decode: ["corrupt", "The file could not be read. It may have been moved or changed: choose it again."],
    draw: [
      "malformed",
      "The restored photo is blank: this device lacks the memory for it, or OffscreenCanvas is missing. Use a smaller photo.",
    ],
  }[step];
  return invalidPhoto(code, message, cause);
}

/** Rejects as soon as the caller aborts. */
async function untilAborted(signal, promise) {
  let stop;
  const aborted = new Promise((_, reject) => {
    stop = () => reject(createFailure("aborted", "Aborted by the caller.", { cause: get(signal, "reason") }));
    if (signal?.aborted) stop();
    signal?.addEventListener("abort", stop);
  });
  try {
    return await Promise.race([aborted, promise]);
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}
