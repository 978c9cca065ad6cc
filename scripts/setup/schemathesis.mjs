// Schemathesis, which tries the sandbox against openapi.yaml: Python packages in a folder of their own in the cache.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ask, root, run } from "../run.mjs";
import { cache } from "./cargo-tools.mjs";
import { installDebian, onDebian } from "./debian.mjs";

const requirements = join(root, "tests", "contract", "requirements.txt");
const bin = process.platform === "win32" ? "Scripts" : "bin";

/**
 * Finds or installs it; returns its path and that of a Python with `requests` as `{ SCHEMATHESIS, PYTHON }`, or nothing,
 * after one sentence, if it cannot be installed: few tests need it, and a machine without Python can run the others.
 */
export function ensureSchemathesis(say) {
  const digest = createHash("sha256").update(readFileSync(requirements)).digest("hex").slice(0, 16);
  const folder = join(cache, `schemathesis-${digest}`);
  const ready = join(folder, "ready");
  try {
    if (!existsSync(ready)) install(folder, say);
    writeFileSync(ready, "");
    return { SCHEMATHESIS: join(folder, bin, "schemathesis"), PYTHON: join(folder, bin, "python") };
  } catch (error) {
    say(
      `schemathesis cannot be had, so the sandbox is tried neither with it nor with the API document's Python examples (${error.message})`,
    );
    return {};
  }
}

function install(folder, say) {
  const python = ["python3", "python"].find((name) => /^Python 3\./.test(ask(name, ["--version"]) ?? ""));
  if (!python) throw new Error("Python 3.10 or newer is needed");
  say("installing schemathesis for the tests (pip, about ten seconds)");
  const makeFolder = () => ask(python, ["-m", "venv", "--clear", folder]);
  if (makeFolder() === undefined && onDebian()) {
    installDebian(["python3-venv"], say);
    makeFolder();
  }
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r", requirements];
  run(join(folder, bin, "python"), pip, { quiet: true });
}
