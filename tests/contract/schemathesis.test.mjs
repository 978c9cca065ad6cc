// Schemathesis makes up requests from openapi.yaml, right and wrong ones, and judges the sandbox's answers by it.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { halfMask } from "../node/mask.mjs";
import { file } from "./contract.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { SCHEMATHESIS, CI } = process.env;
const skip =
  !SCHEMATHESIS && !CI && "`npm test -- contract` names schemathesis, where there is a Python to install it with.";
const files = here("../artifacts/contract");

let command, site;
before(async () => {
  mkdirSync(files, { recursive: true });
  copyFileSync(here("../../www/public/samples/living-room-empty.jpg"), join(files, "photo.jpg"));
  writeFileSync(join(files, "mask.png"), Buffer.from(halfMask(1800, 1200), "base64"));
  command = spawn(process.execPath, [here("../../dist/cli/index.js"), "sandbox", "--port", "0", "--instant"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  for await (const line of createInterface(command.stdout)) {
    site = /http:\S+/.exec(line)?.[0];
    if (site) break;
  }
});
after(() => command.kill());

/** Runs a program; answers its exit code and what it printed. */
function run(program, args, env) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: files, env: { ...process.env, ...env } });
    let printed = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text) => (printed += text));
    child.on("error", reject).on("close", (code) => resolve({ code, printed }));
  });
}

test("it finds nothing", { skip, timeout: 600_000 }, async () => {
  assert.ok(SCHEMATHESIS, "continuous integration needs Python 3.10 or newer, for schemathesis");
  const settings = {
    url: site,
    header: "Authorization: Bearer sandbox",
    seed: "1",
    "max-examples": "20",
    "request-timeout": "60",
    // How fast this machine makes examples up says nothing about the sandbox.
    "suppress-health-check": "too_slow",
    "generation-database": "none",
  };
  const args = Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
  const env = { SCHEMATHESIS_HOOKS: here("hooks.py"), REROOM_SANDBOX: site, REROOM_FILES: files };
  const { code, printed } = await run(SCHEMATHESIS, ["run", file, ...args, "--no-color"], env);
  assert.equal(code, 0, printed);
  const [, generated, passed] = /(\d+) generated, (\d+) passed/.exec(printed);
  assert.ok(Number(passed) > 1000 && passed === generated, printed);
});
