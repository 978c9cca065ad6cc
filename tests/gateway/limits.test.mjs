// Limits as callers meet them: one gateway, a fleet of them before one Redis, and a store that is down.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createMemoryStore } from "reroom/gateway";
import { createRedisStore } from "reroom/gateway/redis";
import { startRedis } from "./redis-server.mjs";
import {
  answered,
  answers,
  ask,
  byName,
  clientFor,
  clientOf,
  gatewayOver,
  never,
  order,
  paths,
  photo,
  photoUrl,
  quickSandbox,
  refusal,
  refused,
  start,
} from "./support.mjs";

let redis;
before(async () => {
  await start();
  redis = await startRedis();
});
after(() => redis?.end());

const slow = { speeds: { queuedMs: 600_000 } };
const once = { maxRetries: 0 };
const submit = (gateway, user) =>
  ask(gateway, paths.render, {
    method: "POST",
    body: JSON.stringify(order),
    headers: { "content-type": "application/json", "x-user": user },
  });
const statuses = async (responses) => (await Promise.all(responses)).map(({ status }) => status);
const count = (all, status) => all.filter((one) => one === status).length;
const ordered = (sandbox) =>
  sandbox.requests().filter(({ method, path }) => method === "POST" && path.endsWith("/render"));

/** A service without memory, each of whose renders has an id of its own and never ends. */
function busyService() {
  let orders = 0;
  return async (request) =>
    request.method === "POST"
      ? answers.submitted(`r${++orders}`)
      : answers.record({ status: "rendering", outputs: [] });
}

test("a flood from one user leaves the others their share, and none reaches the service in vain", async () => {
  const sandbox = await quickSandbox(slow);
  const { gateway } = gatewayOver(sandbox, { authorize: byName });
  const flood = await statuses(Array.from({ length: 60 }, () => submit(gateway, "ann")));
  assert.deepEqual([count(flood, 200), count(flood, 429)], [5, 55]);
  assert.equal(ordered(sandbox).length, 5);
  assert.deepEqual(await statuses(Array.from({ length: 5 }, () => submit(gateway, "bob"))), [200, 200, 200, 200, 200]);
  const refusedOne = await submit(gateway, "cid");
  assert.equal(refusedOne.headers.get("retry-after"), "5");
  assert.equal(await refusal(refusedOne, 429), "Maximum concurrent renders reached");
  const error = await refused(clientFor(gateway, "cid", once).render(order), "too_many_renders");
  assert.equal(error.retryable, true);
  assert.equal(ordered(sandbox).length, 10, "the service never had to refuse");
});

test("the look-up that sees a render's end gives its slot back", async () => {
  let now = 1_000_000;
  const sandbox = await quickSandbox({ now: () => now, speeds: { queuedMs: 100, renderingMs: 100 } });
  const { gateway } = gatewayOver(sandbox, { limits: { concurrentRenders: 1 } });
  const client = clientOf(gateway, once);
  const { render_id } = await client.render(order);
  await refused(client.render(order), "too_many_renders");
  assert.equal((await client.getRender(render_id)).status, "queued");
  await refused(client.render(order), "too_many_renders");
  now += 200;
  assert.equal((await client.getRender(render_id)).status, "completed");
  await client.render({ ...photoUrl, tool: "sketch" });
});

for (const change of [
  { status: "canceled" },
  { status: "Expired" },
  { status: "succeeded", outputs: ["https://a.example/1.jpg"] },
])
  test(`a look-up that sees the undocumented status ${change.status} gives the slot back`, async () => {
    const sandbox = await quickSandbox({ speeds: { queuedMs: 60_000, renderingMs: 60_000 } });
    let over = false;
    const upstream = async (request) => {
      const response = await sandbox(request);
      return over && request.method === "GET" ? Response.json({ ...(await response.json()), ...change }) : response;
    };
    const { gateway } = gatewayOver(Object.assign(upstream, sandbox), { limits: { concurrentRenders: 1 } });
    const client = clientOf(gateway, once);
    const { render_id } = await client.render(order);
    await refused(client.render(order), "too_many_renders");
    over = true;
    assert.equal((await client.getRender(render_id)).status, change.status);
    await client.render(order);
  });

test("what is answered finished holds no slot, and what was refused holds none", async () => {
  const sandbox = await quickSandbox();
  const { gateway } = gatewayOver(sandbox, { limits: { concurrentRenders: 1 } });
  const client = clientOf(gateway, once);
  for (let times = 0; times < 3; times++) await client.render({ ...photoUrl, tool: "empty-room" });
  sandbox.fault({ path: paths.render, status: 400, times: 3 });
  for (let times = 0; times < 3; times++) await refused(client.render(order), "rejected");
  await client.render(order);
});

