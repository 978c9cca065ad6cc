// The same paid order arriving again at another instance: one Redis, gateways with a connection each, and one service.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { ReRoom } from "reroom";
import { createMemoryStore } from "reroom/gateway";
import { createRedisStore } from "reroom/gateway/redis";
import { startRedis } from "./redis-server.mjs";
import { serve } from "./servers.mjs";
import {
  answered,
  answers,
  byName,
  clientFor,
  gatewayOver,
  key,
  order,
  paths,
  refusal,
  refused,
  site,
  start,
} from "./support.mjs";

let redis;
let prefixes = 0;
before(async () => {
  await start();
  redis = await startRedis();
});
after(() => redis?.end());

/** A service that answers when it is told to; `sent` has the orders, `next()` waits for one more. */
function slowService() {
  const sent = [];
  const seen = [];
  const service = () =>
    new Promise((answer) => {
      sent.push(answer);
      seen.shift()?.();
    });
  const next = () => new Promise((resolve) => seen.push(resolve));
  return { service, sent, next };
}

/** Gateways before one service and one Redis. */
async function fleet(service, size = 2, options = {}) {
  const prefix = `repeats-${++prefixes}`;
  const instances = await Promise.all(
    Array.from({ length: size }, async () => {
      const client = await redis.client();
      const store = createRedisStore({ client, prefix });
      return { client, store, ...gatewayOver(service, { store, authorize: byName, ...options }) };
    }),
  );
  return { prefix, instances };
}

const post = ({ gateway }, user = "ann", { json = order, path = paths.render, signal } = {}) => {
  const headers = { "content-type": "application/json", "x-user": user };
  return gateway(new Request(site + path, { method: "POST", body: JSON.stringify(json), headers, signal }));
};
const idOf = async (answer) => JSON.parse(await answered(await answer, 200)).data.render_id.split(".")[0];

/** Somebody orders at an instance, and leaves once the order is at the service; `lost` is the answer that nobody reads. */
async function leave(instance, next, order) {
  const leaving = new AbortController();
  const atService = next();
  const lost = post(instance, "ann", { signal: leaving.signal, ...order });
  await atService;
  leaving.abort();
  return { lost };
}
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

test("while the first is under way, the same order elsewhere waits for its answer", { timeout: 60_000 }, async () => {
  const { service, sent, next } = slowService();
  const { instances } = await fleet(service, 3);
  const [one, two, three] = instances;
  const { lost } = await leave(one, next);
  const waiting = post(two);
  const gone = new AbortController();
  const another = post(three, "ann", { signal: gone.signal });
  gone.abort();
  await answered(await another, 400);
  // The other instance looks at the note a few times before there is an answer.
  await pause(1700);
  assert.equal(sent.length, 1);
  sent[0](answers.submitted("r1"));
  assert.equal(await idOf(waiting), "r1");
  await lost;
  assert.equal(sent.length, 1, "exactly one was bought");
  assert.deepEqual(
    instances.map(({ events }) => events.length),
    [1, 0, 0],
  );

  const bought = next();
  const anew = post(two);
  await bought;
  sent[1](answers.submitted("r2"));
  assert.equal(await idOf(anew), "r2", "whoever had the answer has had it");
});

