// The render queue across the tabs of an origin, over Web Locks.
import assert from "node:assert/strict";
import { AsyncLocalStorage } from "node:async_hooks";
import { before, test } from "node:test";
import { clientOver, clientWith, fileName, isOrder, json, record, settle, start } from "../support.mjs";
import { origin, provideLocks } from "./locks.mjs";
import { gateway } from "../gateway.mjs";
import { memoryStorage, scope, service, until } from "../service.mjs";

const file = new URL("../../../js/shims/slot-lock.js", import.meta.url);

/** The current tab, in whose name locks are requested. */
const running = new AsyncLocalStorage();
let locks;
before(start);
provideLocks(() => locks?.tab(running.getStore() ?? "page"));

let tabs = 0;
/** A tab with its own copy of the module. */
async function open() {
  const id = `tab ${++tabs}`;
  const { SlotLock } = await import(`${file.href}?${tabs}`);
  const inTab = (run) => running.run(id, run);
  const enter = (slots = 2) => {
    const lock = new SlotLock("s", slots);
    const entry = { lock, granted: false, position: () => inTab(() => lock.position()) };
    entry.over = inTab(() => lock.acquire()).then(() => (entry.granted = true));
    return entry;
  };
  const resume = (renderId, slots = 2) => {
    const lock = new SlotLock("s", slots);
    return inTab(() => lock.resume(renderId)).then((resumed) => ({ lock, resumed }));
  };
  return { id, enter, resume, inTab };
}

test("slots are granted in order across tabs, and each lock knows its position", async () => {
  locks = origin();
  const [a, b] = [await open(), await open()];
  const entries = [];
  for (const tab of [a, a, a, b, a, b]) {
    entries.push(tab.enter());
    await settle();
  }
  for (let granted = 2; granted <= 6; granted++) {
    assert.deepEqual(
      entries.map((entry) => entry.granted),
      entries.map((_, index) => index < granted),
    );
    assert.deepEqual(
      await Promise.all(entries.map((entry) => entry.position())),
      entries.map((_, index) => Math.max(0, index + 1 - granted)),
    );
    assert.equal(locks.slots().length, 2);
    entries[granted - 2].lock.release();
    await settle();
  }
  entries.at(-1).lock.release();
  await settle();
  assert.equal(locks.left(), 0, "every lock is released");
});

test("a lock that is released is skipped, and a closed tab releases everything", async () => {
  locks = origin();
  const [a, b] = [await open(), await open()];
  const [, , third, fourth, fifth] = [a.enter(), a.enter(), a.enter(), b.enter(), b.enter()];
  await settle();
  third.lock.release();
  await settle();
  assert.equal(await fourth.position(), 1);
  locks.close(a.id);
  await settle();
  assert.deepEqual([fourth.granted, fifth.granted], [true, true]);
});

test("a render holds one slot, whichever tab resumes it", async () => {
  locks = origin();
  const [a, b] = [await open(), await open()];
  const first = a.enter(3);
  await settle();
  await a.inTab(() => first.lock.assign("r1"));
  assert.equal((await b.resume("r1", 3)).resumed, false, "its own tab holds it");
  assert.equal(locks.slots().length, 1);
  locks.close(a.id);
  assert.equal((await b.resume("r1", 3)).resumed, true);
  assert.equal((await b.resume("r1", 3)).resumed, false);
  assert.equal((await b.resume("r2", 1)).resumed, false, "no slot is free");
  assert.deepEqual(locks.slots(), ["reroom slot s 0"]);
});

test("an expired slot is released, a renewed one is not", async (context) => {
  locks = origin();
  const a = await open();
  const [held, next] = [a.enter(1), a.enter(1)];
  await settle();
  context.mock.timers.enable({ apis: ["setTimeout"] });
  held.lock.expireAfter(1000);
  context.mock.timers.tick(900);
  held.lock.expireAfter(undefined);
  context.mock.timers.tick(5000);
  await settle();
  assert.equal(next.granted, false);
  held.lock.expireAfter(1000);
  context.mock.timers.tick(1000);
  await settle();
  assert.equal(next.granted, true);
});

test("random tabs never hold more slots than the limit, and no slot stays free while a lock waits", async () => {
  locks = origin();
  let seed = 7;
  const random = (below) => (seed = (Math.imul(seed, 1103515245) + 12345) >>> 0) % below;
  const open4 = await Promise.all([1, 2, 3, 4].map(open));
  let present = [];
  for (let step = 0; step < 400; step++) {
    if (random(5) > 1 && present.length < 20) {
      const tab = open4[random(4)];
      present.push(Object.assign(tab.enter(3), { tab }));
    } else if (present.length > 0) {
      const [gone] = present.splice(random(present.length), 1);
      gone.lock.release();
    }
    if (step % 97 === 96) {
      const dead = open4[random(4)];
      locks.close(dead.id);
      present = present.filter(({ tab }) => tab !== dead);
      open4[open4.indexOf(dead)] = await open();
    }
    if (random(3) === 0) await settle();
    assert.ok(locks.slots().length <= 3);
  }
  await settle();
  while (present.length > 0) {
    assert.equal(locks.slots().length, Math.min(3, present.length), "no slot is free while a lock waits");
    const [gone] = present.splice(
      present.findIndex(({ granted }) => granted),
      1,
    );
    gone.lock.release();
    await settle();
  }
  assert.equal(locks.slots().length, 0);
});

