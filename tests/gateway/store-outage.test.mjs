// A store that is down, slow or broken.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createMemoryStore } from "reroom/gateway";
import { createRedisStore } from "reroom/gateway/redis";
import { startRedis } from "./redis-server.mjs";
import {
  photo,
  initClient,
  createFastSandbox,
  createTestGateway,
  sendRequest,
  paths,
  renderRequest,
  responses,
  neverSettle,
  authorizeByHeader,
  createClientFor,
  rejectsWith,
  expectStatus,
  expectError,
  failOnUnhandledRejections,
} from "./support.mjs";

before(initClient);
after(failOnUnhandledRejections());

const withoutRetries = { maxRetries: 0 };

const submitRender = (gateway, user) =>
  sendRequest(gateway, paths.render, {
    method: "POST",
    body: JSON.stringify(renderRequest),
    headers: { "content-type": "application/json", "x-user": user },
  });

const listSubmissions = (sandbox) =>
  sandbox.requests().filter(({ method, path }) => method === "POST" && path.endsWith("/render"));

/** A service whose renders have unique ids and never end. */
function createBusyService() {
  let orders = 0;
  return async (request) =>
    request.method === "POST"
      ? responses.submitted(`r${++orders}`)
      : responses.record({ status: "rendering", outputs: [] });
}

/** Waits until the client has reconnected by itself. */
async function waitUntilReady(client) {
  while (!client.isReady) await new Promise((resolve) => setTimeout(resolve, 10));
}

test("Redis outage: paid requests are rejected, all others work, and everything recovers", async () => {
  const sandbox = await createFastSandbox();
  const own = await startRedis();
  try {
    const client = await own.client({ socket: { reconnectStrategy: 20 }, disableOfflineQueue: true });
    const store = createRedisStore({ client });
    const { gateway, events } = createTestGateway(sandbox, { store, authorize: authorizeByHeader });
    const page = createClientFor(gateway, "ann", withoutRetries);
    const { render_id } = await page.render(renderRequest);
    await own.stop();
    const orders = listSubmissions(sandbox).length;
    const response = await submitRender(gateway, "ann");
    assert.equal(response.headers.get("retry-after"), "5");
    assert.match(await expectError(response, 503), /nothing was charged/);
    assert.equal((await rejectsWith(page.render(renderRequest), "service_failed")).retryable, false);
    assert.equal((await page.getRender(render_id)).status, "completed");
    await page.upload(photo);
    assert.ok((await page.account()).is_active);
    assert.equal(listSubmissions(sandbox).length, orders);
    assert.ok(events.some(({ type, component }) => type === "failed" && component === "store"));
    await own.start();
    await waitUntilReady(client);
    const reopen = () => createTestGateway(sandbox, { store, authorize: authorizeByHeader });
    const reopened = reopen();
    assert.match(await expectError(await submitRender(reopened.gateway, "ann"), 503), /nothing was charged/);
    assert.deepEqual(
      reopened.events.filter(({ type }) => type === "failed").map(({ error }) => error.message),
      ["Redis lost data, such as the credits that users have spent. Check its persistence and its eviction policy."],
      "a server that restarted without its data is reported",
    );
    await createClientFor(reopen().gateway, "ann", withoutRetries).render(renderRequest);
  } finally {
    await own.end();
  }
});

test("store that never settles: counts as down", async () => {
  const hanging = Object.fromEntries(
    ["countRequest", "reserve", "rename", "renew", "release", "listLeases"].map((name) => [name, neverSettle]),
  );
  const { gateway, seen } = createTestGateway(async () => responses.record(), {
    store: hanging,
    timeouts: { storeMs: 20 },
    authorize: authorizeByHeader,
  });
  await expectStatus(await sendRequest(gateway, paths.status, { headers: { "x-user": "ann" } }), 200);
  assert.equal((await submitRender(gateway, "ann")).status, 503);
  assert.equal(seen.length, 1);
});

test("store that just failed: is not called for a while", async () => {
  let calls = 0;
  const hang = () => (calls++, neverSettle());
  const store = { ...createMemoryStore(), reserve: hang, compareAndSwap: hang, release: hang };
  const { gateway } = createTestGateway(async () => responses.record(), { store, timeouts: { storeMs: 20 } });
  assert.equal((await submitRender(gateway, "ann")).status, 503);
  const before = calls;
  for (let times = 0; times < 3; times++) assert.equal((await submitRender(gateway, "ann")).status, 503);
  assert.equal(calls, before);
});

test("store that throws: counts as down", async () => {
  const throwing = {
    reserve: () => {
      throw new Error("no");
    },
    countRequest: () => Promise.reject(new Error("no")),
  };
  const { gateway, seen } = createTestGateway(async () => responses.record(), {
    store: throwing,
    authorize: authorizeByHeader,
  });
  assert.equal((await submitRender(gateway, "ann")).status, 503);
  assert.equal(seen.length, 0);
});

test("reservation that timed out: is undone", async () => {
  const store = createMemoryStore();
  let late = true;
  const slowStore = {
    ...store,
    reserve: async (asked, dryRun) => {
      const verdict = await store.reserve(asked, dryRun);
      return late && !dryRun ? neverSettle() : verdict;
    },
  };
  const limits = { concurrentRenders: 1, creditsPerDay: 1 };
  const options = { store: slowStore, timeouts: { storeMs: 20 }, limits };
  const { gateway, seen } = createTestGateway(createBusyService(), options);
  assert.match(await expectError(await submitRender(gateway, "ann"), 503), /nothing was charged/);
  assert.equal(seen.length, 0);
  assert.deepEqual(await store.listLeases(), []);
  late = false;
  await expectStatus(await submitRender(createTestGateway(createBusyService(), options).gateway, "ann"), 200);
});

test("store that failed: is called again after a pause, even if the clock changes", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 1_800_000_000_000 });
  const store = createMemoryStore();
  let down = true;
  const failing = { ...store, reserve: (asked) => (down ? Promise.reject(new Error("no")) : store.reserve(asked)) };
  const { gateway } = createTestGateway(createBusyService(), { store: failing });
  assert.equal((await submitRender(gateway, "ann")).status, 503);
  down = false;
  t.mock.timers.setTime(1_799_990_000_000);
  await new Promise((resolve) => setTimeout(resolve, 2_100));
  assert.equal((await submitRender(gateway, "ann")).status, 200);
});
