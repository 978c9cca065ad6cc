// Conformance of the stores, in memory and in a real Redis, with simulated time and random steps.
import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { Redis as IoRedis } from "ioredis";
import { createMemoryStore } from "reroom/gateway";
import { createRedisStore } from "reroom/gateway/redis";
import { startRedis } from "./redis-server.mjs";

let redis, cluster, client, clusterClient, ioClient;
let prefixes = 0;
before(async () => {
  redis = await startRedis();
  client = await redis.client();
  ioClient = new IoRedis(redis.url);
  const config = join(mkdtempSync(join(tmpdir(), "reroom-cluster-")), "nodes.conf");
  cluster = await startRedis("--cluster-enabled", "yes", "--cluster-config-file", config);
  clusterClient = await cluster.client();
  await clusterClient.sendCommand([
    "CLUSTER",
    "ADDSLOTS",
    ...Array.from({ length: 16_384 }, (_, slot) => String(slot)),
  ]);
  while (!(await clusterClient.sendCommand(["CLUSTER", "INFO"])).includes("cluster_state:ok"))
    await new Promise((resolve) => setTimeout(resolve, 20));
});
after(async () => {
  ioClient?.disconnect();
  await redis?.end();
  await cluster?.end();
});

const stores = {
  memory: (now) => createMemoryStore({ now }),
  redis: (now) => createRedisStore({ client, now, prefix: `conformance-${++prefixes}` }),
  "redis cluster": (now) => createRedisStore({ client: clusterClient, now, prefix: `conformance-${++prefixes}` }),
  ioredis: (now) => createRedisStore({ client: ioClient, now, prefix: `conformance-${++prefixes}` }),
};
const startOfDay = Date.UTC(2026, 0, 2);
const dayMs = 86_400_000;

/** A reservation with the counters of a user and of the account. Budgets have keys per UTC day. */
function buildRequest(lease, now, fields = {}) {
  const { user = "", credits = 1, leaseMs = 1000, waitMs = 100, ...limits } = fields;
  const { slots = 10, userSlots = slots, creditsPerDay = Infinity, userCreditsPerDay = Infinity } = limits;
  const day = Math.floor(now / dayMs);
  return {
    lease,
    leaseMs,
    holder: user,
    credits,
    waitMs,
    slots: [
      { key: `user:${user}`, limit: userSlots },
      { key: "account", limit: slots },
    ],
    budgets: [
      { key: `${day}:user:${user}`, limit: userCreditsPerDay, ttlMs: 2 * dayMs },
      { key: `${day}:account`, limit: creditsPerDay, ttlMs: 2 * dayMs },
    ],
  };
}

