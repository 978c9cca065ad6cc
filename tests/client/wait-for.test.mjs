// waitFor: concurrent waits for one render share their polls, and each keeps its own deadline and signal.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { clientOver, json, never, nextTask, record, refused, start, withGlobals } from "./support.mjs";
import { withSystemClock } from "./clock.mjs";
import { scope, until } from "./service.mjs";

before(start);

/** A client whose status requests the test answers one by one. */
function watched() {
  const looks = [];
  const answer = () => new Promise((resolve) => looks.push((status) => resolve(json(record({ status })))));
  return { looks, ...clientOver(answer, scope()) };
}
/** Later than everything else in these tests. */
const patient = { pollMs: 600_000, timeoutMs: 600_000 };

test("two waits for one render poll once, and each resolves to its own copy of the record", async () => {
  const { client, looks } = watched();
  const stages = [[], []];
  const options = (index, pollMs) => ({ ...patient, pollMs, onProgress: ({ stage }) => stages[index].push(stage) });
  const waits = [client.waitFor("r1", options(0, 1)), client.waitFor("r1", options(1, 600_000))];
  for (let look = 1; look <= 3; look++) {
    await until(() => looks.length === look);
    await nextTask();
    assert.equal(looks.length, look, "one poll at a time");
    looks[look - 1](look < 3 ? "rendering" : "completed");
  }
  const [first, second] = await Promise.all(waits);
  assert.deepEqual(first, second);
  assert.notEqual(first, second);
  assert.deepEqual(stages, [
    ["rendering", "done"],
    ["rendering", "done"],
  ]);
  assert.equal(looks.length, 3);
});

test("an aborted wait leaves polling to the other wait", async () => {
  const { client, looks } = watched();
  const controller = new AbortController();
  const first = client.waitFor("r1", { ...patient, signal: controller.signal });
  const second = client.waitFor("r1", patient);
  await until(() => looks.length === 1);
  controller.abort();
  assert.equal((await refused(first, "aborted")).renderId, "r1");
  await until(() => looks.length === 2);
  looks[1]("completed");
  assert.equal((await second)._id, "r1");
});

test("a wait rejects at its own deadline while the other one goes on and sees every poll", async () => {
  let status = "rendering";
  const { client } = clientOver(() => json(record({ status })), scope());
  const short = client.waitFor("r1", { ...patient, deadlineMs: 20 });
  const long = client.waitFor("r1", patient);
  assert.equal((await refused(short, "timeout")).renderId, "r1");
  status = "failed";
  await client.getRender("r1");
  assert.equal((await refused(long, "render_failed")).render.status, "failed");
});

test("a poll without a response rejects within timeoutMs of the deadline", async () => {
  const { client } = clientOver(never, scope());
  const options = { deadlineMs: 20, timeoutMs: 20, maxRetries: 1_000_000 };
  const error = await refused(client.waitFor("r1", options), "timeout");
  assert.deepEqual([error.renderId, error.retryable], ["r1", true]);
});

test("a failed poll rejects the wait that sent it, and the other wait polls itself", async () => {
  const { client, seen } = clientOver(
    (_, number) => (number === 1 ? json({ err: "Render not found" }, 404) : json(record())),
    scope(),
  );
  const outcomes = await Promise.allSettled([client.waitFor("r1", patient), client.waitFor("r1", patient)]);
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ["rejected", "fulfilled"],
  );
  assert.equal(seen.length, 2);
});

test("a later wait starts with the last known status and polls at its own interval", async () => {
  const { client, looks } = watched();
  const first = client.waitFor("r1", patient);
  await until(() => looks.length === 1);
  looks[0]("queued");
  const stages = [];
  const second = client.waitFor("r1", { ...patient, pollMs: 1, onProgress: ({ stage }) => stages.push(stage) });
  await until(() => looks.length === 2);
  looks[1]("completed");
  await Promise.all([first, second]);
  assert.deepEqual(stages, ["queued", "done"]);
});

test("waitFor may be called again after its deadline", async () => {
  let status = "queued";
  const { client } = clientOver(() => json(record({ status })), scope());
  const error = await refused(client.waitFor("r1", { deadlineMs: 20, pollMs: 1 }), "timeout");
  assert.deepEqual([error.retryable, error.renderId], [true, "r1"]);
  status = "completed";
  assert.equal((await client.waitFor("r1", { pollMs: 1 })).status, "completed");
});

test("waitFor polls less often over time: the interval grows from pollMs to eight times pollMs", async () => {
  const pauses = [];
  const { setTimeout: set } = globalThis;
  const setTimeout = (run, ms, ...args) => {
    if (ms > 900 && ms < 10_000) pauses.push(Math.round(ms));
    return set(run, ms > 900 && ms < 10_000 ? 0 : ms, ...args);
  };
  const { client, seen } = clientOver(
    (_, number) => json(record({ status: number < 13 ? "queued" : "completed" })),
    scope(),
  );
  const own = Math.random;
  Math.random = () => 0.5;
  try {
    await withGlobals({ setTimeout }, () => client.waitFor("r1", { pollMs: 1000 }));
  } finally {
    Math.random = own;
  }
  assert.equal(seen.length, 13);
  assert.equal(pauses[0], 1000);
  assert.ok(
    pauses.every((pause, index) => index === 0 || pause >= pauses[index - 1]),
    `${pauses}`,
  );
  assert.deepEqual(pauses.slice(-2), [8000, 8000]);
});

test("a system clock that is set during a wait changes neither its deadline nor its end", () =>
  withSystemClock(async (forward) => {
    for (const hours of [-30, 30]) {
      const { client, looks } = watched();
      const wait = client.waitFor("r1", { pollMs: 1, deadlineMs: 60_000 });
      const short = client.waitFor("r2", { pollMs: 1, deadlineMs: 20, timeoutMs: 20, maxRetries: 0 });
      forward(hours * 3_600_000);
      await refused(short, "timeout");
      looks[0]("rendering");
      await until(() => looks.length === 3);
      looks[2]("completed");
      assert.equal((await wait).status, "completed");
    }
  }));
