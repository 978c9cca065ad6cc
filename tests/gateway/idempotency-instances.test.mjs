// Repeated paid requests that reach another instance: one Redis, one service, and one Redis connection per gateway.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { ReRoom } from "reroom";
import { createRedisStore } from "reroom/gateway/redis";
import { createDelayedService, postRender, readRenderId, submitAndDisconnect, delay } from "./delayed-service.mjs";
import { startRedis } from "./redis-server.mjs";
import { serve } from "./servers.mjs";
import {
  key,
  initClient,
  createTestGateway,
  paths,
  renderRequest,
  responses,
  authorizeByHeader,
  createClientFor,
  rejectsWith,
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
  const prefix = `repeats-${++prefixes}`;
  const instances = await Promise.all(
    Array.from({ length: size }, async () => {
      const client = await redis.client();
      const store = createRedisStore({ client, prefix });
      return { client, store, ...createTestGateway(service, { store, authorize: authorizeByHeader, ...options }) };
    }),
  );
  return { prefix, instances };
}

test("repeat while the first is in progress: waits for its response", { timeout: 60_000 }, async () => {
  const { service, sent, next } = createDelayedService();
  const { instances } = await createInstances(service, 3);
  const [one, two, three] = instances;
  const { lost } = await submitAndDisconnect(one, next);
  const waiting = postRender(two);
  const gone = new AbortController();
  const another = postRender(three, "ann", { signal: gone.signal });
  gone.abort();
  await expectStatus(await another, 400);
  // Long enough for the other instance to read the record several times.
  await delay(1700);
  assert.equal(sent.length, 1);
  sent[0](responses.submitted("r1"));
  assert.equal(await readRenderId(waiting), "r1");
  await lost;
  assert.equal(sent.length, 1, "exactly one render was bought");
  assert.deepEqual(
    instances.map(({ events }) => events.length),
    [1, 0, 0],
  );

  const bought = next();
  const anew = postRender(two);
  await bought;
  sent[1](responses.submitted("r2"));
  assert.equal(await readRenderId(anew), "r2", "a delivered response is not kept");
});

