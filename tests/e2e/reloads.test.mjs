// A page that is closed or reloaded in the middle of an order: afterwards, the studio shows the render or why there is none, and
// the order was bought at most once. `tests/studio/visits.test.mjs` stops orders at every other point.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { en } from "../../dist/element/locales/en.js";
import { browser } from "./browser.mjs";
import { expectRender, openContext, openTab, order, orderAndStop, pending, results, url, way } from "./order-page.mjs";
import { actions } from "./studio.mjs";

let page;

beforeEach(async () => {
  page = await openTab(await openContext(browser));
});

afterEach(() => page.context().close());

const ends = {
  reload: () => page.reload(),
  "new page": async () => {
    const next = await page.context().newPage();
    await page.close();
    page = next;
    await page.goto(url);
  },
};

for (const [how, end] of Object.entries(ends))
  test(`after a ${how} while the service works on an order, the render is shown`, async () => {
    const proceed = await orderAndStop(page, "service");
    await end();
    proceed();
    await expectRender(page);
  });

/** Orders, reloads once the result is stored, and opens the result, whose URL the service's host no longer serves. */
async function openExpired(lookUp) {
  await order(page);
  const { url: output } = await actions(page).result();
  await page.route(output, (route) => route.fulfill({ status: 403 }));
  await page.route(/\/api\/enterprise\/render\/[^?]+$/, lookUp);
  await page.reload();
  await results(page).locator(".tile").click();
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
  const proceed = await orderAndStop(page, "broken");
  await page.reload();
  proceed();
  for (const isReloaded of [false, true]) {
    if (isReloaded) await page.reload();
    await results(page).filter({ hasText: en.errors.outcome_unknown.title }).waitFor();
    assert.deepEqual([way.bought(), (await pending(page)).length], [1, 1]);
  }
});

test("a result that one tab removes does not come back when another tab buys, and leaves that one", async () => {
  await order(page);
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
