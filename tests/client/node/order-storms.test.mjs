// Tabs that place, abort and follow the same orders at random, while requests break, tabs crash, and what one tab stores reaches the
// others late. Repeatable by their seeds, with a clock of their own. Each order is bought at most once, and no render is lost.
import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { after, before, test } from "node:test";
import { clientWith, fileName, isOrder, json, record, start } from "../support.mjs";
import { scope } from "../service.mjs";
import { mark } from "../gateway.mjs";
import { origin } from "./locks.mjs";

const SEEDS = 30;
const STEPS = 60;
const keys = ["a", "b", "c"];

const { setTimeout: realSetTimeout, clearTimeout: realClearTimeout } = globalThis;
const own = Object.getOwnPropertyDescriptor(globalThis, "navigator");
const current = new AsyncLocalStorage();
let locks;
before(async () => {
  await start();
  const navigator = {
    get locks() {
      return locks?.tab(current.getStore() ?? "page");
    },
  };
  Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
});
after(() => (own ? Object.defineProperty(globalThis, "navigator", own) : delete globalThis.navigator));

/** A repeatable source of numbers from 0 to 1 (mulberry32). */
function createRandom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

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

/** Runs a storm. */
async function storm(t, { seed, viaGateway, tabCount, lags = false, storageFaults = [] }) {
  const [random, noise] = [createRandom(seed), createRandom(-seed)];
  const pick = (list) => list[Math.floor(random() * list.length)];
  const pass = virtualTime(t, createRandom(seed + 1000));
  locks = origin();
  const shop = createShop(viaGateway, noise);
  const openStorage = sharedStorage(noise, lags);
  const { baseUrl } = scope();
  let opened = 0;
  let faulty = true;
  const open = () => {
    const tab = { id: `tab ${++opened}`, isOpen: true, calls: new Set() };
    const storage = openStorage((what) => {
      if (!tab.isOpen || (faulty && storageFaults.includes(what) && noise() < 0.3)) throw new Error("storage");
    });
    const fetch = async (request) => {
      if (!tab.isOpen) return new Promise(() => {});
      const answered = await Promise.race([
        shop.fetch(request),
        new Promise((_, reject) => request.signal.addEventListener("abort", () => reject(request.signal.reason))),
      ]);
      return tab.isOpen ? answered : new Promise(() => {});
    };
    tab.client = current.run(tab.id, () => clientWith({ baseUrl, fetch, storage, validate: "off" }));
    return tab;
  };
  const tabs = Array.from({ length: tabCount }, open);
  const found = new Set();
  const call = (tab, run) => {
    const controller = new AbortController();
    const entry = { controller };
    tab.calls.add(entry);
    const settle = (value) => {
      found.add(value?.render_id ?? value?._id);
      tab.calls.delete(entry);
    };
    const end = current.run(tab.id, () => run(tab.client, { signal: controller.signal, pollMs: 100 }));
    end.then(settle, () => settle());
  };
  // The key is in the request, too, so that the service knows it without a gateway.
  const image = { file_name: fileName };
  const params = (key) => ({ creativity: "balanced", key });
  const waitForAny = (tab, method) => {
    const [entry] = [pick(current.run(tab.id, () => tab.client.pending()))];
    if (entry)
      call(tab, (client, options) =>
        client[method](method === "waitFor" ? entry : (entry.renderId ?? "r0"), method === "waitFor" ? options : {}),
      );
  };
  const actions = [
    (tab, key) =>
      call(tab, (client, { signal }) => client.render({ ...image, ...params(key) }, { signal, idempotencyKey: key })),
    (tab, key) => call(tab, (client, options) => client.run(image, params(key), { ...options, idempotencyKey: key })),
    (_, key) =>
      tabs.forEach((tab) =>
        call(tab, (client, options) => client.run(image, params(key), { ...options, idempotencyKey: key })),
      ),
    (tab) => waitForAny(tab, "waitFor"),
    (tab) => waitForAny(tab, "getRender"),
    (tab) => pick([...tab.calls])?.controller.abort(),
    (tab) => {
      // What could not be stored is lost with its tab.
      if (storageFaults.length > 0 || random() < 0.7) return;
      tab.isOpen = false;
      locks.close(tab.id);
      tabs[tabs.indexOf(tab)] = open();
    },
  ];
  // What is left would go on forever.
  t.after(() => tabs.forEach((tab) => (tab.isOpen = false)));
  for (let step = 0; step < STEPS; step++) {
    pick(actions)(pick(tabs), pick(keys));
    await tasks(random() * 8);
    if (random() < 0.3) await pass(pick([1, 100, 2000]));
    const twice = shop.bought.filter((key, index) => shop.bought.indexOf(key) !== index);
    // A tab that does not see yet what another has stored overwrites it.
    if (!lags) assert.deepEqual(twice, [], `bought twice in step ${step}`);
  }
  return { tabs, shop, open, pass, call, found, calm: () => ((faulty = false), shop.calm()), bought: shop.bought };
}

for (const viaGateway of [false, true])
  for (const [what, options] of Object.entries({
    "three tabs": { tabCount: 3 },
    "three tabs whose storage lags": { tabCount: 3, lags: true },
    "one tab with a storage that fails to write": { tabCount: 1, storageFaults: ["write"] },
    "one tab with a storage that fails to read": { tabCount: 1, storageFaults: ["read"] },
    "one tab with a storage that fails": { tabCount: 1, storageFaults: ["read", "write"] },
  }))
    for (let seed = 1; seed <= SEEDS; seed++)
      test(`${what} ${viaGateway ? "with" : "without"} a gateway, seed ${seed}`, { timeout: 60_000 }, async (t) => {
        const { tabs, shop, open, pass, call, found, calm, bought } = await storm(t, { seed, viaGateway, ...options });
        calm();
        await pass(1000);
        // The next visit knows them all, or this one if they cannot be stored.
        const readers = options.storageFaults ? tabs : [open()];
        const known = new Set(
          readers.flatMap(({ client }) =>
            client.pending().flatMap(({ renderId, idempotencyKey }) => [renderId, idempotencyKey]),
          ),
        );
        const lost = bought.filter((key, index) => !known.has(key) && !known.has(`r${index + 1}`));
        assert.deepEqual(lost, [], "lost");
        shop.end();
        for (const tab of tabs)
          for (const entry of tab.client.pending()) call(tab, (client, wait) => client.waitFor(entry, wait));
        await pass(900_000);
        for (const tab of tabs) assert.equal(tab.calls.size, 0, "a call did not settle");
        if (viaGateway)
          for (const index of bought.keys()) assert.ok(found.has(`r${index + 1}`), `r${index + 1} is not found`);
      });
