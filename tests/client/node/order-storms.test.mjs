// Tabs that place, abort and follow the same orders at random, while requests break, tabs crash, and what one tab stores reaches the
// others late. Repeatable by their seeds, with a clock of their own. Each order is bought at most once, and no render is lost.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { clientWith, fileName, isOrder, json, record, start } from "../support.mjs";
import { scope } from "../service.mjs";
import { mark } from "../gateway.mjs";
import { createRandom } from "../../random.mjs";
import { origin, provideLocks } from "./locks.mjs";

const SEEDS = 12;
const STEPS = 60;

const { setTimeout: realSetTimeout, clearTimeout: realClearTimeout } = globalThis;
let locks;
before(start);
provideLocks(() => locks?.tab("page"));

const task = () => new Promise((done) => setImmediate(done));
async function tasks(count) {
  for (let turn = 0; turn < count; turn++) await task();
}

/** Replaces the clock and the timers by ones that the test moves. */
function virtualTime(t, random) {
  let now = 1_800_000_000_000;
  let number = 0;
  const timers = new Map();
  t.mock.method(Date, "now", () => now);
  t.mock.method(performance, "now", () => now - 1_800_000_000_000);
  t.mock.method(Math, "random", random);
  globalThis.setTimeout = (run, ms = 0) => {
    timers.set(++number, { at: now + Math.max(0, ms), run });
    return number;
  };
  globalThis.clearTimeout = (id) => void timers.delete(id);
  t.after(() => Object.assign(globalThis, { setTimeout: realSetTimeout, clearTimeout: realClearTimeout }));
  return async (ms) => {
    const end = now + ms;
    for (;;) {
      await tasks(30);
      const [next] = [...timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at);
      if (!next) break;
      timers.delete(next[0]);
      now = Math.max(now, next[1].at);
      next[1].run();
    }
    now = end;
  };
}

/** A `localStorage` of several tabs. If it lags, what one writes reaches the others a little later. */
function sharedStorage(random, lags) {
  const truth = new Map();
  const views = new Set();
  let delivered = Promise.resolve();
  const change = (view, name, text) => {
    const apply = (map) => (text === undefined ? map.delete(name) : map.set(name, text));
    const deliver = () => [truth, ...views].forEach(apply);
    apply(view);
    if (lags) delivered = delivered.then(() => tasks(random() * 3)).then(deliver);
    else deliver();
  };
  return (faults) => {
    const view = new Map(truth);
    views.add(view);
    return {
      getItem: (name) => (faults("read"), view.get(name) ?? null),
      setItem: (name, text) => (faults("write"), change(view, name, text)),
      removeItem: (name) => (faults("write"), change(view, name)),
    };
  };
}

/** The service, perhaps behind a gateway. Its renders do not end before `end()`. */
function createShop(viaGateway, random) {
  const bought = [];
  const kept = new Map();
  let [isFaulty, hasEnded] = [true, false];
  const lost = () => Promise.reject(new TypeError("lost"));
  const sell = (key) => {
    if (viaGateway && kept.has(key)) return kept.get(key);
    const body = { success: true, data: { render_id: `r${bought.push(key)}` } };
    kept.set(key, body);
    return body;
  };
  const order = async (request) => {
    const { key } = JSON.parse(await request.clone().text());
    const fate = isFaulty ? random() : 1;
    if (fate < 0.1) return lost();
    if (fate < 0.15) return json({ err: "Not enough credits" }, 400);
    await tasks(random() * 6);
    const body = sell(key);
    await tasks(random() * 6);
    if (fate < 0.25) return lost();
    if (fate < 0.3) return new Response("<h1>502</h1>", { status: 502 });
    if (fate < 0.35) return new Response('{"success":true,"da');
    return json(body);
  };
  const answer = async (request) => {
    const name = decodeURIComponent(new URL(request.url).pathname.split("/").at(-1));
    if (request.method === "POST") return order(request);
    await tasks(random() * 4);
    if (isFaulty && random() < 0.1) return lost();
    if (!isOrder(request)) return json(record({ _id: name, status: hasEnded ? "completed" : "rendering" }));
    if (!viaGateway) return json({ err: "Not found" }, 404);
    return kept.has(name)
      ? json({ state: "answered", status: 200, body: kept.get(name) })
      : json({ err: "Order not found" }, 404);
  };
  return {
    bought,
    fetch: async (request) => {
      const response = await answer(request);
      return viaGateway && response.headers.get("content-type")?.includes("json") ? mark(response) : response;
    },
    calm: () => (isFaulty = false),
    end: () => (hasEnded = true),
  };
}

const image = { file_name: fileName };

