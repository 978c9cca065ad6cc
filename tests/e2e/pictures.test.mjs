// The pictures of options: they load when a list is shown, and the studio works without them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "./elements-page.mjs";

let page;

const drawings = (path) => path.includes("pictures");

async function open(prepare = () => {}) {
  const opened = await openPage({ body: "<p>A page without a studio</p>" });
  page = opened.page;
  const requested = [];
  page.on("request", (request) => requested.push(new URL(request.url()).pathname));
  await prepare(page);
  await page.evaluate(() => {
    const studio = document.createElement("reroom-studio");
    Object.assign(studio, { baseUrl: "/", tools: ["virtual-staging"] });
    document.body.append(studio);
  });
  const style = page.locator("reroom-studio [data-param=style]");
  await style.waitFor();
  return { style, requested, problems: opened.problems };
}

test("load with the first list, from a separate file", async () => {
  const { style, requested, problems } = await open();
  await style.locator("svg.swatch path").first().waitFor({ state: "attached" });
  assert.equal(requested.filter(drawings).length, 1, requested.join());
  assert.deepEqual(problems, []);
  await style.screenshot({ path: "tests/artifacts/pictures.png" });
});

test("are left out if their file cannot be loaded", async () => {
  let failed;
  const { style, problems } = await open((page) => {
    failed = page.waitForEvent("requestfailed", (request) => drawings(new URL(request.url()).pathname));
    return page.route(
      (url) => drawings(url.pathname),
      (route) => route.abort(),
    );
  });
  await failed;
  await style.locator("input").first().waitFor({ state: "attached" });
  assert.equal(await style.locator("svg.swatch").count(), 0);
  assert.ok((await style.locator(".swatch.none").count()) > 0);
  // The browser reports the file.
  assert.ok(problems.splice(0).every((text) => text.startsWith("Failed to load resource")));
});
