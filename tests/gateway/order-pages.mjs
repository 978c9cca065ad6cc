// Pages that order through the built client. Their first paid request breaks.
import assert from "node:assert/strict";
import { ReRoom } from "reroom";
import { photoUrl } from "./support.mjs";

/** An order that was sent this long ago is no longer on its way. */
const RELOAD_AFTER_MS = 6 * 60_000;

/** For pages, time passes this many times faster: they ask for a minute before they believe that an order never arrived. */
const SPEED = 10;

const { performance } = globalThis;
const uptime = performance.now.bind(performance);
performance.now = () => SPEED * uptime();

function createStorage() {
  const items = new Map();
  return {
    items,
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, text) => void items.set(name, text),
    removeItem: (name) => void items.delete(name),
  };
}

/** Dates the entries of a storage back. */
function age({ items }) {
  for (const [name, text] of items) {
    const entries = JSON.parse(text);
    for (const entry of entries)
      entry.submittedAt = new Date(Date.parse(entry.submittedAt) - RELOAD_AFTER_MS).toISOString();
    items.set(name, JSON.stringify(entries));
  }
}

const closing = new AbortController();

/** Ends what closed pages wait for: their time limits would keep the process running for minutes. */
export const endPages = () => closing.abort();

function createClient(origin, { user }, storage, fetch) {
  const headers = { "x-user": user };
  return new ReRoom({ baseUrl: origin, storage, user, headers, fetch, maxConcurrentRenders: 100 });
}

const run = (client, { name, caller, key }) =>
  client.run(
    photoUrl,
    { creativity: "balanced", prompt: name },
    {
      tag: name,
      pollMs: 100,
      signal: closing.signal,
      ...(caller === "client with the same key" && { idempotencyKey: key }),
    },
  );

/** Who calls, and what they do after the break. */
export const CLIENTS = ["client that repeats", "client after a reload", "client with the same key"];

/**
 * Orders from a page at `origin`. `header` is sent with the first attempt, `signal` aborts it, and `onSend` gets its key. `broken`
 * resolves when it has failed. Then the page is closed, unless it repeats the order. `findAgain` resolves to the service's id of
 * the render, to `"unknown"`, or to `"none"` if nothing was bought.
 */
export async function startOrder(origin, order, { header, signal, onSend }) {
  const storage = createStorage();
  let fail;
  const broken = new Promise((resolve) => (fail = resolve));
  let attempts = 0;
  let isOpen = true;
  const client = createClient(origin, order, storage, async (request) => {
    if (!isOpen) return new Promise(() => {});
    if (request.method !== "POST" || attempts++ > 0) return fetch(request);
    if (header !== undefined) request.headers.set("x-break", header);
    onSend?.(request.headers.get("idempotency-key"));
    try {
      return await fetch(request, signal && { signal: AbortSignal.any([signal, request.signal]) });
    } catch (error) {
      fail();
      isOpen = order.caller === "client that repeats";
      if (isOpen) throw error;
      return new Promise(() => {});
    }
  });
  // A page usually knows the gateway before it orders.
  await client.account();
  const rendering = settle(run(client, order));
  return { broken, findAgain: () => (isOpen ? check(client, order, rendering) : reload(origin, order, storage)) };
}

async function reload(origin, order, storage) {
  age(storage);
  const client = createClient(origin, order, storage, (request) => fetch(request));
  const [entry, ...others] = client.pending();
  assert.deepEqual([entry?.tag, entry?.renderId, others], [order.name, undefined, []]);
  const isRepeated = order.caller === "client with the same key";
  return check(client, order, settle(isRepeated ? run(client, order) : client.waitFor(entry, { pollMs: 100 })));
}

/** Asserts that only an order with an unknown outcome stays pending. */
async function check(client, { name }, rendering) {
  const found = await rendering;
  assert.deepEqual(
    client.pending().map(({ tag }) => tag),
    found === "unknown" ? [name] : [],
    found,
  );
  return found;
}

async function settle(rendering) {
  try {
    const { _id, status } = await rendering;
    assert.equal(status, "completed");
    return _id.split(".")[0];
  } catch (error) {
    if (error.code === "outcome_unknown") return "unknown";
    if (error.code === "not_found" && error.renderId === undefined) return "none";
    throw error;
  }
}
