// Schemathesis generates valid and invalid requests from openapi.yaml, and checks the sandbox's responses against it.
import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { halfMask } from "../photos/mask.mjs";
import { run, startSandbox } from "./command.mjs";
import { file } from "./contract.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { SCHEMATHESIS, CI } = process.env;
const skip = !SCHEMATHESIS && !CI && "Schemathesis is not installed";
const files = here("../artifacts/contract");

let sandbox;
before(async () => {
  mkdirSync(files, { recursive: true });
  copyFileSync(here("../../www/public/samples/living-room-empty.jpg"), join(files, "photo.jpg"));
  writeFileSync(join(files, "mask.png"), Buffer.from(halfMask(1800, 1200), "base64"));
  sandbox = await startSandbox("--instant");
});
after(() => sandbox.stop());

test("Schemathesis finds no difference between the sandbox and openapi.yaml", { skip, timeout: 600_000 }, async () => {
  assert.ok(SCHEMATHESIS, "Continuous integration needs Python 3.10 or newer for Schemathesis.");
  const settings = {
    url: sandbox.origin,
    header: "Authorization: Bearer sandbox",
    seed: "1",
    "max-examples": "20",
    "request-timeout": "60",
    // A slow machine is not a problem with the sandbox.
    "suppress-health-check": "too_slow",
    "generation-database": "none",
  };
  const args = Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
  const own = { SCHEMATHESIS_HOOKS: here("hooks.py"), REROOM_SANDBOX: sandbox.origin, REROOM_FILES: files };
  const options = { cwd: files, env: { ...process.env, ...own } };
  const { code, printed } = await run(SCHEMATHESIS, ["run", file, ...args, "--no-color"], options);
  assert.equal(code, 0, printed);
  const [, generated, passed] = /(\d+) generated, (\d+) passed/.exec(printed);
  assert.ok(Number(passed) > 1000 && passed === generated, printed);
});
