// Prepares a photo: reads the file, and has the browser decode and encode it as a `PhotoPlan` says. JavaScript, because all of
// this waits for the browser.
import { errorOf, inspectPhoto, invalidPhoto, isBlob } from "./client.js";
import { readOptions } from "./options.js";
import { decodeAny, draw, tryDecoding } from "./raster.js";
import { restoreImage } from "./restore.js";

/** The formats, as numbered in `imaging/src/wasm/options.rs`. */
const FORMATS = ["jpeg", "png"];
/** The changes, in the order of `Change` in `imaging/src/prepare/mod.rs`. */
const CHANGES = ["oriented", "cropped", "padded", "resized", "reencoded", "metadata-removed", "credentials-removed"];
/**
 * The minimum size of the first part of an assembled file, in bytes. If the part is smaller than a format's signature (3 bytes
 * for JPEG, more for others), Firefox does not recognize the format.
 */
const FRONT = 64;

/**
 * A `PhotoPlan` of the wasm.
 *
 * @typedef {object} Plan
 * @property {(options: number[], facts: number[]) => void} start
 * @property {() => Float64Array} nextRead
 * @property {(offset: number, bytes: Uint8Array) => void} supply
 * @property {() => Float64Array} strip
 * @property {() => Uint8Array} appended
 * @property {(width: number, height: number) => void} setSize
 * @property {() => Float64Array} drawing
 * @property {(bytes: number) => void} shrink
 * @property {() => Float64Array} result
 * @property {() => Float64Array} frame
 * @property {() => void} free
 */

/**
 * Prepares a photo.
 *
 * @param {unknown} image
 * @param {unknown} options
 * @param {Plan} plan freed here
 */
export async function prepareImage(image, options, plan) {
  try {
    const numbers = readOptions("prepare", options);
    const report = await inspectPhoto(image);
    if (report.unfixable.length > 0) throw errorOf("invalid_image", report.unfixable);
    plan.start(numbers, factsOf(report));
    const isForeign = plan.drawing().length === 0;
    const { blob, file } = await prepare(partsOf(image), report, plan, numbers);
    const { createRestorer } = plan.constructor;
    const read = async () => (isForeign ? decodeForeign(file, report) : file);
    const prepared = describe(blob, plan.result(), { read, frame: plan.frame(), createRestorer });
    await check(prepared);
    return prepared;
  } finally {
    plan.free();
  }
}

/** Checks the `prepare` option of a run. */
export async function checkPrepare(options) {
  readOptions("prepare", options, "prepare");
}

/** What a plan needs to know about a photo. A photo in an unsupported format is decoded to learn its size. */
const factsOf = ({ format, isSupported, width = 0, height = 0, orientation, bytes, ...report }) => [
  FORMATS.indexOf(format),
  isSupported ? width : 0,
  isSupported ? height : 0,
  isSupported ? orientation : 1,
  bytes,
  Number(report.lacksEndMarker),
  Number(report.mayHaveTrailingData),
  Number(report.credentials !== undefined),
];

/** Resolves to the result, and to the photo without its metadata. */
async function prepare(photo, report, plan, options) {
  for (let range = plan.nextRead(); range.length > 0; range = plan.nextRead()) {
    const [offset, length] = range;
    plan.supply(offset, await photo.read(offset, offset + length));
  }
  const [isTruncated, redraws, isChanged, ...ranges] = plan.strip();
  if (isTruncated) throw errorOf("invalid_image", report.truncated);
  const source = await assemble(photo, ranges, plan.appended(), report.mime);
  if (redraws) return { blob: await redraw(source, report, plan, options), file: source };
  const error = await tryDecoding(source).catch(failedToDraw);
  if (error) throw undecodable(error.cause);
  if (isChanged || !photo.file) return { blob: source, file: source };
  // Corrects a declared type that does not match the bytes.
  const blob = report.isMistyped ? photo.file.slice(0, photo.file.size, report.mime) : photo.file;
  return { blob, file: source };
}

/** Reads parts of a photo. `file` is the photo itself, if it is a file. */
function partsOf(image) {
  if (isBlob(image)) {
    const read = async (start, end) => new Uint8Array(await tryRead(image.slice(start, end)));
    return { file: image, part: (start, end) => image.slice(start, end), read };
  }
  // A view of this realm.
  const bytes = new Uint8Array(image.buffer ?? image, image.byteOffset, image.byteLength);
  const part = (start, end) => bytes.subarray(start, end);
  return { part, read: async (start, end) => part(start, end) };
}

const tryRead = (part) =>
  part.arrayBuffer().catch((cause) => {
    const message = "The file could not be read. It may have been moved or changed: choose it again.";
    throw invalidPhoto("corrupt", message, cause);
  });

