// Idempotency keys on one instance.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createMemoryStore } from "reroom/gateway";
import {
  createDelayedService,
  delay,
  getOrder,
  postRender,
  readOrder,
  readRenderId,
  waitForClaim,
} from "./delayed-service.mjs";
import {
  photoUrl,
  initClient,
  createTestGateway,
  paths,
  renderRequest,
  responses,
  authorizeByHeader,
  expectStatus,
  expectError,
  failOnUnhandledRejections,
} from "./support.mjs";

before(initClient);
after(failOnUnhandledRejections());

const key = '"8e03978e-40d5-43e8-bc93-6894a57f9324"';

/** A gateway whose service gives each render another id. */
function createCountingGateway(options = {}) {
  let count = 0;
  return createTestGateway(async () => responses.submitted(`r${++count}`), {
    authorize: authorizeByHeader,
    ...options,
  });
}

/** A store whose `compareAndSwap` is `replace(original, ...args)`. */
function wrapStore(replace, store = createMemoryStore()) {
  const swap = store.compareAndSwap;
  return { ...store, compareAndSwap: (...args) => replace(swap, ...args) };
}

/** The phase that a call of `compareAndSwap` writes. */
const readPhase = (next) => next && JSON.parse(next).phase;

/** The types of the events about purchases. */
const listPurchases = ({ log }) =>
  log.map(({ type }) => type).filter((type) => ["accepted", "bought", "outcome-unknown"].includes(type));

test("repeated order: gets the first response, delivered or not, for a day", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 1_800_000_000_000 });
  const instance = createCountingGateway();
  const first = await postRender(instance, { key });
  const text = await expectStatus(first, 200);
  assert.equal(await expectStatus(await postRender(instance, { key }), 200), text);
  t.mock.timers.setTime(1_800_000_000_000 + 24 * 3_600_000 - 1000);
  assert.equal(await expectStatus(await postRender(instance, { key }), 200), text);
  assert.equal(instance.seen.length, 1);
  t.mock.timers.setTime(1_800_000_000_000 + 24 * 3_600_000 + 1000);
  assert.equal(await readRenderId(postRender(instance, { key })), "r2", "the record has expired");
});

test("repeat while the first request is in progress: waits for its response", async () => {
  const { service, sent, next } = createDelayedService();
  const instance = createTestGateway(service, { authorize: authorizeByHeader });
  const controller = new AbortController();
  const received = next();
  const lost = postRender(instance, { key, signal: controller.signal });
  await received;
  const early = postRender(instance, { key });
  controller.abort();
  const late = postRender(instance, { key });
  const gone = postRender(instance, { key, signal: AbortSignal.timeout(300) });
  await expectStatus(await gone, 400);
  assert.equal(sent.length, 1);
  sent[0](responses.submitted("r1"));
  assert.deepEqual(await Promise.all([early, late, lost].map(readRenderId)), ["r1", "r1", "r1"]);
  assert.deepEqual(listPurchases(instance), ["accepted", "bought"]);
});

test("order without a key: is never recognized", async () => {
  const instance = createCountingGateway();
  assert.equal(await readRenderId(postRender(instance)), "r1");
  assert.equal(await readRenderId(postRender(instance)), "r2");
});

test("key: is accepted with and without quotes", async () => {
  const instance = createCountingGateway();
  for (const [value, id] of [
    ["order-1", "r1"],
    ['"order-1"', "r1"],
    [' "order-1" ', "r1"],
    ['"a\\"b\\\\c"', "r2"],
    ['a"b\\c', "r2"],
    ["x".repeat(255), "r3"],
    [`"${"x".repeat(255)}"`, "r3"],
  ])
    assert.equal(await readRenderId(postRender(instance, { key: value })), id, value);
});

test("invalid key: is rejected", async () => {
  const instance = createCountingGateway();
  for (const value of ["", '""', '"', '"a', '"a\\b"', '"a"; p=1', '"a" "b"', "a b", "x".repeat(256), "caf\u00e9"])
    assert.match(await expectError(await postRender(instance, { key: value }), 400), /Idempotency-Key/, value);
  assert.equal(instance.seen.length, 0);
});

