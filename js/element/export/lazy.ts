// Loads the export code on demand, because most pages never export.
import { ReRoomError } from "../../client/index.js";
import type * as Mark from "./mark.js";
import type * as Pair from "./pair.js";

/**
 * Exports an original photo and its altered version as two files.
 *
 * ```ts
 * const { original, altered } = await exportPair({ original: "/room.jpg", altered: render.outputs[0] });
 * ```
 *
 * The original file is unchanged. The altered file is marked as AI-altered in its metadata (XMP, IPTC
 * `DigitalSourceType`). Its image is only re-encoded to draw a label, or to convert a file that is not JPEG or PNG.
 * Content Credentials (C2PA) in the altered photo are removed, because they are only valid for the unmarked file. With
 * `credentials: "keep"`, a signed photo is exported unchanged: without a mark and without a label.
 *
 * Rejects with a `ReRoomError`: `network` if a URL cannot be read (its host must allow your origin with CORS), or
 * `invalid_image` if a photo must be redrawn and cannot be decoded.
 */
export const exportPair: typeof Pair.exportPair = async (...args) =>
  (await import("./pair.js").catch(throwNotLoaded)).exportPair(...args);

/**
 * Marks a photo as altered: sets the IPTC `DigitalSourceType` in its XMP to "composite with trained algorithmic media".
 *
 * ```ts
 * const { blob, marked } = await markAsAltered(photo);
 * ```
 *
 * The image data and other metadata of a JPEG or PNG stay the same. Other formats are converted to JPEG. XMP that leaves
 * no room in its JPEG segment (64 KB) is replaced. Content Credentials (C2PA) are removed, because they are only valid for
 * the unmarked file. With `credentials: "keep"`, a signed photo is returned unchanged and unmarked.
 *
 * Rejects with a `ReRoomError` of code `invalid_image` if the photo cannot be read, or must be converted and cannot be
 * decoded.
 */
export const markAsAltered: typeof Mark.markAsAltered = async (...args) =>
  (await import("./mark.js").catch(throwNotLoaded)).markAsAltered(...args);

function throwNotLoaded(cause: unknown): never {
  const message = "Cannot load the export code. Serve all files in the package's dist/element folder.";
  throw new ReRoomError("network", message, { cause, retryable: true });
}