test("renders that ended unseen are found when slots run out", async () => {
  let now = 1_000_000;
  const sandbox = await quickSandbox({ now: () => now, speeds: { queuedMs: 100, renderingMs: 100 } });
  const { gateway } = gatewayOver(sandbox, { limits: { concurrentRenders: 2 } });
  const client = clientOf(gateway, once);
  await client.render(order);
  now += 200;
  await client.render(order);
  await client.render(order);
  await refused(client.render(order), "too_many_renders");
});

test("the slot of a render that nobody looks up comes free; a look keeps it", async () => {
  let now = Date.UTC(2026, 0, 1);
  const store = createMemoryStore({ now: () => now });
  const { gateway } = gatewayOver(busyService(), {
    store,
    limits: { concurrentRenders: 1 },
    timeouts: { leaseMs: 1000 },
  });
  const client = clientOf(gateway, once);
  const { render_id } = await client.render(order);
  now += 900;
  await client.getRender(render_id);
  now += 900;
  await refused(client.render(order), "too_many_renders");
  now += 100;
  await client.render(order);
});

test("requests a minute, by user and in all", async () => {
  const limits = { requestsPerMinute: 5, perUser: { requestsPerMinute: 3 } };
  const { gateway, seen } = gatewayOver(async () => answers.record(), { authorize: byName, limits });
  const look = (user) => ask(gateway, paths.status, { headers: { "x-user": user } });
  assert.deepEqual(await statuses(Array.from({ length: 5 }, () => look("ann"))), [200, 200, 200, 429, 429]);
  assert.deepEqual(await statuses(Array.from({ length: 3 }, () => look("bob"))), [200, 200, 429]);
  const response = await look("cid");
  assert.equal(await refusal(response, 429), "Too many requests. Try again later.");
  const seconds = Number(response.headers.get("retry-after"));
  assert.ok(seconds >= 1 && seconds <= 60);
  assert.equal(seen.length, 5);
});

test("credits a day, by user and in all", async () => {
  const limits = { creditsPerDay: 9, concurrentRenders: Infinity, perUser: { creditsPerDay: 5 } };
  const { gateway } = gatewayOver(busyService(), { authorize: byName, limits });
  const [ann, bob] = ["ann", "bob"].map((user) => clientFor(gateway, user, once));
  await ann.upscale(photoUrl);
  await ann.render(order);
  const error = await refused(ann.render(order), "insufficient_credits");
  assert.deepEqual([error.status, error.message], [402, "Not enough credits"]);
  await bob.upscale(photoUrl);
  await refused(bob.render(order), "insufficient_credits");
});

test("a fleet honours the account's ten together", async () => {
  const sandbox = await quickSandbox(slow);
  const fleet = await Promise.all(
    [1, 2, 3].map(async () => {
      const store = createRedisStore({ client: await redis.client(), prefix: "fleet" });
      return gatewayOver(sandbox, { store, authorize: byName }).gateway;
    }),
  );
  const users = ["ann", "bob", "cid", "dan"];
  const all = await statuses(Array.from({ length: 80 }, (_, n) => submit(fleet[n % 3], users[n % 4])));
  assert.deepEqual([count(all, 200), count(all, 429)], [10, 70]);
  assert.equal(ordered(sandbox).length, 10, "the service never had to refuse");
});

test("the slots of an instance that died come free", async () => {
  let now = Date.UTC(2026, 0, 1);
  const storeOf = async () => createRedisStore({ client: await redis.client(), prefix: "crash", now: () => now });
  const options = { limits: { concurrentRenders: 1 }, timeouts: { submissionMs: 60_000, leaseMs: 30_000 } };
  let arrive, end;
  const arrived = new Promise((resolve) => (arrive = resolve));
  const ended = new Promise((resolve) => (end = resolve));
  const dying = gatewayOver(() => (arrive(), ended), { store: await storeOf(), ...options });
  const living = gatewayOver(busyService(), { store: await storeOf(), ...options });
  const dead = submit(dying.gateway, "ann");
  await arrived;
  now += 89_999;
  await refused(clientOf(living.gateway, once).render(order), "too_many_renders");
  now += 1;
  await clientOf(living.gateway, once).render(order);
  end(answers.submitted());
  await dead;
});

