// Orders whose answer was not seen: a gateway buys each once, and the client finds it again.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { withClock } from "./clock.mjs";
import { gateway, mark } from "./gateway.mjs";
import {
  clientOver,
  clientWith,
  fileName,
  isOrder,
  json,
  never,
  photo,
  record,
  refused,
  start,
  submitted,
  withGlobals,
  withoutPauses,
} from "./support.mjs";
import { memoryStorage, scope, until } from "./service.mjs";

before(start);

const request = { file_name: fileName, creativity: "balanced" };
const image = { file_name: fileName };
const params = { creativity: "balanced" };
const over = (server, options) => clientWith({ ...scope(), fetch: server.fetch, ...options });
const paidCalls = (log) => log.filter((line) => line === "POST render").length;
const minutes = 60_000;

/** Pages that wait for an answer until the end of the tests, as if they were closed. */
const closed = new AbortController();
after(() => closed.abort());
const { signal } = closed;
/** A `fetch` whose paid requests arrive, but are never answered. */
const unanswered = (server) => async (sent) => {
  const response = await server.fetch(sent);
  return sent.method === "POST" ? never() : response;
};
const leave = (call) => void call.catch(() => {});

for (const [what, breaks, sent] of [
  ["before it arrives", ["before"], 2],
  ["after it is bought", ["after"], 1],
  ["twice before it arrives, and once after", ["before", "before", "after"], 3],
  ["with half an answer", [mark(new Response('{"success":true,"da'))], 2],
  ["with a proxy's page", [new Response("<html>", { status: 502 })], 2],
]) {
  test(`an order that breaks ${what} is bought once through a gateway, and run resolves`, async () => {
    const server = gateway({ breaks: [...breaks] });
    const client = over(server);
    assert.equal((await client.run(image, params))._id, "r1");
    assert.deepEqual([server.bought(), paidCalls(server.log)], [1, sent]);
    assert.deepEqual(client.pending(), []);
  });
}

test("every paid request has a new key, and an attempt that is repeated has the same", async () => {
  const keys = [];
  const server = gateway({ breaks: ["before", "before"] });
  const fetch = (sent) => {
    if (sent.method === "POST") keys.push(sent.headers.get("idempotency-key"));
    return server.fetch(sent);
  };
  const client = over({ fetch });
  await client.render(request);
  await client.render(request);
  assert.equal(new Set(keys.slice(0, 3)).size, 1, keys.join());
  assert.notEqual(keys[3], keys[0]);
  for (const key of keys) assert.match(key, /^"[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}"$/);
});

test("a page without crypto.randomUUID draws its keys from getRandomValues", async () => {
  const getRandomValues = globalThis.crypto.getRandomValues.bind(globalThis.crypto);
  const client = over({ fetch: never });
  await withGlobals({ crypto: { getRandomValues } }, async () => {
    leave(client.render(request, { signal }));
    await until(() => client.pending().length === 1);
  });
  assert.match(client.pending()[0].idempotencyKey, /^[\da-f]{32}$/);
});

test("a paid request is never sent again to the service itself, whatever it answers about the order", async () => {
  for (const look of [
    () => json({ err: "Not found" }, 404),
    () => new Response("<html>", { status: 404 }),
    () => new Response("<html>Welcome</html>"),
    () => json({ err: "Unauthorized" }, 401),
    () => json({}, 500),
    () => Promise.reject(new TypeError("lost")),
  ]) {
    for (const fate of ["before", "after"]) {
      const server = gateway({ breaks: [fate], look });
      const client = over(server);
      await withoutPauses(async () => {
        const error = await refused(client.render(request), "outcome_unknown");
        assert.deepEqual([error.retryable, paidCalls(server.log)], [false, 1]);
      });
      assert.deepEqual(
        client.pending().map(({ renderId, tool }) => [renderId, tool]),
        [[undefined, "render"]],
      );
    }
  }
});

test("a client that knows the service by its responses asks nothing after a break", async () => {
  const log = [];
  const fetch = async ({ method, url }) => {
    log.push(`${method} ${new URL(url).pathname.split("/").at(-1)}`);
    if (method === "GET") return json({ credits: 1 });
    throw new TypeError("lost");
  };
  const client = over({ fetch });
  await client.account();
  await refused(client.render(request), "outcome_unknown");
  assert.deepEqual(log, ["GET status", "POST render"]);
});

