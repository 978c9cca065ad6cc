// `onFinished` and `archive`: paid renders are followed to their end and delivered at least once.
import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createMemoryStore } from "reroom/gateway";
import { createRedisStore } from "reroom/gateway/redis";
import { startRedis } from "./redis-server.mjs";
import { serve } from "./servers.mjs";
import {
  key as apiKey,
  authorizeByHeader,
  createTestGateway,
  expectStatus,
  failOnUnhandledRejections,
  paths,
  renderRequest,
  responses,
  sendRequest,
} from "./support.mjs";

let redis, client;
before(async () => {
  redis = await startRedis();
  client = await redis.client();
});
after(() => redis?.end());
after(failOnUnhandledRejections());

const hourMs = 3_600_000;
const source = "https://s3.example/source.jpg";
const outputs = ["https://s3.example/out.jpg"];
let prefixes = 0;
const stores = {
  memory: (now) => createMemoryStore({ now }),
  redis: (now) => createRedisStore({ client, now, prefix: `finished-${++prefixes}` }),
};

/** A service whose renders end when `finish` is called. */
function createService() {
  let bought = 0;
  const records = new Map();
  return {
    finish: (id, fields = { status: "completed", source, outputs }) => records.set(id, fields),
    fetch: async (request) => {
      if (request.method === "POST") return responses.submitted(`r${++bought}`);
      const _id = request.url.split("/").at(-1);
      return Response.json({ _id, status: "rendering", source, outputs: [], ...records.get(_id) });
    },
  };
}

const order = async (gateway, headers = {}) => {
  const init = { method: "POST", json: renderRequest };
  init.headers = { "content-type": "application/json", "x-user": "ann", ...headers };
  return JSON.parse(await expectStatus(await sendRequest(gateway, paths.render, init), 200)).data.render_id;
};

