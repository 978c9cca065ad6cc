/* global PerformanceObserver, requestAnimationFrame -- of the page */
// Measures how long the pages of the sample site take to load on a slow connection, as a production build.
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { chromium } from "playwright-core";
import sirv from "sirv";
import { build } from "vite";
import { createSandbox } from "../dist/sandbox/index.js";
import { createSandboxListener } from "../dist/sandbox/node.js";
import { readEnvironment, root } from "../scripts/run.mjs";
import { targets } from "./tables.mjs";

/** Chromium's preset "Fast 3G": 1.44 Mbit/s down, 0.675 Mbit/s up, 562.5 ms per request. */
const FAST_3G = { offline: false, latency: 562.5, downloadThroughput: 180_000, uploadThroughput: 84_375 };
const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
const pages = [
  { name: "listing, first photo shown", path: "/listing.html", ready: heroShown, target: 2.5 },
  { name: "studio, accepts a photo", path: "/", ready: studioReady, target: 3 },
];

/** Measures and formats the section of the results. */
export async function loading(rounds) {
  const folder = mkdtempSync(join(tmpdir(), "reroom-site-"));
  const { CHROMIUM } = readEnvironment().browsers;
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    await buildSite(folder);
    const server = await serve(folder);
    const rows = [];
    for (const page of pages)
      for (const size of Object.keys(sizes)) {
        console.log(`bench: ${page.name}, ${size}`);
        const times = [];
        const origin = `http://127.0.0.1:${server.address().port}`;
        for (let round = 0; round < rounds; round += 1) times.push(await load(browser, origin, page, sizes[size]));
        rows.push({ ...page, size, seconds: median(times) / 1000 });
      }
    await new Promise((resolve) => server.close(resolve));
    return format(rows, rounds);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Builds the site, and compresses its texts as a host would. */
async function buildSite(folder) {
  const configFile = join(root, "www/vite.config.ts");
  await build({ configFile, logLevel: "error", build: { outDir: folder, emptyOutDir: true } });
  for (const name of readdirSync(folder, { recursive: true }))
    if (/\.(?:html|css|js|wasm|svg)$/.test(name))
      writeFileSync(join(folder, `${name}.br`), brotliCompressSync(readFileSync(join(folder, name))));
}

/** Serves the site with the sandbox. */
async function serve(folder) {
  const files = sirv(folder, { brotli: true });
  const sandbox = createSandboxListener(await createSandbox());
  const server = createServer((request, response) => sandbox(request, response, () => files(request, response)));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

/** Loads a page with an empty cache. Resolves to the milliseconds until it is ready. */
async function load(browser, origin, { path, ready }, viewport) {
  const context = await browser.newContext({ viewport });
  try {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await cdp.send("Network.enable");
    await cdp.send("Network.emulateNetworkConditions", FAST_3G);
    await page.goto(origin + path, { waitUntil: "commit" });
    return await page.evaluate(ready);
  } finally {
    await context.close();
  }
}

/** Runs in the page: when the largest element of the first screen, which must be the first photo, was painted. */
function heroShown() {
  return new Promise((resolve) => {
    new PerformanceObserver((list) => {
      for (const { url, startTime } of list.getEntries()) if (/house-exterior/.test(url)) resolve(startTime);
    }).observe({ type: "largest-contentful-paint", buffered: true });
  });
}

/** Runs in the page: when the studio has loaded the client and can open a photo. */
function studioReady() {
  return new Promise((resolve) => {
    const check = () => {
      if (document.querySelector("reroom-studio")?.shadowRoot?.querySelector("[part~=dock]"))
        resolve(performance.now());
      else requestAnimationFrame(check);
    };
    check();
  });
}

function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function format(rows, rounds) {
  return `## Loading the sample site

The production build of the sample site, compressed with brotli, on Chromium's preset "Fast 3G" (1.44 Mbit/s, 562.5 ms per request)
with an empty cache. The numbers are medians of ${rounds} rounds. The first photo is the largest element of the listing's first
screen. \`npm run bench -- --only loading\` updates only this section.

${targets(
  rows.map(({ name, size, target, seconds }) => ({
    path: `${name}, ${size}`,
    target,
    measured: seconds,
    most: true,
    unit: " s",
  })),
)}`;
}
