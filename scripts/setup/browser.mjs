// The browsers that the tests run in, each with the driver that speaks for it.
import { join } from "node:path";
import { ask } from "../run.mjs";
import { ensureCargoTool } from "./cargo-tools.mjs";
import { installDebian, onDebian } from "./debian.mjs";

/** Variables that name a program, and what it may be called on PATH. */
const names = {
  CHROMIUM: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
  CHROMEDRIVER: ["chromedriver", "chromium.chromedriver"],
  FIREFOX: ["firefox", "firefox-esr"],
  GECKODRIVER: ["geckodriver"],
  WEBKITDRIVER: ["WebKitWebDriver"],
  XVFB_RUN: ["xvfb-run"],
  XAUTH: ["xauth"],
};

const engines = {
  chromium: { programs: ["CHROMIUM", "CHROMEDRIVER"], packages: ["chromium", "chromium-driver"] },
  firefox: { programs: ["FIREFOX"], packages: ["firefox-esr"], driver: "GECKODRIVER" },
  // WebKitGTK has no headless mode: it gets a screen of its own.
  webkit: { programs: ["WEBKITDRIVER", "XVFB_RUN", "XAUTH"], packages: ["webkit2gtk-driver", "xvfb", "xauth"] },
};

const which = (program) => ask(process.platform === "win32" ? "where" : "which", [program])?.split("\n")[0];
const find = (kind) => process.env[kind] ?? names[kind].map(which).find(Boolean);

/** Whether a browser that cannot be had is a failure: on CI, or where REROOM_BROWSERS is `all`. Chromium always is. */
export const allAreRequired = () => process.env.REROOM_BROWSERS === "all" || Boolean(process.env.CI);

/** Finds or installs the browsers; returns their programs by variable, and why an engine is missing by its name. */
export function ensureBrowsers(say) {
  const browsers = ensure(engines.chromium, say);
  const missing = {};
  for (const engine of ["firefox", "webkit"]) {
    try {
      Object.assign(browsers, ensure(engines[engine], say));
    } catch (error) {
      if (allAreRequired()) throw error;
      missing[engine] = error.message;
      say(`the tests will not run in ${engine}: ${error.message}`);
    }
  }
  return { browsers, missing };
}

function ensure({ programs, packages, driver }, say) {
  if (!programs.every(find) && onDebian()) installDebian(packages, say);
  const absent = programs.filter((kind) => !find(kind));
  if (absent.length > 0)
    throw new Error(
      `the tests need ${absent.map((kind) => names[kind][0]).join(" and ")}: install it, or name it in ${absent.join(" and ")}.`,
    );
  const found = Object.fromEntries(programs.map((kind) => [kind, find(kind)]));
  return driver ? { ...found, [driver]: find(driver) ?? geckodriver(say) } : found;
}

/** Debian has no geckodriver. */
function geckodriver(say) {
  const bin = ensureCargoTool({ crate: "geckodriver", binary: "geckodriver", version: "0.37.1", locked: true }, say);
  return join(bin, process.platform === "win32" ? "geckodriver.exe" : "geckodriver");
}
