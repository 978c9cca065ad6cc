// The sample site with its sandbox on a free port, a browser, and what a person does on the page.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { createServer } from "vite";

const root = fileURLToPath(new URL("../..", import.meta.url));
const artifacts = join(root, "tests", "artifacts");
export const configFile = join(root, "www", "vite.config.ts");

/** Starts the site; `stop` ends it. */
export async function startSite() {
  const server = await createServer({ configFile, logLevel: "error", server: { port: 0, watch: null, hmr: false } });
  await server.listen();
  const { port } = server.httpServer.address();
  return { origin: `http://127.0.0.1:${port}`, stop: () => server.close() };
}

/** Starts the browser that the variable CHROMIUM names, or the usual one. */
export function startBrowser() {
  return chromium.launch({
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

/** Asks the sandbox beside the page for something. */
export async function sandbox(origin, path, body) {
  const init = body && { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  const response = await fetch(`${origin}/sandbox/${path}`, init ?? {});
  assert.ok(response.ok, `${path} answered ${response.status}: ${await response.clone().text()}`);
  return (await response.text().then((text) => text && JSON.parse(text))) || undefined;
}

/** Keeps a picture of the whole page to be looked at. */
export async function artifact(page, name) {
  mkdirSync(artifacts, { recursive: true });
  await page.screenshot({ path: join(artifacts, `${name}.png`), fullPage: true });
}

/** The page, opened, with everything a person can do there. Errors of the page end up in `problems`. */
export async function openPage(browser, origin, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1360, height: 960 }, ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    // An answer the test asked for (a 400, a broken connection) is a line in the console too.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      problems.push(message.text());
  });
  await page.goto(origin);
  await page.locator(".sample").first().waitFor();
  return { page, problems, ...actions(page) };
}

function actions(page) {
  return {
    /** Puts a sample on the table. */
    async sample(name) {
      await page.getByRole("button", { name, exact: true }).click();
      await page.locator("#file-name", { hasText: ".jpg" }).waitFor();
      await page.waitForFunction(() => document.querySelector("#photo").naturalWidth > 0);
    },
    /** Chooses a file of these bytes. */
    file: (name, mimeType, buffer) => page.setInputFiles("#file", { name, mimeType, buffer }),
    tool: (id) => page.locator(`label:has(input[name=tool][value="${id}"])`).click(),
    /** Chooses a segment, or an option of a list, by the parameter it is for. */
    segment: (param, label) =>
      page.locator(`fieldset[data-param="${param}"]:visible`).getByText(label, { exact: true }).click(),
    select: (param, value) => page.locator(`fieldset[data-param="${param}"]:visible select`).selectOption(value),
    async pick(param, words) {
      await page.locator(`fieldset[data-param="${param}"]:visible summary`).click();
      await page.waitForFunction(() => document.activeElement.matches(".search"));
      await page.keyboard.type(words);
      await page.keyboard.press("Enter");
    },
    write: (param, text) => page.locator(`fieldset[data-param="${param}"]:visible textarea`).fill(text),
    /** Paints a line; places are shares of the photo. */
    async paint(from, to) {
      await page.locator("#mask").scrollIntoViewIfNeeded();
      const box = await page.locator("#mask").boundingBox();
      const at = ([x, y]) => [box.x + x * box.width, box.y + y * box.height];
      await page.mouse.move(...at(from));
      await page.mouse.down();
      await page.mouse.move(...at(to), { steps: 8 });
      await page.mouse.up();
    },
    submit: () => page.locator("#submit").click(),
    /** Waits for the comparison and returns the address and size of the result. */
    async result() {
      const ended = page.locator("#compare:visible, #notice:visible").first();
      await ended.waitFor({ timeout: 30_000 }).catch(async () => {
        assert.fail(`the job does not end; the page says: ${await page.locator(".board").innerText()}`);
      });
      assert.equal(await page.locator("#notice").isVisible(), false, await page.locator("#notice").textContent());
      return page.evaluate(async () => {
        const picture = document.querySelector("#after");
        await picture.decode();
        return { url: picture.src, width: picture.naturalWidth, height: picture.naturalHeight };
      });
    },
    /** Presses Tab until the selector has the focus, as somebody without a pointer does. */
    async tabTo(selector) {
      for (let presses = 0; presses < 60; presses++) {
        await page.keyboard.press("Tab");
        if (await page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
      }
      assert.fail(`the keyboard does not reach ${selector}`);
    },
    screenshot: (name) => artifact(page, name),
    close: () => page.context().close(),
  };
}

/** The mean difference of two pictures, 0 to 255, inside a box whose sides are shares of the picture. */
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
