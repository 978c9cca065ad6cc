// Finds programs on PATH.
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** The extension of program files. */
export const suffix = process.platform === "win32" ? ".exe" : "";

/** The path of a program on PATH. */
export function findOnPath(name) {
  const paths = (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, name + suffix));
  return paths.find(isExecutable);
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
