// Set-up: finds every tool, installs the missing ones, and saves their paths.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { environmentFile } from "../run.mjs";
import { findTool } from "./find.mjs";
import { installTools } from "./install.mjs";
import { linkTools } from "./links.mjs";
import { log } from "./log.mjs";
import { findOnPath } from "./path.mjs";
import { affectedSuites, describePlan, explainMissing } from "./plan.mjs";
import { otherRust, toolchainVariables } from "./toolchain.mjs";
import { needs, tools, uses } from "./tools.mjs";
import { rustVersion, wasmBindgenVersion } from "./versions.mjs";

/**
 * Sets up what these suites or commands need. Ends the process if one of them cannot run, unless they `maySkip`. Resolves to
 * `{ skipped, limited }`: for each suite that cannot run, the reason; for each that leaves out some tests, the missing tools.
 */
export async function setUp({ suites = ["build"], maySkip = false } = {}) {
  try {
    checkNode();
    if (!findOnPath("cargo")) throw new Error("Rust is missing. Install rustup, then start again.");
    const wanted = tools.filter((tool) => suites.some((suite) => uses(suite, tool)));
    const failures = await installMissing(wanted, suites);
    const found = new Map(tools.map((tool) => [tool, findTool(tool)]));
    const reasons = new Map(
      tools.filter((tool) => !found.get(tool)).map((tool) => [tool, explainMissing(tool, failures.get(tool))]),
    );
    const missing = wanted.filter((tool) => reasons.has(tool));
    requireTools(missing, { suites, maySkip }, reasons);
    if (!isRefused()) for (const tool of missing) log(reasons.get(tool));
    const environment = environmentOf(found, reasons);
    mkdirSync(dirname(environmentFile), { recursive: true });
    writeFileSync(environmentFile, JSON.stringify(environment, null, 2));
    if (!isRefused()) linkTools(environment, wasmBindgenVersion(), log);
    const other = otherRust();
    if (other) log(`Rust ${other} builds the wasm instead of ${rustVersion()}: its bytes are not those of a release.`);
    return affectedSuites(suites, reasons);
  } catch (error) {
    console.error(`set-up: ${error.message}`);
    process.exit(1);
  }
}

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new Error(`Node 20.19 or newer is needed; this is ${process.version}. Install it, then start again.`);
}

const isRefused = () => process.env.REROOM_INSTALL === "0";

/** Prints the list of missing tools and installs them; resolves to why some could not be. */
async function installMissing(wanted, suites) {
  const missing = wanted.filter((tool) => !findTool(tool));
  if (missing.length === 0) return new Map();
  log(describePlan(missing, suites, isRefused()));
  return isRefused() ? new Map() : await installTools(missing);
}

/** Throws if some of these missing tools are required. */
function requireTools(missing, { suites, maySkip }, reasons) {
  const allBrowsers = process.env.REROOM_BROWSERS === "all" || Boolean(process.env.CI);
  const required = missing.filter(
    (tool) => (!maySkip && suites.some((suite) => needs(suite, tool))) || (allBrowsers && tool.engine),
  );
  if (required.length > 0) throw new Error(required.map((tool) => reasons.get(tool)).join("\nset-up: "));
}

/** What the commands and tests read from `.setup/environment.json`. */
function environmentOf(found, reasons) {
  const variables = (isWanted) =>
    Object.assign({}, ...tools.filter(isWanted).map((tool) => found.get(tool)?.variables ?? {}));
  const engines = [...reasons].filter(([{ engine }]) => engine).map(([{ engine }, reason]) => [engine, reason]);
  return {
    path: [...new Set([...found.values()].map((place) => place?.path).filter(Boolean))],
    ...toolchainVariables(),
    browsers: variables(({ engine }) => engine),
    programs: variables(({ engine }) => !engine),
    missing: Object.fromEntries(engines),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await setUp();