test("an outcome that the gateway itself does not know rejects, stays pending, and is not sent again", async () => {
  const message = "Check your account.";
  for (const [breaks, look] of [
    [[mark(json({ outcome: "unknown", message }, 502))], undefined],
    [["after"], () => mark(json({ state: "unknown", message }))],
  ]) {
    const server = gateway({ breaks: [...breaks], look });
    const client = over(server);
    const error = await refused(client.render(request), "outcome_unknown");
    assert.deepEqual([error.retryable, error.idempotencyKey, paidCalls(server.log)], [false, undefined, 1]);
    const [{ idempotencyKey }] = client.pending();
    // Even a program that starts the job again under its key buys nothing.
    server.orders.clear();
    if (look) await refused(client.run(image, params, { idempotencyKey }), "outcome_unknown");
    assert.equal(paidCalls(server.log), 1);
    client.forget(idempotencyKey);
    assert.deepEqual(client.pending(), []);
  }
});

test("the entry is stored before the request is sent, with its tag, and removed after a rejection", async () => {
  const storage = memoryStorage();
  const options = { ...scope(), storage };
  let stored;
  const fetch = async (sent) => {
    if (isOrder(sent)) return mark(json({ err: "Order not found" }, 404));
    stored = JSON.parse([...storage.items.values()][0])[0];
    assert.equal(sent.headers.get("idempotency-key"), `"${stored.idempotencyKey}"`);
    return json({ err: "Not enough credits" }, 400);
  };
  const client = clientWith({ ...options, fetch });
  await refused(client.run(image, params, { tag: "photo 7" }), "insufficient_credits");
  assert.deepEqual([stored.renderId, stored.tag, stored.tool], [undefined, "photo 7", "render"]);
  assert.deepEqual([client.pending(), storage.items.size], [[], 0]);
});

for (const [what, respond, options] of [
  ["rejects it", () => json({ err: "Invalid request" }, 400)],
  ["has too few credits for it", () => json({ err: "Not enough credits" }, 400)],
  ["has no free slot for it", () => json({ err: "Maximum concurrent renders reached" }, 400)],
  ["does not accept the key", () => json({ err: "Unauthorized" }, 401)],
  ["is a firewall", () => new Response("<html>Blocked</html>", { status: 403 })],
  ["finds it too large", () => new Response("<html>", { status: 413 })],
  ["reports an error", () => json({ err: "Image processing failed" }, 500)],
  ["is not asked, because there is no token", undefined, { getToken: () => Promise.reject(new Error("signed out")) }],
  ["is not asked, because the token cannot be sent", undefined, { getToken: () => "a\nb" }],
])
  test(`an order is not pending if the service ${what}`, async () => {
    const storage = memoryStorage();
    const { client, seen } = clientOver(respond, { ...scope(), storage, ...options });
    await assert.rejects(client.render(request, { maxRetries: 0 }), ({ code }) => code !== "outcome_unknown");
    assert.equal(seen.length, respond ? 1 : 0);
    assert.deepEqual([client.pending(), storage.items.size], [[], 0]);
  });

for (const [what, respond] of [
  ["breaks the connection", () => Promise.reject(new TypeError("lost"))],
  ["responds with half an answer", () => new Response('{"success":true,"da')],
  ["responds with a page", () => new Response("<html>Welcome</html>")],
  ["is behind a proxy that reports an error", () => new Response("<html>", { status: 502 })],
  ["is replaced by a fetch that returns no response", () => 7],
])
  test(`an order stays pending if the service ${what}, also after waitFor and a reload`, () =>
    withoutPauses(async () => {
      const storage = memoryStorage();
      const options = { ...scope(), storage };
      const { client, seen } = clientOver(respond, options);
      await refused(client.render(request), "outcome_unknown");
      const later = clientOver(respond, options).client;
      for (const reader of [client, later]) {
        const [entry] = reader.pending();
        assert.deepEqual([entry.renderId, entry.tool], [undefined, "render"]);
        await refused(reader.waitFor(entry), "outcome_unknown");
        assert.equal(reader.pending().length, 1);
      }
      assert.equal(seen.length, 1);
      later.forget(later.pending()[0].idempotencyKey);
      assert.deepEqual([later.pending(), storage.items.size], [[], 0]);
    }));

test("an order that is aborted before it is sent is not pending", async () => {
  const { client, seen } = clientOver(never, { ...scope(), getToken: never });
  const controller = new AbortController();
  const call = client.render(request, { signal: controller.signal });
  call.catch(() => {});
  await until(() => client.pending().length === 1);
  controller.abort();
  await refused(call, "aborted");
  assert.deepEqual([client.pending(), seen.length], [[], 0]);
});

