// Schemathesis, which tries the sandbox against openapi.yaml.
import { join } from "node:path";
import { root } from "../run.mjs";
import { ensurePythonPackages } from "./python.mjs";

const requirements = join(root, "tests", "contract", "requirements.txt");

/**
 * Finds or installs it; returns its path as `{ SCHEMATHESIS }`, or nothing, after one sentence, where it cannot be had:
 * the tests without it are few, and a machine without Python is no reason to run none.
 */
export function ensureSchemathesis(say) {
  try {
    return { SCHEMATHESIS: join(ensurePythonPackages("schemathesis", requirements, say), "schemathesis") };
  } catch (error) {
    say(`schemathesis cannot be had, so the sandbox is not tried with it (${error.message})`);
    return {};
  }
}