for (const [name, createStore] of Object.entries(stores))
  describe(`onFinished, ${name} store`, () => {
    let time, store, service, delivered;
    const start = (options = {}) =>
      createTestGateway(service.fetch, {
        store,
        authorize: authorizeByHeader,
        onFinished: (render) => void delivered.push(render),
        ...options,
      });
    const reset = () => {
      time = Date.UTC(2026, 0, 2);
      store = createStore(() => time);
      service = createService();
      delivered = [];
    };

    test("render whose page was closed: is delivered once it has ended, and only once", async () => {
      reset();
      const { gateway, events } = start();
      const clientRenderId = await order(gateway, { "idempotency-key": '"my-key"' });
      assert.deepEqual(await gateway.resume(), { delivered: 0, postponed: 0 });
      time += 2000;
      assert.deepEqual(await gateway.resume(), { delivered: 0, postponed: 1 });
      service.finish("r1");
      assert.deepEqual(await gateway.resume(), { delivered: 0, postponed: 0 });
      time += 3000;
      assert.deepEqual(await gateway.resume(), { delivered: 1, postponed: 0 });
      const [{ requestId, ...render }] = delivered;
      assert.deepEqual(render, {
        user: "ann",
        tool: "render",
        credits: 1,
        renderId: "r1",
        clientRenderId,
        idempotencyKey: "my-key",
        status: "completed",
        source,
        outputs,
      });
      assert.equal(events.find(({ type }) => type === "bought").requestId, requestId);
      assert.equal(events.filter(({ type }) => type === "finished").length, 1);
      time += 24 * hourMs;
      assert.deepEqual(await gateway.resume(), { delivered: 0, postponed: 0 });
      assert.equal(delivered.length, 1);
      await gateway.close();
    });

    test("failed render: is delivered without outputs, and nothing is archived", async () => {
      reset();
      const { gateway } = start({ archive: () => assert.fail("nothing to keep") });
      await order(gateway);
      service.finish("r1", { status: "failed" });
      time += 2000;
      assert.deepEqual(await gateway.resume(), { delivered: 1, postponed: 0 });
      assert.deepEqual([delivered[0].status, delivered[0].outputs], ["failed", []]);
      await gateway.close();
    });

    test("archive: receives the original first, and onFinished receives the lasting URLs", async () => {
      reset();
      const files = [];
      const archive = async (file) => {
        files.push(file);
        return new URL(`https://archive.example/${file.name}.jpg`);
      };
      const { gateway } = start({ archive });
      await order(gateway);
      service.finish("r1");
      time += 2000;
      await gateway.resume();
      assert.deepEqual(
        files.map(({ kind, name, url, render }) => [kind, name, url, render.renderId]),
        [
          ["original", "r1-original", source, "r1"],
          ["output", "r1-output-1", outputs[0], "r1"],
        ],
      );
      assert.equal(delivered[0].archivedSource, "https://archive.example/r1-original.jpg");
      assert.deepEqual(delivered[0].archivedOutputs, ["https://archive.example/r1-output-1.jpg"]);
      await gateway.close();
    });

    test("archive without onFinished: is called again after it failed", async () => {
      reset();
      const names = [];
      const archive = ({ name }) => {
        names.push(name);
        if (names.length === 1) throw new Error("bucket is down");
      };
      const { gateway, events } = start({ archive, onFinished: undefined });
      await order(gateway);
      service.finish("r1");
      time += 2000;
      assert.deepEqual(await gateway.resume(), { delivered: 0, postponed: 1 });
      const { component, user, error } = events.find(({ type }) => type === "failed");
      assert.deepEqual([component, user, error.message], ["archive", "ann", "bucket is down"]);
      time += 3000;
      assert.deepEqual(await gateway.resume(), { delivered: 1, postponed: 0 });
      assert.deepEqual(names, ["r1-original", "r1-original", "r1-output-1"]);
      await gateway.close();
    });

    test("onFinished that always fails: is tried for days, and then given up with an event", async () => {
      reset();
      let calls = 0;
      const onFinished = async () => Promise.reject(new Error(`failure ${++calls} ${apiKey}`));
      const { gateway, events } = start({ onFinished });
      await order(gateway);
      service.finish("r1");
      const begin = time;
      while (!events.some(({ type }) => type === "undelivered")) {
        time += 60_000;
        await gateway.resume();
        assert.ok(calls < 200);
      }
      const days = (time - begin) / hourMs / 24;
      assert.ok(days > 2.5 && days < 4, `${days} days`);
      const { renderId, user, error } = events.at(-1);
      assert.deepEqual([renderId, user], ["r1", "ann"]);
      assert.match(error.message, /^failure 90 /);
      assert.ok(!error.message.includes(apiKey));
      time += 24 * hourMs;
      assert.deepEqual(await gateway.resume(), { delivered: 0, postponed: 0 });
      assert.match(await gateway.metrics(), /reroom_renders_undelivered_total 1/);
      await gateway.close();
    });

    test("instance that hangs: another one takes over when the lease ends", async () => {
      reset();
      let called;
      const hanging = new Promise((resolve) => (called = resolve));
      const one = start({ onFinished: () => (called(), new Promise(() => {})) });
      const two = start();
      await order(one.gateway);
      service.finish("r1");
      time += 2000;
      void one.gateway.resume();
      await hanging;
      assert.deepEqual(await two.gateway.resume(), { delivered: 0, postponed: 0 });
      time += 300_000;
      assert.deepEqual(await two.gateway.resume(), { delivered: 1, postponed: 0 });
      await two.gateway.close();
      await one.gateway.close({ timeoutMs: 1 });
    });

    test("many renders: each is delivered once by two instances together", async () => {
      reset();
      const limits = { concurrentRenders: 100, perUser: { concurrentRenders: 100 } };
      const [one, two] = [start({ limits }), start({ limits })];
      for (let count = 1; count <= 40; count++) {
        await order(one.gateway);
        service.finish(`r${count}`);
      }
      time += 2000;
      const results = await Promise.all([one.gateway.resume(), two.gateway.resume()]);
      assert.equal(results[0].delivered + results[1].delivered, 40);
      assert.equal(new Set(delivered.map(({ renderId }) => renderId)).size, 40);
      assert.equal(delivered.length, 40);
      await one.gateway.close();
      await two.gateway.close();
    });
  });

