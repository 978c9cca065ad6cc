// Submitted renders are stored before render() resolves, and removed once their end is seen.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import {
  assertNoKey,
  clientOver,
  fileName,
  json,
  key,
  nextTask,
  record,
  refused,
  start,
  submitted,
} from "./support.mjs";
import { memoryStorage } from "./service.mjs";

before(start);

const week = 7 * 24 * 60 * 60 * 1000;
/** The storage key of a client without `baseUrl` and `user`. */
const name = "reroom.pending https://reroom.ai";
const request = { file_name: fileName, creativity: "balanced" };

const stored = (...entries) => ({ [name]: JSON.stringify(entries) });
const entry = (renderId, ageMs = 0) => ({
  renderId,
  submittedAt: new Date(Date.now() - ageMs).toISOString(),
  tool: "render",
});
const ids = (client) => client.pending().map(({ renderId }) => renderId);

test("a submitted render is stored when render() resolves, and removed once it is seen to end", async () => {
  const storage = memoryStorage();
  let status = "queued";
  const answer = (sent) => (sent.method === "POST" ? submitted("r1") : json(record({ status })));
  const { client } = clientOver(answer, { storage });
  await client.render(request);
  const [pending] = JSON.parse(storage.items.get(name));
  assert.deepEqual(Object.keys(pending), ["renderId", "idempotencyKey", "submittedAt", "tool"]);
  assert.deepEqual([pending.renderId, pending.tool], ["r1", "render"]);
  assert.ok(Math.abs(Date.parse(pending.submittedAt) - Date.now()) < 60_000);

  const { client: reloaded } = clientOver(answer, { storage });
  assert.deepEqual(ids(reloaded), ["r1"]);
  await reloaded.getRender("r1");
  assert.deepEqual(ids(reloaded), ["r1"], "it is still queued");
  status = "completed";
  await reloaded.waitFor("r1");
  assert.deepEqual(reloaded.pending(), []);
  assert.equal(storage.items.size, 0);
});

test("entries of an older shape, without a key, are listed, waited for and forgotten by their render id", async () => {
  const storage = memoryStorage(stored(entry("r1"), entry("r2")));
  const { client, seen } = clientOver(() => json(record()), { storage });
  const [first, second] = client.pending();
  assert.deepEqual([first.renderId, first.idempotencyKey, second.renderId], ["r1", "r1", "r2"]);
  assert.equal((await client.waitFor(first))._id, "r1");
  assert.equal(seen[0].method, "GET");
  client.forget("r2");
  assert.deepEqual([client.pending(), storage.items.size], [[], 0]);
});

test("a failed render is not pending, and neither is one that the submission returned finished", async () => {
  const failing = clientOver((sent) => (sent.method === "POST" ? submitted() : json(record({ status: "failed" }))));
  await refused(failing.client.run({ file_name: fileName }, { creativity: "balanced" }), "render_failed");
  assert.deepEqual(failing.client.pending(), []);
  const painted = clientOver(() => json(record({ status: "painted" })));
  await painted.client.render({ file_name: fileName, tool: "empty-room" });
  assert.deepEqual(painted.client.pending(), []);
});