test(
  "what was bought for a caller who left is kept for the same user alone, and only for a while",
  { timeout: 60_000 },
  async () => {
    const { service, sent, next } = slowService();
    const { prefix, instances } = await fleet(service);
    const [one, two] = instances;
    const json = { ...order, prompt: "a secret wish" };
    const { lost } = await leave(one, next, { json });
    sent[0](answers.submitted("r1"));
    await lost;

    const kept = await one.client.keys(`{${prefix}}:value:*`);
    assert.equal(kept.length, 1);
    const left = await one.client.pTTL(kept[0]);
    assert.ok(left > 30_000 && left <= 60_000, `${left} ms`);
    const text = `${kept[0]} ${await one.client.get(kept[0])}`;
    for (const secret of [key, "secret wish", "photos.example", "ann"]) assert.ok(!text.includes(secret), text);
    assert.match(text, /"render_id":"r1\./);

    const bought = next();
    const others = post(two, "bob", { json });
    await bought;
    sent[1](answers.submitted("r2"));
    assert.equal(await idOf(others), "r2", "another user buys their own");
    const upscale = next();
    const otherKind = post(two, "ann", { json, path: paths.upscale });
    await upscale;
    sent[2](answers.submitted("r3"));
    assert.equal(await idOf(otherKind), "r3", "so does another kind of order");
    assert.equal(await idOf(post(two, "ann", { json })), "r1");
    assert.equal(sent.length, 3);
    assert.deepEqual(await one.client.keys(`{${prefix}}:value:*`), [], "nothing is left behind");
  },
);

test(
  "the same order elsewhere may arrive before it is known that the first caller left",
  { timeout: 60_000 },
  async () => {
    const { service, sent, next } = slowService();
    const { instances } = await fleet(service);
    const leaving = new AbortController();
    const atService = next();
    const lost = post(instances[0], "ann", { signal: leaving.signal });
    await atService;
    const early = post(instances[1]);
    await pause(100);
    leaving.abort();
    await pause(1500);
    assert.equal(sent.length, 1);
    sent[0](answers.submitted("r1"));
    assert.equal(await idOf(early), "r1");
    await lost;
  },
);

test(
  "where the first caller still waits, the same order elsewhere is an order of its own",
  { timeout: 60_000 },
  async () => {
    const { service, sent, next } = slowService();
    const { instances } = await fleet(service);
    const first = next();
    const one = post(instances[0]);
    await first;
    const second = next();
    const two = post(instances[1]);
    await second;
    for (const [index, answer] of sent.entries()) answer(answers.submitted(`r${index + 1}`));
    assert.deepEqual([await idOf(one), await idOf(two)], ["r1", "r2"]);
  },
);

test("what was refused to a caller who left is asked for anew", { timeout: 60_000 }, async () => {
  const { service, sent, next } = slowService();
  const { instances } = await fleet(service);
  const { lost } = await leave(instances[0], next);
  const waiting = post(instances[1]);
  await pause(50);
  const again = next();
  sent[0](Response.json({ err: "Invalid URL" }, { status: 400 }));
  await answered(await lost, 400);
  await again;
  sent[1](answers.submitted("r2"));
  assert.equal(await idOf(waiting), "r2");
});

test(
  "nobody knows what became of the first: the same order elsewhere is told so, and buys nothing",
  { timeout: 60_000 },
  async () => {
    const { service, sent, next } = slowService();
    const { instances } = await fleet(service);
    const { lost } = await leave(instances[0], next);
    sent[0](new Response("<html>", { status: 504 }));
    await answered(await lost, 504);
    await refused(clientFor(instances[1].gateway, "ann").render(order), "outcome_unknown");
    assert.equal(sent.length, 1);
  },
);

test(
  "an instance that was killed in the middle leaves a note: nobody buys in its stead",
  { timeout: 60_000 },
  async () => {
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
      const said = await new Promise((resolve) => child.stdout.once("data", resolve));
      return { child, origin: /http:\S+/.exec(String(said))[0] };
    };
    const [dying, living] = await Promise.all([launch(), launch()]);
    try {
      const client = ({ origin }) => new ReRoom({ baseUrl: origin, maxRetries: 0 });
      const lost = refused(client(dying).render(order), "outcome_unknown");
      await arrived;
      dying.child.kill("SIGKILL");
      await lost;
      await Promise.all([1, 2].map(() => refused(client(living).render(order), "outcome_unknown")));
      assert.equal(requests.length, 1, "the service was asked once");
    } finally {
      for (const { child } of [dying, living]) child.kill("SIGKILL");
      service.close();
    }
  },
);

