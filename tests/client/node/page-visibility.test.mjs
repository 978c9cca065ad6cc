// waitFor in a page that is hidden, shown, offline and online. Node has no page, so the tests provide one.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { clientOver, json, record, refused, settle, start } from "../support.mjs";
import { scope, until } from "../service.mjs";

before(start);

/** A client whose status requests the test answers one by one. */
function watched() {
  const looks = [];
  const answer = () => new Promise((resolve) => looks.push((status) => resolve(json(record({ status })))));
  return { looks, ...clientOver(answer, scope()) };
}
/** Later than everything else in these tests. */
const patient = { pollMs: 600_000, timeoutMs: 600_000 };

/** Runs with the globals of a page whose visibility and network the test changes. */
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
    assert.equal(listeners.size, 0, "every listener was removed");
  } finally {
    for (const [name, descriptor] of saved)
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else delete globalThis[name];
  }
}

test("waitFor polls at once when the page is shown, not when it is hidden", () =>
  inPage(async ({ see }) => {
    const { client, looks } = watched();
    const wait = client.waitFor("r1", patient);
    await until(() => looks.length === 1);
    looks[0]("rendering");
    await settle();
    see("hidden");
    await settle();
    assert.equal(looks.length, 1);
    see("visible");
    await until(() => looks.length === 2);
    looks[1]("completed");
    await wait;
  }));

test("waitFor works with an empty global document, as some tests and servers define", async () => {
  globalThis.document = {};
  try {
    const { client } = clientOver(() => json(record()), scope());
    assert.equal((await client.waitFor("r1", patient))._id, "r1");
  } finally {
    delete globalThis.document;
  }
});

test("waitFor polls less often while the page is hidden", () =>
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

test("waitFor keeps waiting while offline and polls at once when online", () =>
  inPage(async ({ connect }) => {
    let online = false;
    const answer = () => (online ? json(record()) : Promise.reject(new TypeError("fetch failed")));
    const { client, seen } = clientOver(answer, { ...scope(), maxRetries: 0 });
    await refused(client.waitFor("r1", patient), "network");
    connect(false);
    const wait = client.waitFor("r1", patient);
    await until(() => seen.length === 2);
    await settle();
    online = true;
    connect(true);
    assert.equal((await wait)._id, "r1");
  }));
