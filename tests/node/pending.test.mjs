// Submitted renders are written down before anyone can lose them, and struck out when their end is seen.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { runInNewContext } from "node:vm";
import { assertNoKey, clientOver, fileName, json, key, record, refused, start, submitted } from "./support.mjs";

before(start);

const week = 7 * 24 * 60 * 60 * 1000;
/** Where the entries of a client with no `baseUrl` and no `user` are. */
const name = "reroom.pending https://reroom.ai";
const request = { file_name: fileName, creativity: "balanced" };

function memoryStorage(entries = {}) {
  const items = new Map(Object.entries(entries));
  return {
    items,
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, text) => void items.set(name, text),
    removeItem: (name) => void items.delete(name),
  };
}

const stored = (...entries) => ({ [name]: JSON.stringify(entries) });
const entry = (renderId, ageMs = 0) => ({
  renderId,
  submittedAt: new Date(Date.now() - ageMs).toISOString(),
  tool: "render",
});
const ids = (client) => client.pending().map(({ renderId }) => renderId);

test("a submitted render is in the storage when render() resolves, and gone when its end is seen", async () => {
  const storage = memoryStorage();
  let status = "queued";
  const answer = (sent) => (sent.method === "POST" ? submitted("r1") : json(record({ status })));
  const { client } = clientOver(answer, { storage });
  await client.render(request);
  const [pending] = JSON.parse(storage.items.get(name));
  assert.deepEqual(Object.keys(pending), ["renderId", "submittedAt", "tool"]);
  assert.deepEqual([pending.renderId, pending.tool], ["r1", "render"]);
  assert.ok(Math.abs(Date.parse(pending.submittedAt) - Date.now()) < 60_000);

  const { client: reloaded } = clientOver(answer, { storage });
  assert.deepEqual(ids(reloaded), ["r1"]);
  await reloaded.getRender("r1");
  assert.deepEqual(ids(reloaded), ["r1"], "it has not ended yet");
  status = "completed";
  await reloaded.waitFor("r1");
  assert.deepEqual(reloaded.pending(), []);
  assert.equal(storage.items.size, 0);
});

test("a render that fails has ended, one that came back finished was never pending", async () => {
  const failing = clientOver((sent) => (sent.method === "POST" ? submitted() : json(record({ status: "failed" }))));
  await refused(failing.client.run({ file_name: fileName }, { creativity: "balanced" }), "render_failed");
  assert.deepEqual(failing.client.pending(), []);
  const painted = clientOver(() => json(record({ status: "painted" })));
  await painted.client.render({ file_name: fileName, tool: "empty-room" });
  assert.deepEqual(painted.client.pending(), []);
});

test("whatever else the answer to an order is, the id in it is written down, and the render is looked up", async () => {
  for (const body of [
    record({ status: "painted", outputs: null }),
    record({ status: "painted", outputs: undefined }),
    record({ status: undefined }),
    { success: true, data: { _id: "r1" } },
    { render_id: "r1" },
  ]) {
    let looks = 0;
    const answer = ({ method }) =>
      json(method === "POST" ? body : record({ status: looks++ ? "completed" : "queued" }));
    const { client } = clientOver(answer);
    assert.deepEqual(await client.render(request), { render_id: "r1" });
    assert.deepEqual(ids(client), ["r1"]);
    const render = await client.run({ file_name: fileName }, { creativity: "balanced" }, { pollMs: 1 });
    assert.deepEqual([render._id, looks], ["r1", 2]);
    assert.deepEqual(ids(client), []);
  }
});

test("an aborted wait and a lost connection keep the id", async () => {
  const controller = new AbortController();
  const { client } = clientOver((sent) => {
    if (sent.method === "POST") return submitted("r7");
    controller.abort();
    return json(record({ status: "rendering" }));
  });
  const error = await refused(
    client.run({ file_name: fileName }, { creativity: "balanced" }, { signal: controller.signal }),
    "aborted",
  );
  assert.equal(error.renderId, "r7");
  assert.deepEqual(ids(client), ["r7"]);
  client.forget("r7");
  assert.deepEqual(client.pending(), []);
});

test("what is older than seven days goes, and so does what is not an entry", () => {
  const entries = [entry("new", week - 60_000), entry("old", week + 60_000), { renderId: 3 }, null, { renderId: "x" }];
  const storage = memoryStorage(stored(...entries));
  const { client } = clientOver(() => json({}), { storage });
  assert.deepEqual(ids(client), ["new"]);
  assert.deepEqual(
    JSON.parse(storage.items.get(name)).map(({ renderId }) => renderId),
    ["new"],
  );
});

