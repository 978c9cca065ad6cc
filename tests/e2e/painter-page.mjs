// An open painter for the tests of the importing file. After each test, its pages are closed, and errors that they reported fail it.
import assert from "node:assert/strict";
import { afterEach, beforeEach } from "node:test";
import { browser } from "./browser.mjs";
import { elements } from "./elements-page.mjs";
import { openPainter as open } from "./painter.mjs";

/** The painter of the current test. */
export let ui;

const opened = [];

beforeEach(async () => {
  ui = await openPainter();
});

afterEach(async () => {
  const pages = opened.splice(0);
  for (const { page } of pages) await page.context().close();
  const problems = pages.flatMap(({ problems }) => problems);
  assert.deepEqual(problems, [], "the page reported errors");
});

/** Opens another painter, in a context with these options. */
export async function openPainter(options, content) {
  const other = await open(browser, elements, options, content);
  opened.push(other);
  return other;
}

export const assertClose = (value, wanted, by) =>
  assert.ok(Math.abs(value - wanted) <= by, `${value} is not ${wanted} ± ${by}`);
