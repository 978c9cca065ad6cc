// The limit on concurrent renders: first come, first served, and unused slots are released.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { clientOver, fileName, json, record, refused, start, submitted, withoutPauses } from "./support.mjs";
import { withClock, withSystemClock } from "./clock.mjs";
import { memoryStorage, scope, service, until } from "./service.mjs";

before(start);

const image = { file_name: fileName };
const params = { creativity: "balanced" };
const order = { ...image, ...params };
const quick = { pollMs: 1 };

/** A client over a new service. */
function busy(options = {}) {
  const of = service();
  return { ...of, ...clientOver(of.answer, { ...scope(), ...options }) };
}

test("runs beyond maxConcurrentRenders wait and start in order", async () => {
  const { client, most, end, underWay, sent } = busy({ maxConcurrentRenders: 3 });
  const finished = [];
  const runs = Array.from({ length: 12 }, (_, index) =>
    client.run(image, params, quick).then(({ _id }) => finished.push([index, _id])),
  );
  for (let ended = 0; ended < 12; ended++) {
    const expected = Math.min(3, 12 - ended);
    await until(() => underWay().length === expected);
    assert.equal(sent.submissions, Math.min(12, ended + 3), "every free slot is used once");
    end();
  }
  await Promise.all(runs);
  assert.equal(most(), 3);
  assert.deepEqual(
    finished.map(([index, id]) => `r${index + 1}` === id),
    Array(12).fill(true),
  );
});

test("clients of one service share its limit", async () => {
  const address = scope();
  const [first, second] = [busy(address), busy(address)];
  const held = Array.from({ length: 10 }, () => first.client.run(image, params, quick));
  await until(() => first.underWay().length === 10);
  const waiting = new Promise((resolve) => {
    held.push(second.client.run(image, params, { ...quick, onProgress: (told) => told.position && resolve(told) }));
  });
  assert.deepEqual(await waiting, { stage: "waiting", position: 1 });
  assert.equal(second.sent.submissions, 0);
  first.end();
  await until(() => second.underWay().length === 1);
  second.end();
  while (first.underWay().length > 0) first.end();
  await Promise.all(held);
});

test("onProgress reports the position in the queue when it changes", async () => {
  const { client, underWay, end } = busy({ maxConcurrentRenders: 1 });
  const positions = [];
  const first = client.run(image, params, quick);
  const second = client.run(image, params, quick);
  const onProgress = ({ position }) => position && positions.push(position);
  const third = client.run(image, params, { ...quick, onProgress });
  await until(() => positions.length === 1);
  end("r1");
  await until(() => positions.length === 2);
  end("r2");
  await until(() => underWay()[0] === "r3");
  end("r3");
  await Promise.all([first, second, third]);
  assert.deepEqual(positions, [2, 1]);
});

test("an abort leaves the queue at once, and the next in line moves up", async () => {
  const { client, underWay, end, sent } = busy({ maxConcurrentRenders: 1 });
  const controller = new AbortController();
  const first = client.run(image, params, quick);
  const second = client.run(image, params, { ...quick, signal: controller.signal });
  const third = client.render(order);
  await until(() => underWay().length === 1);
  controller.abort("changed my mind");
  const error = await refused(second, "aborted");
  assert.deepEqual([error.cause, error.renderId, sent.submissions], ["changed my mind", undefined, 1]);
  end("r1");
  assert.deepEqual([(await first)._id, (await third).render_id], ["r1", "r2"]);
});

test("a run in the queue rejects at its deadline and submits nothing", async () => {
  const { client, underWay, end, sent } = busy({ maxConcurrentRenders: 1 });
  const first = client.run(image, params, quick);
  await until(() => underWay().length === 1);
  const error = await refused(client.run(image, params, { deadlineMs: 30 }), "timeout");
  assert.deepEqual([error.retryable, error.renderId, sent.submissions], [true, undefined, 1]);
  end();
  await first;
});

