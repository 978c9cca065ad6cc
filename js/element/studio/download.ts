// Saving a finished picture.
import { markAsAltered } from "../export/lazy.js";
import type { Credentials } from "../export/manifest.js";
import { readPicture } from "../pictures.js";

/** What came of a download. */
export type Saved =
  /** A file was saved. */
  | { readonly kind: "file"; readonly name: string; readonly marked: boolean; readonly credentials: Credentials }
  /** The page cannot read or mark the picture. The person opens it instead. */
  | { readonly kind: "link"; readonly url: string };

/**
 * Saves a picture to a file whose metadata and name say that it was altered. If the picture cannot be read, returns a link
 * and opens no window: browsers block windows that open after an await.
 */
export async function save(url: string, name: string): Promise<Saved> {
  const picture = await read(url).catch(() => undefined);
  if (!picture) return { kind: "link", url };
  const { blob, marked, credentials } = picture;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${name}-altered.${blob.type === "image/png" ? "png" : "jpg"}`;
  link.click();
  // The download has its own hold on the bytes once it has begun.
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 60_000);
  return { kind: "file", name: link.download, marked, credentials };
}

async function read(url: string) {
  const response = await readPicture(url);
  return response.ok ? markAsAltered(await response.blob()) : undefined;
}
