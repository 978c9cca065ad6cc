// Buys once, whatever breaks: processes of the gateway are killed and connections broken at each point of an order. The orders come
// from plain requests and from the built client. Redis and all connections are real.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startGateway as startProcess, startProxy } from "./gateway-process.mjs";
import { CLIENTS, endPages, startOrder } from "./order-pages.mjs";
import { pick, random, seed } from "./random.mjs";
import { startRedis } from "./redis-server.mjs";
import { serve } from "./servers.mjs";
import { initClient, key as apiKey, photoUrl } from "./support.mjs";

const CALLERS = ["request", "request", "request", ...CLIENTS];
const POINTS = ["before it is sent", "on its way", "answered, not yet noted", "noted, not delivered"];
let redis, service;
/** The ids of the renders that each order bought. */
const bought = new Map();
/** The orders whose response the service withholds, and what to call when it has received one. */
const withheld = new Map();

before(async () => {
  await initClient();
  redis = await startRedis();
  service = await serve(async (req, res) => {
    const respond = (body) => res.setHeader("content-type", "application/json").end(JSON.stringify(body));
    const id = req.url.split("/").at(-1);
    if (req.method === "GET")
      return respond(id === "status" ? { credits: -1 } : { _id: id, status: "completed", outputs: [`/${id}.jpg`] });
    let text = "";
    for await (const chunk of req) text += chunk;
    const { prompt } = JSON.parse(text);
    const ids = bought.get(prompt) ?? [];
    ids.push(`r${prompt}-${ids.length + 1}`);
    bought.set(prompt, ids);
    withheld.get(prompt)?.();
    if (!withheld.has(prompt)) respond({ data: { render_id: ids.at(-1) } });
  });
});
after(async () => {
  endPages();
  service?.close();
  await redis?.end();
});

/** The requests whose unknown outcome was reported. */
const unknownRequests = [];

const startGateway = () =>
  startProcess(redis.url, service.origin, apiKey, (requestId) => unknownRequests.push(requestId));

/** Sends an order. Resolves to `undefined` if the connection breaks. */
async function send({ origin }, order, breaks, signal) {
  const headers = { "content-type": "application/json", "x-user": order.user };
  if (order.key !== undefined) headers["idempotency-key"] = `"${order.key}"`;
  if (breaks) headers["x-break"] = `${order.point}; ${order.kind}`;
  const body = JSON.stringify({ ...photoUrl, creativity: "balanced", prompt: order.name });
  try {
    const response = await fetch(`${origin}/api/enterprise/render`, { method: "POST", headers, body, signal });
    assert.equal(response.headers.get("reroom-gateway"), "1");
    return { status: response.status, body: await response.json() };
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    return undefined;
  }
}

/** Repeats an order until it is answered. */
async function repeat(gateway, order) {
  for (;;) {
    const answer = await send(gateway, order, false);
    if (answer?.status === 200) return readId(answer.body);
    if (answer?.body.outcome === "unknown") return "unknown";
    assert.equal(answer?.status ?? 503, 503, JSON.stringify(answer));
  }
}

/** Looks an order up until it has ended. */
async function lookUp({ origin }, order) {
  for (;;) {
    const response = await fetch(`${origin}/api/enterprise/orders/${order.key}`, { headers: { "x-user": order.user } });
    const found = await response.json();
    if (response.status === 404) return "none";
    assert.equal(response.status, 200, JSON.stringify(found));
    if (found.state === "unknown") return "unknown";
    if (found.state === "answered") return readId(found.body);
  }
}

/** The service's id, without the user's signature. */
const readId = (body) => body.data.render_id.split(".")[0];

function createOrder(title, kind) {
  const name = title.replaceAll(/\W+/g, "-");
  return {
    name,
    kind,
    caller: pick(CALLERS),
    point: pick(POINTS),
    user: pick(["ann", "bob", "eve"]),
    key: `key-${seed}-${name}`,
    looksUp: random() < 0.5,
  };
}

