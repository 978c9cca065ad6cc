// Writes files that survive a crash: a reader sees the old content or the new one, never a part.
import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** A file cannot be written, for example because the disk is full. */
export class WriteError extends Error {}

/** Writes a file, and returns when it is on the disk. Throws a `WriteError`. */
export function writeDurably(path: string, content: string | Uint8Array): void {
  const temporary = `${path}.partial`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    write(temporary, content);
    renameSync(temporary, path);
  } catch (cause) {
    removeIfPossible(temporary);
    throw new WriteError(`${path} cannot be written: ${(cause as Error).message}.`, { cause });
  }
  syncFolder(dirname(path));
}

function write(path: string, content: string | Uint8Array): void {
  const file = openSync(path, "w");
  try {
    writeFileSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Gives the space back to what can still be written. */
function removeIfPossible(path: string): void {
  try {
    rmSync(path);
  } catch {
    // It was not created.
  }
}

/** Makes a rename durable. Windows has no such call and does not need it. */
function syncFolder(path: string): void {
  let folder: number | undefined;
  try {
    folder = openSync(path, "r");
    fsyncSync(folder);
  } catch {
    // Not supported here.
  } finally {
    if (folder !== undefined) closeSync(folder);
  }
}