test("a thousand pending orders are listed once each, whether they are stored, new, or both", () => {
  const submittedAt = new Date().toISOString();
  const entries = Array.from({ length: 1000 }, (_, index) => ({
    idempotencyKey: `k${index}`,
    submittedAt,
    tool: "render",
  }));
  const options = scope();
  const stored = JSON.stringify([...entries, ...entries.toReversed()]);
  const storage = memoryStorage({ [`reroom.pending ${options.baseUrl}`]: stored });
  const client = clientWith({ ...options, storage });
  assert.deepEqual(
    client.pending().map(({ idempotencyKey }) => idempotencyKey),
    entries.map(({ idempotencyKey }) => idempotencyKey),
  );
});

test("after a reload, waitFor finds an order by its entry or its key", async () => {
  for (const pick of [(entry) => entry, ({ idempotencyKey }) => idempotencyKey]) {
    const storage = memoryStorage();
    const options = { ...scope(), storage };
    const server = gateway();
    // The page is closed while it waits for the answer.
    leave(clientWith({ ...options, fetch: unanswered(server) }).run(image, params, { tag: "t", signal }));
    await until(() => server.bought() === 1);
    const later = clientWith({ ...options, fetch: server.fetch });
    const [entry] = later.pending();
    assert.deepEqual([entry.renderId, entry.tag], [undefined, "t"]);
    assert.equal((await later.waitFor(pick(entry)))._id, "r1");
    assert.deepEqual([later.pending(), storage.items.size, server.bought()], [[], 0, 1]);
  }
});

test("waitFor waits for an order under way, through failures of the network, and stores the render id", async () => {
  let looks = 0;
  const storage = memoryStorage();
  const states = [
    () => Promise.reject(new TypeError("offline")),
    () => mark(json({ state: "running" }, 200, { "retry-after": "1" })),
    () => new Response("<html>", { status: 502 }),
    () => new Response("<html>Sign in to the train's wifi</html>"),
  ];
  const server = gateway({ look: () => states[looks++]?.() });
  const client = over(server, { storage });
  server.orders.set("k1", { status: 200, body: { success: true, data: { render_id: "r1" } } });
  const entry = { idempotencyKey: "k1", submittedAt: new Date().toISOString(), tool: "render" };
  await withoutPauses(() => client.waitFor(entry));
  assert.deepEqual([looks, server.log.at(-1)], [5, "GET r1"]);
});

test("an order that never arrived is not_found once it is too old to be under way, and unknown after a day", () =>
  withClock(async (forward) => {
    for (const [age, code, left] of [
      [6 * minutes, "not_found", 0],
      [25 * 60 * minutes, "outcome_unknown", 1],
    ]) {
      const storage = memoryStorage();
      const options = { ...scope(), storage };
      leave(clientWith({ ...options, fetch: never }).render(request, { signal }));
      await until(() => storage.items.size === 1);
      forward(age);
      const server = gateway();
      const client = clientWith({ ...options, fetch: server.fetch });
      const error = await refused(client.waitFor(client.pending()[0]), code);
      assert.deepEqual([error.renderId, client.pending().length, server.bought()], [undefined, left, 0]);
    }
  }));

test("an answer that was a rejection rejects waitFor, and the entry is removed", async () => {
  const server = gateway();
  const client = over(server);
  server.orders.set("k1", { status: 500, body: { err: "Image processing failed" } });
  const entry = { idempotencyKey: "k1", submittedAt: new Date().toISOString(), tool: "render" };
  await refused(client.waitFor(entry), "service_failed");
  server.orders.set("k2", { status: 200, body: record({ status: "painted" }) });
  assert.equal((await client.waitFor({ ...entry, idempotencyKey: "k2" }))._id, "r1");
});

test("an abort or a timeout during an order keeps its entry, and waitFor finds the render", async () => {
  const server = gateway();
  const storage = memoryStorage();
  const options = { ...scope(), storage };
  const client = clientWith({ ...options, fetch: unanswered(server) });
  const controller = new AbortController();
  const run = client.run(image, params, { signal: controller.signal });
  run.catch(() => {});
  await until(() => server.bought() === 1);
  controller.abort("enough");
  const error = await refused(run, "outcome_unknown");
  assert.deepEqual([error.cause, error.idempotencyKey], ["enough", client.pending()[0].idempotencyKey]);
  assert.equal((await client.waitFor(error.idempotencyKey))._id, "r1");
  assert.deepEqual(client.pending(), []);

  assert.equal((await client.run(image, params, { timeoutMs: 30 }))._id, "r2", "a timeout is only a break");
  assert.equal(server.bought(), 2);
});