/** Asserts what must be true of an order, and returns its row and columns in the table. `found` is its result, and `repeated` the result of the second attempt. */
function judge(order, found, repeated) {
  const ids = bought.get(order.name) ?? [];
  assert.ok(ids.length <= 1, `${JSON.stringify(order)} bought ${ids}`);
  // After a reload, an order that was never sent cannot be repeated.
  const isLost = repeated === "none" && order.caller === "client after a reload" && order.point === POINTS[0];
  const expected = isLost ? "none" : "unknown";
  assert.equal(repeated, ids[0] === undefined || repeated === "unknown" ? expected : ids[0], JSON.stringify(order));
  if (found !== "none" && found !== undefined) assert.equal(found, repeated, JSON.stringify(order));
  return { row: `${order.caller}, ${order.kind}: ${order.point}`, id: ids[0], unknown: repeated === "unknown", isLost };
}

function printTable(t, results) {
  t.diagnostic("| point of the break | orders | bought | found again | unknown |");
  for (const row of [...new Set(results.map((result) => result.row))].sort()) {
    const list = results.filter((result) => result.row === row);
    const unknown = list.filter((result) => result.unknown).length;
    const count = list.filter(({ id }) => id !== undefined).length;
    t.diagnostic(`| ${row} | ${list.length} | ${count} | ${count - unknown} | ${unknown} |`);
  }
}

/** Asks for the orders again: plain requests in one of two ways first, and clients in theirs. `pages` has the clients' orders. */
async function findAgain(gateway, orders, pages) {
  return Promise.all(
    orders.map(async (order) => {
      const page = pages.get(order);
      if (page) return judge(order, undefined, await page.findAgain());
      const found = order.looksUp ? await lookUp(gateway, order) : undefined;
      return judge(order, found, await repeat(gateway, order));
    }),
  );
}

/** Sends orders to a process, and kills it when each order has reached its point. Returns the clients' orders and their proxy. */
async function sendAndKill(orders) {
  const gateway = await startGateway();
  const proxy = await startProxy(gateway);
  const pages = new Map();
  const reached = new Promise((resolve) => {
    let count = 0;
    gateway.onReached = () => ++count === orders.length && resolve();
  });
  for (const { name, point } of orders) if (point === "on its way") withheld.set(name, gateway.onReached);
  const start = async (order) => {
    const breaks = order.point !== "on its way";
    if (order.caller === "request")
      void send(gateway, { ...order, kind: "kill" }, breaks).then((answer) => assert.equal(answer, undefined));
    else pages.set(order, await startOrder(proxy.origin, order, breaks ? { header: `${order.point}; kill` } : {}));
  };
  await Promise.all(orders.map(start));
  await reached;
  await gateway.kill();
  await Promise.all([...pages.values()].map(({ broken }) => broken));
  for (const { name } of orders) withheld.delete(name);
  return { pages, proxy };
}

/** Kills a process during orders, and asks another process for them. */
async function killDuring(orders) {
  const { pages, proxy } = await sendAndKill(orders);
  const next = await startGateway();
  proxy.target = next;
  const results = await findAgain(next, orders, pages);
  await next.kill();
  proxy.close();
  return results;
}

test("process that is killed: each order is bought at most once and found again", { timeout: 300_000 }, async (t) => {
  t.diagnostic(`SEED=${seed}`);
  const rounds = Array.from({ length: 8 }, (_, round) =>
    Array.from({ length: 25 }, (_, index) => createOrder(`${round}-${index}`, "process killed")),
  );
  const results = [];
  while (rounds.length > 0) results.push(...(await Promise.all(rounds.splice(0, 4).map(killDuring))).flat());
  printTable(t, results);
  // The process that knew the outcome is gone.
  for (const { row, unknown } of results) assert.equal(unknown, /on its way|not yet noted/.test(row), row);
  const expected = results.filter(({ unknown }) => unknown).length;
  assert.equal(unknownRequests.length, expected, "the operator is told about each unknown outcome");
  assert.equal(new Set(unknownRequests).size, expected, "the operator is told once");
});

