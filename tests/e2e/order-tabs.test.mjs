// One order in several tabs and elements, without a gateway: the service knows no idempotency keys and counts what it sells. It is
// bought once, and whoever asks for it gets its render.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { createSandbox } from "reroom/sandbox";
import { createSandboxListener } from "reroom/sandbox/node";
import { browser } from "./browser.mjs";
import { startElements, strictPolicy } from "./elements.mjs";
import { actions } from "./studio.mjs";

const speeds = { queuedMs: 0, renderingMs: 50 };
/** Often enough that, without a lock, some tabs buy twice. */
const ROUNDS = 10;
const isOrder = ({ method, url }) => method === "POST" && /\/render(?:\?|$)/.test(url);

let sandbox, elements, context, hold;

before(async () => {
  sandbox = await createSandbox();
  const answer = createSandboxListener(sandbox);
  elements = await startElements({}, strictPolicy, (request, response) => {
    if (!isOrder(request)) return answer(request, response);
    const { end } = response;
    response.end = (...body) => (void hold().then(() => end.apply(response, body)), response);
    return answer(request, response);
  });
});

after(() => {
  elements?.stop();
  sandbox?.free();
});

beforeEach(async () => {
  sandbox.reset({ speeds });
  hold = () => Promise.resolve();
  context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
  context.setDefaultTimeout(15_000);
});

afterEach(() => context.close());

const bought = () => sandbox.requests().filter(({ method, path }) => isOrder({ method, url: path })).length;

/** Stops the answers to orders. Resolves, once the service has an order, to a function that lets all answers continue. */
function stopAnswers() {
  let proceed;
  const stopped = new Promise((resolve) => (proceed = resolve));
  return new Promise((reached) => {
    hold = () => (reached(proceed), stopped);
  });
}

/** Waits until this many calls wait for another to place the order with this key. */
const expectWaiting = (tab, key, count) =>
  tab.waitForFunction(
    async ([key, count]) => {
      const { pending } = await navigator.locks.query();
      return pending.filter(({ name }) => name.endsWith(` ${key}`)).length === count;
    },
    [key, count],
  );

/** Opens a tab with a client, and perhaps elements. */
async function openTab(body = "") {
  const page = await context.newPage();
  await page.goto(elements.show({ body }));
  await page.evaluate(async () => {
    await globalThis.init();
    const options = { baseUrl: location.origin, apiKey: "sandbox", storage: localStorage, maxConcurrentRenders: 100 };
    globalThis.connect = () => new globalThis.client.ReRoom(options);
    globalThis.rooms = globalThis.connect();
  });
  return page;
}

const photo = "/samples/living-room-empty.jpg";
const params = {
  "is answered with an id": { creativity: "balanced" },
  "is answered with the render": { tool: "virtual-staging", action: "preset", type: "bedroom", style: "modern" },
};

/** Uploads a photo, and returns how requests refer to it. */
const upload = (tab) =>
  tab.evaluate(async (photo) => {
    const { fileName } = await globalThis.rooms.upload(await (await fetch(photo)).blob());
    return { file_name: fileName };
  }, photo);

/** Makes a call under this key at a moment, and returns the id of its render, or how it failed. */
const callAt = (tab, method, { image, params }, idempotencyKey, moment) =>
  tab.evaluate(
    async ([method, image, params, idempotencyKey, moment]) => {
      const { rooms } = globalThis;
      const calls = {
        render: () => rooms.render({ ...image, ...params }, { idempotencyKey }).then(({ render_id }) => render_id),
        run: () => rooms.run(image, params, { idempotencyKey, pollMs: 10 }).then(({ _id }) => _id),
      };
      await new Promise((resolve) => setTimeout(resolve, moment - Date.now()));
      return calls[method]().catch(({ code }) => code);
    },
    [method, image, params, idempotencyKey, moment],
  );

