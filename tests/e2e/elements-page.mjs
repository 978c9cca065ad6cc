// Starts the elements' server and a browser for the tests of the importing file. After each test, its pages are closed, and
// errors that they reported fail it.
import assert from "node:assert/strict";
import { after, afterEach, before } from "node:test";
import { openElements, startElements } from "./elements.mjs";
import { sandbox as ask, startBrowser } from "./site.mjs";

/** The server and the browser. */
export let elements, browser;

before(async () => {
  [elements, browser] = await Promise.all([startElements(), startBrowser()]);
});

after(async () => {
  await browser?.close();
  elements?.stop();
});

/** The pages of the current test. */
const opened = [];

afterEach(async () => {
  const pages = opened.splice(0);
  for (const { page } of pages) await page.context().close();
  assert.deepEqual(
    pages.flatMap(({ problems }) => problems),
    [],
    "the page reported errors",
  );
});

/** Opens a page with this content, in a context with these options. */
export async function openPage(content, options) {
  const page = await openElements(browser, elements.show(content), options);
  opened.push(page);
  return page;
}

/** Calls a control endpoint of the server's sandbox. */
export const sandbox = (path, body) => ask(elements.origin, path, body);
