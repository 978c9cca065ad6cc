// A photo and what was made of it, as files to be published side by side.
import { loadTexts } from "../locales/index.js";
import { isJpeg, tagJpeg } from "./jpeg.js";
import { drawn } from "./label.js";
import { isPng, tagPng } from "./png.js";

/** What is exported, and how. */
export interface ExportOptions {
  /** The photo as it was, or its URL. */
  original: Blob | string;
  /** The altered photo, or its URL. */
  altered: Blob | string;
  /**
   * Words to burn into the altered photo; `true` for "Virtually staged" in the language of `lang`. Default: none, since
   * some markets forbid what others demand.
   */
  label?: boolean | string;
  /** A language tag. Default `"en"`. */
  lang?: string;
  /** What the files are called, before `-1-original` and `-2-altered`. Default `"photo"`. */
  name?: string;
}

/**
 * The two photos as files, the original first.
 *
 * The original's bytes are untouched. The altered one says in its metadata (XMP, IPTC `DigitalSourceType`) that a
 * trained model made parts of it; its picture is encoded anew only where a label is burnt in, or where it is neither
 * JPEG nor PNG. Rejects where a URL cannot be read (its server has to allow it, CORS) or a photo not be decoded.
 */
export async function exportPair(options: ExportOptions): Promise<[original: File, altered: File]> {
  const { label = false, lang = "en", name = "photo" } = options;
  const [original, altered] = await Promise.all([read(options.original), read(options.altered)]);
  const words = label === true ? (await loadTexts(lang)).compare.staged : label || "";
  const labelled = words
    ? await drawn(altered, words, altered.type === "image/png" ? "image/png" : "image/jpeg")
    : altered;
  return [file(original, `${name}-1-original`), file(await markAsAltered(labelled), `${name}-2-altered`)];
}

/**
 * The same photo with the IPTC `DigitalSourceType` of a composite with parts made by a trained model in its XMP.
 *
 * A JPEG or PNG keeps every bit of its picture and whatever else its metadata says; anything else becomes a JPEG.
 */
export async function markAsAltered(photo: Blob): Promise<Blob> {
  const bytes = new Uint8Array(await photo.arrayBuffer());
  if (isJpeg(bytes)) return new Blob([tagJpeg(bytes)], { type: "image/jpeg" });
  if (isPng(bytes)) return new Blob([await tagPng(bytes)], { type: "image/png" });
  return markAsAltered(await drawn(photo, "", "image/jpeg"));
}

async function read(photo: Blob | string): Promise<Blob> {
  if (typeof photo !== "string") return photo;
  const response = await fetch(photo);
  if (!response.ok) throw new Error(`The photo could not be read: ${response.status} from ${photo}`);
  return response.blob();
}

function file(photo: Blob, name: string): File {
  const extension = photo.type === "image/jpeg" ? "jpg" : (photo.type.split("/")[1] ?? "bin");
  return new File([photo], `${name}.${extension}`, { type: photo.type });
}