test("a submission response with an id but no finished render is stored and polled", async () => {
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

test("an aborted run keeps its render pending", async () => {
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

test("entries that are invalid or older than seven days are removed", () => {
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
  full: {
    ...memoryStorage(),
    setItem: () => {
      throw new Error("QuotaExceededError");
    },
  },
  "asynchronous and failing": { ...memoryStorage(), setItem: async () => Promise.reject(new Error("disk full")) },
  "returning a thenable that throws": {
    ...memoryStorage(),
    setItem: () => ({
      then: () => {
        throw new Error("disk full");
      },
    }),
  },
  "null, as in some web views": null,
  corrupt: memoryStorage({ [name]: '[{"renderId":' }),
  "holding another shape": memoryStorage({ [name]: '{"renderId":"r0"}' }),
  "throwing in every method": {
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
  test(`a render stays pending if the storage is ${what}`, async () => {
    const { client } = clientOver((sent) => (sent.method === "POST" ? submitted("r1") : json(record())), { storage });
    await client.render(request);
    assert.deepEqual(ids(client), ["r1"]);
    await client.waitFor("r1");
    assert.deepEqual(client.pending(), []);
    // An unhandled rejection would fail the test now.
    await nextTask();
  });
}

/** A storage that is full once it has this many characters. */
function smallStorage(size) {
  const { items, ...methods } = memoryStorage();
  const setItem = (name, text) => {
    if (name.length + text.length > size) throw new DOMException("Full", "QuotaExceededError");
    methods.setItem(name, text);
  };
  return { ...methods, items, setItem };
}

/** Runs while the console's warnings are collected. */
async function withWarnings(run) {
  const { warn } = console;
  const warnings = [];
  console.warn = (text) => warnings.push(text);
  try {
    await run(warnings);
  } finally {
    console.warn = warn;
  }
}

test("a render whose id no longer fits in the storage leaves it once it has ended, and so does one that is forgotten", () =>
  withWarnings(async (warnings) => {
    for (const end of ["waitFor", "getRender", "forget"]) {
      const storage = smallStorage(200);
      const id = "r".repeat(60);
      const { client } = clientOver((sent) => (sent.method === "POST" ? submitted(id) : json(record({ _id: id }))), {
        storage,
      });
      await client.render(request);
      const [stored] = JSON.parse(storage.items.get(name));
      assert.deepEqual([stored.renderId, client.pending()[0].renderId], [undefined, id], "the key alone fits");
      await client[end](id);
      assert.deepEqual([client.pending(), storage.items.size], [[], 0], end);
    }
    assert.deepEqual(warnings, [], "a gateway finds it by its key");
  }));

test("a render that did not fit in the storage is stored as soon as it does", () =>
  withWarnings(async () => {
    let full = true;
    const { items, ...methods } = memoryStorage();
    const setItem = (...entry) => (full ? assert.fail("full") : methods.setItem(...entry));
    const answer = (sent) => (sent.method === "POST" ? submitted("r1") : json(record({ status: "queued" })));
    const { client } = clientOver(answer, { storage: { ...methods, setItem } });
    await client.render(request);
    assert.equal(items.size, 0);
    full = false;
    await client.getRender("r1");
    assert.equal(JSON.parse(items.get(name))[0].renderId, "r1");
  }));

test("an order that does not fit in the storage is announced in the console before it is sent", () =>
  withWarnings(async (warnings) => {
    for (const [storage, expected] of [
      [smallStorage(100), 1],
      [memoryStorage(), 0],
      [undefined, 0],
    ]) {
      warnings.length = 0;
      const before = [];
      const answer = (sent) => {
        if (sent.method === "POST") before.push(...warnings);
        return sent.method === "POST" ? submitted("r1") : json(record());
      };
      const { client } = clientOver(answer, { storage });
      await client.run({ file_name: fileName }, { creativity: "balanced" });
      assert.deepEqual([before.length, warnings.length], [expected, expected]);
      for (const text of warnings) assert.match(text, /storage is full or blocked/);
    }
  }));

test("a storage without its methods throws, and the key is never stored", async () => {
  assert.throws(() => clientOver(() => json({}), { storage: {} }), { name: "ReRoomError", code: "invalid_request" });
  const storage = memoryStorage();
  const { client } = clientOver(() => submitted("r1"), { storage });
  await client.render({ ...request, prompt: key });
  assertNoKey([...storage.items]);
});

test("an entry that another tab overwrote is stored again, beside the other tab's", async () => {
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

test("a render that one tab has seen to end does not come back when another tab sees the next one end", async () => {
  const storage = memoryStorage();
  let sent = 0;
  const answer = ({ method, url }) =>
    method === "POST" ? submitted(`r${++sent}`) : json(record({ _id: url.split("/").at(-1) }));
  const [buyer, other] = [1, 2].map(() => clientOver(answer, { storage }).client);
  await buyer.render(request);
  await buyer.render(request);
  assert.deepEqual(ids(other), ["r1", "r2"]);
  await other.getRender("r1");
  assert.deepEqual(ids(other), ["r2"]);
  await buyer.getRender("r2");
  assert.deepEqual([ids(other), storage.items.size], [[], 0]);
});

test("a storage that cannot be read for a moment loses no render of earlier visits", async () => {
  for (const failures of [1, 2, 3, 4, 5, 6, 7, 8, Infinity]) {
    const storage = memoryStorage(stored(entry("r0")));
    let left = failures;
    const getItem = (key) => {
      if (left-- > 0) throw new Error("The storage cannot be read.");
      return storage.getItem(key);
    };
    let status = "rendering";
    const answer = (sent) => (sent.method === "POST" ? submitted("r1") : json(record({ status })));
    const { client } = clientOver(answer, { storage: { ...storage, getItem } });
    client.pending();
    await withWarnings(() => client.render(request));
    await client.getRender("r1");
    const listed = JSON.parse(storage.items.get(name)).map(({ renderId }) => renderId);
    assert.deepEqual(listed, failures === Infinity ? ["r0"] : ["r0", "r1"], `after ${failures} failures`);
    status = "completed";
    await client.getRender("r1");
    client.pending();
    assert.deepEqual(
      JSON.parse(storage.items.get(name)).map(({ renderId }) => renderId),
      ["r0"],
    );
  }
});

test("an order without an answer that another tab overwrote is stored again", async () => {
  const storage = memoryStorage();
  const fetch = () => {
    storage.items.delete(name);
    return Promise.reject(new TypeError("lost"));
  };
  const { client } = clientOver(fetch, { storage });
  await refused(client.render(request), "outcome_unknown");
  assert.equal(JSON.parse(storage.items.get(name)).length, 1);
});

test("a storage may call the client while the client reads it", async () => {
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
  "no user": [{ user: "ann" }, {}],
};
for (const [what, [mine, theirs]] of Object.entries(scopes)) {
  test(`renders of ${what} in the same storage are not listed, forgotten or overwritten`, async () => {
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

test("the storage key has the service and the user, but neither API key nor token", async () => {
  const storage = memoryStorage();
  for (const options of [{ user: "ann" }, { user: "ann", getToken: () => `${key}-token` }]) {
    const { client } = clientOver(() => submitted("r1"), { storage, ...options });
    await client.render(request);
    assert.deepEqual([...storage.items.keys()], [`${name}#ann`]);
    assertNoKey([...storage.items]);
  }
});