test("after a minute the note of an instance that died is gone", { timeout: 60_000 }, async () => {
  let now = Date.UTC(2026, 0, 1);
  const { service, sent, next } = slowService();
  const prefix = `repeats-${++prefixes}`;
  const store = async (client) => createRedisStore({ client, prefix, now: () => now });
  const mortal = await redis.client();
  const one = gatewayOver(service, { store: await store(mortal), authorize: byName });
  const two = gatewayOver(service, { store: await store(await redis.client()), authorize: byName });
  const { lost } = await leave(one, next);
  mortal.destroy();
  now += 60_001;
  const bought = next();
  const anew = post(two);
  await bought;
  for (const answer of sent) answer(answers.submitted("r2"));
  assert.equal(await idOf(anew), "r2");
  await lost;
});

test(
  "the store goes down while a repeat waits: it is told that nobody knows, and the first is bought once",
  { timeout: 60_000 },
  async () => {
    const own = await startRedis();
    try {
      const { service, sent, next } = slowService();
      const instance = async () => {
        const client = await own.client({ socket: { reconnectStrategy: 20 }, disableOfflineQueue: true });
        return gatewayOver(service, { store: createRedisStore({ client }), authorize: byName });
      };
      const [one, two] = [await instance(), await instance()];
      const { lost } = await leave(one, next);
      const waiting = clientFor(two.gateway, "ann").render(order);
      await pause(50);
      await own.stop();
      await refused(waiting, "outcome_unknown");
      assert.match(await refusal(await post(two), 503), /nothing was charged/, "a first order is refused as ever");
      sent[0](answers.submitted("r1"));
      assert.equal(await idOf(lost), "r1");
      assert.equal(sent.length, 1);
      assert.ok(one.events.some(({ type, renderId }) => type === "bought" && renderId === "r1"));
    } finally {
      await own.end();
    }
  },
);

test("one answer is for one of those who ask for it at the same time", { timeout: 60_000 }, async () => {
  const { service, sent, next } = slowService();
  const { instances } = await fleet(service, 3);
  const { lost } = await leave(instances[0], next);
  sent[0](answers.submitted("r1"));
  await lost;
  const bought = next();
  const both = instances.slice(1).map((instance) => post(instance));
  await bought;
  sent[1](answers.submitted("r2"));
  assert.deepEqual((await Promise.all(both.map(idOf))).sort(), ["r1", "r2"]);
});

test("a sign of life of which it is not known whether it was written", { timeout: 60_000 }, async () => {
  const store = createMemoryStore();
  const { service, sent, next } = slowService();
  let late = 0;
  const slow = {
    ...store,
    compareAndSwap: async (key, from, to, ms) => {
      const there = await store.compareAndSwap(key, from, to, ms);
      if (late > 0 || from === undefined || to === undefined) return there;
      late++;
      return new Promise(() => {});
    },
  };
  const instance = gatewayOver(service, { store: slow, authorize: byName, timeouts: { storeMs: 50 } });
  const { lost } = await leave(instance, next);
  while (late === 0) await pause(50);
  await pause(100);
  sent[0](answers.submitted("r1"));
  await lost;
  assert.equal(await idOf(post(gatewayOver(service, { store, authorize: byName }))), "r1");
});

test("a sign of life that is on its way when the order ends leaves no note behind", { timeout: 60_000 }, async () => {
  const store = createMemoryStore();
  const { service, sent, next } = slowService();
  let beating, key;
  const beat = new Promise((resolve) => (beating = resolve));
  const slow = {
    ...store,
    compareAndSwap: async (...note) => {
      key = note[0];
      if (note[1] !== undefined && note[2] !== undefined) {
        beating();
        await pause(100);
      }
      return store.compareAndSwap(...note);
    },
  };
  const bought = next();
  const answer = post(gatewayOver(service, { store: slow, authorize: byName }));
  await bought;
  await beat;
  sent[0](answers.submitted("r1"));
  assert.equal(await idOf(answer), "r1");
  await pause(200);
  assert.equal(await store.compareAndSwap(key, undefined, undefined), undefined);
});

