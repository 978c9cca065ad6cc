// The suites, one after the other, and what came of each in one line. `npm test -- browser e2e` runs only those.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildIfStale } from "./build.mjs";
import { fuzz } from "./fuzz.mjs";
import { byItself, closeWire, inBrowser } from "./in-browser.mjs";
import { nativeEnvironment, readEnvironment, root, tee } from "./run.mjs";
import { say, setUp } from "./setup/index.mjs";
import { ensureC2pa } from "./setup/c2pa.mjs";
import { ensureCurl } from "./setup/curl.mjs";
import { ensureExifTool } from "./setup/exiftool.mjs";
import { ensureRedis } from "./setup/redis.mjs";
import { ensureSchemathesis } from "./setup/schemathesis.mjs";

const testFiles = (folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".test.mjs"))
    .map((name) => join(folder, name));

const node =
  (folders, variables = () => ({})) =>
  () => {
    const files = [folders].flat().flatMap(testFiles);
    const args = ["--test", "--test-reporter=spec", "--test-concurrency=1", ...files];
    return tee(process.execPath, args, {
      env: { ...nativeEnvironment(), ...readEnvironment().browsers, ...variables() },
    });
  };

const suites = {
  native: () => tee("cargo", ["test", "--quiet", "-p", "reroom", "-p", "reroom-imaging", "--no-default-features"]),
  "native-sandbox": () => tee("cargo", ["test", "--quiet", "-p", "reroom-sandbox"]),
  // From the same seed each time: what is new is looked for with `npm run fuzz`, not while something else is tested.
  fuzz: () => fuzz(20, ["-seed=1"]),
  types: node("tests/types"),
  client: node(["tests/client", "tests/client/node"]),
  sandbox: node("tests/sandbox"),
  gateway: node("tests/gateway", () => ensureRedis(say)),
  contract: node("tests/contract", () => ({ ...ensureCurl(say), ...ensureSchemathesis(say) })),
  "wasm-pack": byItself,
  browser: () => inBrowser("chromium"),
  "browser-firefox": () => inBrowser("firefox"),
  "browser-webkit": () => inBrowser("webkit"),
  faults: node("tests/faults"),
  "decoder-parity": node("tests/decoder-parity"),
  engines: node("tests/engines"),
  e2e: node("tests/e2e", () => {
    ensureExifTool(say);
    return ensureC2pa(say);
  }),
  docs: node("tests/docs"),
  packaging: node("tests/packaging"),
  release: node("tests/release"),
  frameworks: node("tests/frameworks"),
};

/** What `npm test` runs only by name, because it installs more than a gigabyte; `npm run check` runs it too. */
const byName = ["frameworks"];

/** Every suite, for `npm run check`. */
export const everySuite = Object.keys(suites);

/** How many tests a runner says passed and failed: cargo's line, wasm-bindgen's, or node's. */
function count(output) {
  const sum = (pattern) => [...output.matchAll(pattern)].reduce((total, [, number]) => total + Number(number), 0);
  return {
    passed: sum(/^test result: .*?(\d+) passed/gm) + sum(/^ℹ pass (\d+)/gm),
    failed: sum(/^test result: .*?(\d+) failed/gm) + sum(/^ℹ (?:fail|cancelled) (\d+)/gm),
  };
}

/** Runs the suites of these names, without names all but those of `byName`; resolves to the totals. */
export async function test(names = []) {
  const chosen = names.length > 0 ? names : everySuite.filter((name) => !byName.includes(name));
  const total = { passed: 0, failed: 0 };
  const lines = [];
  for (const name of chosen) {
    console.log(`\ntest: ${name}`);
    const { status, output, skipped } = await suites[name]();
    if (skipped) {
      lines.push(`${name}: not run: ${skipped}`);
      continue;
    }
    const { passed, failed } = count(output);
    // A suite that ended badly, or that ran nothing, has failed even if no test of its own did.
    const extra = failed === 0 && (status !== 0 || passed === 0) ? 1 : 0;
    total.passed += passed;
    total.failed += failed + extra;
    lines.push(`${name}: ${passed} passed, ${failed + extra} failed`);
  }
  await closeWire();
  console.log(`\n${lines.join("\n")}`);
  return total;
}

/** The last line of a run. */
export function conclude({ passed, failed }) {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !(name in suites));
  if (unknown.length > 0)
    throw new Error(`There is no suite ${unknown.join(", ")}; there are ${everySuite.join(", ")}.`);
  setUp({ browser: true });
  buildIfStale();
  conclude(await test(names));
}
