// Schemathesis, which tries the sandbox against openapi.yaml.
import { join } from "node:path";
import { root } from "../run.mjs";
import { ensurePythonPackages } from "./python.mjs";

const requirements = join(root, "tests", "contract", "requirements.txt");

/**
 * Finds or installs it; returns its path and that of a Python with `requests` as `{ SCHEMATHESIS, PYTHON }`, or nothing,
 * after one sentence, if it cannot be installed: few tests need it, and a machine without Python can run the others.
 */
export function ensureSchemathesis(say) {
  try {
    const folder = ensurePythonPackages("schemathesis", requirements, say);
    return { SCHEMATHESIS: join(folder, "schemathesis"), PYTHON: join(folder, "python") };
  } catch (error) {
    say(
      `schemathesis cannot be had, so the sandbox is tried neither with it nor with the API document's Python examples (${error.message})`,
    );
    return {};
  }
}
