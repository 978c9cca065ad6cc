// Every tool: which suites and commands need it, how to find it and how to install it.
import { join } from "node:path";
import { root } from "../run.mjs";
import { installNodeModules, nodeModulesAreCurrent } from "./npm.mjs";
import { findOnPath } from "./path.mjs";
import { ensureToolchain, findNightly, findToolchain } from "./toolchain.mjs";
import { rustVersion, wasmBindgenVersion } from "./versions.mjs";

/** Suites that cargo runs; they need neither the wasm nor npm packages. */
export const cargoSuites = ["native", "native-sandbox", "fuzz"];

const inChromium = [
  ...[
    "client-chromium",
    "sandbox",
    "gateway",
    "wasm-pack",
    "browser",
    "faults",
    "decoder-parity",
    "e2e",
    "packaging",
    "frameworks",
  ],
];

/**
 * `suites` need the tool (a list, or a key of `exceptions`); those in `partly` only skip some tests without it. `programs`
 * maps variables to names on PATH. Set-up installs a tool with `debian` (packages), `cargo` (a crate), `python` (a file of requirements,
 * and the programs that it brings) or the tool's own `install`. `cost` is an estimate. `compiler` marks what cargo needs, and `engine` the browsers, which
 * `REROOM_BROWSERS=all` and CI require.
 */
export const tools = [
  {
    name: `Rust ${rustVersion()} with its wasm32 target and sources`,
    suites: "all",
    find: findToolchain,
    install: ensureToolchain,
    compiler: true,
    command: "rustup",
    cost: "700 MB, 1 minute",
  },
  {
    name: "A C compiler",
    suites: "all",
    find: () => (process.platform === "win32" || findOnPath("cc") ? {} : undefined),
    compiler: true,
    debian: ["gcc", "libc6-dev"],
    cost: "150 MB, 20 seconds",
  },
  {
    name: "node_modules",
    suites: "built",
    find: () => (nodeModulesAreCurrent() ? {} : undefined),
    install: installNodeModules,
    command: "npm ci",
    cost: "200 MB, 15 seconds",
  },
  {
    name: "wasm-pack",
    suites: "packed",
    cargo: { crate: "wasm-pack", version: "0.15.1" },
    cost: "20 MB, 1 minute",
  },
  {
    name: "wasm-bindgen",
    suites: "built",
    cargo: {
      crate: "wasm-bindgen-cli",
      binary: "wasm-bindgen",
      version: wasmBindgenVersion(),
      binaries: ["wasm-bindgen", "wasm-bindgen-test-runner"],
      // Without TLS, which only remote browsers need.
      defaultFeatures: false,
      // They read the wasm: a page test has 60 MB of it, which takes 7 seconds, but 18 seconds if these are not optimized.
      optimize: ["walrus", "wasmparser", "wasm-encoder", "wasm-bindgen-cli-support", "hashbrown", "indexmap"],
    },
    cost: "20 MB, 1 minute",
  },
  {
    name: "Chromium",
    suites: inChromium,
    partly: ["engines"],
    engine: "chromium",
    programs: {
      CHROMIUM: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
      CHROMEDRIVER: ["chromedriver", "chromium.chromedriver"],
    },
    debian: ["chromium", "chromium-driver"],
    cost: "350 MB, 1 minute",
  },
  {
    name: "Firefox",
    suites: ["browser-firefox", "client-firefox"],
    partly: ["wasm-pack", "engines"],
    engine: "firefox",
    programs: { FIREFOX: ["firefox", "firefox-esr"] },
    debian: ["firefox-esr"],
    cost: "250 MB, 1 minute",
  },
  {
    name: "geckodriver",
    suites: ["browser-firefox", "client-firefox"],
    partly: ["wasm-pack", "engines"],
    engine: "firefox",
    programs: { GECKODRIVER: ["geckodriver"] },
    // Debian has no package of it.
    cargo: { crate: "geckodriver", version: "0.37.1" },
    cost: "10 MB, 2 minutes",
  },
  {
    name: "WebKitGTK",
    suites: ["browser-webkit", "client-webkit"],
    partly: ["engines"],
    engine: "webkit",
    // It has no headless mode: it runs on a virtual screen.
    programs: { WEBKITDRIVER: ["WebKitWebDriver"], XVFB_RUN: ["xvfb-run"], XAUTH: ["xauth"] },
    debian: ["webkit2gtk-driver", "xvfb", "xauth"],
    cost: "300 MB, 1 minute",
  },
  {
    name: "Redis",
    suites: ["gateway"],
    // Debian's redis-tools has the server too, under the last name, and starts no service.
    programs: { REDIS_SERVER: ["redis-server", "valkey-server", "redis-check-rdb"] },
    debian: ["redis-tools"],
    cost: "5 MB, 5 seconds",
  },
  {
    name: "nginx",
    partly: ["gateway"],
    programs: { NGINX: ["nginx"] },
    // Not by set-up: Debian's package starts a server on port 80.
    advice: "Install it with your package manager, which may also start it",
  },
  { name: "curl", partly: ["contract"], programs: { CURL: ["curl"] }, debian: ["curl"], cost: "1 MB, 5 seconds" },
  {
    name: "Schemathesis",
    partly: ["contract"],
    python: {
      requirements: join(root, "tests", "contract", "requirements.txt"),
      programs: { SCHEMATHESIS: "schemathesis", PYTHON: "python" },
    },
    cost: "60 MB, 15 seconds",
  },
  {
    name: "ExifTool",
    partly: ["e2e"],
    programs: { EXIFTOOL: ["exiftool"] },
    debian: ["libimage-exiftool-perl"],
    cost: "20 MB, 5 seconds",
  },
  {
    name: "c2pa-python",
    partly: ["e2e"],
    python: {
      requirements: join(root, "tests", "e2e", "c2pa", "requirements.txt"),
      programs: { C2PA_PYTHON: "python" },
    },
    cost: "40 MB, 10 seconds",
  },
  {
    name: "pillow-heif",
    partly: ["heic"],
    python: {
      requirements: join(root, "tests", "heic", "requirements.txt"),
      programs: { HEIC_PYTHON: "python" },
    },
    cost: "60 MB, 10 seconds",
  },
  {
    name: "A nightly Rust",
    suites: ["fuzz"],
    find: findNightly,
    advice: "Install it with `rustup toolchain install nightly`",
  },
  {
    name: "cargo-fuzz",
    suites: ["fuzz"],
    cargo: { crate: "cargo-fuzz", version: "0.13.1" },
    cost: "10 MB, 30 seconds",
  },
  {
    name: "cargo-deny",
    suites: ["release:check"],
    cargo: { crate: "cargo-deny", version: "0.20.2" },
    cost: "40 MB, 3 minutes",
  },
];

/** Commands that need tools. */
export const commands = ["build", "start", "release:check"];

/** Who does not need a tool of these groups. `npm start` builds without wasm-pack if it is missing. */
const exceptions = { all: [], built: cargoSuites, packed: [...cargoSuites, "start"] };

/** Whether a suite cannot run without a tool. */
export const needs = (suite, { suites = [] }) =>
  typeof suites === "string" ? !exceptions[suites].includes(suite) : suites.includes(suite);

/** Whether some tests of a suite use a tool. */
export const uses = (suite, tool) => needs(suite, tool) || (tool.partly ?? []).includes(suite);
