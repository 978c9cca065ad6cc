// The law of a store, by simulated time and drawn steps: in memory, and in a real Redis, which must say the same.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createMemoryStore } from "reroom/gateway";
import { createRedisStore } from "reroom/gateway/redis";
import { startRedis } from "./redis-server.mjs";

let redis, client;
let prefixes = 0;
before(async () => {
  redis = await startRedis();
  client = await redis.client();
});
after(() => redis?.end());

const stores = {
  memory: (now) => createMemoryStore({ now }),
  redis: (now) => createRedisStore({ client, now, prefix: `law-${++prefixes}` }),
};
const startOfDay = Date.UTC(2026, 0, 2);
const defaults = { user: "", credits: 1, leaseMs: 1000, slots: 10, userSlots: 10, creditsPerDay: Infinity };
const orderOf = (lease, fields = {}) => ({ lease, ...defaults, userCreditsPerDay: Infinity, waitMs: 100, ...fields });

/** Numbers from 0 to below `below`, the same for the same seed. */
function draw(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

for (const [name, create] of Object.entries(stores)) {
  describe(name, () => {
    let time, store;
    const reserve = (lease, fields) => store.reserve(orderOf(lease, fields));
    const fresh = () => {
      time = startOfDay;
      store = create(() => time);
    };

    test("a slot is taken, kept, given a render's name, renewed and given back", async () => {
      fresh();
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
      await store.release("b", false);
      assert.equal(await reserve("c", { slots: 1 }), "granted");
    });

    test("what has run out cannot be renewed, renamed or given back", async () => {
      fresh();
      await reserve("a", { credits: 5 });
      time += 1000;
      await store.renew("a", 1000);
      await store.rename("a", "b", 1000);
      await store.release("a", true);
      await store.release("never", true);
      assert.deepEqual(await store.listLeases(), []);
      assert.equal(await reserve("c", { credits: 6, creditsPerDay: 10 }), "no-credits");
    });

    test("credits are counted by user and in all, come back on refund, and anew each day", async () => {
      fresh();
      const budget = { creditsPerDay: 10, userCreditsPerDay: 6 };
      assert.equal(await reserve("a", { user: "ann", credits: 4, ...budget }), "granted");
      assert.equal(await reserve("b", { user: "ann", credits: 4, ...budget }), "no-credits");
      assert.equal(await reserve("c", { user: "bob", credits: 6, ...budget }), "granted");
      assert.equal(await reserve("d", { user: "cid", credits: 1, ...budget }), "no-credits");
      assert.equal(await reserve("total", { user: "total", credits: 1, ...budget }), "no-credits");
      await store.release("c", true);
      assert.equal(await reserve("e", { user: "cid", credits: 6, ...budget }), "granted");
      await store.release("e", false);
      assert.equal(await reserve("f", { user: "bob", credits: 1, ...budget }), "no-credits");
      time += 86_400_000;
      assert.equal(await reserve("g", { user: "ann", credits: 6, ...budget }), "granted");
    });

    test("a clock that goes back over midnight gives no second budget", async () => {
      fresh();
      const budget = { user: "ann", credits: 6, creditsPerDay: 10, userCreditsPerDay: 10 };
      assert.equal(await reserve("a", budget), "granted");
      time -= 5;
      assert.equal(await reserve("b", budget), "granted", "another day");
      assert.equal(await reserve("c", budget), "no-credits");
      time += 10;
      assert.equal(await reserve("d", budget), "no-credits");
      await store.release("b", true);
      time -= 10;
      assert.equal(await reserve("e", budget), "granted", "a refund is of the day that was paid");
    });

    test("never more requests than the limit in any 60 seconds", async () => {
      fresh();
      const number = draw(5);
      const passed = [];
      const windows = [
        { key: "user:ann", limit: 5 },
        { key: "all", limit: 8 },
      ];
      for (let step = 0; step < 200; step++) {
        const wait = await store.countRequest(windows);
        if (wait === 0) passed.push(time);
        else if (number(2) === 0) {
          time += wait - 1;
          assert.ok((await store.countRequest(windows)) > 0, "not before the wait is over");
          time += 1;
          assert.equal(await store.countRequest(windows), 0, "but then");
          passed.push(time);
        }
        time += number(9000);
      }
      assert.ok(passed.length > 50);
      for (const [index, at] of passed.entries())
        assert.ok(passed.slice(index).filter((other) => other < at + 60_000).length <= 5, `from ${at}`);
      assert.equal(await store.countRequest([{ key: "user:bob", limit: 1 }]), 0);
      const refused = [
        { key: "user:bob", limit: 1 },
        { key: "user:cid", limit: 1 },
      ];
      assert.ok((await store.countRequest(refused)) > 0);
      assert.equal(await store.countRequest([refused[1]]), 0, "a refused request is counted nowhere");
    });

    test("slots go round: one user cannot keep the others out", async () => {
      fresh();
      const fields = { slots: 10, userSlots: 10, leaseMs: 1e6, waitMs: 1000 };
      for (let slot = 0; slot < 10; slot++) await reserve(`a${slot}`, { user: "ann", ...fields });
      assert.equal(await reserve("b", { user: "bob", ...fields }), "no-slot");
      await store.release("a0", false);
      assert.equal(await reserve("a10", { user: "ann", ...fields }), "no-slot", "kept free for who has fewer");
      assert.equal(await reserve("b", { user: "bob", ...fields }), "granted");
      await store.release("a1", false);
      assert.equal(await reserve("a10", { user: "ann", ...fields }), "granted", "nobody waits any more");
      assert.equal(await reserve("b1", { user: "bob", ...fields }), "no-slot");
      time += 1000;
      await store.release("a2", false);
      assert.equal(
        await reserve("a11", { user: "ann", ...fields }),
        "granted",
        "who does not come again is not waited for",
      );
      assert.equal(await reserve("a12", { user: "ann", ...fields, slots: 20 }), "granted");
      assert.equal(await reserve("a13", { user: "ann", ...fields, slots: 20 }), "no-slot", "a user's own limit");
    });

    test("a note takes the place of the one that is named, and no other's, until its time is over", async () => {
      fresh();
      const put = (from, to, ms = 1000) => store.compareAndSwap("key", from, to, ms);
      assert.equal(await put(undefined, "a"), undefined);
      assert.equal(await put(undefined, "b"), "a");
      assert.equal(await put("b", "c"), "a");
      assert.equal(await put("a", "b:\n{}"), "a");
      assert.equal(await store.compareAndSwap("another", undefined, "x", 1000), undefined);
      time += 999;
      assert.equal(await put("b:\n{}", "c", 500), "b:\n{}", "written anew, it has its time again");
      time += 499;
      assert.equal(await put("b", undefined), "c");
      time += 1;
      assert.equal(await put("c", "d"), undefined, "what has run out is not there");
      assert.equal(await put(undefined, "d"), undefined);
      assert.equal(await put("d", undefined), "d");
      assert.equal(await put(undefined, "e"), undefined);
    });

    test("of many who put a note at the same time, one does", async () => {
      fresh();
      const there = await Promise.all(
        Array.from({ length: 50 }, (_, n) => store.compareAndSwap("key", undefined, `note${n}`, 1000)),
      );
      const winners = there.filter((note) => note === undefined);
      assert.equal(winners.length, 1);
      assert.equal(new Set(there).size, 2, "and all the others see whose");
    });

    for (const seed of [1, 2, 3]) {
      test(`never more slots than there are, each user within their own, and all come free (${seed})`, async () => {
        fresh();
        const { checkLaw } = await drawSteps(
          seed,
          store,
          (ms) => (time += ms),
          () => time,
        );
        await checkLaw();
      });
    }
  });
}

test("memory and Redis say the same to the same steps", async () => {
  for (const seed of [11, 12]) {
    const said = [];
    for (const create of Object.values(stores)) {
      let time = startOfDay;
      const store = create(() => time);
      said.push(
        (
          await drawSteps(
            seed,
            store,
            (ms) => (time += ms),
            () => time,
          )
        ).said,
      );
    }
    assert.deepEqual(said[0], said[1]);
    assert.ok(["granted", "no-slot", "no-credits"].every((verdict) => said[0].includes(verdict)));
  }
});

/** Takes steps at random, with a model of the leases beside; `checkLaw` ends it. */
async function drawSteps(seed, store, pass, now) {
  const number = draw(seed);
  const said = [];
  const model = new Map();
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
      const verdict = await store.reserve(orderOf(`lease${step}`, fields));
      said.push(verdict);
      if (verdict === "granted") model.set(`lease${step}`, { user: fields.user, expires: now() + fields.leaseMs });
    } else {
      const lease = anyLease();
      const held = model.get(lease);
      const alive = held && held.expires > now();
      if (kind === 3) {
        await store.release(lease, number(2) === 0);
        model.delete(lease);
      } else if (kind === 4) {
        await store.renew(lease, 2000);
        if (alive) held.expires = now() + 2000;
      } else {
        await store.rename(lease, `render${step}`, 2000);
        model.delete(lease);
        if (alive) model.set(`render${step}`, { ...held, expires: now() + 2000 });
      }
    }
    const leases = await store.listLeases();
    said.push(leases.length);
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
  const checkLaw = async () => {
    pass(3000);
    assert.deepEqual(await store.listLeases(), [], "every slot comes free by itself");
  };
  return { said, checkLaw };
}
