// Runs the suites one after the other, then prints one line for each. `npm test -- browser e2e` runs only those.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildIfStale } from "./build.mjs";
import { fuzz } from "./fuzz.mjs";
import { byItself, closeWire, inBrowser } from "./in-browser.mjs";
import { nativeEnvironment, readEnvironment, root, tee } from "./run.mjs";
import { setUp } from "./setup/index.mjs";
import { cargoSuites } from "./setup/tools.mjs";

const isTest = (path) => path.endsWith(".test.mjs");
const testFiles = (path) =>
  isTest(path)
    ? path
    : readdirSync(join(root, path))
        .filter(isTest)
        .map((name) => join(path, name));

/** How long a test file may take, in milliseconds. Files take up to three minutes; one that hangs fails. */
const MAX_FILE_TIME = 600_000;

const node =
  (...paths) =>
  () => {
    const options = ["--test-reporter=spec", "--test-concurrency=1", `--test-timeout=${MAX_FILE_TIME}`];
    const args = ["--test", ...options, ...paths.flatMap(testFiles)];
    const { browsers, programs } = readEnvironment();
    return tee(process.execPath, args, { env: { ...nativeEnvironment(), ...browsers, ...programs } });
  };

const suites = {
  native: () =>
    tee("cargo", [
      "test",
      "--quiet",
      "-p",
      "reroom",
      "-p",
      "reroom-imaging",
      "-p",
      "reroom-kernels",
      "-p",
      "reroom-selection",
      "-p",
      "reroom-heic",
      "--no-default-features",
    ]),
  "native-sandbox": () => tee("cargo", ["test", "--quiet", "-p", "reroom-sandbox"]),
  // Always from the same seed: `npm run fuzz` looks for new findings.
  fuzz: () => fuzz(20, ["-seed=1"]),
  types: node("tests/types"),
  client: node("tests/client", "tests/client/node"),
  "client-chromium": node("tests/client/pages/chromium.test.mjs"),
  "client-firefox": node("tests/client/pages/firefox.test.mjs"),
  "client-webkit": node("tests/client/pages/webkit.test.mjs"),
  studio: node("tests/studio"),
  rules: node("tests/rules"),
  sandbox: node("tests/sandbox"),
  gateway: node("tests/gateway"),
  contract: node("tests/contract"),
  "wasm-pack": byItself,
  browser: () => inBrowser("chromium"),
  "browser-firefox": () => inBrowser("firefox"),
  "browser-webkit": () => inBrowser("webkit"),
  faults: node("tests/faults"),
  "decoder-parity": node("tests/decoder-parity"),
  heic: node("tests/heic"),
  engines: node("tests/engines"),
  e2e: node("tests/e2e"),
  docs: node("tests/docs"),
  packaging: node("tests/packaging"),
  release: node("tests/release"),
  frameworks: node("tests/frameworks"),
};

/** Suites that `npm test` runs only by name: they install more than a gigabyte. */
const byName = ["frameworks"];

/** Every suite, for `npm run check`. */
export const everySuite = Object.keys(suites);

/** What `npm test` runs. */
const usualSuites = everySuite.filter((name) => !byName.includes(name));

/** How many characters about a suite's failures are printed again at the end. */
const MAX_FAILURES = 4000;

/** Counts the passed, failed and skipped tests in the output of cargo, wasm-bindgen and Node. */
function count(output) {
  const sum = (pattern) => [...output.matchAll(pattern)].reduce((total, [, number]) => total + Number(number), 0);
  return {
    passed: sum(/^test result: .*?(\d+) passed/gm) + sum(/^ℹ pass (\d+)/gm),
    failed: sum(/^test result: .*?(\d+) failed/gm) + sum(/^ℹ (?:fail|cancelled) (\d+)/gm),
    left: sum(/^ℹ skipped (\d+)/gm),
  };
}

/** Returns what Node and cargo print about failed tests, without what came before. */
function describeFailures(output) {
  const start = ["✖ failing tests:", "\nfailures:\n"].map((heading) => output.indexOf(heading)).find((at) => at >= 0);
  return start === undefined ? output.slice(-MAX_FAILURES) : output.slice(start, start + MAX_FAILURES);
}

/**
 * Runs suites and resolves to the totals. `skipped` and `limited` are what set-up resolves to.
 */
export async function test(names, { skipped, limited }) {
  const total = { passed: 0, failed: 0 };
  const lines = [];
  const failures = [];
  for (const name of names.filter((name) => !skipped[name])) {
    console.log(`\ntest: ${name}`);
    const { status, output } = await suites[name]();
    const { passed, failed, left } = count(output);
    // A suite that crashed or ran no test counts as one failure.
    const extra = failed === 0 && (status !== 0 || passed === 0) ? 1 : 0;
    total.passed += passed;
    total.failed += failed + extra;
    if (failed + extra > 0) failures.push(`\nfailed: ${name}\n${describeFailures(output).trim()}`);
    const without = left > 0 && limited[name] ? `, ${left} skipped without ${limited[name]}` : "";
    lines.push(`${name}: ${passed} passed, ${failed + extra} failed${without}`);
  }
  await closeWire();
  lines.push(...describeSkipped(names, skipped));
  console.log([...failures, "", ...lines].join("\n"));
  return total;
}

/** Describes the skipped suites: one line for each, and one with their number. */
export function describeSkipped(names, skipped) {
  const found = names.filter((name) => skipped[name]);
  const lines = found.map((name) => `${name}: skipped: ${skipped[name]}`);
  return found.length > 0 ? [...lines, `${found.length} of ${names.length} suites skipped: ${found.join(", ")}`] : [];
}

/** Sets up the tools of these suites and builds the package if one of them needs it. Resolves to the second argument of `test`. */
export async function prepare(names) {
  const found = await setUp({ suites: names, maySkip: true });
  if (names.some((name) => !cargoSuites.includes(name) && !found.skipped[name])) await buildIfStale();
  return found;
}

/** Prints the totals. A run without any test fails. */
export function conclude({ passed, failed }) {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const given = process.argv.slice(2);
  const unknown = given.filter((name) => !(name in suites));
  if (unknown.length > 0)
    throw new Error(`There is no suite ${unknown.join(", ")}. The suites are ${everySuite.join(", ")}.`);
  const names = given.length > 0 ? given : usualSuites;
  conclude(await test(names, await prepare(names)));
}
