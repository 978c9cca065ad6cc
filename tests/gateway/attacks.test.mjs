// Attacks on a gateway in a process of its own, over HTTP: the process must survive, and others must be served.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  compareWithParsing,
  countServedOrders,
  expensiveBodies,
  measureOrdersUnderWay,
  measureTinyChunks,
} from "./attacks/attacks.mjs";
import { openRequest, order, send, sendOrder, startTarget } from "./attacks/target.mjs";
import { variants } from "./attacks/variants.mjs";

let target;
before(async () => {
  target = await startTarget();
});
after(() => target.stop());

/** Asserts that the process still handles orders. */
async function expectAlive() {
  const { status, text } = await sendOrder(target, "plain");
  assert.equal(status, 200, text);
  assert.ok(target.isAlive());
}

const list = (kind) => Object.keys(variants).filter((name) => name.startsWith(`${kind}-`));

/** Calls every endpoint. Returns the response to the order. */
async function callAll(variant) {
  const base = `/${variant}/api/enterprise`;
  const photo = { body: "\xff\xd8\xff\xd9", headers: { "content-type": "image/jpeg" } };
  for (const response of [
    await send(target, "GET", `${base}/status`),
    await send(target, "GET", `${base}/render/r1`),
    await send(target, "POST", `${base}/upload`, photo),
  ])
    assert.ok(response.status === 0 || response.status >= 200, `${variant}: ${JSON.stringify(response)}`);
  return sendOrder(target, variant);
}

test("service with an odd response: the order's outcome is unknown", async () => {
  for (const variant of list("response")) {
    const { status, text } = await callAll(variant);
    assert.ok(status === 502 || status === 504, `${variant}: ${status} ${text}`);
    assert.equal(JSON.parse(text).outcome, "unknown", variant);
    await expectAlive();
  }
});

test("authorize that fails in any way: gets a response or a closed connection", async () => {
  for (const variant of list("authorize")) {
    const { status, text } = await callAll(variant);
    assert.ok([0, 200, 401, 500].includes(status), `${variant}: ${status} ${text}`);
    assert.ok(status === 0 || !text.includes("render_id"), variant);
    await expectAlive();
  }
});

test("onEvent that throws or rejects: does not affect orders", async () => {
  for (const variant of list("event")) {
    const { status, text } = await callAll(variant);
    assert.equal(status, 502, `${variant}: ${text}`);
    assert.equal(JSON.parse(text).outcome, "unknown", variant);
    await expectAlive();
  }
});

test("store that throws, never settles or returns nonsense: orders get a response", { timeout: 120_000 }, async () => {
  for (const variant of list("store")) {
    const { status, text } = await callAll(variant);
    assert.ok(status >= 200, `${variant}: ${status} ${text}`);
    await expectAlive();
  }
});

test("malformed requests and broken connections: the process survives", async () => {
  const { port } = target;
  const path = "/plain/api/enterprise/render";
  const headers = { "content-type": "application/json", "x-user": "mallory" };
  for (const method of ["TRACE", "TRACK", "PROPFIND", "OPTIONS", "HEAD", "DELETE", "M-SEARCH"])
    assert.notEqual((await send(target, method, path)).status, 200, method);
  for (const host of ["[", "a b", "a@b", "%", "\u00ff", "a:b:c", "[::1", "a/../b", "a?b", "a#b"])
    assert.notEqual(
      (await send(target, "POST", path, { body: order, headers: { ...headers, host } })).status,
      200,
      host,
    );
  for (const [name, value] of [
    ["content-type", "application/json; charset=\u00ff"],
    ["origin", "\u00ff"],
    ["sec-fetch-site", "\u00ff"],
    ["content-length", "99999999999999999999"],
    ["content-length", "10"],
    ["transfer-encoding", "chunked, gzip"],
    ["expect", "200-ok"],
    ["upgrade", "websocket"],
    ["x-user", "\u00ff".repeat(2000)],
  ]) {
    const { socket, closed } = await openRequest(
      { port },
      path,
      { ...headers, connection: "close", [name]: value },
      order,
    );
    setTimeout(() => socket.destroy(), 20);
    await closed;
  }
  for (let bytes = 0; bytes <= order.length; bytes += 10) {
    const head = { ...headers, "content-length": order.length };
    const { socket, closed } = await openRequest({ port }, path, head, order.slice(0, bytes));
    if (bytes % 20) socket.resetAndDestroy();
    else socket.end();
    await closed;
  }
  await expectAlive();
});

test("body shorter than its Content-Length: buys nothing", async () => {
  const headers = { "content-type": "application/json", "content-length": order.length + 1 };
  const { socket, read, closed } = await openRequest(target, "/plain/api/enterprise/render", headers, order);
  socket.end();
  await closed;
  assert.doesNotMatch(read(), /render_id/);
  await expectAlive();
});

test("body in chunks of one byte: uses at most four times its size", { timeout: 120_000 }, async () => {
  const times = await measureTinyChunks(target);
  assert.ok(times <= 4, `${times.toFixed(1)} times its size`);
  await expectAlive();
});

test("large bodies that trickle in: do not keep out other users", { timeout: 120_000 }, async () => {
  assert.equal(await countServedOrders(target), 20);
});

test(
  "body that is expensive to parse: delays others less than parsing the largest mask",
  { timeout: 300_000 },
  async () => {
    for (const [name, create] of Object.entries(expensiveBodies)) {
      const share = await compareWithParsing(target, create(), 1 / 2);
      assert.ok(share < 1 / 2, `${name}: ${share.toFixed(2)} of the time to parse a mask`);
    }
    await expectAlive();
  },
);

test("orders that the service has received: no longer hold their bodies", { timeout: 120_000 }, async () => {
  const times = await measureOrdersUnderWay(target);
  assert.ok(times <= 1, `${times.toFixed(1)} bodies in memory`);
  await expectAlive();
});