/** Returns a seeded generator of integers from 0 to `below` - 1. */
function createRandom(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

for (const [name, create] of Object.entries(stores)) {
  describe(name, () => {
    let time, store;
    const refunds = new Map();
    const reserve = async (lease, fields) => {
      const request = buildRequest(lease, time, fields);
      refunds.set(
        lease,
        request.budgets.map(({ key }) => key),
      );
      return (await store.reserve(request)).status;
    };
    const release = (lease, refund = false) => store.release(lease, refund ? refunds.get(lease) : undefined);
    const reset = () => {
      time = startOfDay;
      store = create(() => time);
    };

    test("slot: can be reserved, renamed, renewed and released", async () => {
      reset();
      assert.equal(await reserve("a", { slots: 1 }), "granted");
      assert.equal(await reserve("b", { slots: 1 }), "no-slot");
      await store.rename("a", "render:1", 500);
      assert.deepEqual(await store.listLeases(), ["render:1"]);
      time += 400;
      await store.renew("render:1", 500);
      time += 499;
      assert.equal(await reserve("b", { slots: 1 }), "no-slot");
      time += 1;
      assert.deepEqual(await store.listLeases(), []);
      assert.equal(await reserve("b", { slots: 1 }), "granted");
      await release("b", false);
      assert.equal(await reserve("c", { slots: 1 }), "granted");
    });

    test("task: is due after its delay, hidden while it is taken, and due again if its holder crashed", async () => {
      reset();
      const task = { id: "r1", value: '{"a": "ä:1"}' };
      await store.addTask("list", task, 100);
      await store.addTask("list", { id: "r2", value: "later" }, 300);
      time += 99;
      assert.equal(await store.takeTask("list", 1000), undefined);
      time += 1;
      assert.deepEqual(await store.takeTask("list", 1000), task);
      assert.equal(await store.takeTask("list", 1000), undefined);
      time += 999;
      assert.deepEqual(await store.takeTask("list", 5000), { id: "r2", value: "later" });
      assert.equal(await store.takeTask("list", 5000), undefined);
      time += 1;
      assert.deepEqual(await store.takeTask("list", 5000), task);
    });

    test("task: can be updated and removed, and an update does not bring a removed one back", async () => {
      reset();
      await store.addTask("list", { id: "r1", value: "one" }, 0);
      await store.takeTask("list", 1000);
      await store.updateTask("list", { id: "r1", value: "two" }, 50);
      time += 50;
      assert.deepEqual(await store.takeTask("list", 1000), { id: "r1", value: "two" });
      await store.removeTask("list", "r1");
      await store.removeTask("list", "r1");
      await store.updateTask("list", { id: "r1", value: "three" }, 0);
      time += 5000;
      assert.equal(await store.takeTask("list", 1000), undefined);
    });

    test("task: lists are separate", async () => {
      reset();
      await store.addTask("list", { id: "a", value: "one" }, 0);
      await store.addTask("other", { id: "a", value: "two" }, 0);
      await store.removeTask("list", "a");
      assert.equal(await store.takeTask("list", 1000), undefined);
      assert.deepEqual(await store.takeTask("other", 1000), { id: "a", value: "two" });
    });

    test("task: concurrent takers get different ones", async () => {
      reset();
      for (const id of ["a", "b", "c"]) await store.addTask("list", { id, value: id }, 0);
      const taken = await Promise.all(Array.from({ length: 5 }, () => store.takeTask("list", 1000)));
      assert.deepEqual(taken.map((task) => task?.id ?? "none").toSorted(), ["a", "b", "c", "none", "none"]);
    });

    test("expired lease: cannot be renewed, renamed or released", async () => {
      reset();
      await reserve("a", { credits: 5 });
      time += 1000;
      await store.renew("a", 1000);
      await store.rename("a", "b", 1000);
      await release("a", true);
      await release("never", true);
      assert.deepEqual(await store.listLeases(), []);
      assert.equal(await reserve("c", { credits: 6, creditsPerDay: 10 }), "no-credits");
    });

    test("credits: are counted per user and in total, are refunded, and reset daily", async () => {
      reset();
      const budget = { creditsPerDay: 10, userCreditsPerDay: 6 };
      assert.equal(await reserve("a", { user: "ann", credits: 4, ...budget }), "granted");
      assert.equal(await reserve("b", { user: "ann", credits: 4, ...budget }), "no-credits");
      assert.equal(await reserve("c", { user: "bob", credits: 6, ...budget }), "granted");
      assert.equal(await reserve("d", { user: "cid", credits: 1, ...budget }), "no-credits");
      assert.equal(await reserve("total", { user: "total", credits: 1, ...budget }), "no-credits");
      await release("c", true);
      assert.equal(await reserve("e", { user: "cid", credits: 6, ...budget }), "granted");
      await release("e", false);
      assert.equal(await reserve("f", { user: "bob", credits: 1, ...budget }), "no-credits");
      time += 86_400_000;
      assert.equal(await reserve("g", { user: "ann", credits: 6, ...budget }), "granted");
    });

    test("clock set back past midnight: grants no second budget", async () => {
      reset();
      const budget = { user: "ann", credits: 6, creditsPerDay: 10, userCreditsPerDay: 10 };
      assert.equal(await reserve("a", budget), "granted");
      time -= 5;
      assert.equal(await reserve("b", budget), "granted", "the previous day has its own budget");
      assert.equal(await reserve("c", budget), "no-credits");
      time += 10;
      assert.equal(await reserve("d", budget), "no-credits");
      await release("b", true);
      time -= 10;
      assert.equal(await reserve("e", budget), "granted", "a refund counts for the day of the charge");
    });

    test("dry run: has the same outcome as a reservation, and reserves nothing", async () => {
      reset();
      const request = (lease, fields) => buildRequest(lease, time, { slots: 1, creditsPerDay: 5, ...fields });
      for (let times = 0; times < 2; times++)
        assert.equal((await store.reserve(request("dry", { credits: 5 }), true)).status, "granted");
      assert.deepEqual(await store.listLeases(), []);
      assert.deepEqual(await store.reserve(request("dry", { credits: 6 }), true), {
        status: "no-credits",
        key: request("dry").budgets[1].key,
      });
      assert.deepEqual(await store.reserve(request("a", { credits: 2 })), { status: "granted", spent: [2, 2] });
      assert.deepEqual(await store.reserve(request("dry"), true), { status: "no-slot", key: "user:" });
    });

    test("usage: counts slots, credits and requests by key", async () => {
      reset();
      await reserve("a", { user: "ann", credits: 3 });
      await reserve("b", { user: "bob", credits: 4 });
      await store.countRequest([{ key: "user:ann", limit: 5 }]);
      const keys = buildRequest("", time, { user: "ann" }).budgets.map(({ key }) => key);
      const read = () =>
        store.readUsage({
          slots: ["account", "user:ann", "none"],
          budgets: [...keys, "none"],
          rates: ["user:ann", "x"],
        });
      assert.deepEqual(await read(), { slots: [2, 1, 0], budgets: [3, 7, 0], rates: [1, 0] });
      await release("a", true);
      time += 60_000;
      assert.deepEqual(await read(), { slots: [0, 0, 0], budgets: [0, 4, 0], rates: [0, 0] });
    });

    test("rate limit: holds in any 60 seconds", async () => {
      reset();
      const number = createRandom(5);
      const passed = [];
      const limits = [
        { key: "user:ann", limit: 5 },
        { key: "all", limit: 8 },
      ];
      for (let step = 0; step < 200; step++) {
        const wait = await store.countRequest(limits);
        if (wait === 0) passed.push(time);
        else if (number(2) === 0) {
          time += wait - 1;
          assert.ok((await store.countRequest(limits)) > 0, "the limit holds until the wait is over");
          time += 1;
          assert.equal(await store.countRequest(limits), 0, "the request passes after the wait");
          passed.push(time);
        }
        time += number(9000);
      }
      assert.ok(passed.length > 50);
      for (const [index, at] of passed.entries())
        assert.ok(passed.slice(index).filter((other) => other < at + 60_000).length <= 5, `from ${at}`);
      assert.equal(await store.countRequest([{ key: "user:bob", limit: 1 }]), 0);
      const rejected = [
        { key: "user:bob", limit: 1 },
        { key: "user:cid", limit: 1 },
      ];
      assert.ok((await store.countRequest(rejected)) > 0);
      assert.equal(await store.countRequest([rejected[1]]), 0, "a rejected request counts against no limit");
    });

    test("slots: are shared fairly between users", async () => {
      reset();
      const fields = { slots: 10, userSlots: 10, leaseMs: 1e6, waitMs: 1000 };
      for (let slot = 0; slot < 10; slot++) await reserve(`a${slot}`, { user: "ann", ...fields });
      assert.equal(await reserve("b", { user: "bob", ...fields }), "no-slot");
      await release("a0", false);
      assert.equal(
        await reserve("a10", { user: "ann", ...fields }),
        "no-slot",
        "the slot is kept for the waiting user",
      );
      assert.equal(await reserve("b", { user: "bob", ...fields }), "granted");
      await release("a1", false);
      assert.equal(await reserve("a10", { user: "ann", ...fields }), "granted", "no user is waiting");
      assert.equal(await reserve("b1", { user: "bob", ...fields }), "no-slot");
      time += 1000;
      await release("a2", false);
      assert.equal(
        await reserve("a11", { user: "ann", ...fields }),
        "granted",
        "a user who does not retry stops waiting",
      );
      assert.equal(await reserve("a12", { user: "ann", ...fields, slots: 20 }), "granted");
      assert.equal(
        await reserve("a13", { user: "ann", ...fields, slots: 20 }),
        "no-slot",
        "the user's limit is reached",
      );
    });

    test("compareAndSwap: replaces only the expected value, until it expires", async () => {
      reset();
      const swap = (from, to, ms = 1000) => store.compareAndSwap("key", from, to, ms);
      assert.equal(await swap(undefined, "a"), undefined);
      assert.equal(await swap(undefined, "b"), "a");
      assert.equal(await swap("b", "c"), "a");
      assert.equal(await swap("a", "b:\n{}"), "a");
      assert.equal(await store.compareAndSwap("another", undefined, "x", 1000), undefined);
      time += 999;
      assert.equal(await swap("b:\n{}", "c", 500), "b:\n{}", "writing restarts the time to live");
      time += 499;
      assert.equal(await swap("b", undefined), "c");
      time += 1;
      assert.equal(await swap("c", "d"), undefined, "an expired value is gone");
      assert.equal(await swap(undefined, "d"), undefined);
      assert.equal(await swap("d", undefined), "d");
      assert.equal(await swap(undefined, "e"), undefined);
    });

    test("concurrent compareAndSwap: exactly one succeeds", async () => {
      reset();
      const previous = await Promise.all(
        Array.from({ length: 50 }, (_, n) => store.compareAndSwap("key", undefined, `value${n}`, 1000)),
      );
      const winners = previous.filter((value) => value === undefined);
      assert.equal(winners.length, 1);
      assert.equal(new Set(previous).size, 2, "the others see its value");
    });

    for (const seed of [1, 2, 3]) {
      test(`random steps: keep all limits, and all slots expire (seed ${seed})`, async () => {
        reset();
        const { checkExpiry } = await runRandomSteps(
          seed,
          store,
          (ms) => (time += ms),
          () => time,
        );
        await checkExpiry();
      });
    }
  });
}

test("random steps: have the same results in memory and in Redis", async () => {
  for (const seed of [11, 12]) {
    const results = [];
    for (const create of Object.values(stores)) {
      let time = startOfDay;
      const store = create(() => time);
      results.push(
        (
          await runRandomSteps(
            seed,
            store,
            (ms) => (time += ms),
            () => time,
          )
        ).results,
      );
    }
    for (const other of results.slice(1)) assert.deepEqual(results[0], other);
    assert.ok(["granted", "no-slot", "no-credits"].every((verdict) => results[0].includes(verdict)));
  }
});

test("Redis scripts: use only keys that they declare", async () => {
  const monitor = await redis.client();
  const commands = [];
  await monitor.monitor((line) => commands.push(line));
  const declared = new Set();
  const watched = {
    eval: (script, options) => {
      for (const key of options.keys) declared.add(key);
      return client.eval(script, options);
    },
  };
  let time = startOfDay;
  const store = createRedisStore({ client: watched, now: () => time, prefix: "declared" });
  await runRandomSteps(
    5,
    store,
    (ms) => (time += ms),
    () => time,
  );
  await store.countRequest([{ key: "account", limit: 5 }]);
  await store.compareAndSwap("key", undefined, "value", 1000);
  await store.readUsage({ slots: ["account"], budgets: ["b"], rates: ["account"] });
  await client.set("end", "1");
  while (!commands.at(-1)?.includes('"end"')) await new Promise((resolve) => setTimeout(resolve, 5));
  const used = commands.filter((line) => / lua\]/.test(line)).map((line) => /\] "\w+" "([^"]*)"/.exec(line)?.[1]);
  assert.ok(used.length > 100, String(used.length));
  assert.deepEqual(
    [...new Set(used)].filter((key) => key !== undefined && !declared.has(key)),
    [],
  );
  for (const key of declared) assert.ok(key.startsWith("{declared}:"), key);
});

