// What operators use: events of a request, metrics, health, and closing.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import parsePrometheus from "parse-prometheus-text-format";
import { createMemoryStore } from "reroom/gateway";
import { createRegistry } from "../../dist/gateway/operations/registry.js";
import {
  authorizeByHeader,
  createClientFor,
  createFastSandbox,
  createTestGateway,
  expectError,
  initClient,
  neverSettle,
  paths,
  photoUrl,
  renderRequest,
  rejectsWith,
  responses,
  sendRequest,
} from "./support.mjs";

before(initClient);

const submit = (gateway, json = renderRequest) => sendRequest(gateway, paths.render, { method: "POST", json });

/** The values of a metric, by their labels. */
async function readMetric(gateway, name) {
  const family = parsePrometheus(await gateway.metrics()).find((metric) => metric.name === name);
  const entries = (family?.metrics ?? []).map(({ labels = {}, value }) => [
    Object.values(labels).join(" "),
    Number(value),
  ]);
  return Object.fromEntries(entries);
}

test("paid request: its events share one request id and contain the user", async () => {
  const { gateway, log } = createTestGateway(await createFastSandbox(), { authorize: authorizeByHeader });
  await createClientFor(gateway, "ann").render(renderRequest);
  const own = log.slice(0, 3);
  assert.deepEqual(
    own.map(({ type, user }) => [type, user]),
    [
      ["accepted", "ann"],
      ["bought", "ann"],
      ["request", "ann"],
    ],
  );
  assert.equal(new Set(own.map(({ requestId }) => requestId)).size, 1);
  const { method, route, status, durationMs, bytes } = own[2];
  assert.deepEqual([method, route, status], ["POST", "render", 200]);
  assert.ok(durationMs >= 0 && (bytes === undefined || bytes > 0));
});

test("render that ends: is reported once, by whoever looks it up", async () => {
  const record = { status: "rendering", outputs: [] };
  const { gateway, events } = createTestGateway(
    async (request) => (request.method === "POST" ? responses.submitted() : responses.record(record)),
    { limits: { concurrentRenders: 1 } },
  );
  await submit(gateway);
  await sendRequest(gateway, `${paths.render}/r1`);
  const listFinished = () => events.filter(({ type }) => type === "finished");
  assert.deepEqual(listFinished(), []);
  record.status = "failed";
  await submit(gateway);
  assert.deepEqual(listFinished(), [{ type: "finished", renderId: "r1", status: "failed" }]);
  for (let times = 0; times < 2; times++) await sendRequest(gateway, `${paths.render}/r1`);
  assert.equal(listFinished().length, 1);
  assert.deepEqual(await readMetric(gateway, "reroom_renders_finished_total"), { failed: 1 });
});

test("order whose response has the result: is bought and finished", async () => {
  const { gateway, log } = createTestGateway(async () => responses.record(), { authorize: () => ({ user: "ann" }) });
  await submit(gateway);
  const [, bought, finished] = log;
  const { requestId } = bought;
  assert.deepEqual(finished, { type: "finished", requestId, user: "ann", renderId: "r1", status: "completed" });
});

test("rejected order: the event has the status and the reason", async () => {
  const cases = [
    [{ authorize: () => false }, renderRequest, 401, "unauthorized"],
    [{ limits: { creditsPerDay: 0 } }, renderRequest, 402, "no-credits"],
    [
      { fetch: async () => Response.json({ err: "Not enough credits" }, { status: 402 }) },
      renderRequest,
      402,
      "service",
    ],
    [
      { fetch: async () => Response.json({ err: "Unauthorized" }, { status: 401 }) },
      renderRequest,
      502,
      "key-rejected",
    ],
    [{ authorize: () => Promise.reject(new Error("down")) }, renderRequest, 500, "internal"],
  ];
  for (const [options, json, status, reason] of cases) {
    const { gateway, log } = createTestGateway(async () => responses.submitted(), options);
    await expectError(await submit(gateway, json), status);
    const refused = log.filter(({ type }) => type === "refused");
    assert.deepEqual(
      refused.map((event) => [event.status, event.reason]),
      [[status, reason]],
    );
    assert.equal(refused[0].requestId, log.at(-1).requestId);
  }
});

test("metrics: count requests, orders, credits and failures, and contain no users", async () => {
  const { gateway } = createTestGateway(await createFastSandbox(), {
    authorize: authorizeByHeader,
    limits: { creditsPerDay: 5 },
  });
  const client = createClientFor(gateway, "ann@example.com");
  await client.render(renderRequest);
  await client.upscale(photoUrl);
  await rejectsWith(client.render(renderRequest), "insufficient_credits");
  await gateway(new Request("https://site.example/elsewhere"));

  assert.deepEqual(await readMetric(gateway, "reroom_orders_total"), {
    "accepted render": 1,
    "bought render": 1,
    "accepted upscale": 1,
    "bought upscale": 1,
  });
  assert.deepEqual(await readMetric(gateway, "reroom_credits_total"), { "bought render": 1, "bought upscale": 4 });
  assert.deepEqual(await readMetric(gateway, "reroom_orders_refused_total"), { "no-credits 402": 1 });
  assert.deepEqual(await readMetric(gateway, "reroom_requests_total"), {
    "render POST 200": 1,
    "upscale POST 200": 1,
    "render POST 402": 1,
    "unknown GET 404": 1,
  });
  assert.deepEqual((await readMetric(gateway, "reroom_budget_spent_credits")).day, 5);
  assert.deepEqual(await readMetric(gateway, "reroom_slots_limit"), { "": 10 });
  const text = await gateway.metrics();
  assert.ok(!text.includes("ann"), "user names must not be labels");
  assert.match(text, /^reroom_request_duration_seconds_bucket\{route="render",le="\+Inf"\} 2$/m);
  assert.match(text, /^reroom_request_duration_seconds_count\{route="render"\} 2$/m);
});

