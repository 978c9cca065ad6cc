// Slots, credits and rate limits, on one gateway and on several that share a Redis.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createMemoryStore } from "reroom/gateway";
import { createRedisStore } from "reroom/gateway/redis";
import { startRedis } from "./redis-server.mjs";
import {
  photoUrl,
  initClient,
  createFastSandbox,
  createTestGateway,
  createClient,
  sendRequest,
  paths,
  renderRequest,
  responses,
  authorizeByHeader,
  createClientFor,
  rejectsWith,
  expectError,
  failOnUnhandledRejections,
} from "./support.mjs";

let redis;
before(async () => {
  await initClient();
  redis = await startRedis();
});
after(() => redis?.end());
after(failOnUnhandledRejections());

const slowSpeeds = { speeds: { queuedMs: 600_000 } };

const withoutRetries = { maxRetries: 0 };

const submitRender = (gateway, user) =>
  sendRequest(gateway, paths.render, {
    method: "POST",
    body: JSON.stringify(renderRequest),
    headers: { "content-type": "application/json", "x-user": user },
  });
const readStatuses = async (responses) => (await Promise.all(responses)).map(({ status }) => status);

const countStatus = (all, status) => all.filter((one) => one === status).length;

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

test("flood from one user: leaves slots for other users, and the service never has to reject", async () => {
  const sandbox = await createFastSandbox(slowSpeeds);
  const { gateway } = createTestGateway(sandbox, { authorize: authorizeByHeader });
  const flood = await readStatuses(Array.from({ length: 60 }, () => submitRender(gateway, "ann")));
  assert.deepEqual([countStatus(flood, 200), countStatus(flood, 429)], [5, 55]);
  assert.equal(listSubmissions(sandbox).length, 5);
  assert.deepEqual(
    await readStatuses(Array.from({ length: 5 }, () => submitRender(gateway, "bob"))),
    [200, 200, 200, 200, 200],
  );
  const response = await submitRender(gateway, "cid");
  assert.equal(response.headers.get("retry-after"), "5");
  assert.equal(await expectError(response, 429), "Maximum concurrent renders reached");
  const error = await rejectsWith(
    createClientFor(gateway, "cid", withoutRetries).render(renderRequest),
    "too_many_renders",
  );
  assert.equal(error.retryable, true);
  assert.equal(listSubmissions(sandbox).length, 10, "the service never has to reject");
});

test("status request that shows the end: frees the slot", async () => {
  let now = 1_000_000;
  const sandbox = await createFastSandbox({ now: () => now, speeds: { queuedMs: 100, renderingMs: 100 } });
  const { gateway } = createTestGateway(sandbox, { limits: { concurrentRenders: 1 } });
  const client = createClient(gateway, withoutRetries);
  const { render_id } = await client.render(renderRequest);
  await rejectsWith(client.render(renderRequest), "too_many_renders");
  assert.equal((await client.getRender(render_id)).status, "queued");
  await rejectsWith(client.render(renderRequest), "too_many_renders");
  now += 200;
  assert.equal((await client.getRender(render_id)).status, "completed");
  await client.render({ ...photoUrl, tool: "sketch" });
});

for (const change of [
  { status: "canceled" },
  { status: "Expired" },
  { status: "succeeded", outputs: ["https://a.example/1.jpg"] },
])
  test(`undocumented status ${change.status}: frees the slot`, async () => {
    const sandbox = await createFastSandbox({ speeds: { queuedMs: 60_000, renderingMs: 60_000 } });
    let over = false;
    const upstream = async (request) => {
      const response = await sandbox(request);
      return over && request.method === "GET" ? Response.json({ ...(await response.json()), ...change }) : response;
    };
    const { gateway } = createTestGateway(Object.assign(upstream, sandbox), { limits: { concurrentRenders: 1 } });
    const client = createClient(gateway, withoutRetries);
    const { render_id } = await client.render(renderRequest);
    await rejectsWith(client.render(renderRequest), "too_many_renders");
    over = true;
    assert.equal((await client.getRender(render_id)).status, change.status);
    await client.render(renderRequest);
  });

test("finished or rejected submission: holds no slot", async () => {
  const sandbox = await createFastSandbox();
  const { gateway } = createTestGateway(sandbox, { limits: { concurrentRenders: 1 } });
  const client = createClient(gateway, withoutRetries);
  for (let times = 0; times < 3; times++) await client.render({ ...photoUrl, tool: "empty-room" });
  sandbox.fault({ path: paths.render, status: 400, times: 3 });
  for (let times = 0; times < 3; times++) await rejectsWith(client.render(renderRequest), "rejected");
  await client.render(renderRequest);
});

