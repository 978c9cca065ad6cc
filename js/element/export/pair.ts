// A photo and what was made of it, as files to be published side by side.
import { ReRoomError } from "../../client/index.js";
import { loadTexts } from "../locales/index.js";
import { readPicture } from "../pictures.js";
import { redraw } from "./label.js";
import type { Credentials } from "./manifest.js";
import { bytesOf, isKept, isSigned, markAsAltered, typeOf, type MarkedPhoto, type MarkOptions } from "./mark.js";

/** What is exported, and how. */
export interface ExportOptions extends MarkOptions {
  /** The photo as it was, or its URL. */
  original: Blob | string;
  /** The altered photo, or its URL. */
  altered: Blob | string;
  /**
   * Words to burn into the altered photo; `true` for "Virtually staged" in the language of `lang`. Default: none, since
   * some markets forbid what others demand.
   */
  label?: boolean | string | undefined;
  /** A language tag. Default `"en"`. */
  lang?: string | undefined;
  /** What the files are called, before `-1-original` and `-2-altered`. Default `"photo"`. */
  name?: string | undefined;
}

/** The two files, and what was done to the altered one. */
export interface ExportedPair {
  /** The photo as it was: the same bytes, so its Content Credentials stay valid. */
  readonly original: File;
  /** The altered photo. */
  readonly altered: File;
  /** Whether the altered photo's metadata says that it was altered. */
  readonly marked: boolean;
  /** Whether words were burnt into the altered photo. */
  readonly labelled: boolean;
  /** What became of the altered photo's Content Credentials (C2PA). */
  readonly credentials: Credentials;
}

/**
 * Exports the two photos as files.
 *
 * The original's bytes are untouched. The altered one says in its metadata (XMP, IPTC `DigitalSourceType`) that a
 * trained model made parts of it; its picture is encoded anew only where a label is burnt in, or where it is neither
 * JPEG nor PNG. If it has Content Credentials (C2PA), these are removed, since they sign other bytes; with
 * `credentials: "keep"` it stays as it is, neither marked nor labelled. Rejects with a `ReRoomError`: `network` if a URL
 * cannot be read (its host has to allow that, CORS), `invalid_image` if a photo has to be redraw and cannot be decoded.
 */
export async function exportPair(options: ExportOptions): Promise<ExportedPair> {
  const { label = false, lang = "en", name = "photo" } = options;
  const [original, altered] = await Promise.all([read(options.original), read(options.altered)]);
  const words = label === true ? (await loadTexts(lang)).compare.staged : label || "";
  const { blob, marked, credentials } = await marking(altered, words, options);
  return {
    original: await file(original, `${name}-1-original`),
    altered: await file(blob, `${name}-2-altered`),
    marked,
    labelled: words !== "" && credentials !== "kept",
    credentials,
  };
}

/** A label is redraw, and what is redraw has no Content Credentials any more: these are looked for before. */
async function marking(photo: Blob, words: string, options: MarkOptions): Promise<MarkedPhoto> {
  if (!words) return markAsAltered(photo, options);
  const keep = isKept(options);
  const signed = await isSigned(await bytesOf(photo));
  if (signed && keep) return markAsAltered(photo, options);
  const type = (await typeOf(photo)) === "image/png" ? "image/png" : "image/jpeg";
  const labelled = await markAsAltered(await redraw(photo, words, type));
  return { ...labelled, credentials: signed ? "removed" : "none" };
}

async function read(photo: Blob | string): Promise<Blob> {
  if (typeof photo !== "string") return photo;
  // The rest of a URL may hold a signature.
  const where = photo.split(/[?#]/, 1).join("");
  const response = await readPicture(photo).catch((cause: unknown) => {
    throw new ReRoomError("network", `Cannot read ${where}. Its host has to allow that (CORS).`, {
      cause,
      retryable: true,
    });
  });
  const { ok, status } = response;
  if (!ok) throw new ReRoomError("network", `Cannot load ${where}: status ${status}. Check the URL.`, { status });
  return response.blob();
}

async function file(photo: Blob, name: string): Promise<File> {
  const type = await typeOf(photo);
  const extension = type === "image/jpeg" ? "jpg" : (/^image\/(\w+)/.exec(type)?.[1] ?? "bin");
  return new File([photo], `${name}.${extension}`, { type });
}