test("key of another payload: is rejected", async () => {
  const instance = createCountingGateway();
  await readRenderId(postRender(instance, { key }));
  const message = "This idempotency key was already used for a different request. Use a new key.";
  for (const other of [{ json: { ...renderRequest, prompt: "x" } }, { path: paths.upscale, json: photoUrl }])
    assert.equal(await expectError(await postRender(instance, { key, ...other }), 422), message);
  assert.equal(
    await expectError(await postRender(instance, { key, path: `${paths.render}?field=exterior` }), 422),
    message,
  );
  assert.equal(instance.seen.length, 1);
});

test("key of another user: is a different key", async () => {
  const instance = createCountingGateway();
  assert.equal(await readRenderId(postRender(instance, { key, user: "ann" })), "r1");
  assert.equal(await readRenderId(postRender(instance, { key, user: "bob" })), "r2");
  assert.equal((await getOrder(instance, "8e03978e-40d5-43e8-bc93-6894a57f9324", { user: "eve" })).status, 404);
});

test("refused order: its key is free again", async () => {
  let upstream = () => Response.json({ err: "Invalid URL" }, { status: 400 });
  const instance = createTestGateway(async () => upstream(), { authorize: authorizeByHeader });
  await expectError(await postRender(instance, { key: "k" }), 400);
  await expectError(await getOrder(instance, "k"), 404);
  upstream = () => responses.submitted("r1");
  const json = { ...renderRequest, prompt: "another payload" };
  assert.equal(await readRenderId(postRender(instance, { key: "k", json })), "r1");
});

test("order that exceeds a limit: its key is free again", async () => {
  const instance = createCountingGateway({ limits: { concurrentRenders: 1 } });
  await readRenderId(postRender(instance, { key: "a" }));
  await expectError(await postRender(instance, { key: "b" }), 429);
  await expectError(await getOrder(instance, "b"), 404);
  assert.equal(await readRenderId(postRender(instance, { key: "a" })), "r1", "a repeat needs no slot");
});

test("waiting repeat of a refused order: gets the refusal", async () => {
  const { service, sent, next } = createDelayedService();
  const store = createMemoryStore();
  const instance = createTestGateway(service, { store, authorize: authorizeByHeader });
  const received = next();
  const first = postRender(instance, { key });
  await received;
  const read = waitForClaim(store);
  const waiting = postRender(instance, { key });
  await read;
  sent[0](Response.json({ err: "Invalid URL" }, { status: 400 }));
  for (const response of [first, waiting]) assert.equal(await expectError(await response, 400), "Invalid URL");
  assert.equal(sent.length, 1);
});

test("internal error of the service: is kept, because it may have cost credits", async () => {
  const instance = createTestGateway(async () => Response.json({ err: "Image processing failed" }, { status: 500 }), {
    authorize: authorizeByHeader,
  });
  for (let times = 0; times < 2; times++)
    assert.equal(await expectError(await postRender(instance, { key: "k" }), 500), "Image processing failed");
  assert.equal(instance.seen.length, 1);
  const expected = { state: "answered", status: 500, body: { err: "Image processing failed" } };
  assert.deepEqual(await readOrder(instance, "k"), expected);
});

test("unknown outcome: is kept, and reported once", async () => {
  const instance = createTestGateway(async () => new Response("<html>", { status: 504 }), {
    authorize: authorizeByHeader,
  });
  const texts = [];
  for (let times = 0; times < 2; times++) texts.push(await expectStatus(await postRender(instance, { key: "k" }), 504));
  assert.deepEqual(JSON.parse(texts[0]).outcome, "unknown");
  assert.equal(texts[1], texts[0]);
  assert.equal((await readOrder(instance, "k")).state, "unknown");
  assert.deepEqual(listPurchases(instance), ["accepted", "outcome-unknown"]);
});

