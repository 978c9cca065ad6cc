// Opens a photo: inspects it and prepares it for upload.
import { inspectImage, prepareImage } from "../client/index.js";
import type { ImageRef, ImageReport, ImageSource, Issue, PreparedImage, PrepareOptions } from "../client/index.js";
import { loadImaging } from "../client/imaging.js";
import { isReRoomError, toReRoomError } from "./errors.js";
import { createQueue } from "./queue.js";
import type { Platform } from "./platform.js";
import type { Crop, CropBox, Photo, Prepare } from "./photo-types.js";
import type { Result } from "./result-types.js";

/** How to open a photo. */
export interface Opening {
  readonly platform: Platform;
  readonly prepare: Prepare;
  readonly crop?: Crop | undefined;
  readonly warn: (message: string) => void;
}

const empty = {
  width: 0,
  height: 0,
  source: undefined,
  original: undefined,
  url: "",
  report: undefined,
  changes: [],
  issues: [],
  canPad: false,
  cropped: 0,
  kept: undefined,
  crop: undefined,
  resultId: undefined,
  checked: true,
  error: undefined,
} satisfies Partial<Photo>;

/** Creates a frozen photo. */
export const createPhoto = (photo: Pick<Photo, "id" | "name"> & Partial<Photo>): Photo =>
  Object.freeze({ ...empty, ...photo });

/** Whether an image is a file, from any realm. */
export const isBlob = (image: ImageSource | ImageRef | undefined): image is Blob =>
  image !== undefined && "arrayBuffer" in image;

/** Starts loading what preparing needs. If that fails, the first call that needs it tries again and reports the error. */
export function preloadImaging(): void {
  loadImaging().catch(() => undefined);
}

/** Decodes one photo at a time: a large one takes more than 100 MB. */
export const decodeInTurn = createQueue();

/** A photo as the user chose it, and as it is uploaded. */
export interface PhotoInMemory {
  readonly original: Blob;
  readonly prepared: PreparedImage;
}

/** The originals of prepared photos, by the file that is uploaded, to restore results. */
export const preparedPhotos = new WeakMap<object, PhotoInMemory>();

/** Inspects a file and prepares it for upload. */
export async function openFile(original: Blob, name: string, opening: Opening): Promise<Photo> {
  const { platform, prepare, crop } = opening;
  if (prepare !== false) preloadImaging();
  const [report, id] = await Promise.all([inspectImage(original), identify(original)]);
  const chosen: PrepareOptions = { ...(typeof prepare === "object" && prepare), ...crop };
  const options = { ...fitFor(report), ...chosen };
  // With `prepare: false`, the photo is still decoded: some damage only shows up that way.
  const tried =
    prepare === false && !report.ok ? undefined : await decodeInTurn(() => tryPrepare(original, options, opening.warn));
  const padded = prepare !== false && options.fit !== "pad" ? await padSmall(original, options, tried) : undefined;
  const prepared = chosen.fit === undefined ? (padded ?? tried) : tried;
  const { width = 0, height = 0 } = report;
  const base = { id, name, original, report, crop, width, height };
  if (prepare !== false && prepared && "blob" in prepared) {
    const { blob, changes } = prepared;
    preparedPhotos.set(blob, { original, prepared });
    const size = { width: prepared.width, height: prepared.height };
    const kept = changes.includes("cropped") ? keptPart(prepared) : undefined;
    const cropped = kept ? 1 - kept.width * kept.height : 0;
    return createPhoto({ ...base, ...size, source: blob, url: platform.createUrl(blob), changes, cropped, kept });
  }
  const issues = prepared && "issues" in prepared ? prepared.issues : report.issues;
  const url = issues.length > 0 ? await createPreviewUrl(original, platform) : platform.createUrl(original);
  return createPhoto({ ...base, source: original, url, issues, canPad: padded !== undefined });
}

/** Prepares a photo that is too small when cropped, such as a small panorama, with borders instead. Undefined if that fails, too. */
async function padSmall(original: Blob, options: PrepareOptions, tried: Tried): Promise<PreparedImage | undefined> {
  const issues = tried && "issues" in tried ? tried.issues : [];
  const isTooSmall = issues.length > 0 && issues.every(({ code }) => code === "resolution_too_small");
  return isTooSmall
    ? decodeInTurn(() => prepareImage(original, { ...options, fit: "pad" })).catch(() => undefined)
    : undefined;
}

/** A portrait photo would lose most of its height, so it is padded by default. Results are restored without the padding. */
const fitFor = ({ width = 0, height = 0 }: ImageReport): PrepareOptions => ({
  fill: "edge",
  fit: height > width ? "pad" : "crop",
});

