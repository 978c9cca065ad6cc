// Waits for one render share their looks, and each ends by its own rules.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { clientOver, json, never, record, refused, start } from "./support.mjs";
import { scope, until } from "./service.mjs";

before(start);

/** A client whose looks the test answers one by one. */
function watched() {
  const looks = [];
  const answer = () => new Promise((resolve) => looks.push((status) => resolve(json(record({ status })))));
  return { looks, ...clientOver(answer, scope()) };
}
/** Long after everything else in these tests. */
const patient = { pollMs: 600_000, timeoutMs: 600_000 };

test("two waits for one render look once, and each has a record of its own", async () => {
  const { client, looks } = watched();
  const stages = [[], []];
  const options = (index, pollMs) => ({ ...patient, pollMs, onProgress: ({ stage }) => stages[index].push(stage) });
  const waits = [client.waitFor("r1", options(0, 1)), client.waitFor("r1", options(1, 600_000))];
  for (let look = 1; look <= 3; look++) {
    await until(() => looks.length === look);
    await new Promise((done) => setImmediate(done));
    assert.equal(looks.length, look, "one look at a time");
    looks[look - 1](look < 3 ? "rendering" : "completed");
  }
  const [first, second] = await Promise.all(waits);
  assert.deepEqual(first, second);
  assert.notEqual(first, second);
  assert.deepEqual(stages, [
    ["rendering", "done"],
    ["rendering", "done"],
  ]);
  assert.equal(looks.length, 3);
});

test("a wait that is aborted while it looks leaves the look to the other", async () => {
  const { client, looks } = watched();
  const controller = new AbortController();
  const first = client.waitFor("r1", { ...patient, signal: controller.signal });
  const second = client.waitFor("r1", patient);
  await until(() => looks.length === 1);
  controller.abort();
  assert.equal((await refused(first, "aborted")).renderId, "r1");
  await until(() => looks.length === 2);
  looks[1]("completed");
  assert.equal((await second)._id, "r1");
});

test("a wait ends at its own deadline while the other goes on, and hears of every look", async () => {
  let status = "rendering";
  const { client } = clientOver(() => json(record({ status })), scope());
  const short = client.waitFor("r1", { ...patient, deadlineMs: 20 });
  const long = client.waitFor("r1", patient);
  assert.equal((await refused(short, "timeout")).renderId, "r1");
  status = "failed";
  await client.getRender("r1");
  assert.equal((await refused(long, "render_failed")).render.status, "failed");
});

test("a look that is never answered does not outlast the deadline by more than timeoutMs", async () => {
  const { client } = clientOver(never, scope());
  const options = { deadlineMs: 20, timeoutMs: 20, maxRetries: 1_000_000 };
  const error = await refused(client.waitFor("r1", options), "timeout");
  assert.deepEqual([error.renderId, error.retryable], ["r1", true]);
});

test("a look that fails ends the wait that made it, and the other looks itself", async () => {
  const { client, seen } = clientOver(
    (_, number) => (number === 1 ? json({ err: "Render not found" }, 404) : json(record())),
    scope(),
  );
  const outcomes = await Promise.allSettled([client.waitFor("r1", patient), client.waitFor("r1", patient)]);
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ["rejected", "fulfilled"],
  );
  assert.equal(seen.length, 2);
});

test("a wait that comes later knows what was seen, and looks in its own time", async () => {
  const { client, looks } = watched();
  const first = client.waitFor("r1", patient);
  await until(() => looks.length === 1);
  looks[0]("queued");
  const stages = [];
  const second = client.waitFor("r1", { ...patient, pollMs: 1, onProgress: ({ stage }) => stages.push(stage) });
  await until(() => looks.length === 2);
  looks[1]("completed");
  await Promise.all([first, second]);
  assert.deepEqual(stages, ["queued", "done"]);
});

/** Runs as in a page, whose document and network the test changes. */
async function inPage(run) {
  const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  const network = new EventTarget();
  const listeners = new Set();
  const of = (target) => ({
    addEventListener: (type, listener) => {
      listeners.add(listener);
      target.addEventListener(type, listener);
    },
    removeEventListener: (type, listener) => {
      listeners.delete(listener);
      target.removeEventListener(type, listener);
    },
  });
  const navigator = { onLine: true };
  const globals = { document: Object.assign(Object.create(page), of(page)), navigator, ...of(network) };
  const saved = Object.keys(globals).map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]);
  for (const [name, value] of Object.entries(globals))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  try {
    await run({
      see: (visibilityState) => {
        globals.document.visibilityState = visibilityState;
        page.dispatchEvent(new Event("visibilitychange"));
      },
      connect: (onLine) => {
        navigator.onLine = onLine;
        if (onLine) network.dispatchEvent(new Event("online"));
      },
    });
    assert.equal(listeners.size, 0, "no listener is left");
  } finally {
    for (const [name, descriptor] of saved)
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else delete globalThis[name];
  }
}

test("a page that is shown again looks at once, one that is hidden does not", () =>
  inPage(async ({ see }) => {
    const { client, looks } = watched();
    const wait = client.waitFor("r1", patient);
    await until(() => looks.length === 1);
    looks[0]("rendering");
    await new Promise((done) => setTimeout(done, 5));
    see("hidden");
    await new Promise((done) => setTimeout(done, 5));
    assert.equal(looks.length, 1);
    see("visible");
    await until(() => looks.length === 2);
    looks[1]("completed");
    await wait;
  }));

test("a document that is none, as tests and servers put one up, does not stop a wait", async () => {
  globalThis.document = {};
  try {
    const { client } = clientOver(() => json(record()), scope());
    assert.equal((await client.waitFor("r1", patient))._id, "r1");
  } finally {
    delete globalThis.document;
  }
});

test("a page that is hidden pauses longer", () =>
  inPage(async ({ see }) => {
    const { random } = Math;
    const { setTimeout: set } = globalThis;
    const pauses = [];
    Math.random = () => 0.5;
    globalThis.setTimeout = (run, ms) => (ms === 4000 || ms === 1000 ? (pauses.push(ms), set(run, 0)) : set(run, ms));
    try {
      for (const seen of ["visible", "hidden"]) {
        see(seen);
        const { client } = clientOver(
          (_, number) => json(record({ status: number < 2 ? "queued" : "completed" })),
          scope(),
        );
        await client.waitFor("r1");
      }
    } finally {
      Math.random = random;
      globalThis.setTimeout = set;
    }
    assert.deepEqual(pauses, [1000, 4000]);
  }));

test("without a network a wait goes on, and looks as soon as there is one", () =>
  inPage(async ({ connect }) => {
    let online = false;
    const answer = () => (online ? json(record()) : Promise.reject(new TypeError("fetch failed")));
    const { client, seen } = clientOver(answer, { ...scope(), maxRetries: 0 });
    await refused(client.waitFor("r1", patient), "network");
    connect(false);
    const wait = client.waitFor("r1", patient);
    await until(() => seen.length === 2);
    await new Promise((done) => setTimeout(done, 5));
    online = true;
    connect(true);
    assert.equal((await wait)._id, "r1");
  }));