test("orders/<key>: reports a running and an answered order", async () => {
  const { service, sent, next } = createDelayedService();
  const instance = createTestGateway(service, { authorize: authorizeByHeader, basePath: "" });
  const unusual = 'a/b?c#d%2F"\\';
  assert.equal(await expectError(await getOrder(instance, unusual), 404), "Order not found");
  const received = next();
  const answer = postRender(instance, { key: unusual });
  await received;
  const running = await getOrder(instance, unusual);
  assert.equal(running.headers.get("retry-after"), "1");
  assert.deepEqual(JSON.parse(await expectStatus(running, 200)), { state: "running" });
  sent[0](responses.submitted("r1"));
  const body = JSON.parse(await expectStatus(await answer, 200));
  assert.deepEqual(await readOrder(instance, unusual), { state: "answered", status: 200, body });
});

test("orders/<key>: also has a URL right below basePath", async () => {
  const instance = createCountingGateway({ basePath: "/rooms" });
  const json = await readOrderAt("/rooms/api/enterprise/render", instance);
  for (const base of ["/rooms", "/rooms/api/enterprise"])
    assert.deepEqual((await readOrder(instance, "k", { base })).body, json);
  assert.equal((await getOrder(instance, "k", { base: "" })).status, 404);
  assert.equal((await getOrder(createCountingGateway(), "k", { base: "" })).status, 404);
});

const readOrderAt = async (path, instance) =>
  JSON.parse(await expectStatus(await postRender(instance, { key: "k", path }), 200));

test("store that fails before the order is sent: nothing is bought, and the key is free", async () => {
  const shared = createMemoryStore();
  const store = wrapStore(
    (swap, ...args) => (readPhase(args[2]) === "sent" ? Promise.reject(new Error("down")) : swap(...args)),
    shared,
  );
  const limits = { creditsPerDay: 1 };
  const instance = createCountingGateway({ store, limits });
  assert.match(await expectError(await postRender(instance, { key: "k" }), 503), /nothing was charged/);
  assert.equal(instance.seen.length, 0);
  const other = createCountingGateway({ store: shared, limits });
  await expectError(await getOrder(other, "k"), 404);
  assert.equal(await readRenderId(postRender(other, { key: "k" })), "r1");
});

test(
  "store that fails while the answer is noted: the caller gets it, and it is noted later",
  { timeout: 60_000 },
  async () => {
    let failing = true;
    const shared = createMemoryStore();
    const store = wrapStore(
      (swap, ...args) =>
        failing && readPhase(args[2]) === "answered" ? Promise.reject(new Error("down")) : swap(...args),
      shared,
    );
    const instance = createCountingGateway({ store });
    const other = createCountingGateway({ store: shared });
    assert.equal(await readRenderId(postRender(instance, { key: "k" })), "r1");
    failing = false;
    while ((await readOrder(other, "k")).state === "running") await delay(100);
    assert.equal(await readRenderId(postRender(other, { key: "k" })), "r1");
    assert.deepEqual([instance.seen.length, other.seen.length], [1, 0]);
  },
);

test("store that loses an order in progress: its record is restored", { timeout: 60_000 }, async () => {
  const { service, sent, next } = createDelayedService();
  let store = createMemoryStore();
  const forgetful = wrapStore((swap, ...args) => store.compareAndSwap(...args), store);
  const instance = createTestGateway(service, { store: forgetful, authorize: authorizeByHeader });
  const received = next();
  const first = postRender(instance, { key: "k" });
  await received;
  store = createMemoryStore();
  while ((await getOrder(instance, "k")).status === 404) await delay(50);
  const repeat = postRender(instance, { key: "k" });
  sent[0](responses.submitted("r1"));
  assert.deepEqual(await Promise.all([first, repeat].map(readRenderId)), ["r1", "r1"]);
});

test("claim that timed out: does not block later requests", { timeout: 60_000 }, async () => {
  let [late, claims] = [true, 0];
  const store = wrapStore(async (swap, ...args) => {
    const isRead = args[1] === "none";
    if (isRead) return swap(...args);
    claims++;
    const previous = await swap(...args);
    return late ? delay(100).then(() => previous) : previous;
  });
  const slow = createCountingGateway({ store, timeouts: { storeMs: 10 } });
  assert.match(await expectError(await postRender(slow, { key: "k" }), 503), /nothing was charged/);
  assert.deepEqual([slow.seen.length, claims], [0, 2]);
  late = false;
  assert.equal(await readRenderId(postRender(createCountingGateway({ store }), { key: "k" })), "r1");
});

