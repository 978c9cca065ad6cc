// Calls under one idempotency key, one after the other and at the same time: one render is bought, and none is lost.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { withClock } from "./clock.mjs";
import { gateway } from "./gateway.mjs";
import { image, leave, minutes, over, paidCalls, params, request, signal, unanswered } from "./orders.mjs";
import {
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
  withoutPauses,
} from "./support.mjs";
import { memoryStorage, scope, until } from "./service.mjs";

before(start);

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
    const slowly = (sent) => (isOrder(sent) && forward(minutes), server.fetch(sent));
    const again = clientWith({ ...options, fetch: slowly });
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

test("run with the key of a render that came back with its response gets that render", async () => {
  let bought = 0;
  const fetch = async ({ method, url }) => {
    const name = new URL(url).pathname.split("/").at(-1);
    if (name === "upload") return json({ success: true, fileName });
    return json(record({ _id: method === "POST" ? `r${++bought}` : name }));
  };
  const client = over({ fetch });
  for (const source of [image, image, photo]) assert.equal((await client.run(source, params, quick))._id, "r1");
  assert.equal((await client.render(request, sameKey)).render_id, "r1");
  assert.deepEqual([client.pending(), bought], [[], 1]);
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
