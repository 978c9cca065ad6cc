// Orders whose answer was not seen: which of them are pending, and how the client finds them again.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { withClock, withSystemClock } from "./clock.mjs";
import { gateway, mark } from "./gateway.mjs";
import { image, leave, minutes, over, params, request, signal, unanswered } from "./orders.mjs";
import { clientOver, clientWith, json, never, record, refused, start, withoutPauses } from "./support.mjs";
import { memoryStorage, scope, until } from "./service.mjs";

before(start);

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
      const server = gateway({ look: () => forward(20_000) });
      const client = clientWith({ ...options, fetch: server.fetch });
      const error = await refused(client.waitFor(client.pending()[0]), code);
      assert.deepEqual([error.renderId, client.pending().length, server.bought()], [undefined, left, 0]);
      assert.equal(server.log.length, 3, "it asks for a minute");
    }
  }));

test("an order that is under way while the clock is set is waited for, whatever its date", () =>
  withSystemClock(async (setForward) => {
    for (const age of [6 * minutes, 25 * 60 * minutes, -25 * 60 * minutes]) {
      const storage = memoryStorage();
      const options = { ...scope(), storage };
      leave(clientWith({ ...options, fetch: never }).render(request, { signal }));
      await until(() => storage.items.size === 1);
      setForward(age);
      const server = gateway();
      const client = clientWith({ ...options, fetch: server.fetch });
      const [{ idempotencyKey }] = client.pending();
      const wait = client.waitFor(idempotencyKey);
      await until(() => server.log.length === 1);
      // It arrives now.
      server.orders.set(idempotencyKey, { status: 200, body: { success: true, data: { render_id: "r1" } } });
      assert.equal((await wait)._id, "r1");
      assert.deepEqual([client.pending(), storage.items.size], [[], 0]);
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
