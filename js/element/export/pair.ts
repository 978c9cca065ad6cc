// Exports an original photo and its altered version as files.
import { ReRoomError } from "../../client/index.js";
import { describeAlterations, type DisclosedRender } from "../../rules/alterations.js";
import { loadTexts } from "../locales/index.js";
import { fetchImage } from "../remote-images.js";
import { redraw } from "./label.js";
import type { Credentials } from "./content-credentials.js";
import {
  readBytes,
  shouldKeepCredentials,
  isSigned,
  markAsAltered,
  detectType,
  type MarkedPhoto,
  type MarkOptions,
} from "./mark.js";

/** Options of `exportPair()`. */
export interface ExportOptions extends MarkOptions {
  /** The original photo, or its URL. */
  original: Blob | string;
  /** The altered photo, or its URL. */
  altered: Blob | string;
  /**
   * Text to draw on the altered photo. `true` draws the disclosure for `renders` in the language of `lang`. Default: no
   * label, because some markets require one and others forbid it.
   */
  label?: boolean | string | undefined;
  /** The renders that altered the photo, in order. Default: unknown, so the label is "Digitally altered". */
  renders?: DisclosedRender | readonly DisclosedRender[] | undefined;
  /** A language tag. Default `"en"`. */
  lang?: string | undefined;
  /** Start of the file names, before `-1-original` and `-2-altered`. Default `"photo"`. */
  name?: string | undefined;
}

/** Result of `exportPair()`. */
export interface ExportedPair {
  /** The original photo, byte for byte. Its Content Credentials stay valid. */
  readonly original: File;
  /** The altered photo. */
  readonly altered: File;
  /** Whether the metadata of the altered photo marks it as altered. */
  readonly marked: boolean;
  /** Whether a label was drawn on the altered photo. */
  readonly labeled: boolean;
  /** What happened to the Content Credentials (C2PA) of the altered photo. */
  readonly credentials: Credentials;
}

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
export async function exportPair(options: ExportOptions): Promise<ExportedPair> {
  const { label = false, lang = "en", name = "photo", renders = [] } = options;
  const [original, altered] = await Promise.all([readPhoto(options.original), readPhoto(options.altered)]);
  const text = label === true ? describeAlterations(renders, { texts: await loadTexts(lang) }).text : label || "";
  const { blob, marked, credentials } = await markPhoto(altered, text, options);
  return {
    original: await createFile(original, `${name}-1-original`),
    altered: await createFile(blob, `${name}-2-altered`),
    marked,
    labeled: text !== "" && credentials !== "kept",
    credentials,
  };
}

/** Marks and labels the photo. Checks for Content Credentials first, because a redrawn photo has none. */
async function markPhoto(photo: Blob, text: string, options: MarkOptions): Promise<MarkedPhoto> {
  if (!text) return markAsAltered(photo, options);
  const keep = shouldKeepCredentials(options);
  const signed = await isSigned(await readBytes(photo));
  if (signed && keep) return markAsAltered(photo, options);
  const type = (await detectType(photo)) === "image/png" ? "image/png" : "image/jpeg";
  const labeled = await markAsAltered(await redraw(photo, text, type));
  return { ...labeled, credentials: signed ? "removed" : "none" };
}

async function readPhoto(photo: Blob | string): Promise<Blob> {
  if (typeof photo !== "string") return photo;
  // Drop the query and fragment, which may contain a signature.
  const address = photo.split(/[?#]/, 1).join("");
  const response = await fetchImage(photo).catch((cause: unknown) => {
    throw new ReRoomError("network", `Cannot read ${address}. Its host must allow this origin (CORS).`, {
      cause,
      retryable: true,
    });
  });
  const { ok, status } = response;
  if (!ok) throw new ReRoomError("network", `Cannot load ${address}: status ${status}. Check the URL.`, { status });
  return response.blob();
}

async function createFile(photo: Blob, name: string): Promise<File> {
  const type = await detectType(photo);
  const extension = type === "image/jpeg" ? "jpg" : (/^image\/(\w+)/.exec(type)?.[1] ?? "bin");
  return new File([photo], `${name}.${extension}`, { type });
}
