// Orders that break: a gateway buys each once, and the service itself is never sent one again.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { gateway, mark } from "./gateway.mjs";
import { image, leave, over, paidCalls, params, request, signal } from "./orders.mjs";
import { clientWith, isOrder, json, never, refused, start, withGlobals, withoutPauses } from "./support.mjs";
import { memoryStorage, scope, until } from "./service.mjs";

before(start);

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
    // What a gateway says, but without its header.
    () => json({ err: "Order not found" }, 404),
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

test("a service that says what a gateway says about an order does not prove that nothing was bought", () =>
  withoutPauses(async () => {
    const server = gateway({ breaks: ["after"], look: () => json({ err: "Order not found" }, 404) });
    const client = over(server);
    await refused(client.render(request), "outcome_unknown");
    const [entry] = client.pending();
    await refused(client.waitFor({ ...entry, submittedAt: "2020-01-01T00:00:00.000Z" }), "outcome_unknown");
    assert.equal(client.pending().length, 1);
  }));

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