test("unreadable record: nothing is sent", async () => {
  const store = wrapStore(async () => "{");
  const instance = createCountingGateway({ store });
  await expectError(await postRender(instance, { key: "k" }), 500);
  await expectError(await getOrder(instance, "k"), 500);
  assert.equal(instance.seen.length, 0);
});

test("client that disconnects before its order is sent: a waiting repeat submits it", async () => {
  const controller = new AbortController();
  const reserving = createMemoryStore();
  let reached;
  const atReserve = new Promise((resolve) => (reached = resolve));
  let open;
  const gate = new Promise((resolve) => (open = resolve));
  const reserve = reserving.reserve;
  reserving.reserve = async (...args) => {
    reached();
    await gate;
    return reserve(...args);
  };
  const instance = createCountingGateway({ store: reserving });
  const lost = postRender(instance, { key: "k", signal: controller.signal });
  await atReserve;
  const repeat = postRender(instance, { key: "k" });
  controller.abort();
  open();
  await expectStatus(await lost, 400);
  assert.equal(await readRenderId(repeat), "r1");
});

/** A gateway that shares a store with others. After `crash()`, it no longer reaches the store. */
function createCrashingGateway(store, upstream) {
  let crashed = false;
  const call =
    (name) =>
    (...args) =>
      crashed ? Promise.reject(new Error("crashed")) : store[name](...args);
  const own = Object.fromEntries(Object.keys(store).map((name) => [name, call(name)]));
  const instance = createTestGateway(upstream, { store: own, authorize: authorizeByHeader });
  return { ...instance, crash: () => (crashed = true) };
}

test("order of a crashed instance that was sent: ends as unknown, reported once", { timeout: 60_000 }, async () => {
  const store = createMemoryStore();
  const { service, sent, next } = createDelayedService();
  const crashing = createCrashingGateway(store, service);
  const others = [1, 2].map(() => createCountingGateway({ store }));
  const received = next();
  const lost = postRender(crashing, { key: "k" });
  await received;
  crashing.crash();
  const answers = await Promise.all([
    ...others.map((other) => postRender(other, { key: "k" })),
    getOrder(others[0], "k"),
  ]);
  for (const answer of answers.slice(0, 2))
    assert.equal(JSON.parse(await expectStatus(answer, 504)).outcome, "unknown");
  assert.equal(JSON.parse(await expectStatus(answers[2], 200)).state, "unknown");
  const events = others.flatMap((other) => other.events).filter(({ type }) => type === "outcome-unknown");
  assert.equal(events.length, 1);
  const { requestId } = crashing.log.find(({ type }) => type === "accepted");
  const { user, tool, credits } = events[0];
  assert.deepEqual([events[0].requestId, user, tool, credits], [requestId, "ann", "render", 1]);
  assert.deepEqual([sent.length, others[0].seen.length, others[1].seen.length], [1, 0, 0]);
  sent[0](responses.submitted("r1"));
  assert.equal(await readRenderId(lost), "r1");
});

for (const [name, ask] of [
  [
    "is taken over by a repeat",
    async (other) => assert.equal(await readRenderId(postRender(other, { key: "k" })), "r1"),
  ],
  ["is not found", async (other) => void (await expectError(await getOrder(other, "k"), 404))],
])
  test(`order of a crashed instance that was not sent: ${name}`, { timeout: 60_000 }, async () => {
    const store = createMemoryStore();
    let reserving;
    const accepted = new Promise((resolve) => (reserving = resolve));
    let open;
    const gate = new Promise((resolve) => (open = resolve));
    const crashing = createCrashingGateway(
      { ...store, reserve: (...args) => (reserving(), gate.then(() => store.reserve(...args))) },
      async () => responses.submitted("r9"),
    );
    const lost = postRender(crashing, { key: "k" });
    await accepted;
    crashing.crash();
    const other = createCountingGateway({ store });
    await ask(other);
    open();
    await expectError(await lost, 503);
    assert.equal(crashing.seen.length, 0);
  });
