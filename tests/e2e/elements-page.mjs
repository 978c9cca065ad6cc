// The elements' server for the tests of the importing file. After each test, its pages are closed, and errors that they reported
// fail it.
import assert from "node:assert/strict";
import { after, afterEach, before } from "node:test";
import { browser } from "./browser.mjs";
import { openElements, startElements } from "./elements.mjs";
import { sandbox as ask } from "./site.mjs";

export let elements;

before(async () => {
  elements = await startElements();
});

after(() => elements?.stop());

/** The pages of the current test. */
const opened = [];

afterEach(async () => {
  const pages = opened.splice(0);
  for (const { page } of pages) await page.context().close();
  const problems = pages.flatMap(({ problems }) => problems);
  assert.deepEqual(problems, [], "the page reported errors");
});

/** Opens a page with this content, in a context with these options. To expect an error, remove it from `problems`. */
export async function openPage(content, options) {
  const page = await openElements(browser, elements.show(content), options);
  opened.push(page);
  return page;
}

/** Calls a control endpoint of the server's sandbox. */
export const sandbox = (path, body) => ask(elements.origin, path, body);
