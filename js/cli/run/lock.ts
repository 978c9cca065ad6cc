// Keeps two runs from using one folder at the same time.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { UsageError } from "./options.js";

interface Owner {
  pid: number;
  host: string;
}

/**
 * Locks a folder. Returns a function that unlocks it. Throws a `UsageError` if another run has locked it, or if it cannot be
 * written.
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, "reroom-run.lock");
  try {
    mkdirSync(folder, { recursive: true });
    lock(path);
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError(
      `${folder} cannot be written: ${(cause as Error).message}. Nothing was ordered. Check the disk and the permissions.`,
    );
  }
  return () => {
    rmSync(path, { force: true });
  };
}

function lock(path: string): void {
  const own = JSON.stringify({ pid: process.pid, host: hostname() } satisfies Owner);
  if (tryCreate(path, own)) return;
  removeStale(path);
  if (!tryCreate(path, own)) throw inUse(path);
}

function tryCreate(path: string, content: string): boolean {
  // With its content at once: an empty lock would look like that of a run that was killed.
  const own = `${path}.${process.pid}`;
  try {
    writeFileSync(own, content);
    link(own, path, content);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(own, { force: true });
  }
}

/** Links a file. Writes another one on disks without hard links, such as memory cards. Fails if there is one. */
function link(from: string, to: string, content: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (codeOf(error) === "EEXIST") throw error;
    writeFileSync(to, content, { flag: "wx" });
  }
}

const codeOf = (error: unknown): string | undefined => (error as { code?: string }).code;

/** Removes the lock of a run that was killed. */
function removeStale(path: string): void {
  if (isAlive(readOwner(path))) throw inUse(path);
  // Renamed first, because another run may have replaced it in between.
  const stale = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, stale);
  } catch {
    return;
  }
  try {
    if (isAlive(readOwner(stale))) link(stale, path, readFileSync(stale, "utf8"));
  } finally {
    rmSync(stale);
  }
}

function readOwner(path: string): Partial<Owner> {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Partial<Owner>;
  } catch {
    return {};
  }
}

/** Whether the run may still exist. On another machine, nothing can tell. */
function isAlive({ pid, host }: Partial<Owner>): boolean {
  if (pid === undefined) return false;
  if (host !== hostname()) return true;
  // After a restart of a container, the number may be our own.
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

const inUse = (path: string): UsageError =>
  new UsageError(`Another run is using this folder. Wait until it ends, or delete ${path} if there is none.`);
