// A visit that ends in the middle of an order, behind a gateway: the next visit shows the render or why there is none, and the
// order was bought at most once.
import assert from "node:assert/strict";
import { after, beforeEach, describe, test } from "node:test";
import { createServer } from "node:http";
import init, { ReRoom } from "reroom";
import { createStudio } from "reroom/studio";
import { startWay } from "../e2e/gateway.mjs";
import { withClock } from "../client/clock.mjs";
import { memoryStorage, sample, until } from "./support.mjs";

await init();
const way = await startWay();
const server = createServer(way.listener);
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const baseUrl = `http://127.0.0.1:${server.address().port}/reroom`;
after(() => {
  server.closeAllConnections();
  server.close();
  way.stop();
});

let storage, onQuestion;
beforeEach(() => {
  way.reset({ speeds: { queuedMs: 0, renderingMs: 100 } });
  storage = memoryStorage();
  onQuestion = () => undefined;
});

/** Opens a studio on the storage. Its requests break when the visit ends, as those of a page that is closed. */
function visit({ user, names = false } = {}) {
  const controller = new AbortController();
  const fetchUntilClosed = (request) => {
    if (/\/(?:orders|render)\/[^/]+$/.test(request.url)) onQuestion();
    return fetch(request, { signal: AbortSignal.any([request.signal, controller.signal]) });
  };
  const headers = user === undefined ? {} : { "x-user": user };
  const options = { baseUrl, storage, headers, fetch: fetchUntilClosed };
  const client = new ReRoom(names ? { ...options, user } : options);
  const studio = createStudio({ client, storage, tools: ["interior"] });
  studio.restore();
  return {
    studio,
    client,
    close() {
      studio.destroy();
      controller.abort();
    },
  };
}

/** Submits an order that stops at a point, and ends the visit. Returns what lets the order continue. */
async function leaveAt(point, options) {
  const stopped = way.stopAt(point);
  const { studio, close } = visit(options);
  await studio.open(await sample());
  for (const param of ["type", "style"]) studio.set(param, `no-${param}`);
  void studio.submit();
  const proceed = await stopped;
  close();
  return proceed;
}

/** Dates the pending renders back, as if the visit had ended this much earlier. */
function age(minutes) {
  for (const [key, text] of storage.entries) {
    if (!key.startsWith("reroom.pending")) continue;
    const entries = JSON.parse(text);
    for (const entry of entries)
      entry.submittedAt = new Date(Date.parse(entry.submittedAt) - minutes * 60_000).toISOString();
    storage.setItem(key, JSON.stringify(entries));
  }
}

/** Opens the next visit, with the photo selected. */
function nextVisit(options) {
  const next = visit(options);
  next.studio.select(next.studio.getSnapshot().photos[0]?.id);
  return next;
}

/** Asserts that the next visit shows the render, which was bought once. */
async function expectRender({ studio, client, close }) {
  const { results } = await until(studio, ({ results }) => results.some(({ state }) => state === "done"));
  assert.deepEqual(
    results.map(({ render }) => render.status),
    ["completed"],
  );
  assert.deepEqual([way.bought(), client.pending()], [1, []]);
  close();
}

describe("a visit that ends", () => {
  test("before its order arrives anywhere: nothing is bought, and the order leaves the list", () =>
    withClock(async (forward) => {
      await leaveAt("proxy");
      age(6);
      onQuestion = () => forward(20_000);
      const { studio, client, close } = nextVisit();
      assert.equal(studio.getSnapshot().results.length, 1);
      await until(studio, ({ results }) => results.length === 0);
      assert.deepEqual([way.bought(), client.pending()], [0, []]);
      close();
    }));

  for (const [what, minutes] of [
    ["an hour", 60],
    ["two days", 2 * 24 * 60],
  ])
    test(`before its order reaches the gateway, while the clock is set forward by ${what}: the render is shown`, async () => {
      const proceed = await leaveAt("proxy");
      age(minutes);
      const asked = new Promise((resolve) => (onQuestion = resolve));
      const next = nextVisit();
      await asked;
      proceed();
      await expectRender(next);
    });

  test("before its order reaches the gateway, which gets it later: the render is shown", async () => {
    const proceed = await leaveAt("proxy");
    const next = nextVisit();
    assert.equal(next.studio.getSnapshot().results.length, 1);
    assert.equal(way.bought(), 0);
    proceed();
    await expectRender(next);
  });

  for (const [when, point] of [
    ["while the service works on its order", "service"],
    ["after its order was answered, but before it has the answer", "gateway"],
    ["while its order is rendered", "look"],
  ])
    test(`${when}: the render is shown`, async () => {
      const proceed = await leaveAt(point);
      const next = nextVisit();
      if (point !== "look") proceed();
      await expectRender(next);
    });

  test("while the service works on its order, which then breaks: the studio says so, until the user removes it", async () => {
    const proceed = await leaveAt("broken");
    proceed();
    for (let visits = 0; visits < 2; visits++) {
      const { studio, client, close } = nextVisit();
      const { results, blocked } = await until(studio, ({ results }) => results[0]?.state === "failed");
      assert.deepEqual([results[0].error.code, blocked], ["outcome_unknown", true]);
      assert.deepEqual([way.bought(), client.pending().length], [1, 1]);
      close();
    }
  });
});

test("a render that the service no longer has leaves the list for good", () =>
  withClock(async (forward) => {
    const ann = { user: "ann", names: true };
    await leaveAt("look", ann);
    way.reset();
    age(6);
    onQuestion = () => forward(5_000);
    const { studio, client, close } = nextVisit(ann);
    await until(studio, ({ results }) => results.length === 0);
    assert.deepEqual([client.pending(), way.bought()], [[], 0]);
    close();
  }));

describe("a render of another user of the gateway", () => {
  /** Lets another user visit, and waits until the studio has found out that the gateway shows it no such render. */
  async function visitAs(user) {
    const { studio, close } = nextVisit({ user });
    await until(studio, ({ results, earlier }) => results.length + earlier.length === 0);
    close();
  }

  test("is left to that user, even if neither client nor studio names the users", async () => {
    await leaveAt("look", { user: "ann" });
    age(6);
    await visitAs("ben");
    await expectRender(nextVisit({ user: "ann" }));
  });

  test("is left to that user, whose client does not list it for others, if the clients name the users", async () => {
    const ann = { user: "ann", names: true };
    await leaveAt("look", ann);
    const { client, close } = nextVisit({ user: "ben", names: true });
    assert.deepEqual(client.pending(), []);
    close();
    await expectRender(nextVisit(ann));
  });
});
