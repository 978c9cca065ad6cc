// The mark in a photo's metadata that parts of it were made by a trained model.
import { ReRoomError } from "../../client/index.js";
import { decode, encode, startsWith, type Bytes } from "./bytes.js";
import { isJpeg, isSignedJpeg, tagJpeg } from "./jpeg.js";
import { redraw } from "./label.js";
import { holdsStore, type Credentials } from "./manifest.js";
import { isPng, isSignedPng, tagPng } from "./png.js";
import { linksManifest } from "./xmp.js";

/** Behind the name and the length of the container. */
const WEBP = encode("WEBP");

/** How a photo is marked. */
export interface MarkOptions {
  /**
   * What to do with a photo that has Content Credentials (C2PA), which are valid for this exact file only. `"remove"`, the
   * default, takes them out and marks the photo. `"keep"` leaves the whole file alone: it is not marked.
   */
  credentials?: "remove" | "keep" | undefined;
}

/** A photo, and what was done to it. */
export interface MarkedPhoto {
  /** The photo. */
  readonly blob: Blob;
  /** Whether its metadata says that it was altered. False only where its Content Credentials were to be kept. */
  readonly marked: boolean;
  /** What became of its Content Credentials (C2PA). */
  readonly credentials: Credentials;
}

/**
 * Sets the IPTC `DigitalSourceType` of a photo, in its XMP, to "composite with trained algorithmic media".
 *
 * A JPEG or PNG keeps every bit of its picture, and its other metadata; anything else becomes a JPEG. XMP that fills its
 * JPEG segment (64 KB) to the last byte is replaced. Content Credentials (C2PA) sign the file as it was, so they are
 * removed, and the result says so; with `credentials: "keep"` a photo that has some is returned as it is, not marked.
 * Rejects with a `ReRoomError` of code `invalid_image` if a photo cannot be read, or has to become a JPEG and cannot be
 * decoded.
 */
export async function markAsAltered(photo: Blob, options: MarkOptions = {}): Promise<MarkedPhoto> {
  const keep = isKept(options);
  const bytes = await bytesOf(photo);
  const signed = await isSigned(bytes);
  if (signed && keep) return { blob: photo, marked: false, credentials: "kept" };
  return { blob: await tagged(photo, bytes), marked: true, credentials: signed ? "removed" : "none" };
}

/** Whether Content Credentials are to stay. A word that is neither of the two would remove what somebody wanted to keep. */
export function isKept({ credentials = "remove" }: MarkOptions): boolean {
  if (credentials === "remove" || credentials === "keep") return credentials === "keep";
  throw new ReRoomError("invalid_request", `credentials must be "remove" or "keep", not "${String(credentials)}".`);
}

/** The bytes of a photo. */
export async function bytesOf(photo: Blob): Promise<Bytes> {
  try {
    return new Uint8Array(await photo.arrayBuffer());
  } catch (cause) {
    throw new ReRoomError("invalid_image", "Cannot read the photo. Pass a Blob or a File that still exists.", {
      cause,
    });
  }
}

/** Whether a photo has Content Credentials: in the file, or at a URL that its XMP names. */
export async function isSigned(bytes: Uint8Array): Promise<boolean> {
  if (isJpeg(bytes)) return isSignedJpeg(bytes);
  if (isPng(bytes)) return isSignedPng(bytes);
  return holdsStore(bytes) || linksManifest(decode(bytes));
}

/** The MIME type of a photo, by its bytes where they are known here, else what it is called. */
export async function typeOf(photo: Blob): Promise<string> {
  const start = new Uint8Array(await photo.slice(0, 12).arrayBuffer());
  if (isJpeg(start)) return "image/jpeg";
  if (isPng(start)) return "image/png";
  return startsWith(start, WEBP, 8) ? "image/webp" : photo.type;
}

async function tagged(photo: Blob, bytes: Uint8Array): Promise<Blob> {
  if (isJpeg(bytes)) return new Blob([tagJpeg(bytes)], { type: "image/jpeg" });
  if (isPng(bytes)) return new Blob([await tagPng(bytes)], { type: "image/png" });
  return (await markAsAltered(await redraw(photo, "", "image/jpeg"))).blob;
}