test("an order without an answer at the deadline is outcome_unknown and stays pending", async () => {
  const server = gateway({ breaks: ["after"], look: () => mark(json({ state: "running" })) });
  const client = over(server);
  const error = await withoutPauses(() => refused(client.run(image, params, { deadlineMs: 500 }), "outcome_unknown"));
  assert.equal(error.idempotencyKey, client.pending()[0].idempotencyKey);
  const wait = await refused(client.waitFor(error.idempotencyKey, { deadlineMs: 500 }), "timeout");
  assert.deepEqual([wait.retryable, client.pending().length], [true, 1]);
});

test("forget removes an order by its key", async () => {
  const client = over(gateway({ breaks: ["after"], look: () => json({}, 404) }));
  await refused(client.render(request), "outcome_unknown");
  client.forget(client.pending()[0].idempotencyKey);
  assert.deepEqual(client.pending(), []);
});

test("run with a key that is pending waits for that render, and sends the order only if it never arrived", () =>
  withClock(async (forward) => {
    const storage = memoryStorage();
    const options = { ...scope(), storage };
    const server = gateway();
    const idempotencyKey = "job:7";
    leave(clientWith({ ...options, fetch: unanswered(server) }).run(image, params, { idempotencyKey, signal }));
    await until(() => server.bought() === 1);
    const later = clientWith({ ...options, fetch: server.fetch });
    assert.equal((await later.run(photo, params, { idempotencyKey }))._id, "r1");
    assert.deepEqual([server.bought(), server.log.includes("POST upload")], [1, false]);

    leave(clientWith({ ...options, fetch: never }).run(image, params, { idempotencyKey: "job:8", signal }));
    await until(() => storage.items.size === 1);
    forward(6 * minutes);
    const again = clientWith({ ...options, fetch: server.fetch });
    assert.equal((await again.run(image, params, { idempotencyKey: "job:8" }))._id, "r2");
    assert.deepEqual([...server.orders.keys()], ["job:7", "job:8"]);
  }));

/** The service itself: it knows no keys, and sells whatever it is sent. */
function keyless() {
  const log = [];
  const fetch = async ({ method, url }) => {
    const name = new URL(url).pathname.split("/").at(-1);
    log.push(`${method} ${name}`);
    if (method === "GET") return isOrder({ url }) ? json({ err: "Not found" }, 404) : json(record({ _id: name }));
    return name === "upload" ? json({ success: true, fileName }) : submitted(`r${paidCalls(log)}`);
  };
  return { fetch, bought: () => paidCalls(log) };
}

/** A service whose renders do not end until `end()`. */
function endless(server) {
  let ended = false;
  const fetch = async (sent) => {
    const response = await server.fetch(sent);
    const isLook = sent.method === "GET" && !isOrder(sent) && !ended;
    return isLook ? json({ ...(await response.json()), status: "rendering" }) : response;
  };
  return { ...server, fetch, end: () => (ended = true) };
}

const sameKey = { idempotencyKey: "job:1" };
const quick = { ...sameKey, pollMs: 1 };
const callsOfOneKey = {
  "run with a photo": (client, onProgress) => client.run(photo, params, { ...quick, onProgress }),
  "run with a file name": (client, onProgress) => client.run(image, params, { ...quick, onProgress }),
  render: (client) => client.render(request, sameKey).then(({ render_id }) => ({ _id: render_id })),
};
for (const [what, call] of Object.entries(callsOfOneKey)) {
  test(`${what}: calls with one key at the same time buy once, and the others do not lose the render`, async () => {
    for (const connect of [keyless, gateway]) {
      const [server, storage, address] = [endless(connect()), memoryStorage(), scope()];
      const clients = [1, 2].map(() => clientWith({ ...address, fetch: server.fetch, storage }));
      const past = new Set();
      const calls = [...clients, clients[0]].map((client, index) => {
        const pass = () => past.add(index);
        const result = call(client, ({ stage }) => stage === "rendering" && pass());
        result.then(pass, pass);
        return result;
      });
      // Each waits for the render, or has given up.
      await until(() => past.size === 3);
      server.end();
      const results = await Promise.allSettled(calls);
      assert.equal(server.bought(), 1);
      const got = results.map(({ value, reason }) => value?._id ?? reason.code);
      // The service cannot be asked for the answer to another call.
      const allowed = connect === keyless ? ["r1", "outcome_unknown"] : ["r1"];
      assert.ok(got.includes("r1") && got.every((one) => allowed.includes(one)), got.join());
    }
  });

  test(`${what}: a pending key is not sent again`, async () => {
    const server = keyless();
    const client = over(server);
    await client.render(request, sameKey);
    assert.equal((await call(client, undefined))._id, "r1");
    assert.equal(server.bought(), 1);
  });
}

