// Sending requests: only complete ones, and only once.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { readyToFurnish, sample, startService, studioFor, until } from "./support.mjs";

const service = await startService();
beforeEach(() => {
  service.reset();
});

test("submit() sends the request and resolves to the finished result", async () => {
  const events = [];
  const on = {
    submit: ({ tool, cost }) => void events.push(["submit", tool, cost]),
    complete: ({ state }, watched) => void events.push(["complete", state, watched]),
  };
  const studio = await readyToFurnish(service, { on, costs: { "virtual-staging": 1 } });
  const [result] = await studio.submit();
  assert.equal(result.render.status, "painted");
  assert.match(result.after, /^http/);
  assert.deepEqual(result.size, { width: 1800, height: 1200 });
  const { results, shown, job } = studio.getSnapshot();
  assert.deepEqual([results.length, shown[0].id, shown[0].state, job.kind], [1, result.id, "seen", "idle"]);
  assert.deepEqual(events, [
    ["submit", "virtual-staging", 1],
    ["complete", "seen", true],
  ]);
  assert.equal(service.orders().length, 1);
});

describe("nothing is sent", () => {
  test("without a photo, a room or a style", async () => {
    const studio = studioFor(service);
    assert.deepEqual(await studio.submit(), []);
    await studio.open(await sample());
    assert.deepEqual(await studio.submit(), []);
    studio.set("type", "bedroom");
    assert.deepEqual(await studio.submit(), []);
    assert.equal(service.orders().length, 0);
  });

  test("for an edit without a mask", async () => {
    const studio = await readyToFurnish(service);
    studio.choose("edit");
    assert.equal(studio.getSnapshot().missing.kind, "mask");
    assert.deepEqual(await studio.submit(), []);
    assert.equal(service.orders().length, 0);
  });

  test("if the submit callback returns false, until it is confirmed", async () => {
    const studio = await readyToFurnish(service, { on: { submit: () => false } });
    assert.deepEqual(await studio.submit(), []);
    assert.equal(service.orders().length, 0);
    assert.equal((await studio.submit({ confirmed: true })).length, 1);
  });
});

describe("only one request is sent", () => {
  test("for two calls in one task", async () => {
    const studio = await readyToFurnish(service);
    const results = await Promise.all([studio.submit(), studio.submit()]);
    assert.deepEqual(
      results.map(({ length }) => length),
      [1, 0],
    );
    assert.equal(service.orders().length, 1);
  });

  test("for two calls while a mask is encoded, and none if another photo is opened in the meantime", async () => {
    for (const opens of [false, true]) {
      service.reset();
      const studio = await readyToFurnish(service);
      studio.choose("edit");
      let encoded;
      studio.setMask(() => new Promise((done) => (encoded = done)));
      const both = [studio.submit(), studio.submit()];
      if (opens) await studio.open(await sample("bedroom-empty"));
      encoded(await readMask());
      const results = await Promise.all(both);
      const sent = opens ? 0 : 1;
      assert.deepEqual([results[0].length, results[1].length, service.orders().length], [sent, 0, sent]);
    }
  });

  test("for a call inside the submit callback", async () => {
    const inner = [];
    let studio;
    const on = {
      submit: () => {
        inner.push(studio.submit({ confirmed: true }), studio.submit({ confirmed: true }));
        return true;
      },
    };
    studio = await readyToFurnish(service, { on });
    assert.deepEqual(await studio.submit(), []);
    const results = await Promise.all(inner);
    assert.deepEqual(
      results.map(({ length }) => length),
      [1, 0],
    );
    assert.equal(service.orders().length, 1);
  });

  test("for two calls of retry()", async () => {
    const studio = await readyToFurnish(service);
    service.sandbox.fault({ method: "POST", path: "/api/enterprise/render", status: 500, body: { err: "broken" } });
    await studio.submit();
    const { job } = studio.getSnapshot();
    assert.deepEqual([job.kind, job.error.code], ["failed", "service_failed"]);
    await Promise.all([studio.retry(), studio.retry()]);
    assert.equal(service.orders().length, 2, "the failed one and one retry");
    assert.deepEqual(studio.getSnapshot().job, { kind: "idle" });
  });
});

test("a mask that cannot be encoded is an error of its attempt, and sends nothing", async () => {
  const studio = await readyToFurnish(service);
  studio.choose("edit");
  studio.setMask(() => Promise.reject(new Error("protected")));
  assert.deepEqual(await studio.submit(), []);
  assert.equal(studio.getSnapshot().job.error.message, "protected");
  assert.equal(service.orders().length, 0);
});

