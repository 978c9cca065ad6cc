// Starts the sample site and a browser, takes screenshots and compares images.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { createServer } from "vite";

const root = fileURLToPath(new URL("../..", import.meta.url));
const artifacts = join(root, "tests", "artifacts");
export const configFile = join(root, "www", "vite.config.ts");

/** Starts the site. Call `stop` to end it. */
export async function startSite() {
  const server = await createServer({ configFile, logLevel: "error", server: { port: 0, watch: null, hmr: false } });
  await server.listen();
  const { port } = server.httpServer.address();
  return { origin: `http://127.0.0.1:${port}`, stop: () => server.close() };
}

/** Starts the browser named by the variable CHROMIUM, or the default one. `options` are more options of Playwright. */
export function startBrowser(options = {}) {
  return chromium.launch({
    ...options,
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** Calls a control endpoint of the page's sandbox. */
export async function sandbox(origin, path, body) {
  const init = body && { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(`${origin}/sandbox/${path}`, init ?? {});
  assert.ok(response.ok, `${path} answered ${response.status}: ${await response.clone().text()}`);
  return (await response.text().then((text) => text && JSON.parse(text))) || undefined;
}

/** Saves a screenshot of the whole page. */
export async function artifact(page, name) {
  mkdirSync(artifacts, { recursive: true });
  await page.screenshot({ path: join(artifacts, `${name}.png`), fullPage: true });
}

/** Saves a file. */
export function saveArtifact(name, bytes) {
  mkdirSync(artifacts, { recursive: true });
  writeFileSync(join(artifacts, name), bytes);
}

/** The mean difference of two images, from 0 to 255, inside a box in fractions of the image. */
export function difference(page, before, after, box) {
  return page.evaluate(
    async ({ urls, box: [x, y, width, height] }) => {
      const read = async (url) => {
        const bitmap = await createImageBitmap(await (await fetch(url)).blob());
        const canvas = new OffscreenCanvas(300, 200);
        const context = canvas.getContext("2d");
        context.drawImage(bitmap, 0, 0, 300, 200);
        return context.getImageData(x * 300, y * 200, width * 300, height * 200).data;
      };
      const [one, other] = await Promise.all(urls.map(read));
      return one.reduce((sum, value, index) => sum + Math.abs(value - other[index]), 0) / one.length;
    },
    { urls: [before, after], box },
  );
}
