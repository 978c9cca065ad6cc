// Marks photos as altered in their metadata.
import { ReRoomError } from "../../client/index.js";
import { decode, encode, startsWith, type Bytes } from "./bytes.js";
import { isJpeg, isSignedJpeg, tagJpeg } from "./jpeg.js";
import { redraw } from "./label.js";
import { hasManifestStore, type Credentials } from "./content-credentials.js";
import { isPng, isSignedPng, tagPng } from "./png.js";
import { linksToManifest } from "./xmp.js";

/** Identifier at offset 8 of a WebP file. */
const WEBP = encode("WEBP");

/** Options of `markAsAltered()`. */
export interface MarkOptions {
  /**
   * What to do with Content Credentials (C2PA), which are only valid for the unchanged file. `"remove"`, the default,
   * removes them and marks the photo. `"keep"` returns a signed photo unchanged and unmarked.
   */
  credentials?: "remove" | "keep" | undefined;
}

/** Result of `markAsAltered()`. */
export interface MarkedPhoto {
  /** The photo. */
  readonly blob: Blob;
  /** Whether the metadata marks the photo as altered. False only if Content Credentials were kept. */
  readonly marked: boolean;
  /** What happened to the Content Credentials (C2PA). */
  readonly credentials: Credentials;
}

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
export async function markAsAltered(photo: Blob, options: MarkOptions = {}): Promise<MarkedPhoto> {
  const keep = shouldKeepCredentials(options);
  const bytes = await readBytes(photo);
  const signed = await isSigned(bytes);
  if (signed && keep) return { blob: photo, marked: false, credentials: "kept" };
  return { blob: await tagPhoto(photo, bytes), marked: true, credentials: signed ? "removed" : "none" };
}

/** Reads the `credentials` option. Throws for unknown values instead of removing credentials. */
export function shouldKeepCredentials({ credentials = "remove" }: MarkOptions): boolean {
  if (credentials === "remove" || credentials === "keep") return credentials === "keep";
  throw new ReRoomError("invalid_request", `credentials must be "remove" or "keep", not "${String(credentials)}".`);
}

/** Reads the bytes of a photo. */
export async function readBytes(photo: Blob): Promise<Bytes> {
  try {
    return new Uint8Array(await photo.arrayBuffer());
  } catch (cause) {
    throw new ReRoomError("invalid_image", "Cannot read the photo. Pass a Blob, or a File that still exists.", {
      cause,
    });
  }
}

/** Whether a photo has Content Credentials, in the file or at a URL in its XMP. */
export async function isSigned(bytes: Uint8Array): Promise<boolean> {
  if (isJpeg(bytes)) return isSignedJpeg(bytes);
  if (isPng(bytes)) return isSignedPng(bytes);
  return hasManifestStore(bytes) || linksToManifest(decode(bytes));
}

/** Detects the MIME type from the bytes. Falls back to the blob's own type. */
export async function detectType(photo: Blob): Promise<string> {
  const start = new Uint8Array(await photo.slice(0, 12).arrayBuffer());
  if (isJpeg(start)) return "image/jpeg";
  if (isPng(start)) return "image/png";
  return startsWith(start, WEBP, 8) ? "image/webp" : photo.type;
}

async function tagPhoto(photo: Blob, bytes: Uint8Array): Promise<Blob> {
  if (isJpeg(bytes)) return new Blob([tagJpeg(bytes)], { type: "image/jpeg" });
  if (isPng(bytes)) return new Blob([await tagPng(bytes)], { type: "image/png" });
  return (await markAsAltered(await redraw(photo, { text: "" }, "image/jpeg"))).blob;
}
