// Installs Python packages into virtual environments in set-up's cache.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runAsync, tryRun } from "../run.mjs";
import { cache } from "./cargo-tools.mjs";
import { installDebian, onDebian } from "./debian.mjs";

const bin = process.platform === "win32" ? "Scripts" : "bin";

/** The folder of a tool's virtual environment; another one if its requirements change. */
function folderOf({ name, python }) {
  const digest = createHash("sha256").update(readFileSync(python.requirements)).digest("hex").slice(0, 16);
  return join(cache, `${name.toLowerCase()}-${digest}`);
}

/** The programs of a tool by variable, if its packages are installed. */
export function findPythonPackages(tool) {
  const folder = folderOf(tool);
  if (!existsSync(join(folder, "ready"))) return undefined;
  const programs = Object.entries(tool.python.programs).map(([variable, name]) => [variable, join(folder, bin, name)]);
  return { variables: Object.fromEntries(programs) };
}

/** Installs the packages of a tool. */
export async function installPythonPackages(tool) {
  const folder = folderOf(tool);
  const python = ["python3", "python"].find((program) => /^Python 3\./.test(tryRun(program, ["--version"]) ?? ""));
  if (!python) throw new Error("it needs Python 3.10 or newer. Install Python");
  if (tryRun(python, ["-c", "import ensurepip"]) === undefined && onDebian()) await installDebian(["python3-venv"]);
  await runAsync(python, ["-m", "venv", "--clear", folder]);
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"];
  await runAsync(join(folder, bin, "python"), [...pip, "-r", tool.python.requirements]);
  writeFileSync(join(folder, "ready"), "");
}