for (const [what, storage] of Object.entries({
  "that is full": {
    ...memoryStorage(),
    setItem: () => {
      throw new Error("QuotaExceededError");
    },
  },
  "that fails in its own time": { ...memoryStorage(), setItem: async () => Promise.reject(new Error("disk full")) },
  "of another realm that fails in its own time": runInNewContext(
    `({ getItem: () => null, setItem: async () => { throw new Error("disk full"); }, removeItem: async () => {} })`,
  ),
  "whose promises are none of the platform's": {
    ...memoryStorage(),
    setItem: () => ({
      then: () => {
        throw new Error("disk full");
      },
    }),
  },
  "that is null, as in some web views": null,
  "that is corrupt": memoryStorage({ [name]: '[{"renderId":' }),
  "of another shape": memoryStorage({ [name]: '{"renderId":"r0"}' }),
  "that throws at everything": {
    getItem: () => {
      throw new Error("SecurityError");
    },
    setItem: () => {
      throw new Error("SecurityError");
    },
    removeItem: () => {
      throw new Error("SecurityError");
    },
  },
})) {
  test(`a storage ${what} breaks nothing, and the render is remembered`, async () => {
    const { client } = clientOver((sent) => (sent.method === "POST" ? submitted("r1") : json(record())), { storage });
    await client.render(request);
    assert.deepEqual(ids(client), ["r1"]);
    await client.waitFor("r1");
    assert.deepEqual(client.pending(), []);
    // What it rejects with unheard would fail the test now.
    await new Promise(setImmediate);
  });
}

test("something that is no storage is refused, and no key is ever stored", async () => {
  assert.throws(() => clientOver(() => json({}), { storage: {} }), { name: "ReRoomError", code: "invalid_request" });
  const storage = memoryStorage();
  const { client } = clientOver(() => submitted("r1"), { storage });
  await client.render({ ...request, prompt: key });
  assertNoKey([...storage.items]);
});

test("what another tab writes over is written down again, and what it wrote stays", async () => {
  const storage = memoryStorage();
  let status = "queued";
  const answer = (sent) => (sent.method === "POST" ? submitted("r1") : json(record({ status })));
  const { client } = clientOver(answer, { storage });
  await client.render(request);
  storage.setItem(name, JSON.stringify([entry("other")]));
  await client.getRender("r1");
  const inStorage = () => JSON.parse(storage.items.get(name)).map(({ renderId }) => renderId);
  assert.deepEqual(inStorage(), ["other", "r1"]);
  status = "completed";
  await client.getRender("r1");
  assert.deepEqual(inStorage(), ["other"]);
});

test("a storage that calls the client while the client reads it breaks nothing", async () => {
  const { items, ...methods } = memoryStorage();
  let client;
  const storage = {
    ...methods,
    getItem: (key) => {
      client?.forget("r0");
      return items.get(key) ?? null;
    },
  };
  ({ client } = clientOver((sent) => (sent.method === "POST" ? submitted("r1") : json(record({ status: "queued" }))), {
    storage,
  }));
  await client.render(request);
  await client.getRender("r1");
  assert.deepEqual(ids(client), ["r1"]);
});

const scopes = {
  "another service": [{ baseUrl: "https://a.example" }, { baseUrl: "https://b.example" }],
  "another gateway of the same host": [{ baseUrl: "https://a.example/one" }, { baseUrl: "https://a.example/two" }],
  "another user": [{ user: "ann" }, { user: "bob" }],
  "nobody named": [{ user: "ann" }, {}],
};
for (const [what, [mine, theirs]] of Object.entries(scopes)) {
  test(`renders of ${what} are never seen, forgotten or written over in the same storage`, async () => {
    const storage = memoryStorage();
    let status = "queued";
    const over = (scope, id) =>
      clientOver((sent) => (sent.method === "POST" ? submitted(id) : json(record({ _id: id, status }))), {
        storage,
        ...scope,
      }).client;
    const [own, other] = [over(mine, "r1"), over(theirs, "r2")];
    await own.render(request);
    await other.render(request);
    assert.deepEqual([ids(own), ids(other)], [["r1"], ["r2"]]);
    assert.deepEqual([ids(over(mine)), ids(over(theirs))], [["r1"], ["r2"]], "after a reload, too");
    other.forget("r1");
    assert.deepEqual([ids(own), ids(over(mine))], [["r1"], ["r1"]]);
    status = "completed";
    await other.getRender("r2");
    assert.deepEqual([ids(over(mine)), ids(over(theirs))], [["r1"], []]);
  });
}

test("what a storage is given names the service and the user, and neither key nor token", async () => {
  const storage = memoryStorage();
  for (const options of [{ user: "ann" }, { user: "ann", getToken: () => `${key}-token` }]) {
    const { client } = clientOver(() => submitted("r1"), { storage, ...options });
    await client.render(request);
    assert.deepEqual([...storage.items.keys()], [`${name}#ann`]);
    assertNoKey([...storage.items]);
  }
});
