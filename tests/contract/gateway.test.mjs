// The gateway's own endpoints match openapi.yaml.
import assert from "node:assert/strict";
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
async function get(gateway, name, path, headers = {}) {
  const response = await gateway(`${site}/${path}`, { headers });
  const body = await response.json();
  const { responses } = contract.components.pathItems[name].get;
  const documented = responses[response.status];
  assert.ok(documented, `${path}: ${response.status} is not documented`);
  const at = `/components/pathItems/${name}/get/responses/${response.status}`;
  for (const [header, { schema }] of Object.entries(documented.headers ?? {})) {
    const value = response.headers.get(header);
    assert.deepEqual(
      problemsAt(`${at}/headers/${header}/schema`, schema.type === "integer" ? Number(value) : value),
      [],
    );
  }
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
