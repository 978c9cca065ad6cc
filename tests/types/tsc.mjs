// Runs the TypeScript compiler on a project or on generated files.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const compiler = join(root, "node_modules", "typescript", "bin", "tsc");

/** Type-checks a project; returns the compiler's errors, one per line. */
export function check(project) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [compiler, "--noEmit", "--pretty", "false", "-p", project],
    {
      encoding: "utf8",
    },
  );
  const lines = `${stdout}${stderr}`.split("\n").filter((line) => line !== "");
  return status === 0 ? lines : [...lines, `tsc exited with ${status}`];
}

/** Type-checks files (`{ name: text }`) in a folder inside the package, where they can import the package by name. */
export function checkFiles(name, files, compilerOptions = {}) {
  const folder = join(root, "tests", "artifacts", "types", name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const settings = { extends: "../../../types/tsconfig.json", compilerOptions, include: ["*.ts", "*.tsx"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return check(folder);
}
