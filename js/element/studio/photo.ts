// A photo comes in: what it is, what is wrong with it, and what was mended.
import { inspectImage, prepareImage, ReRoomError } from "../../client/index.js";
import type { ImageRef, ImageReport, ImageSource, Issue, PreparedImage, PrepareOptions } from "../../client/index.js";
import { loadPicture, readPicture } from "../pictures.js";

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
  const report = await inspectImage(original);
  const mended = prepare === false ? undefined : await mend(original, prepare === true ? {} : prepare);
  const { width = 0, height = 0 } = report;
  const found = { name, original, report };
  if (mended && "blob" in mended) {
    const { blob, changes } = mended;
    const url = URL.createObjectURL(blob);
    return { ...found, source: blob, url, width: mended.width, height: mended.height, changes, issues: [] };
  }
  const issues = mended?.issues ?? report.issues;
  const url = issues.length > 0 ? await shown(original) : URL.createObjectURL(original);
  return { ...found, source: original, url, width, height, changes: [], issues };
}

/** An object URL of a picture; nothing of what the browser cannot show. */
async function shown(file: Blob): Promise<string> {
  const url = URL.createObjectURL(file);
  return measure(url).then(
    () => url,
    () => {
      URL.revokeObjectURL(url);
      return "";
    },
  );
}

async function mend(image: ImageSource, options: PrepareOptions): Promise<PreparedImage | { issues: Issue[] }> {
  try {
    return await prepareImage(image, options);
  } catch (error) {
    if (error instanceof ReRoomError && error.issues.length > 0) return { issues: error.issues };
    throw error;
  }
}

/** Fetches a photo; where the page may not read it but may show it, the service is to fetch it. */
export async function openUrl(url: string, prepare: Prepare): Promise<Photo> {
  const absolute = new URL(url, document.baseURI);
  const name = decodeURIComponent(absolute.pathname.split("/").at(-1) ?? "");
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

/** The pixels of a picture; rejects where it cannot be shown. */
export async function measure(url: string): Promise<{ width: number; height: number }> {
  const { naturalWidth, naturalHeight } = await loadPicture(url);
  return { width: naturalWidth, height: naturalHeight };
}

/** Gives the memory of a file back. */
export function closePhoto(photo: Photo | undefined): void {
  if (photo?.original) URL.revokeObjectURL(photo.url);
}
