// A page with a studio whose orders go through a gateway, and a service that counts them, for the tests of the importing file.
import assert from "node:assert/strict";
import { after, before, beforeEach } from "node:test";
import { startElements, strictPolicy } from "./elements.mjs";
import { startWay } from "./gateway.mjs";
import { actions } from "./studio.mjs";

const preset = JSON.stringify({ interior: { type: "living-room", style: "japanese-zen" } });
const attributes = `base-url="/reroom" tools="interior" preset='${preset}' src="/samples/living-room-empty.jpg"`;

/** The way to the service, the server of the page, and the URLs of the page with the studio and of one without. */
export let way, elements, url, otherUrl;

let sent = 0;

before(async () => {
  way = await startWay();
  const policy = strictPolicy
    .replaceAll("'self' blob:", `'self' blob: ${way.service}`)
    .replace("worker-src", "$& 'self'");
  elements = await startElements({}, policy, (request, response) => {
    if (request.method === "POST" && /\/render(?:\?|$)/.test(request.url)) sent++;
    way.listener(request, response);
  });
  url = elements.show({ body: `<reroom-studio ${attributes}></reroom-studio>` });
  otherUrl = elements.show({ body: "" });
});

after(() => {
  elements?.stop();
  way?.stop();
});

beforeEach(() => {
  way.reset({ speeds: { queuedMs: 0, renderingMs: 300 } });
  sent = 0;
});

/** How many paid requests have left the browser. `way.bought()` is how many the service has received. */
export const ordersSent = () => sent;

/** Opens a browser context whose pages collect the renders of `reroom-complete` in `completed`. */
export async function openContext(browser) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
  context.setDefaultTimeout(15_000);
  await context.addInitScript(() => {
    globalThis.completed = [];
    document.addEventListener("reroom-complete", ({ detail }) => globalThis.completed.push(detail.render));
  });
  return context;
}

/** Opens a tab with the studio. */
export async function openTab(context) {
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/** Submits an order of the page's photo. */
export async function order(page) {
  const ui = actions(page);
  await ui.verdict.waitFor();
  await ui.submit();
}

/** Submits an order that stops at a point. Resolves to what lets it continue. */
export async function orderAndStop(page, point) {
  const stopped = way.stopAt(point);
  await order(page);
  return stopped;
}

/** The pending renders in the storage. */
export const pending = (page) =>
  page.evaluate(() =>
    Object.entries(localStorage)
      .filter(([key]) => key.startsWith("reroom.pending"))
      .flatMap(([, text]) => JSON.parse(text)),
  );

/** The renders in the strip of the photo. The first tile of the strip is the photo. */
export const results = (page) =>
  page
    .locator("reroom-studio [part~=results] li")
    .filter({ has: page.locator(".tile:is(.running, .done, .seen, .failed)") });

/** Asserts that the studio shows the render, which was bought once. */
export async function expectRender(page) {
  await page.waitForFunction(() => globalThis.completed.length === 1);
  const { status, outputs } = await page.evaluate(() => globalThis.completed[0]);
  assert.equal(status, "completed");
  const picture = results(page).locator("img");
  await picture.waitFor();
  assert.equal(await picture.getAttribute("src"), outputs[0]);
  assert.deepEqual([way.bought(), await pending(page)], [1, []]);
}