describe("tabs that place the same order at the same time buy it once, and get the same render, if it", () => {
  for (const [what, tool] of Object.entries(params))
    for (const method of ["render", "run"])
      test(`${what}, with ${method}`, async () => {
        const tabs = await Promise.all([openTab(), openTab(), openTab()]);
        const request = { image: await upload(tabs[0]), params: tool };
        for (let round = 1; round <= ROUNDS; round++) {
          const key = `${method}:${round}`;
          const moment = Date.now() + 20;
          const stopped = stopAnswers();
          const calls = tabs.map((tab) => callAt(tab, method, request, key, moment));
          const proceed = await stopped;
          await expectWaiting(tabs[0], key, tabs.length - 1);
          proceed();
          const [first, ...others] = await Promise.all(calls);
          assert.match(first, /^[\da-f]{24}$/);
          for (const other of others) assert.equal(other, first);
          assert.equal(bought(), round);
        }
      });
});

describe("while the service works on the order of a tab, another tab", () => {
  /** Starts an order in one tab. Returns another one, and what lets the service answer. */
  async function orderAndStop() {
    const [buyer, other] = await Promise.all([openTab(), openTab()]);
    const image = await upload(buyer);
    const stopped = stopAnswers();
    await buyer.evaluate((image) => {
      const call = globalThis.rooms.run(image, { creativity: "balanced" }, { idempotencyKey: "job", pollMs: 10 });
      globalThis.result = call.then(
        ({ _id }) => _id,
        ({ code }) => code,
      );
    }, image);
    return { buyer, other, image, proceed: await stopped };
  }

  /** Calls a method for that order in the other tab, which waits for it. Returns the id of its render, or why there is none. */
  async function callAndProceed({ other, image, proceed }, method, end = proceed) {
    const call = other.evaluate(
      async ([method, image]) => {
        const { rooms } = globalThis;
        const calls = {
          run: () => rooms.run(image, { creativity: "balanced" }, { idempotencyKey: "job", pollMs: 10 }),
          waitFor: () => rooms.waitFor(rooms.pending()[0], { pollMs: 10 }),
        };
        return calls[method]().then(
          ({ _id }) => _id,
          ({ code }) => code,
        );
      },
      [method, image],
    );
    await expectWaiting(other, "job", 1);
    await end();
    return call;
  }

  for (const method of ["run", "waitFor"])
    test(`gets its render with ${method}`, async () => {
      const tabs = await orderAndStop();
      const id = await callAndProceed(tabs, method);
      assert.equal(id, await tabs.buyer.evaluate(() => globalThis.result));
      assert.deepEqual([bought(), await tabs.other.evaluate(() => globalThis.rooms.pending())], [1, []]);
    });

  test("does not buy again if the first one is closed", async () => {
    const tabs = await orderAndStop();
    assert.equal(await callAndProceed(tabs, "run", () => tabs.buyer.close()), "outcome_unknown");
    assert.deepEqual([bought(), await tabs.other.evaluate(() => globalThis.rooms.pending().length)], [1, 1]);
    tabs.proceed();
  });
});

test("an element that replaces one whose order the service works on shows its render", async () => {
  const preset = JSON.stringify({ interior: { type: "living-room", style: "japanese-zen" } });
  const studio = `<reroom-studio tools="interior" preset='${preset}' src="${photo}"></reroom-studio>`;
  const page = await openTab(studio);
  const connect = () => page.evaluate(() => (document.querySelector("reroom-studio").client = globalThis.connect()));
  await connect();
  const ui = actions(page);
  await ui.verdict.waitFor();
  const stopped = stopAnswers();
  await ui.submit();
  const proceed = await stopped;
  await page.evaluate((studio) => (document.querySelector("main").innerHTML = studio), studio);
  await connect();
  const tile = page.locator("reroom-studio [part~=results] [data-result]");
  await tile.waitFor();
  proceed();
  await tile.locator("img").waitFor();
  assert.deepEqual([await tile.count(), bought()], [1, 1]);
  assert.deepEqual(await page.evaluate(() => globalThis.rooms.pending()), []);
});
