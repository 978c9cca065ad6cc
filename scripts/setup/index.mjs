// Set-up: looks for every tool, installs what is missing, and writes down where things are. Running it again is free.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ask, environmentFile, root, run } from "../run.mjs";
import { allAreRequired, ensureBrowsers } from "./browser.mjs";
import { offerByName } from "./by-name.mjs";
import { ensureCargoTool } from "./cargo-tools.mjs";
import { ensureStandardLibrarySources, ensureWasmTarget, nativeVariables } from "./wasm-target.mjs";

/** Tells what set-up does. */
export const say = (text) => console.log(`set-up: ${text}`);

/** Everything a build needs and, with `browser`, what the tests need besides. Ends the process when it cannot be had. */
export function setUp({ browser = false } = {}) {
  try {
    checkNode();
    checkCargo();
    installNodeModules();
    const known = remembered();
    const isEnough = known && (!browser || hasBrowsers(known));
    const found = isEnough ? known : findTools(browser);
    offerByName(found, wasmBindgenVersion(), say);
    if (isEnough) return;
    remember(found);
    say("done");
  } catch (error) {
    console.error(`set-up: ${error.message}`);
    process.exit(1);
  }
}

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    throw new Error(`Node 20.19 or newer is needed, this is ${process.version}.`);
}

function checkCargo() {
  if (!ask("cargo", ["--version"])) throw new Error("Rust is needed: install rustup, then start again.");
}

function installNodeModules() {
  const digest = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  const marker = join(root, "node_modules", ".reroom-lock");
  if (existsSync(marker) && readFileSync(marker, "utf8") === digest) return;
  say("installing the npm packages of package-lock.json");
  run(process.platform === "win32" ? "npm.cmd" : "npm", ["ci", "--no-fund", "--no-audit"], { quiet: true });
  writeFileSync(marker, digest);
}

function findTools(browser) {
  const variables = ensureWasmTarget(say);
  ensureStandardLibrarySources(variables, say);
  const bindgen = { crate: "wasm-bindgen-cli", binary: "wasm-bindgen", version: wasmBindgenVersion() };
  const path = [
    ensureCargoTool({ crate: "wasm-pack", binary: "wasm-pack", version: "0.15.1", locked: true }, say),
    ensureCargoTool(bindgen, say),
  ].filter(Boolean);
  return { path, variables, native: nativeVariables(), ...(browser ? ensureBrowsers(say) : {}) };
}

/** Whether an earlier run found every browser, or all that there are where that is enough. */
const hasBrowsers = ({ browsers, missing }) =>
  Boolean(browsers && missing) && (Object.keys(missing).length === 0 || !allAreRequired());

/** What an earlier run found, unless the lock file has changed since or a tool has gone. */
function remembered() {
  if (!existsSync(environmentFile)) return undefined;
  const found = JSON.parse(readFileSync(environmentFile, "utf8"));
  const programs = [...found.path, ...Object.values(found.browsers ?? {})];
  return found.wasmBindgen === wasmBindgenVersion() && programs.every(existsSync) ? found : undefined;
}

function remember(found) {
  mkdirSync(join(environmentFile, ".."), { recursive: true });
  writeFileSync(environmentFile, JSON.stringify({ ...found, wasmBindgen: wasmBindgenVersion() }, null, 2));
}

/** The one version that the wasm and its generator must share. */
function wasmBindgenVersion() {
  const lock = readFileSync(join(root, "Cargo.lock"), "utf8");
  const version = /name = "wasm-bindgen"\nversion = "([^"]+)"/.exec(lock)?.[1];
  if (!version) throw new Error("Cargo.lock does not name wasm-bindgen: restore the file from the repository.");
  return version;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) setUp({ browser: process.argv.includes("--browser") });