const releases = {
  "getRender sees its end": async ({ client, end }) => {
    end("r1");
    await client.getRender("r1");
  },
  "waitFor sees its end": async ({ client, end }) => {
    end("r1", "failed");
    await refused(client.waitFor("r1"), "render_failed");
  },
  "it is forgotten": ({ client }) => client.forget("r1"),
  "nothing polls it for 15 seconds": async ({ client }, clock) => {
    clock(14_000);
    await client.getRender("r1");
    clock(16_000);
  },
};
for (const [what, release] of Object.entries(releases)) {
  test(`the slot of render() is released when ${what}`, async () => {
    const setting = busy({ maxConcurrentRenders: 1 });
    await withClock(async (forward) => {
      await setting.client.render(order);
      const second = setting.client.render(order);
      await new Promise((done) => setTimeout(done, 5));
      assert.equal(setting.sent.submissions, 1, "the slot is held until then");
      await release(setting, forward);
      assert.equal((await second).render_id, "r2");
    });
  });
}

test("a slot is released after 15 seconds, even if the system's clock was set back", () =>
  withClock(async (pass) => {
    const { client, sent } = busy({ maxConcurrentRenders: 1 });
    await withSystemClock(async (forward) => {
      forward(30 * 3_600_000);
      await client.render(order);
    });
    const second = client.render(order);
    pass(16_000);
    assert.equal((await second).render_id, "r2");
    assert.equal(sent.submissions, 2);
  }));

test("a rejected, lost or finished submission holds no slot", async () => {
  const answers = [
    () => json({ err: "Not enough credits" }, 400),
    () => Promise.reject(new TypeError("lost")),
    () => json(record({ status: "painted" })),
    () => submitted("r2"),
  ];
  const { client, seen } = clientOver((_, number) => answers[number - 1](), { ...scope(), maxConcurrentRenders: 1 });
  await refused(client.render(order), "insufficient_credits");
  await refused(client.render(order), "outcome_unknown");
  assert.ok((await client.render(order)).render);
  assert.equal((await client.render(order)).render_id, "r2");
  assert.equal(seen.length, 4);
});

test("run waits while the service is at its limit, and rejects if its deadline comes first", () =>
  withoutPauses(waitsForTheService));

async function waitsForTheService() {
  const full = () => json({ err: "Maximum concurrent renders reached" }, 400, { "retry-after": "0" });
  const of = service();
  const { client } = clientOver((request, number) => (number <= 8 ? full() : of.answer(request)), scope());
  const stages = [];
  const run = client.run(image, params, { ...quick, maxRetries: 0, onProgress: ({ stage }) => stages.push(stage) });
  await until(() => stages.includes("queued"));
  of.end();
  assert.equal((await run)._id, "r1");
  assert.deepEqual(stages, ["preparing", "waiting", "queued", "done"]);

  const asking = () => json({ err: "Maximum concurrent renders reached" }, 400, { "retry-after": "60" });
  const { client: late, seen } = clientOver(asking, scope());
  const error = await refused(late.run(image, params, { deadlineMs: 20_000 }), "too_many_renders");
  assert.deepEqual([error.retryable, seen.length], [true, 1], "its retry-after is longer than the deadline");
}

test("waitFor after a reload holds the slot of its render", async () => {
  const storage = memoryStorage();
  const submittedAt = new Date().toISOString();
  const { baseUrl } = scope();
  storage.setItem(`reroom.pending ${baseUrl}`, JSON.stringify([{ renderId: "r0", submittedAt, tool: "render" }]));
  const { client, end, sent } = busy({ baseUrl, storage, maxConcurrentRenders: 1 });
  end("r0", "rendering");
  const waits = [client.waitFor("r0", quick), client.waitFor("r0", quick)];
  await until(() => sent.looks > 0);
  const next = client.render(order);
  await until(() => sent.looks > 3);
  assert.equal(sent.submissions, 0);
  end("r0");
  await Promise.all(waits);
  assert.equal((await next).render_id, "r1");
});

test("maxConcurrentRenders must be an integer from 1 to 100", () => {
  for (const maxConcurrentRenders of [0, -1, 1.5, 101, NaN, "10", null])
    assert.throws(() => clientOver(() => json({}), { maxConcurrentRenders }), { code: "invalid_request" });
});
