// What tells people that a render has finished while they were not looking: the page's title, an announcement, and a notification.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, openElements, startElements } from "./elements.mjs";
import { sandbox, startBrowser } from "./site.mjs";
import { actions } from "./studio.mjs";

let elements, browser;
before(async () => {
  [elements, browser] = await Promise.all([startElements(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  elements?.stop();
});

/** Replaces notifications, and lets the page look hidden. */
function fakes(permission) {
  globalThis.notified = [];
  globalThis.hide = (hidden) => {
    Object.defineProperty(document, "hidden", { configurable: true, value: hidden });
    document.dispatchEvent(new Event("visibilitychange"));
  };
  globalThis.Notification = class {
    static permission = permission;
    static async requestPermission() {
      return (this.permission = "granted");
    }
    constructor(title, { body }) {
      globalThis.notified.push([title, body]);
      globalThis.last = this;
    }
    close() {}
  };
}

/** Opens a studio and submits a render, which ends after `release()`. */
async function open({ permission = "denied" } = {}) {
  await sandbox(elements.origin, "reset", { speeds: { queuedMs: 0, renderingMs: 200 } });
  const preset = JSON.stringify({ interior: { type: "bedroom", style: "rustic" } });
  const tag = `<reroom-studio base-url="/" tools="interior" preset='${preset}'>`;
  const { page, problems } = await openElements(browser, elements.show({ body: `${tag}</reroom-studio>` }));
  await page.evaluate(fakes, permission);
  await page.locator("reroom-studio").evaluate(async (studio) => {
    await globalThis.init();
    studio.client = new globalThis.client.ReRoom({ baseUrl: location.origin, apiKey: "sandbox" });
    studio.src = "/samples/bedroom-empty.jpg";
  });
  const ui = actions(page);
  await ui.verdict.waitFor();
  const release = await ui.hold();
  await ui.submit();
  await page.locator("reroom-studio [data-focus=busy]", { hasText: "Stop waiting" }).waitFor();
  return {
    page,
    ...ui,
    release,
    stopWaiting: () => page.locator("reroom-studio [data-focus=busy]").click(),
    hide: (hidden) => page.evaluate((hidden) => globalThis.hide(hidden), hidden),
    title: (title) => page.waitForFunction((title) => document.title === title, title),
    notified: () => page.evaluate(() => globalThis.notified),
    async close() {
      await page.context().close();
      assert.deepEqual(problems, []);
    },
  };
}

test("after the user stopped waiting: the title counts the result until it is shown", async () => {
  const ui = await open();
  await ui.stopWaiting();
  ui.release();
  await ui.title("(1) Elements");
  await ui.page.locator("reroom-studio > p[role=status]", { hasText: "1 new." }).waitFor({ state: "attached" });
  assert.deepEqual(await ui.notified(), []);
  await ui.page.locator("reroom-studio .tile.done").click();
  await ui.title("Elements");
  await ui.close();
});

test("in a hidden page: the title counts the result until the page is visible, and keeps the page's changes", async () => {
  const ui = await open();
  await ui.hide(true);
  ui.release();
  await ui.title("(1) Elements");
  await ui.page.evaluate(() => (document.title = "Another title"));
  await ui.hide(false);
  await ui.title("Another title");
  await ui.close();
});

test("while the user watches: the title stays", async () => {
  const ui = await open();
  ui.release();
  await ui.result();
  assert.equal(await ui.page.title(), "Elements");
  await ui.close();
});

test("with permission, a notification appears if the page is hidden, and a click on it shows the result", async () => {
  const ui = await open({ permission: "granted" });
  await ui.page.locator("reroom-studio .card", { hasText: "We’ll notify you when it’s ready." }).waitFor();
  await ui.stopWaiting();
  await ui.hide(true);
  ui.release();
  await ui.title("(1) Elements");
  assert.deepEqual(await ui.notified(), [["Your picture is ready", "Rustic, bedroom-empty.jpg"]]);
  await ui.hide(false);
  await ui.page.evaluate(() => globalThis.last.onclick());
  await ui.result();
  await ui.title("Elements");
  await ui.close();
});

test("the user is asked for permission only after pressing the button, and focus stays in the card", async () => {
  const ui = await open({ permission: "default" });
  await accessible(ui.page);
  await ui.action("notify");
  await ui.page.locator("reroom-studio .card [role=status]", { hasText: "We’ll notify you" }).waitFor();
  await ui.hasFocus("[data-focus=busy]");
  await accessible(ui.page);
  await ui.close();
});
