// Finds the photos in a folder.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

const EXTENSIONS = /\.(jpe?g|png|webp|avif|heic|heif|tiff?|gif)$/i;

/** Lists the photos of a folder and its subfolders, as paths with slashes. Skips hidden files, and the folder `out`. */
export function listPhotos(folder: string, out: string): string[] {
  const found: string[] = [];
  const search = (current: string): void => {
    for (const entry of readdirSync(current, { withFileTypes: true })) {
      const path = join(current, entry.name);
      if (entry.name.startsWith(".") || path === out) continue;
      if (entry.isDirectory()) search(path);
      else if (entry.isFile() && EXTENSIONS.test(entry.name)) found.push(relative(folder, path).split(sep).join("/"));
    }
  };
  search(folder);
  return found.sort();
}

/** A photo and the hash of its content. */
export interface PhotoFile {
  readonly blob: Blob;
  readonly hash: string;
}

export function readPhoto(folder: string, name: string): PhotoFile {
  const bytes = readFileSync(join(folder, name));
  return { blob: new Blob([bytes]), hash: createHash("sha256").update(bytes).digest("hex") };
}
