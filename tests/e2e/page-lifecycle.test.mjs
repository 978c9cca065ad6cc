// What browsers do to the page of an order: they keep it for the back button, send its requests through a service worker that fails or
// repeats them, and close one of several tabs. Nothing is bought twice, and no render is lost. The service counts what it sells.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import {
  elements,
  expectRender,
  openContext,
  openTab,
  order,
  orderAndStop,
  ordersSent,
  otherUrl,
  pending,
  results,
  way,
} from "./order-page.mjs";
import { startBrowser } from "./site.mjs";

/** Playwright switches the cache off by default. */
const withCache = { ignoreDefaultArgs: ["--disable-back-forward-cache"] };

let browser, context;

before(async () => {
  browser = await startBrowser(withCache);
});

after(() => browser?.close());

beforeEach(async () => {
  context = await openContext(browser);
});

afterEach(() => context.close());

/** Where an order can be when something happens to its page. */
const points = {
  "on its way to the gateway": "proxy",
  "at the service": "service",
  "on its way back": "gateway",
  "being rendered": "look",
};

describe("the back button brings back the page as it was, and the render is shown, if it was left while the order was", () => {
  for (const [where, point] of Object.entries(points))
    test(where, async () => {
      const page = await openTab(context);
      await page.evaluate(() =>
        globalThis.addEventListener("pageshow", ({ persisted }) => (globalThis.persisted = persisted)),
      );
      const proceed = await orderAndStop(page, point);
      await page.goto(otherUrl);
      proceed();
      // There is no load event for a page from the cache.
      await page.goBack({ waitUntil: "commit" });
      await expectRender(page);
      assert.equal(await page.evaluate(() => globalThis.persisted), true, "the page was in the cache");
    });
});

/** What service workers do with the first order, and how often it then arrives. `keep` has a copy sent when the page says so. */
const workers = {
  "sends it twice, one after the other": [
    2,
    `async (request) => {
      const copy = request.clone();
      await fetch(request);
      return fetch(copy);
    }`,
  ],
  "sends it twice at once": [
    2,
    `async (request) => {
      const copy = request.clone();
      const [response] = await Promise.all([fetch(request), fetch(copy)]);
      return response;
    }`,
  ],
  "loses the answer": [1, "(request) => fetch(request).then(() => Response.error())"],
  "has sent it, but answers with its page for offline visitors": [
    1,
    "(request) => fetch(request).then(() => new Response('<h1>You are offline.</h1>', { status: 503 }))",
  ],
  "fails, and sends it once more later, as with background sync": [
    2,
    `async (request) => {
      keep(request.clone());
      throw new TypeError("offline");
    }`,
  ],
};

const createWorker = (handle) => `
  addEventListener("install", () => skipWaiting());
  addEventListener("activate", (event) => event.waitUntil(clients.claim()));
  const isOrder = ({ method, url }) => method === "POST" && /\\/render(?:\\?|$)/.test(url);
  let kept;
  const keep = (request) => (kept = request);
  const send = async ({ source }) => {
    if (kept) await (await fetch(kept)).text();
    source.postMessage("sent");
  };
  addEventListener("message", (event) => event.waitUntil(send(event)));
  const handle = ${handle};
  let orders = 0;
  addEventListener("fetch", (event) => {
    const { request } = event;
    event.respondWith(isOrder(request) && orders++ === 0 ? handle(request) : fetch(request));
  });`;

/** Lets a service worker handle the page's requests. */
async function control(page, handle) {
  elements.files.set("/worker.js", Buffer.from(createWorker(handle)));
  await page.evaluate(async () => {
    const controlled = new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done));
    await navigator.serviceWorker.register("/worker.js");
    await controlled;
  });
}

describe("an order is bought once, and its render shown, through a service worker that", () => {
  for (const [what, [times, handle]] of Object.entries(workers))
    test(what, async () => {
      const page = await openTab(context);
      await control(page, handle);
      await order(page);
      await expectRender(page);
      await page.evaluate(() => {
        const answered = new Promise((done) => navigator.serviceWorker.addEventListener("message", done));
        navigator.serviceWorker.controller.postMessage("send");
        return answered;
      });
      assert.deepEqual([ordersSent(), way.bought()], [times, 1]);
    });

  test("is stopped while the service works on it", async () => {
    const page = await openTab(context);
    await control(page, "fetch");
    const proceed = await orderAndStop(page, "service");
    const session = await context.newCDPSession(page);
    await session.send("ServiceWorker.enable");
    await session.send("ServiceWorker.stopAllWorkers");
    proceed();
    await expectRender(page);
  });
});

describe("of two tabs with an order each, the one that is closed leaves its render to the next visit, if its order was", () => {
  for (const [where, point] of Object.entries(points))
    test(where, async () => {
      const [closed, other] = [await openTab(context), await openTab(context)];
      const proceed = await orderAndStop(closed, point);
      await order(other);
      await closed.close();
      proceed();
      await other.waitForFunction(() => globalThis.completed.length === 1);
      const next = await openTab(context);
      await next.waitForFunction(() => globalThis.completed.length === 1);
      await results(next).locator("img").nth(1).waitFor();
      assert.deepEqual([await results(next).count(), way.bought(), await pending(next)], [2, 2, []]);
    });
});

test("a tab that was opened during an order shows its render after the tab that ordered is closed", async () => {
  const buyer = await openTab(context);
  const proceed = await orderAndStop(buyer, "service");
  const other = await openTab(context);
  await results(other).waitFor();
  await buyer.close();
  proceed();
  await expectRender(other);
});
