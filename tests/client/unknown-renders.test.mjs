// A render that the service reports as unknown is forgotten, but never because of a response from anything else.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { withClock, withSystemClock } from "./clock.mjs";
import { clientOver, fileName, json, record, refused, start, submitted } from "./support.mjs";
import { memoryStorage, scope, until } from "./service.mjs";

before(start);

const order = { file_name: fileName, creativity: "balanced" };
const quick = { pollMs: 1, maxRetries: 0 };
const ids = (client) => client.pending().map(({ renderId }) => renderId);
const unknown = () => json({ err: "Render not found" }, 404);

/**
 * A client with one slot that submitted a render an hour ago, and a second client of a later visit over the same storage.
 * `look` responds to every status request of the render, which takes five seconds, and `account` to every request for the account.
 */
async function ordered({ forward, id = "r1", options = {}, look, account = () => json({ err: "Not found" }, 404) }) {
  const storage = memoryStorage();
  const setting = { look, account };
  const sent = [];
  const answer = ({ method, url }) => {
    const { pathname } = new URL(url);
    sent.push(`${method} ${pathname.split("/").at(-1)}`);
    if (method === "POST") return submitted(sent.filter((entry) => entry.startsWith("POST")).length > 1 ? "r2" : id);
    if (pathname.endsWith("/status")) return setting.account();
    forward(5_000);
    return setting.look();
  };
  const base = { ...scope(), storage, maxConcurrentRenders: 1, ...options };
  const { client } = clientOver(answer, base);
  await client.render(order);
  forward(3_600_000);
  const { client: later } = clientOver(answer, base);
  return { client, later, storage, setting, sent };
}

test("a render that the service does not know is forgotten and frees its slot", () =>
  withClock(async (forward) => {
    for (const see of ["waitFor", "getRender"]) {
      const { later, storage } = await ordered({ forward, look: unknown });
      assert.deepEqual(ids(later), ["r1"]);
      assert.equal((await refused(later[see]("r1", { maxRetries: 0 }), "not_found")).renderId, "r1");
      assert.deepEqual([ids(later), storage.items.size], [[], 0], see);
      assert.equal((await later.render(order)).render_id, "r2", "the only slot is free");
    }
  }));

test("the client that submitted an unknown render forgets it and frees the slot for the next in the queue", () =>
  withClock(async (forward) => {
    const { client, sent, setting } = await ordered({ forward, look: () => json(record({ status: "queued" })) });
    const wait = client.waitFor("r1", quick);
    wait.catch(() => {});
    await until(() => sent.length > 2);
    const next = client.render(order);
    setting.look = unknown;
    await refused(wait, "not_found");
    assert.equal((await next).render_id, "r2");
    assert.deepEqual(ids(client), ["r2"]);
  }));

for (const [what, look] of Object.entries({
  "a proxy's page": () => new Response("<html><h1>404 Not Found</h1></html>", { status: 404 }),
  "a path that the service does not have": () => json({ err: "Not found" }, 404),
  "the 404 of another framework": () => json({ error: "Render not found" }, 404),
  "an invalid key": () => json({ err: "Unauthorized" }, 401),
  "an error of the service": () => json({ err: "Render not found" }, 500),
  "a 404 that is not JSON": () => new Response("Render not found", { status: 404 }),
})) {
  test(`a render is not forgotten after ${what}`, () =>
    withClock(async (forward) => {
      const { later } = await ordered({ forward, look });
      await assert.rejects(later.waitFor("r1", quick));
      await assert.rejects(later.getRender("r1", quick));
      assert.deepEqual(ids(later), ["r1"]);
    }));
}

test("a render is not forgotten if the key belongs to another account, or if the account is unknown", () =>
  withClock(async (forward) => {
    const { client, later, storage, setting, sent } = await ordered({
      forward,
      look: () => json(record({ status: "queued", uid: "ann" })),
    });
    await client.getRender("r1");
    assert.equal(JSON.parse([...storage.items.values()][0])[0].uid, "ann");
    assert.deepEqual(
      Object.keys(later.pending()[0]),
      ["renderId", "idempotencyKey", "submittedAt", "tool"],
      "the account is not exposed",
    );
    setting.look = unknown;
    const others = [() => json({ uid: "bob", credits: 1 }), unknown, () => Promise.reject(new TypeError("lost"))];
    for (const account of others) {
      setting.account = account;
      await refused(later.waitFor("r1", quick), "not_found");
      assert.deepEqual(ids(later), ["r1"]);
    }
    setting.account = () => json({ uid: "ann", credits: 1 });
    await refused(later.waitFor("r1", quick), "not_found");
    assert.deepEqual([ids(later), sent.at(-1)], [[], "GET status"]);
  }));

test("a render signed by a gateway is forgotten only if the client names its user", () =>
  withClock(async (forward) => {
    for (const [options, left] of [
      [{}, ["r1.c2lnbmVk"]],
      [{ user: "ann" }, []],
    ]) {
      const { later } = await ordered({ forward, id: "r1.c2lnbmVk", options, look: unknown });
      await refused(later.waitFor("r1.c2lnbmVk", quick), "not_found");
      assert.deepEqual(ids(later), left);
      assert.equal((await later.render(order)).render_id, "r2", "it frees its slot in both cases");
    }
  }));

test("waitFor polls again if the service does not know a render shortly after its submission", () =>
  withClock(async (forward) => {
    let looks = 0;
    const { client } = clientOver(({ method }) => {
      if (method === "POST") return submitted("r1");
      return ++looks < 4 ? unknown() : json(record());
    }, scope());
    assert.equal((await client.run({ file_name: fileName }, { creativity: "balanced" }, quick))._id, "r1");
    assert.equal(looks, 4);
    looks = 0;
    await client.render(order);
    await refused(client.getRender("r1"), "not_found");
    assert.deepEqual(ids(client), ["r1"], "getRender rejects, and forgets nothing");
    const wait = client.waitFor("r1", quick);
    wait.catch(() => {});
    await until(() => looks > 1);
    looks = -1_000_000;
    forward(10_000);
    await refused(wait, "not_found");
    assert.deepEqual(ids(client), []);
  }));

test("waitFor polls such a render again even if the system's clock was set after its submission", () =>
  withSystemClock(async (set) => {
    for (const ms of [3_600_000, -3_600_000]) {
      let looks = 0;
      const options = { ...scope(), storage: memoryStorage() };
      const answer = ({ method }) => {
        if (method === "POST") return submitted("r1");
        return ++looks < 4 ? unknown() : json(record());
      };
      await clientOver(answer, options).client.render(order);
      set(ms);
      const later = clientOver(answer, options).client;
      assert.equal((await later.waitFor("r1", quick))._id, "r1");
      assert.deepEqual([looks, ids(later)], [4, []]);
    }
  }));