test("undelivered response: is kept for the same user and request, and expires", { timeout: 60_000 }, async () => {
  const { service, sent, next } = createDelayedService();
  const { prefix, instances } = await createInstances(service);
  const [one, two] = instances;
  const json = { ...renderRequest, prompt: "a secret wish" };
  const { lost } = await submitAndDisconnect(one, next, { json });
  sent[0](responses.submitted("r1"));
  await lost;

  const kept = await one.client.keys(`{${prefix}}:value:*`);
  assert.equal(kept.length, 1);
  const left = await one.client.pTTL(kept[0]);
  assert.ok(left > 30_000 && left <= 60_000, `${left} ms`);
  const text = `${kept[0]} ${await one.client.get(kept[0])}`;
  for (const secret of [key, "secret wish", "photos.example", "ann"]) assert.ok(!text.includes(secret), text);
  assert.match(text, /"render_id":"r1\./);

  const bought = next();
  const others = postRender(two, "bob", { json });
  await bought;
  sent[1](responses.submitted("r2"));
  assert.equal(await readRenderId(others), "r2", "another user buys a separate render");
  const upscale = next();
  const otherKind = postRender(two, "ann", { json, path: paths.upscale });
  await upscale;
  sent[2](responses.submitted("r3"));
  assert.equal(await readRenderId(otherKind), "r3", "another endpoint buys a separate render");
  assert.equal(await readRenderId(postRender(two, "ann", { json })), "r1");
  assert.equal(sent.length, 3);
  assert.deepEqual(await one.client.keys(`{${prefix}}:value:*`), [], "no record is left");
});

test("repeat before the disconnect is noticed: waits for the first response", { timeout: 60_000 }, async () => {
  const { service, sent, next } = createDelayedService();
  const { instances } = await createInstances(service);
  const controller = new AbortController();
  const atService = next();
  const lost = postRender(instances[0], "ann", { signal: controller.signal });
  await atService;
  const early = postRender(instances[1]);
  await delay(100);
  controller.abort();
  await delay(1500);
  assert.equal(sent.length, 1);
  sent[0](responses.submitted("r1"));
  assert.equal(await readRenderId(early), "r1");
  await lost;
});

test("repeat while the first client is connected: is a separate request", { timeout: 60_000 }, async () => {
  const { service, sent, next } = createDelayedService();
  const { instances } = await createInstances(service);
  const first = next();
  const one = postRender(instances[0]);
  await first;
  const second = next();
  const two = postRender(instances[1]);
  await second;
  for (const [index, answer] of sent.entries()) answer(responses.submitted(`r${index + 1}`));
  assert.deepEqual([await readRenderId(one), await readRenderId(two)], ["r1", "r2"]);
});

test("repeat of a rejected request: is sent again", { timeout: 60_000 }, async () => {
  const { service, sent, next } = createDelayedService();
  const { instances } = await createInstances(service);
  const { lost } = await submitAndDisconnect(instances[0], next);
  const waiting = postRender(instances[1]);
  await delay(50);
  const again = next();
  sent[0](Response.json({ err: "Invalid URL" }, { status: 400 }));
  await expectStatus(await lost, 400);
  await again;
  sent[1](responses.submitted("r2"));
  assert.equal(await readRenderId(waiting), "r2");
});

test("repeat of an unknown outcome: gets outcome_unknown and buys nothing", { timeout: 60_000 }, async () => {
  const { service, sent, next } = createDelayedService();
  const { instances } = await createInstances(service);
  const { lost } = await submitAndDisconnect(instances[0], next);
  sent[0](new Response("<html>", { status: 504 }));
  await expectStatus(await lost, 504);
  await rejectsWith(createClientFor(instances[1].gateway, "ann").render(renderRequest), "outcome_unknown");
  assert.equal(sent.length, 1);
});

test("repeat after the instance was killed: gets outcome_unknown and buys nothing", { timeout: 60_000 }, async () => {
  const requests = [];
  let arrive;
  const arrived = new Promise((resolve) => (arrive = resolve));
  const service = await serve((req, res) => {
    requests.push(res);
    req.resume().once("end", arrive);
  });
  const program = fileURLToPath(new URL("../../dist/cli/index.js", import.meta.url));
  const args = ["gateway", "--port", "0", "--upstream", service.origin, "--redis", redis.url, "--open"];
  const launch = async () => {
    const env = { PATH: process.env.PATH, REROOM_API_KEY: key };
    const child = spawn(process.execPath, [program, ...args], { env, stdio: ["ignore", "pipe", "inherit"] });
    const output = await new Promise((resolve) => child.stdout.once("data", resolve));
    return { child, origin: /http:\S+/.exec(String(output))[0] };
  };
  const [crashing, running] = await Promise.all([launch(), launch()]);
  try {
    const client = ({ origin }) => new ReRoom({ baseUrl: origin, maxRetries: 0 });
    const lost = rejectsWith(client(crashing).render(renderRequest), "outcome_unknown");
    await arrived;
    crashing.child.kill("SIGKILL");
    await lost;
    await Promise.all([1, 2].map(() => rejectsWith(client(running).render(renderRequest), "outcome_unknown")));
    assert.equal(requests.length, 1, "the service received one request");
  } finally {
    for (const { child } of [crashing, running]) child.kill("SIGKILL");
    service.close();
  }
});

test("record of a crashed instance: expires after a minute", { timeout: 60_000 }, async () => {
  let now = Date.UTC(2026, 0, 1);
  const { service, sent, next } = createDelayedService();
  const prefix = `repeats-${++prefixes}`;
  const store = async (client) => createRedisStore({ client, prefix, now: () => now });
  const crashingClient = await redis.client();
  const one = createTestGateway(service, { store: await store(crashingClient), authorize: authorizeByHeader });
  const two = createTestGateway(service, { store: await store(await redis.client()), authorize: authorizeByHeader });
  const { lost } = await submitAndDisconnect(one, next);
  crashingClient.destroy();
  now += 60_001;
  const bought = next();
  const anew = postRender(two);
  await bought;
  for (const answer of sent) answer(responses.submitted("r2"));
  assert.equal(await readRenderId(anew), "r2");
  await lost;
});

/** Resolves once a gateway has read its first record from the store. */
function waitForClaim(store) {
  const { compareAndSwap } = store;
  return new Promise((resolve) => {
    store.compareAndSwap = async (...args) => {
      const previous = await compareAndSwap(...args);
      resolve();
      return previous;
    };
  });
}

test(
  "store outage while a repeat waits: the repeat gets outcome_unknown, and the first buys once",
  { timeout: 60_000 },
  async () => {
    const own = await startRedis();
    try {
      const { service, sent, next } = createDelayedService();
      const instance = async () => {
        const client = await own.client({ socket: { reconnectStrategy: 20 }, disableOfflineQueue: true });
        const store = createRedisStore({ client });
        return { store, ...createTestGateway(service, { store, authorize: authorizeByHeader }) };
      };
      const [one, two] = [await instance(), await instance()];
      const { lost } = await submitAndDisconnect(one, next);
      const repeatClaimed = waitForClaim(two.store);
      const waiting = rejectsWith(createClientFor(two.gateway, "ann").render(renderRequest), "outcome_unknown");
      await repeatClaimed;
      await own.stop();
      await waiting;
      assert.match(await expectError(await postRender(two), 503), /nothing was charged/, "a first request is rejected");
      sent[0](responses.submitted("r1"));
      assert.equal(await readRenderId(lost), "r1");
      assert.equal(sent.length, 1);
      assert.ok(one.events.some(({ type, renderId }) => type === "bought" && renderId === "r1"));
    } finally {
      await own.end();
    }
  },
);

test("concurrent repeats: only one gets the kept response", { timeout: 60_000 }, async () => {
  const { service, sent, next } = createDelayedService();
  const { instances } = await createInstances(service, 3);
  const { lost } = await submitAndDisconnect(instances[0], next);
  sent[0](responses.submitted("r1"));
  await lost;
  const bought = next();
  const both = instances.slice(1).map((instance) => postRender(instance));
  await bought;
  sent[1](responses.submitted("r2"));
  assert.deepEqual((await Promise.all(both.map(readRenderId))).sort(), ["r1", "r2"]);
});