test("store that is down when a render was bought: the render is followed later", { timeout: 30_000 }, async () => {
  let time = 0;
  let isDown = true;
  const store = createMemoryStore({ now: () => time });
  const { addTask } = store;
  store.addTask = (...args) => (isDown ? Promise.reject(new Error("down")) : addTask(...args));
  const service = createService();
  const delivered = [];
  const { gateway } = createTestGateway(service.fetch, { store, onFinished: (render) => void delivered.push(render) });
  assert.equal(await order(gateway), "r1");
  service.finish("r1");
  isDown = false;
  // For a while after a failure, the gateway does not call the store.
  for (; delivered.length === 0; time += 2000) {
    await gateway.resume();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.equal(delivered[0].renderId, "r1");
  await gateway.close();
});

test("URLs in a record that are not http: are left out", async () => {
  let time = 0;
  const service = createService();
  const delivered = [];
  const { gateway } = createTestGateway(service.fetch, {
    store: createMemoryStore({ now: () => time }),
    onFinished: (render) => void delivered.push(render),
  });
  await order(gateway);
  service.finish("r1", { status: "completed", source: "file:///etc/passwd", outputs: [1, "data:,x", ...outputs] });
  time += 2000;
  await gateway.resume();
  assert.ok(!("source" in delivered[0]));
  assert.deepEqual(delivered[0].outputs, outputs);
  await gateway.close();
});

test("gateway in a long-lived process: delivers by itself, and stops after close()", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const service = createService();
  let resolve;
  const next = new Promise((done) => (resolve = done));
  const { gateway, seen } = createTestGateway(service.fetch, { onFinished: resolve });
  await order(gateway);
  service.finish("r1");
  t.mock.timers.tick(2000);
  assert.equal((await next).renderId, "r1");
  const closing = gateway.close();
  await closing;
  const count = seen.length;
  await order(gateway).catch(() => {});
  t.mock.timers.tick(60_000);
  await new Promise(setImmediate);
  assert.equal(seen.length, count);
  assert.deepEqual(await gateway.resume(), { delivered: 0, postponed: 0 });
});

test("invalid function: is rejected", () => {
  for (const name of ["onFinished", "archive"])
    assert.throws(() => createTestGateway(() => {}, { [name]: "x" }), {
      message: `${name} is invalid. Pass a function.`,
    });
});

/** Starts a process that orders or delivers. Resolves with the first of its messages that has this name. */
async function runProcess(upstream, prefix, mode, name) {
  const program = fileURLToPath(new URL("finished-gateway.mjs", import.meta.url));
  const child = fork(program, [redis.url, upstream, apiKey, prefix, mode], { stdio: "inherit" });
  const value = await new Promise((resolve) => {
    child.on("message", (message) => name in message && resolve(message[name]));
  });
  return { child, value };
}

test("process that is killed: its renders are delivered by the next process", { timeout: 60_000 }, async () => {
  const service = createService();
  const server = await serve(async (req, res) => {
    const response = await service.fetch(new Request(`http://localhost${req.url}`, { method: req.method }));
    res.setHeader("content-type", "application/json").end(await response.text());
  });
  try {
    for (const [index, mode] of ["order", "order-and-hang"].entries()) {
      const id = `r${index + 1}`;
      const prefix = `killed-${++prefixes}`;
      if (mode === "order-and-hang") service.finish(id);
      const first = await runProcess(server.origin, prefix, mode, mode === "order" ? "ordered" : "delivering");
      first.child.kill("SIGKILL");
      await once(first.child, "exit");
      service.finish(id);
      const next = await runProcess(server.origin, prefix, "deliver", "delivered");
      assert.equal(next.value, id);
      next.child.kill("SIGKILL");
      await once(next.child, "exit");
    }
  } finally {
    server.close();
  }
});
