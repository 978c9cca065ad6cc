// Runs the TypeScript compiler on files that a test wrote, or on a project.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const compiler = join(root, "node_modules", "typescript", "bin", "tsc");

/** Checks a project; answers what the compiler complains of, one line each. */
export function check(project) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [compiler, "--noEmit", "--pretty", "false", "-p", project],
    {
      encoding: "utf8",
    },
  );
  const lines = `${stdout}${stderr}`.split("\n").filter((line) => line !== "");
  return status === 0 ? lines : [...lines, `tsc ended with ${status}`];
}

/** Writes files (`{ name: text }`) into a folder inside the package, so that they can import it by its name, and checks them. */
export function checkFiles(name, files, compilerOptions = {}) {
  const folder = join(root, "tests", "artifacts", "types", name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const settings = { extends: "../../../types/tsconfig.json", compilerOptions, include: ["*.ts"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(settings));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return check(folder);
}
