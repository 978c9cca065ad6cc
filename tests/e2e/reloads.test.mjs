// A page that is closed or reloaded in the middle of an order: afterwards, the studio shows the render or why there is none, and
// the order was bought at most once.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
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
  "page that is reloaded": () => page.reload(),
  "page that is closed": async () => {
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

/** Dates the pending renders back, as if the page had been opened again this much later. */
const age = (minutes) =>
  page.evaluate((ms) => {
    for (const [key, text] of Object.entries(localStorage)) {
      if (!key.startsWith("reroom.pending")) continue;
      const entries = JSON.parse(text);
      for (const entry of entries) entry.submittedAt = new Date(Date.parse(entry.submittedAt) - ms).toISOString();
      localStorage.setItem(key, JSON.stringify(entries));
    }
  }, minutes * 60_000);

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

for (const [how, end] of Object.entries(ends)) {
  describe(`${how}:`, () => {
    test("before its order arrives anywhere: nothing is bought, and the order leaves the list", async () => {
      const stopped = way.stopAt("proxy");
      await order();
      await stopped;
      assert.equal((await pending()).length, 1);
      await age(6);
      await end();
      await page.waitForFunction(() => !Object.keys(localStorage).some((key) => key.startsWith("reroom.pending")));
      await result().waitFor({ state: "detached" });
      assert.equal(way.bought(), 0);
    });

    test("before its order reaches the gateway, which gets it later: the render is shown", async () => {
      const stopped = way.stopAt("proxy");
      await order();
      const proceed = await stopped;
      await end();
      await result().waitFor();
      assert.equal(way.bought(), 0);
      proceed();
      await expectRender();
    });

    for (const [when, point] of [
      ["while the service works on its order", "service"],
      ["after its order was answered, but before it has the answer", "gateway"],
    ])
      test(`${when}: the render is shown`, async () => {
        const stopped = way.stopAt(point);
        await order();
        const proceed = await stopped;
        await end();
        proceed();
        await expectRender();
      });

    test("while its order is rendered: the render is shown", async () => {
      // The page gets no answer when it asks for the render.
      const stopped = way.stopAt("look");
      await order();
      await stopped;
      assert.notEqual((await pending())[0].renderId, undefined);
      await end();
      await expectRender();
    });

    test("while the service works on its order, which then breaks: the studio says so, until the user removes it", async () => {
      const stopped = way.stopAt("broken");
      await order();
      const proceed = await stopped;
      await end();
      proceed();
      for (const isReloaded of [false, true]) {
        if (isReloaded) await page.reload();
        await result().filter({ hasText: en.errors.outcome_unknown.title }).waitFor();
        assert.deepEqual([way.bought(), (await pending()).length], [1, 1]);
      }
    });
  });
}
