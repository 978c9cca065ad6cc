// Repeated paid requests on one instance, and stores that respond late or incorrectly.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createMemoryStore } from "reroom/gateway";
import { createDelayedService, delay, postRender, readRenderId, submitAndDisconnect } from "./delayed-service.mjs";
import {
  photoUrl,
  initClient,
  createTestGateway,
  sendRequest,
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

test("repeat after the client disconnected: gets the first response", async () => {
  const replies = [];
  let arrive;
  let arrived = new Promise((resolve) => (arrive = resolve));
  const { gateway, seen } = createTestGateway(
    () => {
      arrive();
      return new Promise((resolve) => replies.push(resolve));
    },
    { authorize: authorizeByHeader },
  );
  const submit = (user, json, signal) => postRender({ gateway }, user, { json, signal });
  const controllers = [new AbortController(), new AbortController()];

  const first = submit("ann", renderRequest, controllers[0].signal);
  await arrived;
  controllers[0].abort();
  const second = submit("ann", renderRequest, controllers[1].signal);
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  controllers[1].abort();
  assert.equal(seen.length, 1, "the second request waits");
  replies[0](responses.submitted("r1"));
  assert.equal(await readRenderId(first), "r1");
  await expectStatus(await second, 400);
  assert.equal(await readRenderId(submit("ann", renderRequest)), "r1", "the response is kept");
  assert.equal(seen.length, 1);

  for (const [user, json] of [
    ["ann", renderRequest],
    ["ann", renderRequest],
    ["bob", renderRequest],
    ["ann", { ...renderRequest, prompt: "another" }],
  ]) {
    arrived = new Promise((resolve) => (arrive = resolve));
    void submit(user, json);
    await arrived;
  }
  assert.equal(seen.length, 5, "a request whose predecessor was answered or is still connected is a separate request");
  for (const [index, reply] of replies.entries()) reply(responses.submitted(`r${index + 1}`));
});

test("undelivered response: is kept for one minute, for the same request of the same user", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 1_800_000_000_000 });
  let [bought, sent, gate] = [0, () => {}, undefined];
  const upstream = async () => {
    const id = `r${++bought}`;
    sent();
    await gate;
    return responses.submitted(id);
  };
  const { gateway } = createTestGateway(upstream, {
    authorize: authorizeByHeader,
    limits: { perUser: { concurrentRenders: 10 } },
  });
  const submit = (user, path, json, signal) => readRenderId(postRender({ gateway }, user, { json, path, signal }));
  /** Submits a render and disconnects before the service responds. */
  const disconnect = async () => {
    const [controller, arrived] = [new AbortController(), new Promise((resolve) => (sent = resolve))];
    let open;
    gate = new Promise((resolve) => (open = resolve));
    const lost = submit("ann", paths.render, photoUrl, controller.signal);
    await arrived;
    controller.abort();
    open();
    await lost;
  };
  await disconnect();
  assert.equal(await submit("bob", paths.render, photoUrl), "r2", "another user");
  assert.equal(await submit("ann", paths.upscale, photoUrl), "r3", "another endpoint");
  assert.equal(await submit("ann", paths.render, renderRequest), "r4", "another request");
  t.mock.timers.setTime(1_800_000_059_000);
  assert.equal(await submit("ann", paths.render, photoUrl), "r1");
  await disconnect();
  t.mock.timers.setTime(1_800_000_200_000);
  assert.equal(await submit("ann", paths.render, photoUrl), "r6", "the kept response has expired");

  const controller = new AbortController();
  assert.equal(await submit("ann", paths.render, photoUrl, controller.signal), "r7");
  controller.abort();
  assert.equal(await submit("ann", paths.render, photoUrl), "r8", "a delivered response is not kept");
});

test("repeat of a rejected request: is sent again", async () => {
  let upstream = () => Response.json({ err: "Image processing failed" }, { status: 500 });
  const controller = new AbortController();
  const { gateway, seen } = createTestGateway(async () => (controller.abort(), upstream()));
  const init = { method: "POST", json: renderRequest };
  await expectStatus(await sendRequest(gateway, paths.render, { ...init, signal: controller.signal }), 500);
  upstream = () => responses.submitted();
  await expectStatus(await sendRequest(gateway, paths.render, init), 200);
  assert.equal(seen.length, 2);
});

