// Runs the functions of bench/page in headless Chromium. Load this module after set-up: it imports npm packages.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { build, preview } from "vite";
import { readEnvironment, root } from "../scripts/run.mjs";
import { watchMemory } from "./memory.mjs";

const here = join(root, "bench");

const vite = {
  root: join(here, "page"),
  configFile: false,
  logLevel: "error",
  resolve: {
    alias: {
      "reroom/heic": join(root, "dist", "heic", "index.js"),
      reroom: join(root, "dist", "client", "index.js"),
    },
  },
  build: { outDir: join(here, "dist"), emptyOutDir: true, assetsInlineLimit: 0, chunkSizeWarningLimit: 4096 },
  preview: { port: 0, host: "127.0.0.1" },
};

const flags = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync"],
];

/** Measures everything. Resolves to the measurements and the browser's version. */
export const measureInChromium = (rounds) =>
  openChromium(async (browser, origin) => ({
    measured: await measureAll(browser, origin, rounds),
    version: browser.version(),
  }));

/** Measures one function of the page, with a file if it needs one. */
export const measureOne = (name, rounds, file) =>
  openChromium((browser, origin) => measure(browser, origin, name, { argument: rounds, file }));

/** Measures how many bytes of memory one function of the page takes, with a file. */
export const measureMemory = (name, file) =>
  openChromium((browser, origin) => measure(browser, origin, name, { file, onlyMemory: true }));

/** Builds the page, serves it, and calls a function with the browser and the page's origin. */
async function openChromium(run) {
  await build(vite);
  const server = await preview(vite);
  const { CHROMIUM } = readEnvironment().browsers;
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: flags });
  try {
    return await run(browser, `http://127.0.0.1:${server.httpServer.address().port}`);
  } finally {
    await browser.close();
    await new Promise((resolve) => server.httpServer.close(resolve));
  }
}

async function measureAll(browser, origin, rounds) {
  const folder = mkdtempSync(join(tmpdir(), "reroom-bench-"));
  const measureRounds = (name, options) => measure(browser, origin, name, { argument: rounds, ...options });
  try {
    const [jpeg, png] = [join(folder, "photo.jpg"), join(folder, "photo.png")];
    await write(browser, origin, jpeg, "image/jpeg");
    await write(browser, origin, png, "image/png");
    const bytes = (path) => readFileSync(path).length;
    return {
      start: await measureRounds("startUp", { start: false }),
      imaging: await measureRounds("loadImaging"),
      mask: await measureRounds("mask"),
      jpeg: { bytes: bytes(jpeg), rows: await measureRounds("inspect", { file: jpeg }) },
      png: { bytes: bytes(png), rows: await measureRounds("inspect", { file: png }) },
      prepare: await measureRounds("prepare"),
      blocks: await measureRounds("blocks"),
      restore: await measureRounds("restore"),
      frames: 600,
      editor: await measureRounds("editor", { argument: 600 }),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs one function in a new page, so that its first call is not warmed up. */
async function measure(browser, origin, name, { file, argument, start = true, onlyMemory = false }) {
  console.log(`bench: ${name}${file ? ` with ${file}` : ""}`);
  const page = await browser.newPage();
  page.setDefaultTimeout(900_000);
  try {
    await page.goto(origin);
    await page.waitForFunction(() => globalThis.bench);
    if (file) await page.setInputFiles("#file", file);
    if (start) await page.evaluate(() => globalThis.bench.startUp());
    const stop = onlyMemory ? await watchMemory(browser) : undefined;
    const result = await page.evaluate(([name, argument]) => globalThis.bench[name](argument), [name, argument]);
    return stop ? stop() : result;
  } finally {
    await page.close();
  }
}

/** Generates a photo in the page and saves it to disk. */
async function write(browser, origin, path, type) {
  const page = await browser.newPage();
  await page.goto(origin);
  await page.waitForFunction(() => globalThis.bench);
  const download = page.waitForEvent("download");
  await page.evaluate((type) => globalThis.bench.save(4000, 3000, type), type);
  await (await download).saveAs(path);
  await page.close();
}