test("connection that breaks: each order is bought once and found again", { timeout: 300_000 }, async (t) => {
  t.diagnostic(`SEED=${seed}`);
  const gateways = await Promise.all([startGateway(), startGateway()]);
  const proxies = await Promise.all([startProxy(gateways[0]), startProxy(gateways[0], { keepsOpen: true })]);
  const controllers = new Map();
  gateways[0].onReached = (key) => controllers.get(key)?.abort();
  const pages = new Map();
  const breakConnection = async (order) => {
    const { signal, abort } = createController();
    const isBehindProxy = order.kind === "proxy that keeps its side open";
    const onSend = (key) => isBehindProxy && controllers.set(key, { abort });
    if (order.caller === "request") {
      onSend(`"${order.key}"`);
      const answer = await send(isBehindProxy ? proxies[1] : gateways[0], order, true, signal);
      assert.equal(answer, undefined, JSON.stringify(order));
    } else {
      const header = `${order.point}; ${order.kind}`;
      const page = await startOrder(proxies[Number(isBehindProxy)].origin, order, { header, signal, onSend });
      pages.set(order, page);
      await page.broken;
    }
  };
  const kinds = ["reset", "close", "close, slow store", "proxy that keeps its side open", "no abort signal"];
  const orders = kinds.flatMap((kind) =>
    Array.from({ length: 60 }, (_, index) => createOrder(`${kind}-${index}`, kind)),
  );
  const results = [];
  try {
    while (orders.length > 0) {
      const batch = orders.splice(0, 30);
      await Promise.all(batch.map(breakConnection));
      const gateway = pick(gateways);
      proxies[0].target = gateway;
      results.push(...(await findAgain(gateway, batch, pages)));
      proxies[0].target = gateways[0];
    }
  } finally {
    for (const proxy of proxies) proxy.close();
    await Promise.all(gateways.map((gateway) => gateway.kill()));
  }
  printTable(t, results);
  assert.ok(results.every(({ id, unknown, isLost }) => isLost || (id !== undefined && !unknown)));
});

function createController() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

test(
  "process that is killed, and nobody asks: each unknown order is reported once",
  { timeout: 300_000 },
  async (t) => {
    t.diagnostic(`SEED=${seed}`);
    unknownRequests.length = 0;
    const orders = Array.from({ length: 200 }, (_, index) => {
      const order = { ...createOrder(`unasked-${index}`, "nobody asks"), caller: "request" };
      // Without a key, the other points do not exist.
      return random() < 0.3 ? { ...order, key: undefined, point: "on its way" } : order;
    });
    const isUnknown = ({ point }) => point === "on its way" || point === "answered, not yet noted";
    const rounds = [0, 50, 100, 150].map((start) => sendAndKill(orders.slice(start, start + 50)));
    for (const { proxy } of await Promise.all(rounds)) proxy.close();
    const [one, two] = await Promise.all([startGateway(), startGateway()]);
    try {
      for (const ms of [15_000, 15_000, 60_000, 3_600_000, 3_600_000])
        await Promise.all([one.resumeLater(ms), two.resumeLater(ms)]);
      assert.equal(unknownRequests.length, orders.filter(isUnknown).length);
      assert.equal(new Set(unknownRequests).size, unknownRequests.length, "each is reported once");
      const asked = orders.filter(({ key }) => key !== undefined);
      const results = await Promise.all(asked.map(async (order) => judge(order, undefined, await repeat(one, order))));
      for (const [index, { unknown }] of results.entries()) assert.equal(unknown, isUnknown(asked[index]));
      assert.ok(orders.every(({ name }) => bought.get(name).length === 1));
      assert.equal(unknownRequests.length, orders.filter(isUnknown).length, "asking later reports nothing again");
      printTable(t, results);
    } finally {
      await Promise.all([one.kill(), two.kill()]);
    }
  },
);
