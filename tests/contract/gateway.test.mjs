// The gateway's own endpoints match openapi.yaml.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { createGateway, createMemoryStore } from "reroom/gateway";
import { contract, problemsAt } from "./contract.mjs";

const site = "https://site.example/api/enterprise";

/** A gateway whose service accepts every order. */
const createOwnGateway = (options = {}) =>
  createGateway({
    apiKey: "rr-live-4711-secret-of-the-contract",
    authorize: (request) => ({ user: request.headers.get("x-user") ?? "ann" }),
    fetch: async () => Response.json({ success: true, data: { render_id: "r1" } }),
    onEvent: () => {},
    ...options,
  });

/** Sends a request to one of the gateway's own endpoints, and checks the response against the contract. */
const get = (gateway, name, path, headers = {}) => send(gateway, name, path, { headers });

async function send(gateway, name, path, init) {
  const method = (init.method ?? "GET").toLowerCase();
  const response = await gateway(`${site}/${path}`, init);
  const { responses } = contract.components.pathItems[name][method];
  const documented = responses[response.status];
  assert.ok(documented, `${path}: ${response.status} is not documented`);
  const at = `/components/pathItems/${name}/${method}/responses/${response.status}`;
  for (const [header, { schema }] of Object.entries(documented.headers ?? {})) {
    const value = response.headers.get(header);
    assert.deepEqual(
      problemsAt(`${at}/headers/${header}/schema`, schema.type === "integer" ? Number(value) : value),
      [],
    );
  }
  const type = response.headers.get("content-type").split(";")[0];
  assert.ok(documented.content[type], `${path}: ${type} is not documented`);
  if (type !== "application/json") return { status: response.status, body: await response.arrayBuffer() };
  const body = await response.json();
  assert.deepEqual(problemsAt(`${at}/content/application~1json/schema`, body), [], JSON.stringify(body));
  return { status: response.status, body };
}

const order = (gateway, key) =>
  gateway(`${site}/render`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": key },
    body: JSON.stringify({ file_url: "https://photos.example/room.jpg", creativity: "balanced" }),
  });

test("usage with and without limits, and of a store that is down: matches the contract", async () => {
  const limited = createOwnGateway({ limits: { perUser: { creditsPerDay: 5, creditsPerMonth: 50 } } });
  await (await order(limited, "one")).text();
  const { body } = await get(limited, "GatewayUsage", "usage");
  assert.deepEqual([body.day.used, body.day.left, body.concurrentRenders.used], [1, 4, 1]);
  const unlimited = createOwnGateway({ limits: { perUser: { requestsPerMinute: Infinity } } });
  assert.equal((await get(unlimited, "GatewayUsage", "usage")).body.day.limit, null);
  const store = { ...createMemoryStore(), readUsage: () => Promise.reject(new Error("down")) };
  assert.equal((await get(createOwnGateway({ store }), "GatewayUsage", "usage")).status, 503);
});

test("order that is running, answered, unknown or not found: matches the contract", async () => {
  let reply;
  const running = createOwnGateway({ fetch: () => new Promise((resolve) => (reply = resolve)) });
  const response = order(running, "one");
  while (!reply) await new Promise(setImmediate);
  assert.equal((await get(running, "GatewayOrder", "orders/one")).body.state, "running");
  reply(Response.json({ success: true, data: { render_id: "r1" } }));
  await (await response).text();
  const answered = (await get(running, "GatewayOrder", "orders/one")).body;
  assert.deepEqual([answered.state, answered.status], ["answered", 200]);
  assert.equal((await get(running, "GatewayOrder", "orders/two")).status, 404);
  const broken = createOwnGateway({ fetch: () => Promise.reject(new TypeError("cut")) });
  await (await order(broken, "one")).text();
  assert.equal((await get(broken, "GatewayOrder", "orders/one")).body.state, "unknown");
});

test("reference images that are stored, read, rejected, or too many: match the contract", async () => {
  const image = readFileSync(new URL("../../www/public/samples/living-room-empty.jpg", import.meta.url));
  const references = { maxBytes: image.length, maxBytesPerUser: image.length, maxTotalBytes: 2 * image.length };
  const gateway = createOwnGateway({ references, publicOrigin: "https://site.example" });
  const add = (body, type = "image/jpeg", user = "ann") =>
    send(gateway, "GatewayReferences", "references", {
      method: "POST",
      body,
      headers: { "content-type": type, "x-user": user },
    });
  const { status, body } = await add(image);
  assert.equal(status, 201);
  const loaded = await get(gateway, "GatewayReferenceImage", body.url.slice(site.length + 1));
  assert.deepEqual(Buffer.from(loaded.body), image);
  for (const [expected, ...args] of [
    [400, Buffer.alloc(0)],
    [413, Buffer.alloc(image.length + 1)],
    [415, image, "image/png"],
    [429, image],
    [201, image, "image/jpeg", "bob"],
    [503, image, "image/jpeg", "cem"],
  ])
    assert.equal((await add(...args)).status, expected);
  assert.equal((await get(gateway, "GatewayReferences", "references")).body.enabled, true);
  const off = createOwnGateway();
  assert.equal((await get(off, "GatewayReferences", "references")).body.enabled, false);
  const missing = await get(off, "GatewayReferenceImage", body.url.slice(site.length + 1));
  assert.equal(missing.status, 404);
});