test("run with the key of a render that was bought and finished during the upload gets that render", async () => {
  const server = keyless();
  let upload;
  const fetch = async (sent) => {
    if (sent.url.endsWith("/upload")) await new Promise((resolve) => (upload = resolve));
    return server.fetch(sent);
  };
  const client = over({ fetch });
  const slow = client.run(photo, params, quick);
  await until(() => upload);
  assert.equal((await client.run(image, params, quick))._id, "r1");
  assert.deepEqual(client.pending(), []);
  upload();
  assert.equal((await slow)._id, "r1");
  assert.equal((await client.run(photo, params, quick))._id, "r1");
  assert.equal(server.bought(), 1);
  assert.equal((await client.run(image, params, { ...quick, idempotencyKey: "job:2" }))._id, "r2");
});

test("a render that failed is not kept for its key: run under that key buys another", async () => {
  const server = keyless();
  let failed = false;
  const fetch = async (sent) => {
    const response = await server.fetch(sent);
    if (sent.method !== "GET" || isOrder(sent) || failed) return response;
    failed = true;
    return json({ ...(await response.json()), status: "failed" });
  };
  const client = over({ fetch });
  await refused(client.run(image, params, quick), "render_failed");
  assert.equal((await client.run(image, params, quick))._id, "r2");
});

test("render with a key that is pending sends the order again only if a gateway never received it", () =>
  withoutPauses(async () => {
    for (const [fate, sent] of [
      ["before", 2],
      ["after", 1],
    ]) {
      const [server, storage, address] = [gateway(), memoryStorage(), scope()];
      const lost = async (sent) => {
        if (fate === "after") await server.fetch(sent);
        return never();
      };
      leave(clientWith({ ...address, storage, fetch: lost }).render(request, { ...sameKey, signal }));
      await until(() => storage.items.size === 1);
      const later = clientWith({ ...address, storage, fetch: server.fetch });
      assert.equal((await later.render(request, sameKey)).render_id, "r1");
      assert.equal(paidCalls(server.log) + (fate === "before" ? 1 : 0), sent);
    }
  }));

test("an invalid key is an issue, and runAll takes none, because each job needs its own", async () => {
  const client = over(gateway());
  for (const idempotencyKey of ["", "a b", 'a"', "..", "é", "k".repeat(256), 7])
    assert.equal(
      (await refused(client.render(request, { idempotencyKey }), "invalid_request")).issues[0].path,
      "idempotencyKey",
    );
  await refused(client.runAll([], { idempotencyKey: "k" }), "invalid_request");
});

test("runAll stores the tag of each job, repeats broken orders, and buys each once", async () => {
  const storage = memoryStorage();
  const server = gateway({ breaks: ["before", "after", "answers", "after"] });
  const tags = new Set();
  const setItem = (name, text) => {
    for (const { tag } of JSON.parse(text)) tags.add(tag);
    storage.setItem(name, text);
  };
  const client = over(server, { storage: { ...storage, setItem } });
  const jobs = ["a", "b", undefined].map((tag) => ({ image, params, tag }));
  const results = await client.runAll(jobs, { tag: "batch" });
  assert.deepEqual(
    results.map(({ status }) => status),
    ["fulfilled", "fulfilled", "fulfilled"],
  );
  assert.deepEqual([server.bought(), [...tags].sort()], [3, ["a", "b", "batch"]]);
  assert.equal(storage.items.size, 0);
});

test("two tabs that share a storage keep each other's orders, and each finds the other's", async () => {
  const storage = memoryStorage();
  const options = { ...scope(), storage };
  const server = gateway();
  for (const tag of ["one", "two"])
    leave(clientWith({ ...options, fetch: unanswered(server) }).run(image, params, { tag, signal }));
  await until(() => server.bought() === 2);
  const third = clientWith({ ...options, fetch: server.fetch });
  assert.deepEqual(
    third
      .pending()
      .map(({ tag }) => tag)
      .sort(),
    ["one", "two"],
  );
  const found = await Promise.all(third.pending().map((entry) => third.waitFor(entry)));
  assert.deepEqual([found.map(({ _id }) => _id).sort(), server.bought(), storage.items.size], [["r1", "r2"], 2, 0]);
});