describe("a client that breaks its promises never leaves the studio busy", () => {
  for (const [name, run] of [
    ["rejects with another class of error", () => Promise.reject(foreign())],
    ["rejects with a string", () => Promise.reject("broken")],
    ["rejects with nothing", () => Promise.reject()],
    [
      "throws",
      () => {
        throw new TypeError("broken");
      },
    ],
    ["resolves to a render without images", () => Promise.resolve({ _id: "1" })],
  ])
    test(name, async () => {
      const studio = await readyToFurnish(service);
      studio.configure({ client: { run, pending: () => [], forget() {}, waitFor: run } });
      assert.deepEqual(await studio.submit(), []);
      const { job } = studio.getSnapshot();
      assert.equal(job.kind, "failed");
      assert.equal(job.error.name, "ReRoomError");
    });
});

test("without a client, the error names the option, and the studio is not busy", async () => {
  const studio = await readyToFurnish(service);
  studio.configure({ client: undefined });
  await studio.submit();
  const { job } = studio.getSnapshot();
  assert.match(job.error.message, /client/);
});

test("with the service's limit of renders reached, the studio waits and continues", async () => {
  const studio = await readyToFurnish(service);
  const fault = { method: "POST", path: "/api/enterprise/render", status: 400 };
  service.sandbox.fault({ ...fault, body: { err: "Maximum concurrent renders reached" } });
  const finished = studio.submit();
  await until(studio, ({ job }) => job.kind === "busy" && job.progress.stage === "waiting");
  assert.equal((await finished).length, 1);
});

describe("a request that is running", () => {
  /** Submits a request that is rendered for a while. Resolves when the service has it. */
  async function submitSlowly(on) {
    service.reset({ speeds: { queuedMs: 0, renderingMs: 300 } });
    const studio = await readyToFurnish(service, { on });
    studio.choose("interior");
    for (const param of ["type", "style"]) studio.set(param, `no-${param}`);
    const sent = studio.submit();
    await until(studio, ({ job }) => job.sent);
    return { studio, sent };
  }

  test("cannot be canceled, so that cancel() stops waiting, and its result is added", async () => {
    const errors = [];
    const { studio, sent } = await submitSlowly({ error: (error) => errors.push(error) });
    studio.cancel();
    assert.equal(studio.getSnapshot().job.kind, "idle");
    await sent;
    assert.deepEqual([studio.getSnapshot().results[0].state, errors], ["done", []]);
  });

  test("is kept if it is canceled when the service has just sent the finished result", async () => {
    let studio;
    const fetch = async (request) => {
      const response = await globalThis.fetch(request);
      if (new URL(request.url).pathname.endsWith("/render")) void cancelOnceFinished();
      return response;
    };
    const client = service.client({ fetch });
    // From then on, the client no longer lists the render, and the studio has not got it yet.
    const cancelOnceFinished = async () => {
      while (client.pending().length > 0) await new Promise((done) => setImmediate(done));
      studio.cancel();
    };
    studio = await readyToFurnish(service, { client });
    studio.choose("empty-room");
    await studio.submit();
    const { results } = studio.getSnapshot();
    assert.deepEqual([results.map(({ state }) => state), service.orders().length], [["done"], 1]);
  });

  test("is kept if it finishes although cancel() has aborted it", async () => {
    const studio = await readyToFurnish(service);
    const render = { _id: "4ec60367e36682cec5dde2fe", status: "painted", outputs: [`${service.baseUrl}/missing.jpg`] };
    const run = (_source, _params, { signal }) =>
      new Promise((done) => signal.addEventListener("abort", () => done(render)));
    studio.configure({ client: { run, pending: () => [] } });
    const sent = studio.submit();
    await until(studio, ({ job }) => job.kind === "busy");
    studio.cancel();
    assert.deepEqual([studio.getSnapshot().results, (await sent).length], [[], 1]);
    assert.deepEqual([studio.getSnapshot().results[0].state, studio.getSnapshot().job.kind], ["done", "idle"]);
  });

  test("continues after reset(), and its photo stays in the row", async () => {
    const { studio, sent } = await submitSlowly();
    studio.reset();
    assert.equal(studio.getSnapshot().photo, undefined);
    await sent;
    const [{ id, news }] = studio.getSnapshot().photos;
    assert.equal(news, 1);
    studio.select(id);
    assert.equal(studio.getSnapshot().shown[0].state, "seen");
  });
});

/** An error of another copy of the package. */
const foreign = () =>
  Object.assign(new Error("Not enough credits"), {
    name: "ReRoomError",
    code: "insufficient_credits",
    status: 400,
    retryable: false,
    issues: [],
  });

async function readMask() {
  const { readFile } = await import("node:fs/promises");
  return (await readFile(new URL("../client/half-mask.png", import.meta.url))).toString("base64");
}