test("renders that ended unwatched: are found when no slot is free", async () => {
  let now = 1_000_000;
  const sandbox = await createFastSandbox({ now: () => now, speeds: { queuedMs: 100, renderingMs: 100 } });
  const { gateway } = createTestGateway(sandbox, { limits: { concurrentRenders: 2 } });
  const client = createClient(gateway, withoutRetries);
  await client.render(renderRequest);
  now += 200;
  await client.render(renderRequest);
  await client.render(renderRequest);
  await rejectsWith(client.render(renderRequest), "too_many_renders");
});

test("slot of an unwatched render: expires, and a status request renews it", async () => {
  let now = Date.UTC(2026, 0, 1);
  const store = createMemoryStore({ now: () => now });
  const { gateway } = createTestGateway(createBusyService(), {
    store,
    limits: { concurrentRenders: 1 },
    timeouts: { leaseMs: 1000 },
  });
  const client = createClient(gateway, withoutRetries);
  const { render_id } = await client.render(renderRequest);
  now += 900;
  await client.getRender(render_id);
  now += 900;
  await rejectsWith(client.render(renderRequest), "too_many_renders");
  now += 100;
  await client.render(renderRequest);
});

test("requests per minute: are limited per user and in total", async () => {
  const limits = { requestsPerMinute: 5, perUser: { requestsPerMinute: 3 } };
  const { gateway, seen } = createTestGateway(async () => responses.record(), { authorize: authorizeByHeader, limits });
  const getAccount = (user) => sendRequest(gateway, paths.status, { headers: { "x-user": user } });
  assert.deepEqual(await readStatuses(Array.from({ length: 5 }, () => getAccount("ann"))), [200, 200, 200, 429, 429]);
  assert.deepEqual(await readStatuses(Array.from({ length: 3 }, () => getAccount("bob"))), [200, 200, 429]);
  const response = await getAccount("cid");
  assert.equal(await expectError(response, 429), "Too many requests. Try again later.");
  const seconds = Number(response.headers.get("retry-after"));
  assert.ok(seconds >= 1 && seconds <= 60);
  assert.equal(seen.length, 5);
});

test("credits per day: are limited per user and in total", async () => {
  const limits = { creditsPerDay: 9, concurrentRenders: Infinity, perUser: { creditsPerDay: 5 } };
  const { gateway } = createTestGateway(createBusyService(), { authorize: authorizeByHeader, limits });
  const [ann, bob] = ["ann", "bob"].map((user) => createClientFor(gateway, user, withoutRetries));
  await ann.upscale(photoUrl);
  await ann.render(renderRequest);
  const error = await rejectsWith(ann.render(renderRequest), "insufficient_credits");
  assert.deepEqual([error.status, error.message], [402, "Not enough credits"]);
  await bob.upscale(photoUrl);
  await rejectsWith(bob.render(renderRequest), "insufficient_credits");
});

test("several instances: share the ten slots of the account", async () => {
  const sandbox = await createFastSandbox(slowSpeeds);
  const gateways = await Promise.all(
    [1, 2, 3].map(async () => {
      const store = createRedisStore({ client: await redis.client(), prefix: "shared" });
      return createTestGateway(sandbox, { store, authorize: authorizeByHeader }).gateway;
    }),
  );
  const users = ["ann", "bob", "cid", "dan"];
  const all = await readStatuses(Array.from({ length: 80 }, (_, n) => submitRender(gateways[n % 3], users[n % 4])));
  assert.deepEqual([countStatus(all, 200), countStatus(all, 429)], [10, 70]);
  assert.equal(listSubmissions(sandbox).length, 10, "the service never has to reject");
});

test("slots of a crashed instance: expire", async () => {
  let now = Date.UTC(2026, 0, 1);
  const storeOf = async () => createRedisStore({ client: await redis.client(), prefix: "crash", now: () => now });
  const options = {
    limits: { concurrentRenders: 1 },
    timeouts: { authorizeMs: 1_000, submissionMs: 60_000, leaseMs: 30_000 },
  };
  let arrive, end;
  const arrived = new Promise((resolve) => (arrive = resolve));
  const ended = new Promise((resolve) => (end = resolve));
  const crashing = createTestGateway(() => (arrive(), ended), { store: await storeOf(), ...options });
  const running = createTestGateway(createBusyService(), { store: await storeOf(), ...options });
  const dead = submitRender(crashing.gateway, "ann");
  await arrived;
  now += 90_999;
  await rejectsWith(createClient(running.gateway, withoutRetries).render(renderRequest), "too_many_renders");
  now += 1;
  await createClient(running.gateway, withoutRetries).render(renderRequest);
  end(responses.submitted());
  await dead;
});
