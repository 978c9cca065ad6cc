// Saves an image as a file. Loaded by the first download.
import type { Credentials } from "../export/content-credentials.js";
import { markAsAltered } from "../export/mark.js";
import { fetchImage } from "../remote-images.js";

/** Result of a download. */
export type SaveResult =
  /** A file was saved. */
  | { readonly kind: "file"; readonly name: string; readonly marked: boolean; readonly credentials: Credentials }
  /** The page cannot read or mark the image. Show a link instead. */
  | { readonly kind: "link"; readonly url: string };

/**
 * Downloads an image, marked as altered in its metadata and file name. If the image cannot be read, returns a link instead
 * of opening a window: browsers block windows opened after an await.
 */
export async function save(url: string, name: string): Promise<SaveResult> {
  const image = await readImage(url).catch(() => undefined);
  if (!image) return { kind: "link", url };
  const { blob, marked, credentials } = image;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${name}-altered.${blob.type === "image/png" ? "png" : "jpg"}`;
  link.click();
  // By then, the download has started and no longer needs the URL.
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 60_000);
  return { kind: "file", name: link.download, marked, credentials };
}

async function readImage(url: string) {
  const response = await fetchImage(url);
  return response.ok ? markAsAltered(await response.blob()) : undefined;
}