test("metrics with a broken store: leave out what only the store knows", async () => {
  const store = { ...createMemoryStore(), listLeases: neverSettle, readUsage: () => Promise.reject(new Error("down")) };
  const { gateway } = createTestGateway(() => responses.record(), { store, timeouts: { storeMs: 20 } });
  await gateway(new Request("https://site.example/", { method: "PURGE" }));
  assert.doesNotMatch(await gateway.metrics(), /reroom_slots_in_use|reroom_budget_spent/);
  assert.deepEqual(await readMetric(gateway, "reroom_requests_total"), { "unknown other 404": 1 });
});

test("metrics format: escapes labels and help, and histograms are cumulative", async () => {
  const registry = createRegistry();
  const hostile = 'a"b\\c\nd{e="f"} 1';
  registry.counter("hostile_total", "Two\nlines \\ one backslash")({ label: hostile }, 3);
  const observe = registry.histogram("size", "Sizes.", [1, 2]);
  for (const value of [0.5, 1, 1.5, 9]) observe({}, value);
  registry.gauge("unlimited", "No limit.", () => [[{}, Infinity]]);
  registry.gauge("absent", "No values.", () => []);
  const text = await registry.format();
  assert.equal(
    text,
    [
      "# HELP hostile_total Two\\nlines \\\\ one backslash",
      "# TYPE hostile_total counter",
      'hostile_total{label="a\\"b\\\\c\\nd{e=\\"f\\"} 1"} 3',
      "# HELP size Sizes.",
      "# TYPE size histogram",
      'size_bucket{le="1"} 2',
      'size_bucket{le="2"} 3',
      'size_bucket{le="+Inf"} 4',
      "size_sum 12",
      "size_count 4",
      "# HELP unlimited No limit.",
      "# TYPE unlimited gauge",
      "unlimited +Inf",
      "",
    ].join("\n"),
  );
  const [counter, histogram] = parsePrometheus(text);
  assert.deepEqual([counter.metrics[0].labels.label, counter.metrics[0].value], [hostile, "3"]);
  assert.deepEqual(histogram.metrics[0].buckets, { 1: "2", 2: "3", "+Inf": "4" });
});

test("health: tells which component failed, and is cached", async () => {
  const up = async () => Response.json({ uid: "u", credits: 1 });
  const cases = [
    [up, {}, { ok: true, store: "ok", key: "ok", upstream: "ok" }],
    [
      async () => Response.json({ err: "Unauthorized" }, { status: 401 }),
      {},
      { ok: false, store: "ok", key: "rejected", upstream: "ok" },
    ],
    [
      () => Promise.reject(new TypeError("fetch failed")),
      {},
      { ok: false, store: "ok", key: "unknown", upstream: "failed" },
    ],
    [
      up,
      { store: { ...createMemoryStore(), compareAndSwap: neverSettle }, timeouts: { storeMs: 20 } },
      { ok: false, store: "failed", key: "ok", upstream: "ok" },
    ],
  ];
  for (const [upstream, options, expected] of cases) {
    const { gateway, seen, events } = createTestGateway(upstream, options);
    assert.deepEqual(await gateway.health(), expected);
    assert.equal(
      events.some(({ component }) => component === "apiKey"),
      expected.key === "rejected",
    );
    await Promise.all([gateway.health(), gateway.health()]);
    assert.equal(seen.length, 1);
  }
});

test("health with a service that never responds: is bounded", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { gateway } = createTestGateway(neverSettle);
  const result = gateway.health();
  await new Promise(setImmediate);
  t.mock.timers.tick(5_000);
  assert.deepEqual(await result, { ok: false, store: "ok", key: "unknown", upstream: "failed" });
});

test(
  "close: rejects new orders, serves everything else, and waits for the order in progress",
  { timeout: 30_000 },
  async () => {
    let reply;
    const { gateway, log } = createTestGateway((request) =>
      request.method === "POST" ? new Promise((resolve) => (reply = resolve)) : responses.record(),
    );
    const order = submit(gateway);
    while (!reply) await new Promise(setImmediate);
    let closed = false;
    const closing = gateway.close().then((result) => ((closed = true), result));

    const refused = await submit(gateway);
    assert.ok(Number(refused.headers.get("retry-after")) > 0);
    assert.match(await expectError(refused, 503), /nothing was charged/);
    assert.equal(log.find(({ type }) => type === "refused").reason, "closing");
    assert.equal((await sendRequest(gateway, `${paths.render}/r1`)).status, 200);
    assert.equal((await gateway.health()).ok, false);
    assert.equal(closed, false);

    reply(responses.submitted("r1"));
    assert.equal((await order).status, 200);
    assert.deepEqual(await closing, { unfinished: 0 });
    assert.deepEqual(await gateway.close(), { unfinished: 0 });
  },
);

test("close: does not wait longer than its timeout", async () => {
  let reply;
  const { gateway } = createTestGateway(() => new Promise((resolve) => (reply = resolve)));
  const order = submit(gateway);
  while (!reply) await new Promise(setImmediate);
  assert.deepEqual(await gateway.close({ timeoutMs: 20 }), { unfinished: 1 });
  reply(responses.submitted("r1"));
  await order;
});
