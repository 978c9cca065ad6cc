// A call that is aborted at every step: it settles, its order is bought at most once, and what was bought is found again.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { clientWith, fileName, isOrder, json, photo, record, start } from "../support.mjs";
import { memoryStorage, scope } from "../service.mjs";
import { mark } from "../gateway.mjs";
import { origin, provideLocks } from "./locks.mjs";

let locks;
before(start);
provideLocks(() => locks);

const task = () => new Promise((done) => setImmediate(done));

/** Lets as many steps pass: promises that settle, and then a task. */
async function pass(steps) {
  for (let step = 1; step <= steps; step++) await (step % 12 === 0 ? task() : undefined);
}

/** The service, or a gateway in front of it, which take a task for everything. `bought` has the keys of what they sold. */
function createShop(viaGateway, answerOrder) {
  const bought = [];
  const kept = new Map();
  const answer = async (request) => {
    const { method, url, headers } = request;
    const name = decodeURIComponent(new URL(url).pathname.split("/").at(-1));
    await task();
    if (isOrder(request)) {
      const body = kept.get(name);
      return body ? json({ state: "answered", status: 200, body }) : json({ err: "Order not found" }, 404);
    }
    if (method === "GET") return json(record({ _id: name }));
    if (name === "upload") return json({ success: true, fileName });
    const key = headers.get("idempotency-key")?.slice(1, -1);
    const body = kept.get(key) ?? answerOrder(`r${bought.push(key)}`);
    if (viaGateway) kept.set(key, body);
    await task();
    return json(body);
  };
  const fetch = (request) =>
    new Promise((resolve, reject) => {
      request.signal.addEventListener("abort", () => reject(request.signal.reason));
      const respond = (response) => resolve(viaGateway ? mark(response) : response);
      void answer(request).then(respond);
    });
  return { fetch, bought, viaGateway };
}

const params = { creativity: "balanced" };
const image = { file_name: fileName };
const key = { idempotencyKey: "job" };
const calls = {
  render: (client, options) => client.render({ ...image, ...params }, { ...key, ...options }),
  "run of a file name": (client, options) => client.run(image, params, { ...key, ...options, pollMs: 1 }),
  "run of a photo": (client, options) => client.run(photo, params, { ...key, ...options, pollMs: 1 }),
};
const answers = {
  "its id": (render_id) => ({ success: true, data: { render_id } }),
  "the render": (_id) => record({ _id }),
};
const settle = (promise) =>
  promise.then(
    (value) => ({ id: value.render_id ?? value._id }),
    (error) => ({ error }),
  );

/** Aborts a call after so many steps, and makes it again. Returns whether it had ended before. */
async function abortAfter(steps, call, { fetch, bought, viaGateway }) {
  const client = clientWith({ ...scope(), fetch, storage: memoryStorage() });
  const controller = new AbortController();
  let hasEnded = false;
  const first = settle(call(client, { signal: controller.signal })).finally(() => (hasEnded = true));
  await pass(steps);
  const hadEnded = hasEnded;
  controller.abort();
  const { error } = await first;
  const pending = client.pending();
  const at = `aborted after ${steps} steps: ${error?.code} ${error?.message}`;
  if (error?.code === "aborted" && !error.renderId) assert.deepEqual([bought, pending], [[], []], at);
  else if (error) assert.equal(pending.length, 1, at);
  const again = await settle(call(client));
  assert.equal(bought.length, 1, at);
  // The service itself cannot say what became of an order whose answer was not seen.
  if (error?.code === "outcome_unknown" && !viaGateway) assert.equal(again.error?.code, "outcome_unknown", at);
  else assert.equal(again.id, "r1", at);
  return hadEnded;
}

for (const viaGateway of [true, false])
  for (const withLocks of [true, false])
    for (const [what, answerOrder] of Object.entries(answers))
      for (const [method, call] of Object.entries(calls)) {
        const way = viaGateway ? "through a gateway" : "without a gateway";
        test(`${method} ${way}, ${withLocks ? "with" : "without"} locks, if ${what} comes back`, async () => {
          locks = withLocks ? origin().tab("page") : undefined;
          let steps = 0;
          while (!(await abortAfter(steps, call, createShop(viaGateway, answerOrder)))) steps++;
          assert.ok(steps > 12);
        });
      }