/** Assembles a file from ranges. Copies its start, because the photo itself may be a `Blob` whose first part is too small. */
async function assemble(photo, ranges, appended, type) {
  const [front, rest] = [[], []];
  for (let at = 0; at < ranges.length; at += 2) {
    const [start, end] = ranges.slice(at, at + 2);
    const middle = Math.min(start + FRONT - front.length, end);
    front.push(...(await photo.read(start, middle)));
    rest.push(photo.part(middle, end));
  }
  // One array, because Firefox looks for the signature in the first part of a blob only.
  return new Blob([Uint8Array.from(front), ...rest, appended], { type });
}

/**
 * Redraws a photo until it has at most `maxBytes`: first with a lower quality, then at a smaller size. The source has no
 * orientation tag: the plan applies the orientation, because browsers differ in the tags that they honor.
 */
async function redraw(file, report, plan, options) {
  const [maxBytes, extend] = [options.at(-1), options[1] === 1];
  let bitmap;
  try {
    if (plan.drawing().length === 0) {
      bitmap = await decodeForeign(file, report);
      plan.setSize(bitmap.width, bitmap.height);
    }
    for (let isSmaller = false; ; isSmaller = true) {
      const job = jobOf(bitmap ?? file, plan.drawing(), maxBytes, extend);
      // Even the lowest quality was too large, so the higher ones are not tried again.
      if (isSmaller) job.attempts = job.attempts.slice(-1);
      const { blob, source } = await drawn(job, () => decodeForeign(file, report));
      if (blob.size <= maxBytes) return blob;
      bitmap = source ?? bitmap;
      plan.shrink(blob.size);
    }
  } finally {
    // A decoder may give an `ImageData`.
    bitmap?.close?.();
  }
}

/** Decodes a photo in another format. */
const decodeForeign = (file, report) =>
  decodeAny(file, report.format, (cause) => {
    // The inspection says what to do.
    const issues = report.issues.filter(({ code }) => code === "unsupported_format");
    return errorOf("invalid_image", issues, cause);
  });

/** @returns {import("./raster.js").Job} */
function jobOf(source, drawing, maxBytes, extend) {
  const numbers = Array.from(drawing);
  const [size, [width, height], part, target, matrix, [canTransfer]] = [2, 2, 4, 4, 6, 1].map((count) =>
    numbers.splice(0, count),
  );
  const attempts = [];
  while (numbers.length > 0) {
    const [isPng, quality, fill] = numbers.splice(0, 3);
    attempts.push([isPng ? "image/png" : "image/jpeg", quality, fill === 1]);
  }
  return {
    source,
    part,
    size,
    width,
    height,
    target,
    matrix,
    canTransfer: canTransfer === 1,
    extend,
    attempts,
    maxBytes,
  };
}

async function drawn(job, reread) {
  const { blob, source, step, cause } = await draw(job, { reread }).catch(failedToDraw);
  if (blob) return { blob, source };
  if (step === "probe") throw protectedPhoto();
  throw step === "decode" ? undecodable(cause) : undrawable(cause);
}

/** The result. Its functions are ordinary closures, which hold no wasm memory and do not have to be freed. */
function describe(blob, result, kept) {
  const [width, height, scaleX, scaleY, offsetX, offsetY, originalWidth, originalHeight, bits] = result;
  return {
    blob,
    width,
    height,
    changes: CHANGES.filter((_, index) => bits & (1 << index)),
    original: { width: originalWidth, height: originalHeight },
    toSource: (x, y) => [offsetX + x * scaleX, offsetY + y * scaleY],
    restore: (result, options) => restoreImage(result, options, kept),
  };
}

/** Checks that the result is valid and has the planned size. */
async function check({ blob, width, height }) {
  const report = await inspectPhoto(blob);
  if (!report.ok) throw errorOf("invalid_image", report.issues);
  if (report.width !== width || report.height !== height || report.orientation !== 1) throw undrawable();
}

/** The error for a photo with valid headers that the browser cannot decode. */
const undecodable = (cause) =>
  invalidPhoto(
    "corrupt",
    "The photo cannot be decoded: it is damaged or too large for this device, or createImageBitmap is missing. Save the photo again, or smaller.",
    cause,
  );

/** The error if a canvas is not available or is blank. */
const undrawable = (cause) =>
  invalidPhoto(
    "malformed",
    "The redrawn photo is blank: it is fully transparent, this device lacks the memory for it, or OffscreenCanvas is missing. Use a photo of at most 4096 pixels per side.",
    cause,
  );

const failedToDraw = (cause) => {
  throw undrawable(cause);
};

/** The error if a photo must be redrawn but the browser alters canvas data. */
const protectedPhoto = () =>
  invalidPhoto(
    "canvas_protected",
    "The photo must be redrawn, but this browser's fingerprinting protection alters canvas data. Allow canvas access for this site, or use another browser.",
  );
