// A photo comes in: what it is, what is wrong with it, and what was mended.
import { inspectImage, prepareImage } from "../../client/index.js";
import type { ImageRef, ImageReport, ImageSource, Issue, PreparedImage, PrepareOptions } from "../../client/index.js";
import { warn } from "../developer.js";
import { preloadImaging } from "../imaging.js";
import { dropUrl, objectUrl } from "../page.js";
import { loadPicture, readPicture } from "../pictures.js";
import { isReRoomError } from "./failures.js";

/** Whether photos are mended before they go up, and how. */
export type Prepare = boolean | PrepareOptions;

/** A photo in the studio. */
export interface Photo {
  readonly name: string;
  /** What goes up, or where the service fetches it. */
  readonly source: Blob | ImageRef;
  /** What the photo was before it was mended; mended anew when the person wants it otherwise. */
  readonly original: Blob | undefined;
  /** For showing it; an object URL of a file. Empty where the browser cannot show it. */
  readonly url: string;
  readonly width: number;
  readonly height: number;
  readonly report: ImageReport | undefined;
  readonly changes: PreparedImage["changes"];
  /** Why it cannot be sent; empty where it can. */
  readonly issues: readonly Issue[];
}

/** Looks over a file and mends what can be mended. */
export async function openFile(original: Blob, name: string, prepare: Prepare): Promise<Photo> {
  if (prepare !== false) preloadImaging();
  const report = await inspectImage(original);
  // A photo that is to go up as it is is decoded once, too: some damage shows in no other way.
  const mended =
    prepare === false && !report.ok ? undefined : await mend(original, typeof prepare === "object" ? prepare : {});
  const { width = 0, height = 0 } = report;
  const found = { name, original, report };
  if (prepare !== false && mended && "blob" in mended) {
    const { blob, changes } = mended;
    const url = objectUrl(blob);
    return { ...found, source: blob, url, width: mended.width, height: mended.height, changes, issues: [] };
  }
  const issues = mended && "issues" in mended ? mended.issues : report.issues;
  const url = issues.length > 0 ? await shown(original) : objectUrl(original);
  return { ...found, source: original, url, width, height, changes: [], issues };
}

/** An object URL of a picture; nothing of what the browser cannot show. */
async function shown(file: Blob): Promise<string> {
  const url = objectUrl(file);
  return measure(url).then(
    () => url,
    () => {
      dropUrl(url);
      return "";
    },
  );
}

async function mend(image: ImageSource, options: PrepareOptions): Promise<PreparedImage | { issues: Issue[] }> {
  try {
    return await prepareImage(image, options);
  } catch (error) {
    if (!isReRoomError(error) || error.issues.length === 0) throw error;
    if (error.code !== "invalid_request") return { issues: error.issues };
    // It is not the photo that is wrong.
    warn("reroom-studio", "prepareRefused", error.message);
    return prepareImage(image);
  }
}

/** Fetches a photo; where the page may not read it but may show it, the service is to fetch it. */
export async function openUrl(url: string, prepare: Prepare): Promise<Photo> {
  const absolute = new URL(url, document.baseURI);
  const name = nameIn(absolute);
  const response = await readPicture(absolute).catch(() => undefined);
  if (response?.ok) return openFile(await response.blob(), name, prepare);
  const { width, height } = await measure(absolute.href);
  const source = { file_url: absolute.href };
  return {
    name,
    source,
    original: undefined,
    url: absolute.href,
    width,
    height,
    report: undefined,
    changes: [],
    issues: [],
  };
}

/** The file's name as a person wrote it, or as the address has it where that holds a "%" of its own. */
function nameIn({ pathname }: URL): string {
  const name = pathname.split("/").at(-1) ?? "";
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** The pixels of a picture; rejects where it cannot be shown. */
export async function measure(url: string): Promise<{ width: number; height: number }> {
  const { naturalWidth, naturalHeight } = await loadPicture(url);
  return { width: naturalWidth, height: naturalHeight };
}

/** Gives the memory of a file back. */
export function closePhoto(photo: Photo | undefined): void {
  if (photo?.original) dropUrl(photo.url);
}
