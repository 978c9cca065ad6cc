// Opens a fresh studio page with a reset sandbox for every test of the importing file, and fails on page errors.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach } from "node:test";
import { browser } from "./browser.mjs";
import { sandbox as ask, startSite } from "./site.mjs";
import { lastRender, openStudio } from "./studio.mjs";

/** Speeds for tests. */
export const quick = { speeds: { queuedMs: 0, renderingMs: 200 } };

/** The site, and the page object of the current test. */
export let site, ui;
export { browser };

before(async () => {
  site = await startSite();
});

after(() => site?.stop());

beforeEach(async () => {
  await sandbox("reset", quick);
  ui = await openStudio(browser, site.origin);
});

afterEach(async () => {
  const { problems } = ui;
  await ui.close();
  assert.deepEqual(problems, [], "the page reported errors");
});

/** Calls a control endpoint of the page's sandbox. */
export const sandbox = (path, body) => ask(site.origin, path, body);

/** Returns the last render or upscale request. */
export const lastRequest = async () => lastRender(await sandbox("requests"));

/** Reopens the page with other options. */
export async function reopen(options) {
  await ui.close();
  ui = await openStudio(browser, site.origin, options);
}