test("a claim whose answer came too late stands in nobody's way", { timeout: 60_000 }, async () => {
  const store = createMemoryStore();
  let [late, claims] = [true, 0];
  const slow = {
    ...store,
    compareAndSwap: async (...note) => {
      claims++;
      const there = await store.compareAndSwap(...note);
      return late ? new Promise((resolve) => setTimeout(resolve, 100, there)) : there;
    },
  };
  const timeouts = { storeMs: 10 };
  const { gateway, seen } = gatewayOver(async () => answers.submitted(), { store: slow, authorize: byName, timeouts });
  assert.match(await refusal(await post({ gateway }), 503), /nothing was charged/);
  assert.deepEqual([seen.length, claims], [0, 2]);
  late = false;
  const others = gatewayOver(async () => answers.submitted(), { store: slow, authorize: byName });
  assert.equal(await idOf(post(others)), "r1");
});

test("a note that is none loses no answer", { timeout: 60_000 }, async () => {
  const store = createMemoryStore();
  const { service, sent, next } = slowService();
  const odd = { ...store, compareAndSwap: async (key, from) => (from === undefined ? null : "{") };
  const bought = next();
  const answer = post(gatewayOver(service, { store: odd, authorize: byName }));
  await bought;
  await pause(600);
  sent[0](answers.submitted("r1"));
  assert.equal(await idOf(answer), "r1");
});

test("a store without notes leaves repeats to each instance, as before", { timeout: 60_000 }, async () => {
  const store = createMemoryStore();
  delete store.compareAndSwap;
  const { service, sent, next } = slowService();
  const [one, two] = [0, 1].map(() => gatewayOver(service, { store, authorize: byName }));
  const { lost } = await leave(one, next);
  const same = post(one);
  const elsewhere = next();
  const other = post(two);
  await elsewhere;
  for (const [index, answer] of sent.entries()) answer(answers.submitted(`r${index + 1}`));
  assert.deepEqual([await idOf(lost), await idOf(same), await idOf(other)], ["r1", "r1", "r2"]);
});

test("many large repeats that wait do not fill the memory", { timeout: 60_000 }, async () => {
  const { service, sent, next } = slowService();
  const store = createMemoryStore();
  const notes = new Set();
  let noted;
  const { compareAndSwap } = store;
  store.compareAndSwap = (key, from, to, ms) => {
    if (notes.size < notes.add(to).size) noted();
    return compareAndSwap(key, from, to, ms);
  };
  const arrival = () => new Promise((resolve) => (noted = resolve));
  const instance = gatewayOver(service, { store, authorize: byName });
  const large = { json: { ...order, tool: "edit", mask: "A".repeat(20 * 1024 * 1024) } };
  noted = () => {};
  const { lost } = await leave(instance, next, large);
  const waiting = [];
  for (let repeats = 0; repeats < 6; repeats++) {
    const read = arrival();
    waiting.push(post(instance, "ann", large));
    await read;
  }
  const first = await Promise.race(waiting);
  assert.equal(
    await refusal(first, 503),
    "The server is handling too many large requests. Try again in a few seconds.",
  );
  sent[0](answers.submitted("r1"));
  await lost;
  // Of those who wait one has the answer, and the others, whose callers are still there, order their own.
  const serving = setInterval(() => sent.forEach((answer, n) => answer(answers.submitted(`r${n + 1}`))), 20);
  const statuses = await Promise.all(waiting.map(async (answer) => (await answer).status));
  clearInterval(serving);
  assert.ok(
    statuses.every((status) => [200, 503].includes(status)),
    statuses.join(),
  );
});