test("prefix without a hash tag: is rejected", () => {
  for (const prefix of ["", "a{b}", "}"])
    assert.throws(() => createRedisStore({ client, prefix }), /prefix is invalid/);
});

test("Redis that lost its data: is reported once per instance", async () => {
  const own = await startRedis();
  try {
    const store = createRedisStore({ client: await own.client() });
    const order = (lease) => store.reserve(buildRequest(lease, startOfDay));
    await order("a");
    await order("b");
    await (await own.client()).flushAll();
    await assert.rejects(order("c"), /Redis lost data/);
    assert.equal((await order("d")).status, "granted");
  } finally {
    await own.end();
  }
});

/** Runs random steps against a store and a model. `checkExpiry` checks that all slots expire. */
async function runRandomSteps(seed, store, pass, now) {
  const number = createRandom(seed);
  const results = [];
  const model = new Map();
  const refunds = new Map();
  const limits = { slots: 6, userSlots: 4, creditsPerDay: 150, userCreditsPerDay: 30 };
  const live = () => [...model].filter(([, { expires }]) => expires > now());
  const anyLease = () => [...model.keys()][number(model.size)] ?? "none";
  for (let step = 0; step < 300; step++) {
    pass(number(300));
    const kind = number(6);
    if (kind <= 2) {
      const fields = {
        ...limits,
        user: `user${number(4)}`,
        credits: number(4),
        leaseMs: 1 + number(3000),
        waitMs: 500,
      };
      const request = buildRequest(`lease${step}`, now(), fields);
      const { status: verdict } = await store.reserve(request);
      refunds.set(
        request.lease,
        request.budgets.map(({ key }) => key),
      );
      results.push(verdict);
      if (verdict === "granted") model.set(`lease${step}`, { user: fields.user, expires: now() + fields.leaseMs });
    } else {
      const lease = anyLease();
      const held = model.get(lease);
      const alive = held && held.expires > now();
      if (kind === 3) {
        await store.release(lease, number(2) === 0 ? refunds.get(lease) : undefined);
        model.delete(lease);
      } else if (kind === 4) {
        await store.renew(lease, 2000);
        if (alive) held.expires = now() + 2000;
      } else {
        await store.rename(lease, `render${step}`, 2000);
        refunds.set(`render${step}`, refunds.get(lease));
        model.delete(lease);
        if (alive) model.set(`render${step}`, { ...held, expires: now() + 2000 });
      }
    }
    const leases = await store.listLeases();
    results.push(leases.length);
    assert.deepEqual(
      leases.toSorted(),
      live()
        .map(([lease]) => lease)
        .toSorted(),
      `step ${step}`,
    );
    assert.ok(leases.length <= limits.slots);
    for (const [, { user }] of live())
      assert.ok(live().filter(([, other]) => other.user === user).length <= limits.userSlots);
  }
  const checkExpiry = async () => {
    pass(3000);
    assert.deepEqual(await store.listLeases(), [], "every slot expires");
  };
  return { results, checkExpiry };
}
