// Opens a photo: inspects it and prepares it for upload.
import { inspectImage, prepareImage } from "../../client/index.js";
import type { ImageRef, ImageReport, ImageSource, Issue, PreparedImage, PrepareOptions } from "../../client/index.js";
import { warn } from "../console.js";
import { preloadImaging } from "../imaging.js";
import { revokeObjectUrl, createObjectUrl } from "../dom.js";
import { loadImage, fetchImage } from "../remote-images.js";
import { isReRoomError } from "./errors.js";

/** How photos are prepared before upload. `false` uploads them unchanged. */
export type Prepare = boolean | PrepareOptions;

/** A photo in the studio. */
export interface Photo {
  readonly name: string;
  /** The file to upload, or a URL that the service fetches. */
  readonly source: Blob | ImageRef;
  /** The file before preparation. It is prepared again when the user switches between crop and pad. */
  readonly original: Blob | undefined;
  /** URL for display: an object URL for files. Empty if the browser cannot decode the photo. */
  readonly url: string;
  readonly width: number;
  readonly height: number;
  readonly report: ImageReport | undefined;
  readonly changes: PreparedImage["changes"];
  /** Reasons why the photo cannot be sent. Empty if it can. */
  readonly issues: readonly Issue[];
}

/** Inspects a file and prepares it for upload. */
export async function openFile(original: Blob, name: string, prepare: Prepare): Promise<Photo> {
  if (prepare !== false) preloadImaging();
  const report = await inspectImage(original);
  // With `prepare: false`, the photo is still decoded: some damage only shows up that way.
  const prepared =
    prepare === false && !report.ok
      ? undefined
      : await tryPrepare(original, typeof prepare === "object" ? prepare : {});
  const { width = 0, height = 0 } = report;
  const base = { name, original, report };
  if (prepare !== false && prepared && "blob" in prepared) {
    const { blob, changes } = prepared;
    const url = createObjectUrl(blob);
    return { ...base, source: blob, url, width: prepared.width, height: prepared.height, changes, issues: [] };
  }
  const issues = prepared && "issues" in prepared ? prepared.issues : report.issues;
  const url = issues.length > 0 ? await createPreviewUrl(original) : createObjectUrl(original);
  return { ...base, source: original, url, width, height, changes: [], issues };
}

/** Creates an object URL for a file. Returns an empty string if the browser cannot decode the file. */
async function createPreviewUrl(file: Blob): Promise<string> {
  const url = createObjectUrl(file);
  return measureImage(url).then(
    () => url,
    () => {
      revokeObjectUrl(url);
      return "";
    },
  );
}

async function tryPrepare(image: ImageSource, options: PrepareOptions): Promise<PreparedImage | { issues: Issue[] }> {
  try {
    return await prepareImage(image, options);
  } catch (error) {
    if (!isReRoomError(error) || error.issues.length === 0) throw error;
    if (error.code !== "invalid_request") return { issues: error.issues };
    // The page passed invalid options. Warn the developer and use the defaults.
    warn("reroom-studio", "prepareRefused", error.message);
    return prepareImage(image);
  }
}

/** Opens a photo by URL. If CORS prevents reading it, the service fetches it instead. */
export async function openUrl(url: string, prepare: Prepare): Promise<Photo> {
  const absolute = new URL(url, document.baseURI);
  const name = fileNameOf(absolute);
  const response = await fetchImage(absolute).catch(() => undefined);
  if (response?.ok) return openFile(await response.blob(), name, prepare);
  const { width, height } = await measureImage(absolute.href);
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

/** The decoded file name, or the raw one if it contains a literal "%". */
function fileNameOf({ pathname }: URL): string {
  const name = pathname.split("/").at(-1) ?? "";
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** Measures an image in pixels. Rejects if the image does not load. */
export async function measureImage(url: string): Promise<{ width: number; height: number }> {
  const { naturalWidth, naturalHeight } = await loadImage(url);
  return { width: naturalWidth, height: naturalHeight };
}

/** Releases the memory of the photo's file. */
export function closePhoto(photo: Photo | undefined): void {
  if (photo?.original) revokeObjectUrl(photo.url);
}