/** Opens tabs on a storage and a service, and lets random things happen in them. */
async function storm(t, { seed, viaGateway, tabCount, keys = ["a", "b", "c"], lags = false, storageFaults = [] }) {
  const [random, noise] = [createRandom(seed), createRandom(-seed)];
  const pick = (list) => list[Math.floor(random() * list.length)];
  const pass = virtualTime(t, createRandom(seed + 1000));
  locks = origin();
  const shop = createShop(viaGateway, noise);
  const openStorage = sharedStorage(noise, lags);
  const { baseUrl } = scope();
  /** The ids of the renders that calls got. */
  const found = new Set();
  let isFaulty = true;

  function open() {
    const closed = new AbortController();
    const calls = new Set();
    const storage = openStorage((what) => {
      const fails = isFaulty && storageFaults.includes(what) && noise() < 0.3;
      if (fails || closed.signal.aborted) throw new Error("The storage fails.");
    });
    const fetch = (request) =>
      new Promise((resolve, reject) => {
        for (const signal of [request.signal, closed.signal])
          if (signal.aborted) return reject(signal.reason);
          else signal.addEventListener("abort", () => reject(signal.reason));
        shop.fetch(request).then(resolve, reject);
      });
    const client = clientWith({ baseUrl, fetch, storage, validate: "off" });
    const call = (run) => {
      const controller = new AbortController();
      calls.add(controller);
      const settle = (value) => {
        calls.delete(controller);
        found.add(value?.render_id ?? value?._id);
      };
      run(client, { signal: AbortSignal.any([controller.signal, closed.signal]) }).then(settle, () => settle());
    };
    return {
      client,
      call,
      calls,
      /** Runs an order. Its key is in the request, too, so that the service knows it without a gateway. */
      run: (key) =>
        call((client, options) =>
          client.run(image, { creativity: "balanced", key }, { ...options, idempotencyKey: key, pollMs: 100 }),
        ),
      render: (key) =>
        call((client, options) =>
          client.render({ ...image, creativity: "balanced", key }, { ...options, idempotencyKey: key }),
        ),
      waitFor: (entry) => call((client, options) => client.waitFor(entry, options)),
      close: () => closed.abort(),
    };
  }
  const tabs = Array.from({ length: tabCount }, open);
  const closeAll = () => tabs.forEach((tab) => tab.close());
  t.after(closeAll);

  const actions = [
    (tab, key) => tab.render(key),
    (tab, key) => tab.run(key),
    (_, key) => tabs.forEach((tab) => tab.run(key)),
    () => tabs.forEach((tab, index) => tab.run(keys[index % keys.length])),
    (tab) => tab.client.pending().slice(0, 1).forEach(tab.waitFor),
    (tab) => pick([...tab.calls])?.abort(),
    async (tab) => {
      // What could not be stored is lost with its tab.
      if (storageFaults.length > 0 || random() < 0.7) return;
      // What was stored reaches the others.
      await tasks(10);
      tab.close();
      tabs[tabs.indexOf(tab)] = open();
    },
  ];
  for (let step = 0; step < STEPS; step++) {
    await pick(actions)(pick(tabs), pick(keys));
    await tasks(random() * 8);
    if (random() < 0.3) await pass(pick([1, 100, 2000]));
    const twice = shop.bought.filter((key, index) => shop.bought.indexOf(key) !== index);
    // A tab that does not see yet what another has stored overwrites it.
    if (!lags || keys.length === 1) assert.deepEqual(twice, [], `bought twice in step ${step}`);
  }
  isFaulty = false;
  shop.calm();
  await pass(1000);
  return { tabs, shop, open, pass, found };
}

const weathers = {
  "three tabs": { tabCount: 3 },
  "three tabs whose storage lags": { tabCount: 3, lags: true },
  "three tabs with one order, whose storage lags": { tabCount: 3, lags: true, keys: ["a"] },
  "one tab with a storage that fails to write": { tabCount: 1, storageFaults: ["write"] },
  "one tab with a storage that fails to read": { tabCount: 1, storageFaults: ["read"] },
  "one tab with a storage that fails": { tabCount: 1, storageFaults: ["read", "write"] },
};
for (const viaGateway of [false, true])
  for (const [what, weather] of Object.entries(weathers))
    for (let seed = 1; seed <= SEEDS; seed++)
      test(`${what}, ${viaGateway ? "with" : "without"} a gateway, seed ${seed}`, { timeout: 60_000 }, async (t) => {
        const { tabs, shop, open, pass, found } = await storm(t, { seed, viaGateway, ...weather });
        // The next visit lists what was bought, or this one if it could not be stored.
        const [reader] = weather.storageFaults ? tabs : [open()];
        const pending = reader.client.pending();
        const listed = new Set(pending.flatMap(({ renderId, idempotencyKey }) => [renderId, idempotencyKey]));
        const ids = shop.bought.map((_, index) => `r${index + 1}`);
        const lost = ids.filter((id, index) => !listed.has(id) && !listed.has(shop.bought[index]));
        assert.deepEqual(lost, [], "lost");
        shop.end();
        pending.forEach(reader.waitFor);
        await pass(15 * 60_000);
        for (const { calls } of [reader, ...tabs]) assert.equal(calls.size, 0, "a call did not settle");
        if (viaGateway) for (const id of ids) assert.ok(found.has(id), `${id} is not found`);
      });
