// Python packages that tests need: those of a list, in a folder of their own in the cache.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ask, run } from "../run.mjs";
import { cache } from "./cargo-tools.mjs";
import { installDebian, onDebian } from "./debian.mjs";

const bin = process.platform === "win32" ? "Scripts" : "bin";

/** Installs the packages of a file of requirements, unless they are there; returns the folder of their programs. */
export function ensurePythonPackages(name, requirements, say) {
  const digest = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 16);
  const folder = join(cache, `${name}-${digest}`);
  const ready = join(folder, "ready");
  if (!existsSync(ready)) install(folder, name, requirements, say);
  writeFileSync(ready, "");
  return join(folder, bin);
}

function install(folder, name, requirements, say) {
  const python = ["python3", "python"].find((program) => /^Python 3\./.test(ask(program, ["--version"]) ?? ""));
  if (!python) throw new Error("Python 3.10 or newer is needed");
  say(`installing ${name} for the tests (pip, about ten seconds)`);
  const makeFolder = () => ask(python, ["-m", "venv", "--clear", folder]);
  if (makeFolder() === undefined && onDebian()) {
    installDebian(["python3-venv"], say);
    makeFolder();
  }
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r", requirements];
  run(join(folder, bin, "python"), pip, { quiet: true });
}
