// Finds the photos in a folder.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, realpathSync, statSync, type Stats } from "node:fs";
import { join, relative, sep } from "node:path";

const EXTENSIONS = /\.(jpe?g|png|webp|avif|hei[cf]|hif|tiff?|gif)$/i;

/**
 * Lists the photos of a folder and its subfolders, as paths with slashes. Skips hidden files, and the folder `out`. Follows links.
 * A photo that is found in several places is listed once.
 */
export function listPhotos(folder: string, out: string): string[] {
  /** The names of the photos by their real paths. */
  const found = new Map<string, string>();
  const visited = new Set([locate(out)]);
  // After everything else, so that a photo keeps its own name.
  const links: string[] = [];
  const add = (path: string): void => {
    const real = locate(path);
    if (EXTENSIONS.test(path) && !found.has(real)) found.set(real, relative(folder, path).split(sep).join("/"));
  };
  const search = (current: string): void => {
    const real = locate(current);
    if (visited.has(real)) return;
    visited.add(real);
    for (const entry of readdirSync(current, { withFileTypes: true })) {
      const path = join(current, entry.name);
      if (entry.name.startsWith(".")) continue;
      if (entry.isSymbolicLink()) links.push(path);
      else if (entry.isDirectory()) search(path);
      else if (entry.isFile()) add(path);
    }
  };
  search(folder);
  for (const link of links) {
    const target = findTarget(link);
    if (target?.isDirectory()) search(link);
    // A broken link is listed, too: the run reports it.
    else if (!target || target.isFile()) add(link);
  }
  return [...found.values()].sort();
}

function findTarget(link: string): Stats | undefined {
  try {
    return statSync(link);
  } catch {
    return undefined;
  }
}

/** The real path of a file or a folder, or the path itself if there is none. */
export function locate(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
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
