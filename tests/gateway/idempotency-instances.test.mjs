// Orders that are repeated at another instance: one Redis, one service, and one Redis connection per gateway.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createRedisStore } from "reroom/gateway/redis";
import {
  createDelayedService,
  delay,
  getOrder,
  postRender,
  readOrder,
  readRenderId,
  waitForClaim,
} from "./delayed-service.mjs";
import { startRedis } from "./redis-server.mjs";
import {
  key as apiKey,
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

let redis;
before(async () => {
  await initClient();
  redis = await startRedis();
});
after(() => redis?.end());
after(failOnUnhandledRejections());

let prefixes = 0;

/** Starts gateways that share a service and a Redis. */
async function createInstances(service, size = 2, options = {}) {
  const prefix = `orders-${++prefixes}`;
  const instances = await Promise.all(
    Array.from({ length: size }, async () => {
      const client = await redis.client();
      const store = createRedisStore({ client, prefix });
      return { client, store, ...createTestGateway(service, { store, authorize: authorizeByHeader, ...options }) };
    }),
  );
  return { prefix, instances };
}

test(
  "repeat at another instance while the order is in progress: waits for its response",
  { timeout: 60_000 },
  async () => {
    const { service, sent, next } = createDelayedService();
    const { instances } = await createInstances(service, 3);
    const [one, two, three] = instances;
    const controller = new AbortController();
    const received = next();
    const lost = postRender(one, { key: "k", signal: controller.signal });
    await received;
    controller.abort();
    const waiting = postRender(two, { key: "k" });
    const gone = new AbortController();
    const another = postRender(three, { key: "k", signal: gone.signal });
    gone.abort();
    await expectStatus(await another, 400);
    assert.deepEqual(await readOrder(three, "k"), { state: "running" });
    // Long enough for the other instance to read the record several times.
    await delay(1700);
    assert.equal(sent.length, 1);
    sent[0](responses.submitted("r1"));
    const body = JSON.parse(await expectStatus(await waiting, 200));
    assert.deepEqual(JSON.parse(await expectStatus(await lost, 200)), body);
    for (const instance of instances) {
      assert.deepEqual(await readOrder(instance, "k"), { state: "answered", status: 200, body });
      assert.deepEqual(JSON.parse(await expectStatus(await postRender(instance, { key: "k" }), 200)), body);
    }
    assert.equal(sent.length, 1, "exactly one render was bought");
    assert.deepEqual(
      instances.map(({ events }) => events.filter(({ type }) => type === "bought").length),
      [1, 0, 0],
    );
  },
);

test("concurrent requests of one order: buy one render", { timeout: 60_000 }, async () => {
  let bought = 0;
  const { instances } = await createInstances(async () => responses.submitted(`r${++bought}`), 3);
  for (const key of ["a", "b", "c", "d"]) {
    const before = bought;
    const requests = Array.from({ length: 30 }, (_, index) => postRender(instances[index % 3], { key }));
    const ids = new Set(await Promise.all(requests.map(readRenderId)));
    assert.deepEqual([...ids], [`r${before + 1}`]);
    assert.equal(bought, before + 1);
  }
});

test("record: is small, expires after a day, and has no secrets", { timeout: 60_000 }, async () => {
  const long = { padding: "x".repeat(100_000) };
  const service = async () => Response.json({ success: true, data: { render_id: "r1" }, ...long });
  const { prefix, instances } = await createInstances(service, 1);
  const [{ client }] = instances;
  const json = { ...renderRequest, prompt: "a secret wish" };
  assert.equal(await readRenderId(postRender(instances[0], { key: "my-key", json })), "r1");
  const kept = await client.keys(`{${prefix}}:value:order:*`);
  assert.equal(kept.length, 1);
  const left = await client.pTTL(kept[0]);
  assert.ok(left > 86_000_000 && left <= 86_400_000, `${left} ms`);
  const text = `${kept[0]} ${await client.get(kept[0])}`;
  for (const secret of [apiKey, "secret wish", "photos.example", "ann", "my-key"])
    assert.ok(!text.includes(secret), text);
  assert.match(text, /"render_id":"r1\./);
  assert.ok(text.length < 1000, `${text.length} characters`);
});

test("waiting repeat of a refused order: gets the refusal, and the key is free", { timeout: 60_000 }, async () => {
  const { service, sent, next } = createDelayedService();
  const { instances } = await createInstances(service);
  const received = next();
  const first = postRender(instances[0], { key: "k" });
  await received;
  const read = waitForClaim(instances[1].store);
  const waiting = postRender(instances[1], { key: "k" });
  await read;
  sent[0](Response.json({ err: "Invalid URL" }, { status: 400 }));
  for (const response of [first, waiting]) assert.equal(await expectError(await response, 400), "Invalid URL");
  await expectError(await getOrder(instances[1], "k"), 404);
  const again = next();
  const third = postRender(instances[1], { key: "k" });
  await again;
  sent[1](responses.submitted("r2"));
  assert.equal(await readRenderId(third), "r2");
});

test("keys of other users, endpoints and payloads: are told apart at every instance", { timeout: 60_000 }, async () => {
  let bought = 0;
  const { instances } = await createInstances(async () => responses.submitted(`r${++bought}`));
  assert.equal(await readRenderId(postRender(instances[0], { key: "k", user: "ann" })), "r1");
  assert.equal(await readRenderId(postRender(instances[1], { key: "k", user: "bob" })), "r2");
  await expectError(await postRender(instances[1], { key: "k", user: "ann", path: paths.upscale }), 422);
  await expectError(await getOrder(instances[1], "k", { user: "eve" }), 404);
});

test("store outage during an order: buys once, and is found again afterwards", { timeout: 60_000 }, async () => {
  const own = await startRedis();
  try {
    const { service, sent, next } = createDelayedService();
    const instance = async () => {
      const client = await own.client({ socket: { reconnectStrategy: 20 }, disableOfflineQueue: true });
      const store = createRedisStore({ client });
      return { store, ...createTestGateway(service, { store, authorize: authorizeByHeader }) };
    };
    const [one, two] = [await instance(), await instance()];
    const received = next();
    const first = postRender(one, { key: "k" });
    await received;
    const repeatClaimed = waitForClaim(two.store);
    const waiting = postRender(two, { key: "k" });
    await repeatClaimed;
    await own.stop();
    await expectError(await waiting, 503);
    assert.match(
      await expectError(await postRender(two, { key: "other" }), 503),
      /nothing was charged for this request/,
    );
    await expectError(await getOrder(two, "k"), 503);
    sent[0](responses.submitted("r1"));
    assert.equal(await readRenderId(first), "r1");
    await own.start();
    let found;
    while ((found = await getOrder(two, "k")).status !== 200) await delay(200);
    assert.equal(JSON.parse(await expectStatus(found, 200)).state, "answered");
    assert.equal(await readRenderId(postRender(two, { key: "k" })), "r1");
    assert.equal(sent.length, 1);
  } finally {
    await own.end();
  }
});
