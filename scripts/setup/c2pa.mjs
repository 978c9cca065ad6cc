// The reader and writer of Content Credentials (C2PA) that signs photos for the tests and says whether signatures hold.
import { join } from "node:path";
import { root } from "../run.mjs";
import { ensurePythonPackages } from "./python.mjs";

const requirements = join(root, "tests", "e2e", "c2pa", "requirements.txt");

/** Finds or installs it; returns its Python as `{ C2PA_PYTHON }`, or nothing, after one sentence, where it cannot be had. */
export function ensureC2pa(say) {
  try {
    return { C2PA_PYTHON: join(ensurePythonPackages("c2pa-python", requirements, say), "python") };
  } catch (error) {
    say(`c2pa-python cannot be had, so signed photos are not tried (${error.message})`);
    return {};
  }
}
