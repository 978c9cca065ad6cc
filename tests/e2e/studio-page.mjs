// The studio page for every test of a file that imports this: opened afresh, over a sandbox without a past, and without an
// error of the page to its end.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach } from "node:test";
import { sandbox as ask, startBrowser, startSite } from "./site.mjs";
import { lastRender, openStudio } from "./studio.mjs";

/** Renders that take no longer than they must. */
export const quick = { speeds: { queuedMs: 0, renderingMs: 200 } };

/** The site, the browser, and the page of the present test with what can be done there. */
export let site, browser, ui;

before(async () => {
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
});

after(async () => {
  await browser?.close();
  await site?.stop();
});

beforeEach(async () => {
  await sandbox("reset", quick);
  ui = await openStudio(browser, site.origin);
});

afterEach(async () => {
  const { problems } = ui;
  await ui.close();
  assert.deepEqual(problems, [], "the page reported errors");
});

/** Asks the sandbox beside the page for something. */
export const sandbox = (path, body) => ask(site.origin, path, body);

/** The last request that could make a render. */
export const lastRequest = async () => lastRender(await sandbox("requests"));

/** The same page otherwise opened, in place of the one that is there. */
export async function reopen(options) {
  await ui.close();
  ui = await openStudio(browser, site.origin, options);
}
