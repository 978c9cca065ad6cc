/* global PerformanceObserver -- of the page */
// The sample listing in a production build with its strict CSP, for the tests of the importing file. After each test, its pages
// are closed, and errors that they reported fail it.
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach } from "node:test";
import { build, preview } from "vite";
import { browser } from "./browser.mjs";
import { configFile, sandbox as ask } from "./site.mjs";

export const quick = { speeds: { queuedMs: 0, renderingMs: 200 } };
export const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
export const photos = ["house", "living-room", "bedroom", "corner", "drawing"];

let folder, server, origin;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "reroom-listing-"));
  await build({ configFile, logLevel: "error", build: { outDir: folder } });
  server = await preview({
    configFile,
    logLevel: "error",
    build: { outDir: folder },
    preview: { port: 0, strictPort: false },
  });
  origin = `http://127.0.0.1:${server.httpServer.address().port}`;
});

after(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

/** The pages of the current test. */
const opened = [];

beforeEach(() => sandbox("reset", quick));

afterEach(async () => {
  const pages = opened.splice(0);
  for (const { page } of pages) await page.context().close();
  const problems = pages.flatMap(({ problems }) => problems);
  assert.deepEqual(problems, [], "the page reported errors");
});

/** Calls a control endpoint of the page's sandbox. */
export const sandbox = (path, body) => ask(origin, path, body);

/** All renders that were bought. */
export const renders = () => sandbox("renders");

/** Opens the listing in a context with these options, with the agent's tools unless for a visitor. */
export async function openListing({ visitor = false, ...options } = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    reducedMotion: "reduce",
    ...options,
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      problems.push(message.text());
  });
  await page.addInitScript(() => {
    globalThis.shifts = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shifts += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(`${origin}/listing.html`);
  if (!visitor) await page.getByRole("switch", { name: "Agent tools" }).click();
  await page
    .locator(visitor ? ".enlarge" : ".stage")
    .first()
    .waitFor();
  const card = (id) => page.locator(`[data-photo="${id}"]`);
  const ui = {
    page,
    problems,
    card,
    job: (id) => page.locator(`[data-job="${id}"]`),
    button: (name) => page.getByRole("button", { name, exact: true }),
    /** Returns the images of a card's comparison once both exist. */
    async pair(id) {
      await card(id).locator("reroom-compare input").waitFor({ state: "attached" });
      return card(id)
        .locator("reroom-compare")
        .evaluate(({ beforeSrc, afterSrc }) => [beforeSrc, afterSrc]);
    },
    /** Starts a batch of these photos. */
    async stage(...ids) {
      await page.getByRole("button", { name: /^Stage (the gallery|more photos)…$/ }).click();
      for (const id of photos) await page.locator(`#confirm input[name="${id}"]`).setChecked(ids.includes(id));
      await page.getByRole("button", { name: /^Stage \d photos? for \d credits?$/ }).click();
    },
    /** Returns the stored state of the batch. */
    batch: () => page.evaluate(() => JSON.parse(localStorage.getItem("reroom.sample.listing") ?? "{}").batch ?? []),
  };
  opened.push(ui);
  return ui;
}