test("while Redis is down nothing is sold, and look-ups and uploads go on; then all is well again", async () => {
  const sandbox = await quickSandbox();
  const own = await startRedis();
  try {
    const client = await own.client({ socket: { reconnectStrategy: 20 }, disableOfflineQueue: true });
    const store = createRedisStore({ client });
    const { gateway, events } = gatewayOver(sandbox, { store, authorize: byName });
    const page = clientFor(gateway, "ann", once);
    const { render_id } = await page.render(order);
    await own.stop();
    const orders = ordered(sandbox).length;
    const refusedOne = await submit(gateway, "ann");
    assert.equal(refusedOne.headers.get("retry-after"), "5");
    assert.match(await refusal(refusedOne, 503), /nothing was charged/);
    assert.equal((await refused(page.render(order), "service_failed")).retryable, false);
    assert.equal((await page.getRender(render_id)).status, "completed");
    await page.upload(photo);
    assert.ok((await page.account()).is_active);
    assert.equal(ordered(sandbox).length, orders);
    assert.ok(events.some(({ type, component }) => type === "failed" && component === "store"));
    await own.start();
    await untilReady(client);
    const reopened = gatewayOver(sandbox, { store, authorize: byName }).gateway;
    await clientFor(reopened, "ann", once).render(order);
  } finally {
    await own.end();
  }
});

/** The client connects again by itself. */
async function untilReady(client) {
  while (!client.isReady) await new Promise((resolve) => setTimeout(resolve, 10));
}

test("a store that never answers is a store that is down", async () => {
  const hanging = Object.fromEntries(
    ["countRequest", "reserve", "rename", "renew", "release", "listLeases"].map((name) => [name, never]),
  );
  const { gateway, seen } = gatewayOver(async () => answers.record(), {
    store: hanging,
    timeouts: { storeMs: 20 },
    authorize: byName,
  });
  await answered(await ask(gateway, paths.status, { headers: { "x-user": "ann" } }), 200);
  assert.equal((await submit(gateway, "ann")).status, 503);
  assert.equal(seen.length, 1);
});

test("a store that failed just now is left alone for a while", async () => {
  let calls = 0;
  const hang = () => (calls++, never());
  const store = { ...createMemoryStore(), reserve: hang, compareAndSwap: hang, release: hang };
  const { gateway } = gatewayOver(async () => answers.record(), { store, timeouts: { storeMs: 20 } });
  assert.equal((await submit(gateway, "ann")).status, 503);
  const before = calls;
  for (let times = 0; times < 3; times++) assert.equal((await submit(gateway, "ann")).status, 503);
  assert.equal(calls, before);
});

test("a store that throws is a store that is down", async () => {
  const throwing = {
    reserve: () => {
      throw new Error("no");
    },
    countRequest: () => Promise.reject(new Error("no")),
  };
  const { gateway, seen } = gatewayOver(async () => answers.record(), { store: throwing, authorize: byName });
  assert.equal((await submit(gateway, "ann")).status, 503);
  assert.equal(seen.length, 0);
});

test("a slot and credits that were taken too late for an answer are given back", async () => {
  const store = createMemoryStore();
  let late = true;
  const slow = {
    ...store,
    reserve: async (asked) => {
      const verdict = await store.reserve(asked);
      return late ? never() : verdict;
    },
  };
  const limits = { concurrentRenders: 1, creditsPerDay: 1 };
  const options = { store: slow, timeouts: { storeMs: 20 }, limits };
  const { gateway, seen } = gatewayOver(busyService(), options);
  assert.match(await refusal(await submit(gateway, "ann"), 503), /nothing was charged/);
  assert.equal(seen.length, 0);
  assert.deepEqual(await store.listLeases(), []);
  late = false;
  await answered(await submit(gatewayOver(busyService(), options).gateway, "ann"), 200);
});

test("a store that failed is asked again, whatever the clock does", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 1_800_000_000_000 });
  const store = createMemoryStore();
  let down = true;
  const failing = { ...store, reserve: (asked) => (down ? Promise.reject(new Error("no")) : store.reserve(asked)) };
  const { gateway } = gatewayOver(busyService(), { store: failing });
  assert.equal((await submit(gateway, "ann")).status, 503);
  down = false;
  t.mock.timers.setTime(1_799_990_000_000);
  await new Promise((resolve) => setTimeout(resolve, 2_100));
  assert.equal((await submit(gateway, "ann")).status, 200);
});
