// Calls that are aborted at every step: each settles, nothing is bought twice, and what was bought is found again.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { clientWith, fileName, isOrder, json, photo, record, start } from "../support.mjs";
import { memoryStorage, scope, until } from "../service.mjs";
import { mark } from "../gateway.mjs";
import { origin } from "./locks.mjs";

const own = Object.getOwnPropertyDescriptor(globalThis, "navigator");
let locks;
before(async () => {
  await start();
  Object.defineProperty(globalThis, "navigator", { configurable: true, value: { get locks() { return locks; } } });
});
after(() => (own ? Object.defineProperty(globalThis, "navigator", own) : delete globalThis.navigator));

const MICRO = 12;
/** Lets as many steps pass: promises that settle, and after each tenth, a task. */
async function pass(steps) {
  for (let step = 0; step < steps; step++) await (step % MICRO === MICRO - 1 ? new Promise((done) => setImmediate(done)) : undefined);
}
const task = () => new Promise((done) => setImmediate(done));

/** A service or a gateway over it. What it sells by key; a `fetch` that takes a few steps and heeds the signal. */
function shop({ viaGateway, inResponse }) {
  const bought = [];
  const kept = new Map();
  const answer = async (request) => {
    const { method, url, headers } = request;
    const name = decodeURIComponent(new URL(url).pathname.split("/").at(-1));
    await task();
    if (isOrder(request))
      return !viaGateway ? json({ err: "Not found" }, 404) : kept.has(name) ? json({ state: "answered", status: 200, body: kept.get(name) }) : json({ err: "Order not found" }, 404);
    if (method === "GET") return json(name === "status" ? { credits: 1 } : record({ _id: name }));
    if (name === "upload") return json({ success: true, fileName });
    const key = headers.get("idempotency-key")?.slice(1, -1);
    if (viaGateway && kept.has(key)) return json(kept.get(key));
    const id = `r${bought.push(key)}`;
    const body = inResponse ? record({ _id: id }) : { success: true, data: { render_id: id } };
    if (viaGateway) kept.set(key, body);
    await task();
    return json(body);
  };
  const fetch = (request) =>
    new Promise((resolve, reject) => {
      request.signal.addEventListener("abort", () => reject(request.signal.reason));
      answer(request).then((response) => resolve(viaGateway ? mark(response) : response), reject);
    });
  return { fetch, bought };
}

const params = { creativity: "balanced" };
const image = { file_name: fileName };
const calls = {
  render: (client, options) => client.render({ ...image, ...params }, options),
  "run of a file name": (client, options) => client.run(image, params, { ...options, pollMs: 1 }),
  "run of a photo": (client, options) => client.run(photo, params, { ...options, pollMs: 1 }),
};
const idOf = (value) => value.render_id ?? value._id;

for (const viaGateway of [false, true])
  for (const inResponse of [false, true])
    for (const withLocks of [false, true])
      for (const [method, call] of Object.entries(calls))
        test(`${method} ${viaGateway ? "through a gateway" : "without a gateway"}, ${inResponse ? "whose render comes back" : "whose id comes back"}, ${withLocks ? "with" : "without"} locks`, async () => {
          let steps = 0;
          for (let isAborted = true; isAborted; steps++) {
            locks = withLocks ? origin().tab("page") : undefined;
            const { fetch, bought } = shop({ viaGateway, inResponse });
            const storage = memoryStorage();
            const options = { ...scope(), fetch, storage };
            const client = clientWith(options);
            const controller = new AbortController();
            let ended;
            const key = { idempotencyKey: "job" };
            const first = call(client, { ...key, signal: controller.signal }).then((value) => ({ value }), (error) => ({ error })).then((end) => (ended = end));
            await pass(steps);
            isAborted = !ended;
            controller.abort();
            const { value, error } = await first;
            const at = `after ${steps} steps: ${error?.code} ${error?.message}`;
            const pending = client.pending();
            if (bought.length === 1 && !value) {
              const found = error.renderId ?? error.idempotencyKey ?? pending[0]?.idempotencyKey;
              assert.ok(found, `lost ${at}`);
            }
            if (bought.length === 0) assert.deepEqual(error.code === "aborted" ? pending : [], [], at);
            // The same call again, here and in the next visit.
            for (const again of [client, clientWith(options)]) {
              const next = await call(again, key).then((value) => ({ value }), (error) => ({ error }));
              if (viaGateway || error?.code !== "outcome_unknown") assert.equal(next.value && idOf(next.value), again === client || method === "render" && !inResponse ? "r1" : idOf(next.value), at + ` then ${next.error?.code}`);
              else assert.equal(next.error.code, "outcome_unknown", at);
              if (again === client) assert.ok(bought.length <= 1, `bought twice ${at}`);
              if (again === client) console.log(method, steps, error?.code, error?.renderId, error?.idempotencyKey, bought.length, next.error?.code);
            }
          }
        });