test("a client holds a slot from before the submission until it sees the end", async () => {
  locks = origin();
  const of = service();
  const { client } = clientOver(of.answer, { ...scope(), maxConcurrentRenders: 2 });
  const params = { creativity: "balanced" };
  const stages = [];
  const options = { pollMs: 1, onProgress: ({ stage, position }) => stages.push([stage, position]) };
  const runs = [1, 2, 3].map(() => client.run({ file_name: fileName }, params, options));
  await until(() => stages.some(([stage]) => stage === "waiting"));
  assert.deepEqual(
    stages.filter(([stage]) => stage === "waiting"),
    [["waiting", 1]],
  );
  assert.deepEqual([of.sent.submissions, locks.slots().length], [2, 2]);
  of.end();
  await until(() => of.sent.submissions === 3);
  while (of.underWay().length > 0) of.end();
  await Promise.all(runs);
  await until(() => locks.left() === 0);
  assert.equal(of.most(), 2);
});

test("an abort in the queue releases every lock", async () => {
  locks = origin();
  const of = service();
  const { client } = clientOver(of.answer, { ...scope(), maxConcurrentRenders: 1 });
  const order = { file_name: fileName, creativity: "balanced" };
  await client.render(order);
  const controller = new AbortController();
  const second = client.render(order, { signal: controller.signal });
  await settle();
  controller.abort();
  await assert.rejects(second, { code: "aborted" });
  client.forget("r1");
  await until(() => locks.left() === 0);
  assert.equal(of.sent.submissions, 1);
});

test("a submitted render is stored before its lock is requested", async () => {
  locks = origin();
  const happened = [];
  const storage = { getItem: () => null, setItem: () => happened.push("written"), removeItem() {} };
  const { tab } = locks;
  locks.tab = (id) => {
    const shared = tab(id);
    const request = (name, ...rest) => (happened.push(name), shared.request(name, ...rest));
    return { ...shared, request };
  };
  const { baseUrl } = scope();
  const { client } = clientOver(service().answer, { baseUrl, storage });
  await client.render({ file_name: fileName, creativity: "balanced" });
  const written = happened.indexOf("written");
  assert.ok(written >= 0 && written < happened.indexOf(`reroom.pending ${baseUrl}`), happened.join(", "));
});

/** Two tabs with the same storage, and a service without a gateway whose answers to orders wait for `proceed`. */
function twoTabs(answerOrder) {
  locks = origin();
  let proceed;
  const held = new Promise((resolve) => (proceed = resolve));
  const bought = [];
  const fetch = async (sent) => {
    const name = new URL(sent.url).pathname.split("/").at(-1);
    if (isOrder(sent)) return json({ err: "Not found" }, 404);
    if (sent.method === "GET") return json(record({ _id: name }));
    const id = `r${bought.push(name)}`;
    await held;
    return answerOrder(id);
  };
  const storage = memoryStorage();
  const options = { ...scope(), fetch, storage };
  const clients = ["one", "two"].map((id) => ({ id, client: clientWith(options) }));
  /** Makes a call in each tab, under one key. */
  const callAll = (call) => clients.map(({ id, client }) => running.run(id, () => call(client)));
  return { callAll, proceed, bought, storage };
}

const request = { file_name: fileName, creativity: "balanced" };
const sameKeyOnly = { idempotencyKey: "job" };
const sameKey = { ...sameKeyOnly, pollMs: 1 };
const calls = {
  render: (client) => client.render(request, sameKeyOnly).then(({ render_id }) => render_id),
  run: (client) => client.run({ file_name: fileName }, { creativity: "balanced" }, sameKey).then(({ _id }) => _id),
};
for (const [method, call] of Object.entries(calls)) {
  for (const [what, answerOrder] of [
    ["an id", (id) => json({ success: true, data: { render_id: id } })],
    ["the render", (id) => json(record({ _id: id }))],
  ])
    test(`two tabs that call ${method} with one key buy once, and get the same render, if ${what} comes back`, async () => {
      const { callAll, proceed, bought } = twoTabs(answerOrder);
      const ids = callAll(call);
      await until(() => bought.length === 1);
      await settle();
      proceed();
      assert.deepEqual([await Promise.all(ids), bought.length], [["r1", "r1"], 1]);
    });

  test(`two tabs that call ${method} with one key, whose order is rejected, both get the rejection`, async () => {
    const { callAll, proceed, bought, storage } = twoTabs(() => json({ err: "Not enough credits" }, 400));
    const results = callAll(call).map((result) => assert.rejects(result, { code: "insufficient_credits" }));
    proceed();
    await Promise.all(results);
    assert.deepEqual([bought.length, storage.items.size], [2, 0]);
  });
}

test("a call that waits for the order of another tab can be aborted, and that tab gets the render", async () => {
  const { callAll, proceed, bought } = twoTabs((id) => json({ success: true, data: { render_id: id } }));
  const controller = new AbortController();
  const signals = [undefined, controller.signal];
  const [first, second] = callAll((client) => client.render(request, { ...sameKeyOnly, signal: signals.shift() }));
  await until(() => bought.length === 1);
  controller.abort();
  await assert.rejects(second, { code: "aborted" });
  proceed();
  assert.equal((await first).render_id, "r1");
  await until(() => locks.slots().length === 1);
});

test("through a gateway, nobody waits for a tab that is frozen while it places an order", async () => {
  locks = origin();
  const { baseUrl } = scope();
  const name = `reroom.pending ${baseUrl} job`;
  void locks.tab("frozen").request(name, {}, () => new Promise(() => {}));
  const server = gateway();
  server.orders.set("job", { status: 200, body: { success: true, data: { render_id: "r1" } } });
  const client = clientWith({ baseUrl, fetch: server.fetch, storage: memoryStorage() });
  const entry = { idempotencyKey: "job", submittedAt: new Date().toISOString(), tool: "render" };
  assert.equal((await client.waitFor(entry, { pollMs: 1 }))._id, "r1");
  assert.equal(await calls.run(client), "r1");
  assert.equal(await calls.render(client), "r1");
  assert.equal(server.bought(), 0);
});