test("heartbeat whose write timed out: the response is still kept", { timeout: 60_000 }, async () => {
  const store = createMemoryStore();
  const { service, sent, next } = createDelayedService();
  let late = 0;
  const slow = {
    ...store,
    compareAndSwap: async (key, expected, next, ttlMs) => {
      const previous = await store.compareAndSwap(key, expected, next, ttlMs);
      if (late > 0 || expected === undefined || next === undefined) return previous;
      late++;
      return new Promise(() => {});
    },
  };
  const instance = createTestGateway(service, { store: slow, authorize: authorizeByHeader, timeouts: { storeMs: 50 } });
  const { lost } = await submitAndDisconnect(instance, next);
  while (late === 0) await delay(50);
  await delay(100);
  sent[0](responses.submitted("r1"));
  await lost;
  assert.equal(
    await readRenderId(postRender(createTestGateway(service, { store, authorize: authorizeByHeader }))),
    "r1",
  );
});

test("heartbeat in progress at the end: leaves no record behind", { timeout: 60_000 }, async () => {
  const store = createMemoryStore();
  const { service, sent, next } = createDelayedService();
  let startBeat, key;
  const beat = new Promise((resolve) => (startBeat = resolve));
  const slow = {
    ...store,
    compareAndSwap: async (...args) => {
      key = args[0];
      if (args[1] !== undefined && args[2] !== undefined) {
        startBeat();
        await delay(100);
      }
      return store.compareAndSwap(...args);
    },
  };
  const bought = next();
  const answer = postRender(createTestGateway(service, { store: slow, authorize: authorizeByHeader }));
  await bought;
  await beat;
  sent[0](responses.submitted("r1"));
  assert.equal(await readRenderId(answer), "r1");
  await delay(200);
  assert.equal(await store.compareAndSwap(key, undefined, undefined), undefined);
});

test("claim that timed out: does not block later requests", { timeout: 60_000 }, async () => {
  const store = createMemoryStore();
  let [late, claims] = [true, 0];
  const slow = {
    ...store,
    compareAndSwap: async (...args) => {
      claims++;
      const previous = await store.compareAndSwap(...args);
      return late ? new Promise((resolve) => setTimeout(resolve, 100, previous)) : previous;
    },
  };
  const timeouts = { storeMs: 10 };
  const { gateway, seen } = createTestGateway(async () => responses.submitted(), {
    store: slow,
    authorize: authorizeByHeader,
    timeouts,
  });
  assert.match(await expectError(await postRender({ gateway }), 503), /nothing was charged/);
  assert.deepEqual([seen.length, claims], [0, 2]);
  late = false;
  const others = createTestGateway(async () => responses.submitted(), { store: slow, authorize: authorizeByHeader });
  assert.equal(await readRenderId(postRender(others)), "r1");
});

test("unreadable record: the response is still delivered", { timeout: 60_000 }, async () => {
  const store = createMemoryStore();
  const { service, sent, next } = createDelayedService();
  const broken = { ...store, compareAndSwap: async (key, expected) => (expected === undefined ? null : "{") };
  const bought = next();
  const answer = postRender(createTestGateway(service, { store: broken, authorize: authorizeByHeader }));
  await bought;
  await delay(600);
  sent[0](responses.submitted("r1"));
  assert.equal(await readRenderId(answer), "r1");
});

test("large repeats that wait: are rejected when the memory budget is used up", { timeout: 60_000 }, async () => {
  const { service, sent, next } = createDelayedService();
  const store = createMemoryStore();
  const records = new Set();
  let onRecord;
  const { compareAndSwap } = store;
  store.compareAndSwap = (key, expected, next, ttlMs) => {
    if (records.size < records.add(next).size) onRecord();
    return compareAndSwap(key, expected, next, ttlMs);
  };
  const arrival = () => new Promise((resolve) => (onRecord = resolve));
  const instance = createTestGateway(service, { store, authorize: authorizeByHeader });
  const large = { json: { ...renderRequest, tool: "edit", mask: "A".repeat(20 * 1024 * 1024) } };
  onRecord = () => {};
  const { lost } = await submitAndDisconnect(instance, next, large);
  const waiting = [];
  for (let repeats = 0; repeats < 6; repeats++) {
    const read = arrival();
    waiting.push(postRender(instance, "ann", large));
    await read;
  }
  const first = await Promise.race(waiting);
  assert.equal(
    await expectError(first, 429),
    "You are sending too many large requests at once. Try again in a few seconds.",
  );
  sent[0](responses.submitted("r1"));
  await lost;
  // One waiting request gets the kept response. The clients of the others are still connected, so they are separate requests.
  const serving = setInterval(() => sent.forEach((answer, n) => answer(responses.submitted(`r${n + 1}`))), 20);
  const statuses = await Promise.all(waiting.map(async (answer) => (await answer).status));
  clearInterval(serving);
  assert.ok(
    statuses.every((status) => [200, 429].includes(status)),
    statuses.join(),
  );
});
