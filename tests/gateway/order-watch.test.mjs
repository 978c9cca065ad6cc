// Orders whose process ended while the service worked on them, and whose client never asks again.
import assert from "node:assert/strict";
import { after, afterEach, before, describe, test } from "node:test";
import { createMemoryStore } from "reroom/gateway";
import { createRedisStore } from "reroom/gateway/redis";
import { createDelayedService, postRender, readOrder, readRenderId } from "./delayed-service.mjs";
import { startRedis } from "./redis-server.mjs";
import { authorizeByHeader, createTestGateway, expectStatus, neverSettle, responses } from "./support.mjs";

let redis, client;
before(async () => {
  redis = await startRedis();
  client = await redis.client();
});
after(() => redis?.end());

let prefixes = 0;
const stores = {
  memory: (now) => createMemoryStore({ now }),
  redis: (now) => createRedisStore({ client, now, prefix: `watch-${++prefixes}` }),
};
const hourMs = 3_600_000;

/** A view of a store for a gateway whose process can be ended: from then on, it writes and reads nothing. */
function createMortalStore(store) {
  const view = { isDead: false };
  for (const [name, method] of Object.entries(store))
    view[name] = (...args) => (view.isDead ? neverSettle() : method(...args));
  return view;
}

for (const [name, createStore] of Object.entries(stores))
  describe(`order whose process ended, ${name} store`, () => {
    let time, store, mortal, one, two, service;
    const reset = () => {
      time = Date.UTC(2026, 0, 2);
      store = createStore(() => time);
      mortal = createMortalStore(store);
      service = createDelayedService();
      one = createTestGateway(service.service, { store: mortal, authorize: authorizeByHeader });
      two = createTestGateway(neverSettle, { store, authorize: authorizeByHeader });
    };
    afterEach(() => {
      for (const respond of service.sent) respond(responses.submitted());
    });

    /** Sends an order, and ends its process while the service works. */
    const orderAndDie = async (options) => {
      const arrived = service.next();
      void postRender(one, options);
      await arrived;
      mortal.isDead = true;
    };
    const findReports = ({ events }) => events.filter(({ type }) => type === "outcome-unknown");
    /** Lets time pass in steps, as the running instances do. */
    const resumeFor = async ({ gateway }, ms) => {
      for (const end = time + ms; time < end; time += 15_000) await gateway.resume();
    };

    test("with a key: is reported once, and its outcome is unknown", async () => {
      reset();
      await orderAndDie({ key: '"lost"' });
      await resumeFor(two, 5 * 60_000);
      const [{ requestId, ...event }, ...others] = findReports(two);
      assert.deepEqual(others, []);
      assert.equal(requestId, one.log.find(({ type }) => type === "accepted").requestId);
      assert.deepEqual([event.user, event.tool, event.credits], ["ann", "render", 1]);
      assert.match(event.error.message, /crashed/);
      assert.equal((await readOrder(two, "lost")).state, "unknown");
      await resumeFor(two, hourMs);
      assert.equal(findReports(two).length, 1);
    });

    test("whose finder's process ended before its report: is reported by the next one", async () => {
      reset();
      await orderAndDie({ key: '"lost"' });
      const dying = createMortalStore(store);
      const { compareAndSwap } = dying;
      dying.compareAndSwap = async (...args) => {
        const result = await compareAndSwap(...args);
        if (!args[2]?.includes('"phase":"unknown"')) return result;
        dying.isDead = true;
        return neverSettle();
      };
      const finder = createTestGateway(neverSettle, { store: dying, authorize: authorizeByHeader });
      while (!dying.isDead) {
        time += 15_000;
        void finder.gateway.resume();
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      assert.equal(findReports(finder).length, 0);
      await resumeFor(two, hourMs);
      assert.equal(findReports(two).length, 1);
      assert.equal((await readOrder(two, "lost")).state, "unknown");
    });

    test("without a key: is reported once, when it must have ended", async () => {
      reset();
      await orderAndDie();
      await resumeFor(two, 6 * 60_000);
      assert.equal(findReports(two).length, 0);
      await resumeFor(two, hourMs);
      assert.deepEqual(
        findReports(two).map(({ requestId }) => requestId),
        [one.log.find(({ type }) => type === "accepted").requestId],
      );
    });

    test("several instances and the client look for it at once: it is reported once", async () => {
      reset();
      await orderAndDie({ key: '"lost"' });
      const three = createTestGateway(neverSettle, { store, authorize: authorizeByHeader });
      const asking = readOrder(three, "lost");
      let isFound = false;
      void asking.then(() => (isFound = true));
      while (!isFound) {
        time += 1000;
        await Promise.all([two.gateway.resume(), three.gateway.resume()]);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      assert.equal((await asking).state, "unknown");
      await resumeFor(two, hourMs);
      assert.equal(findReports(two).length + findReports(three).length, 1);
    });

    test("order that is still running: is not reported", { timeout: 60_000 }, async () => {
      reset();
      const arrived = service.next();
      const response = postRender(one, { key: '"slow"' });
      await arrived;
      for (let checks = 0; checks < 3; checks++) {
        await waitForHeartbeat(mortal);
        time += 15_000;
        await two.gateway.resume();
      }
      service.sent[0](responses.submitted());
      assert.equal(await readRenderId(response), "r1");
      await resumeFor(two, hourMs);
      assert.equal(findReports(two).length, 0);
    });

    test("order that has ended in any way: leaves nothing to check", async () => {
      reset();
      const limits = { concurrentRenders: Infinity, perUser: { concurrentRenders: Infinity } };
      for (const key of [undefined, "a"])
        for (const [index, answer] of [
          () => responses.submitted(),
          () => Response.json({ err: "Invalid image" }, { status: 400 }),
          () => Response.json({ err: "Failed" }, { status: 500 }),
          () => new Response("<html>", { status: 502 }),
        ].entries()) {
          const instance = createTestGateway(async () => answer(), { store, limits, authorize: authorizeByHeader });
          await (await postRender(instance, { key: key && `${key}${index}` })).text();
          assert.ok(instance.log.some(({ type }) => type === "accepted"));
        }
      time += 24 * hourMs;
      assert.equal(await store.takeTask("orders", 1), undefined);
    });
  });

/** Resolves when the store has received the next heartbeat. */
function waitForHeartbeat(view) {
  const { compareAndSwap } = view;
  return new Promise((resolve) => {
    view.compareAndSwap = async (key, expected, next, ttlMs) => {
      const previous = await compareAndSwap(key, expected, next, ttlMs);
      if (next !== undefined && JSON.parse(next).phase === "sent") {
        view.compareAndSwap = compareAndSwap;
        resolve();
      }
      return previous;
    };
  });
}

test(
  "store that is down when an order without a key ends: the order is not reported",
  { timeout: 30_000 },
  async () => {
    let time = 0;
    let isDown = true;
    const store = createMemoryStore({ now: () => time });
    const { removeTask } = store;
    store.removeTask = (...args) => (isDown ? Promise.reject(new Error("down")) : removeTask(...args));
    const { gateway, events } = createTestGateway(async () => responses.submitted(), { store });
    await expectStatus(await postRender({ gateway }), 200);
    isDown = false;
    time += hourMs;
    // For a while after a failure, the gateway does not call the store.
    while ((await store.takeTask("orders", 0)) !== undefined) {
      await gateway.resume();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    assert.ok(!events.some(({ type }) => type === "outcome-unknown"));
  },
);
