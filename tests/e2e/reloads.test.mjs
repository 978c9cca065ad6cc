// A page that is closed or reloaded in the middle of an order: afterwards, the studio shows the render or why there is none, and
// the order was bought at most once. `tests/studio/visits.test.mjs` stops orders at every other point.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { en } from "../../dist/element/locales/en.js";
import { browser } from "./browser.mjs";
import { openElements, startElements, strictPolicy } from "./elements.mjs";
import { startWay } from "./gateway.mjs";
import { actions } from "./studio.mjs";

const preset = JSON.stringify({ interior: { type: "living-room", style: "japanese-zen" } });
const attributes = `base-url="/reroom" tools="interior" preset='${preset}' src="/samples/living-room-empty.jpg"`;
const body = `<reroom-studio ${attributes}></reroom-studio>`;
const speeds = { queuedMs: 0, renderingMs: 300 };

let way, elements, url, page;

before(async () => {
  way = await startWay();
  const policy = strictPolicy.replaceAll("'self' blob:", `'self' blob: ${way.service}`);
  elements = await startElements({}, policy, way.listener);
  url = elements.show({ body });
});

after(async () => {
  elements?.stop();
  way?.stop();
});

beforeEach(async () => {
  way.reset({ speeds });
  ({ page } = await openElements(browser, url));
  await page.context().addInitScript(() => {
    globalThis.completed = [];
    document.addEventListener("reroom-complete", ({ detail }) => globalThis.completed.push(detail.render));
  });
});

afterEach(() => page.context().close());

async function order() {
  const ui = actions(page);
  await ui.verdict.waitFor();
  await ui.submit();
}

const ends = {
  reload: () => page.reload(),
  "new page": async () => {
    const next = await page.context().newPage();
    await page.close();
    page = next;
    await page.goto(url);
  },
};

const pending = () =>
  page.evaluate(() =>
    Object.entries(localStorage)
      .filter(([key]) => key.startsWith("reroom.pending"))
      .flatMap(([, text]) => JSON.parse(text)),
  );

/** The render in the strip of the photo. The first tile of the strip is the photo. */
const result = () =>
  page
    .locator("reroom-studio [part~=results] li")
    .filter({ has: page.locator(".tile:is(.running, .done, .seen, .failed)") });

/** Asserts that the studio shows the render, which was bought once. */
async function expectRender() {
  await page.waitForFunction(() => globalThis.completed.length === 1);
  const { status, outputs } = await page.evaluate(() => globalThis.completed[0]);
  assert.equal(status, "completed");
  await result().locator("img").waitFor();
  assert.equal(await result().locator("img").getAttribute("src"), outputs[0]);
  assert.deepEqual([way.bought(), await pending()], [1, []]);
}

for (const [how, end] of Object.entries(ends))
  test(`after a ${how} while the service works on an order, the render is shown`, async () => {
    const stopped = way.stopAt("service");
    await order();
    const proceed = await stopped;
    await end();
    proceed();
    await expectRender();
  });

/** Orders, reloads once the result is stored, and opens the result, whose URL the service's host no longer serves. */
async function openExpired(lookUp) {
  await order();
  const { url: output } = await actions(page).result();
  await page.route(output, (route) => route.fulfill({ status: 403 }));
  await page.route(/\/api\/enterprise\/render\/[^?]+$/, lookUp);
  await page.reload();
  await result().locator(".tile").click();
  return output;
}

test("a result whose URL has expired is shown at the new URL that the service gives", async () => {
  let fresh;
  const output = await openExpired(async (route) => {
    const response = await route.fetch();
    const json = await response.json();
    fresh = `${json.outputs[0]}?fresh`;
    await route.fulfill({ response, json: { ...json, outputs: [fresh] } });
  });
  await page.waitForFunction((output) => {
    const compare = document.querySelector("reroom-studio").shadowRoot.querySelector("reroom-compare");
    return compare && compare.afterSrc !== output;
  }, output);
  assert.equal(await page.locator("reroom-studio reroom-compare").evaluate(({ afterSrc }) => afterSrc), fresh);
  assert.equal(way.bought(), 1);
});

test("a result whose URL has expired for good is not shown as a broken image", async () => {
  await openExpired((route) => route.continue());
  await page.locator("reroom-studio", { hasText: en.studio.notShown }).waitFor();
  assert.equal(way.bought(), 1);
});

test("after a reload while the service works on an order that then breaks, the studio says so until the user removes it", async () => {
  const stopped = way.stopAt("broken");
  await order();
  const proceed = await stopped;
  await page.reload();
  proceed();
  for (const isReloaded of [false, true]) {
    if (isReloaded) await page.reload();
    await result().filter({ hasText: en.errors.outcome_unknown.title }).waitFor();
    assert.deepEqual([way.bought(), (await pending()).length], [1, 1]);
  }
});

test("a result that one tab removes does not come back when another tab buys, and leaves that one", async () => {
  await order();
  await actions(page).result();
  const other = await page.context().newPage();
  await other.goto(url);
  const inOther = actions(other);
  await inOther.verdict.waitFor();
  const tiles = (tab) => tab.locator("reroom-studio [part~=results] [data-result]");
  await tiles(other).waitFor();
  const removed = await tiles(page).getAttribute("data-result");
  await actions(page).action("remove");
  await inOther.submit();
  await inOther.result();
  await other.waitForFunction(
    (id) => !document.querySelector("reroom-studio").shadowRoot.querySelector(`[data-result="${id}"]`),
    removed,
  );
  await page.reload();
  await tiles(page).waitFor();
  assert.notEqual(await tiles(page).getAttribute("data-result"), removed);
  assert.equal(way.bought(), 2);
});