/** The part of the original that a crop kept. */
function keptPart(prepared: PreparedImage): CropBox {
  const { width, height, original } = prepared;
  const [left, top] = prepared.toSource(0, 0);
  const [right, bottom] = prepared.toSource(width, height);
  return {
    x: left / original.width,
    y: top / original.height,
    width: (right - left) / original.width,
    height: (bottom - top) / original.height,
  };
}

/** Creates a URL for a file. Returns an empty string if it cannot be displayed. */
async function createPreviewUrl(file: Blob, { createUrl, revokeUrl, measure }: Platform): Promise<string> {
  const url = createUrl(file);
  return measure(url).then(
    () => url,
    () => {
      revokeUrl(url);
      return "";
    },
  );
}

/** A prepared photo, or why it cannot be prepared. */
type Tried = PreparedImage | { issues: Issue[] } | undefined;

async function tryPrepare(image: ImageSource, options: PrepareOptions, warn: Opening["warn"]): Promise<Tried> {
  try {
    return await prepareImage(image, options);
  } catch (error) {
    if (!isReRoomError(error) || error.issues.length === 0) throw error;
    if (error.code !== "invalid_request") return { issues: error.issues };
    // The page passed invalid options. Warn the developer and use the defaults.
    warn(error.message);
    return prepareImage(image);
  }
}

/**
 * Reads a file or URL without checking it. If CORS prevents reading a URL, the service fetches it instead, and there is nothing
 * to check.
 */
export async function loadPhoto(given: Blob | string, name: string | undefined, platform: Platform): Promise<Photo> {
  if (typeof given !== "string") return toUnchecked(given, name ?? nameOf(given));
  const absolute = new URL(given, platform.baseUrl());
  const { href } = absolute;
  const response = await platform.fetchImage(href).catch(() => undefined);
  const fileName = name ?? fileNameOf(absolute);
  if (response?.ok) return toUnchecked(await response.blob(), fileName);
  const size = await platform.measure(href);
  return createPhoto({ id: href, name: fileName, source: { file_url: href }, url: href, ...size });
}

const toUnchecked = async (original: Blob, name: string): Promise<Photo> =>
  createPhoto({ id: await identify(original), name, original, checked: false });

const nameOf = (photo: Blob): string => ("name" in photo ? String(photo.name) : "photo");

/** Checks and prepares a photo that was loaded. */
export const checkPhoto = (photo: Photo, opening: Opening): Promise<Photo> =>
  photo.original && !photo.checked ? openFile(photo.original, photo.name, opening) : Promise.resolve(photo);

/** Marks a photo that could not be loaded. */
export const failPhoto = (photo: Pick<Photo, "id" | "name"> & Partial<Photo>, error: unknown): Photo =>
  createPhoto({ ...photo, checked: true, error: toReRoomError(error) });

/** The decoded file name, or the raw one if it contains a literal "%". */
export function fileNameOf({ pathname }: URL): string {
  const name = pathname.split("/").at(-1) ?? "";
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/**
 * Turns a result into an image to work on. The service fetches it by its URL, unless the URL is only valid in this page or
 * the size does not fit: then it is downloaded and uploaded again.
 */
export async function openResult(result: Result, opening: Opening): Promise<Photo> {
  const { id: resultId, output, name, photoId: id, outputSize } = result;
  if (/^https?:/.test(output) && (!outputSize || fits(outputSize)))
    return createPhoto({ id, name, resultId, url: output, source: { file_url: output }, ...outputSize });
  const response = await opening.platform.fetchImage(output);
  if (!response.ok) throw new Error(`The result could not be downloaded (status ${response.status}).`);
  const photo = await openFile(await response.blob(), name, opening);
  return Object.freeze({ ...photo, id, resultId });
}

/** Whether the service accepts an image of this size (API page, section 1, image requirements). */
function fits({ width, height }: { width: number; height: number }): boolean {
  const ratio = width / height;
  return Math.min(width, height) >= 512 && Math.max(width, height) <= 4096 && ratio > 1.33 && ratio < 1.78;
}

const SAMPLE_BYTES = 32_768;

/** Identifies a file by its size and a hash (FNV-1a) of its first and last bytes, so that it has the same id after a reload. */
export async function identify(file: Blob): Promise<string> {
  const parts = new Blob([file.slice(0, SAMPLE_BYTES), file.slice(-SAMPLE_BYTES)]);
  let hash = 0x811c9dc5;
  for (const byte of new Uint8Array(await parts.arrayBuffer())) hash = Math.imul(hash ^ byte, 0x01000193);
  return `${file.size}-${(hash >>> 0).toString(36)}`;
}
