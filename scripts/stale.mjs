// Compares the times of files.
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { root } from "./run.mjs";

/** Whether an output is missing, or older than an input; an input may be a folder. */
export function isStale(outputs, inputs) {
  const built = outputs.map((path) => join(root, path));
  const newestInput = Math.max(...inputs.map((path) => newest(join(root, path))));
  return !built.every(existsSync) || Math.min(...built.map((path) => statSync(path).mtimeMs)) < newestInput;
}

/** When a file, or anything in a folder, was changed last. */
function newest(path) {
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}
