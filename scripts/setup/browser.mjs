// A Chromium and the driver of the same version, for the tests.
import { ask } from "../run.mjs";
import { installDebian, onDebian } from "./debian.mjs";

const names = {
  CHROMIUM: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"],
  CHROMEDRIVER: ["chromedriver", "chromium.chromedriver"],
};

const which = (program) => ask(process.platform === "win32" ? "where" : "which", [program])?.split("\n")[0];
const find = (kind) => process.env[kind] ?? names[kind].map(which).find(Boolean);

/** Finds or installs both; returns their paths as `{ CHROMIUM, CHROMEDRIVER }`. */
export function ensureChromium(say) {
  const missing = !find("CHROMIUM") || !find("CHROMEDRIVER");
  if (missing && onDebian()) installDebian(["chromium", "chromium-driver"], say);
  const found = { CHROMIUM: find("CHROMIUM"), CHROMEDRIVER: find("CHROMEDRIVER") };
  if (!found.CHROMIUM || !found.CHROMEDRIVER)
    throw new Error(
      "the tests need Chromium and its chromedriver: install both, or name them in the variables CHROMIUM and CHROMEDRIVER.",
    );
  return found;
}
