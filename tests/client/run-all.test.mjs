// runAll: every job settles, results keep their order, and one failure never affects another job.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import {
  assertError,
  assertNoKey,
  clientOver,
  fileName,
  json,
  nextTask,
  photo,
  record,
  refused,
  start,
  withGlobals,
} from "./support.mjs";
import { scope, service, until } from "./service.mjs";

before(start);

const image = { file_name: fileName };
const params = { creativity: "balanced" };
const job = { image, params };
const quick = { pollMs: 1 };

function busy(options = {}) {
  const of = service();
  return { ...of, ...clientOver(of.answer, { ...scope(), ...options }) };
}

/** Ends every render until the batch settles. */
async function ending(batch, { underWay, end }) {
  let over = false;
  void batch.finally(() => (over = true));
  await until(() => {
    if (underWay().length > 0) end();
    return over;
  });
  return batch;
}

test("runAll returns results in the order of the jobs and continues after a failure", async () => {
  const setting = busy({ maxConcurrentRenders: 2 });
  const hostile = {
    get image() {
      throw new Error("a getter");
    },
  };
  const jobs = [
    job,
    null,
    { image, params: { creativity: "wild" } },
    hostile,
    { image: photo, params },
    { image },
    job,
  ];
  const results = await ending(setting.client.runAll(jobs, quick), setting);
  assert.deepEqual(
    results.map(({ status, reason }) => reason?.code ?? status),
    ["fulfilled", "invalid_request", "invalid_request", "invalid_request", "fulfilled", "invalid_request", "fulfilled"],
  );
  for (const { status, value, reason } of results) {
    if (status === "fulfilled") assert.equal(value.status, "completed");
    else assertError(reason, "invalid_request");
  }
  assert.ok(setting.most() <= 2);
});

test("onJob receives each job's progress with its index, onProgress the number of settled jobs", async () => {
  const setting = busy();
  const total = [];
  const jobs = [[], []];
  const onJob = (index, progress) => jobs[index].push(progress);
  const options = { ...quick, onJob, onProgress: (progress) => total.push(progress) };
  await ending(setting.client.runAll([job, { image: photo, params }], options), setting);
  assert.deepEqual(total, [
    { stage: "preparing", loaded: 0, total: 2 },
    { stage: "rendering", loaded: 1, total: 2 },
    { stage: "done", loaded: 2, total: 2 },
  ]);
  for (const told of jobs) assert.deepEqual([told[0].stage, told.at(-1).stage], ["preparing", "done"]);
  assert.deepEqual(
    jobs[1].filter(({ stage }) => stage === "uploading").map(({ loaded, total }) => [loaded, total]),
    [
      [0, photo.length],
      [photo.length, photo.length],
    ],
  );
});

test("onSettled receives each result as soon as the job settles, the same object that runAll returns", async () => {
  const setting = busy({ maxConcurrentRenders: 1 });
  const told = [];
  const onSettled = (index, result) => told.push([index, result]);
  const batch = setting.client.runAll([job, null, job], { ...quick, onSettled });
  await until(() => told.length > 0);
  assert.deepEqual([told[0][0], told[0][1].reason.code], [1, "invalid_request"], "before the others settle");
  const results = await ending(batch, setting);
  assert.deepEqual(told.map(([index]) => index).sort(), [0, 1, 2]);
  for (const [index, result] of told) assert.equal(result, results[index]);
});

test("runAll uploads a photo once when several jobs share the object, whatever its type", async () => {
  const bytes = new Uint8Array(photo);
  for (const image of [new Blob([bytes]), bytes, bytes.buffer]) {
    const setting = busy({ maxConcurrentRenders: 4 });
    const jobs = Array.from({ length: 9 }, () => ({ image, params }));
    jobs.push({ image: new Blob([bytes]), params });
    const results = await ending(setting.client.runAll(jobs, quick), setting);
    assert.ok(results.every(({ status }) => status === "fulfilled"));
    assert.deepEqual(
      [setting.sent.uploads, setting.sent.submissions],
      [2, 10],
      "a different object is a different photo",
    );
  }
});

test("a failed upload rejects its own job, and the next job uploads the photo again", async () => {
  const of = service();
  let failed = false;
  const answer = (request) => {
    if (!request.url.endsWith("/upload") || failed) return of.answer(request);
    failed = true;
    return json({ err: "Upload failed. Try again." }, 500);
  };
  const { client } = clientOver(answer, { ...scope(), maxRetries: 0 });
  const results = await ending(client.runAll(Array(3).fill({ image: photo, params }), quick), of);
  const codes = results.map(({ status, reason }) => reason?.code ?? status);
  assert.deepEqual(codes, ["service_failed", "fulfilled", "fulfilled"]);
  assert.equal(of.sent.uploads, 1);
});

test("runAll of a thousand jobs keeps the render limit, uploads only a few photos ahead, and settles every job", async () => {
  const of = service();
  let [uploading, mostUploading, ahead] = [0, 0, 0];
  const answer = async (request) => {
    if (!request.url.endsWith("/upload")) return of.answer(request);
    mostUploading = Math.max(mostUploading, ++uploading);
    await nextTask();
    uploading--;
    const answered = of.answer(request);
    ahead = Math.max(ahead, of.sent.uploads - of.sent.submissions);
    return answered;
  };
  const { client } = clientOver(answer, scope());
  const jobs = Array.from({ length: 1000 }, () => ({ image: photo.subarray(), params }));
  const results = await ending(client.runAll(jobs, quick), of);
  assert.equal(new Set(results.map(({ value }) => value._id)).size, 1000, "every job has a different render");
  assert.deepEqual([of.sent.uploads, of.sent.submissions], [1000, 1000]);
  assert.ok(of.most() <= 10 && mostUploading <= 3 && ahead <= 12, `${of.most()}, ${mostUploading}, ${ahead}`);
});

test("an abort stops the jobs that were not submitted and keeps the render ids of the others", async () => {
  const controller = new AbortController();
  const of = service();
  let release;
  const held = new Promise((resolve) => (release = resolve));
  // The abort comes during the second submission.
  const answer = async (request) => {
    const answered = of.answer(request);
    if (of.sent.submissions === 2 && request.method === "POST") await held;
    return answered;
  };
  const { client } = clientOver(answer, { ...scope(), maxConcurrentRenders: 2 });
  const batch = client.runAll(Array(6).fill(job), { ...quick, signal: controller.signal });
  await until(() => of.sent.submissions === 2 && of.sent.looks > 0);
  controller.abort(new Error("enough"));
  release();
  const results = await batch;
  for (const { reason } of results) {
    assertError(reason, "aborted");
    assert.equal(reason.cause.message, "enough");
  }
  const ids = results.map(({ reason }) => reason.renderId);
  assert.deepEqual(ids, ["r1", "r2", undefined, undefined, undefined, undefined]);
  assert.equal(of.sent.submissions, 2);
  assert.deepEqual(
    client
      .pending()
      .map(({ renderId }) => renderId)
      .sort(),
    ["r1", "r2"],
  );
});

test("a callback that throws or rejects is reported and the batch goes on, even if reporting throws too", async () => {
  const fail = () => {
    throw new Error("mine");
  };
  for (const callback of [fail, async () => fail()]) {
    for (const report of [() => {}, fail]) {
      const reported = [];
      const note = (thrown) => report(reported.push(thrown));
      await withGlobals({ reportError: note, console: { ...console, error: note } }, async () => {
        const setting = busy({ onRequest: callback });
        const options = { ...quick, onJob: callback, onSettled: callback, onProgress: callback };
        const [{ status }] = await ending(setting.client.runAll([job], options), setting);
        assert.equal(status, "fulfilled");
      });
      assert.ok(reported.length > 3 && reported.every(({ message }) => message === "mine"));
    }
  }
});

test("runAll rejects an invalid list or invalid options as a whole, and resolves at once for an empty list", async () => {
  const { client, seen } = clientOver(() => json(record()));
  const fail = () => {
    throw new Error("a trap");
  };
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  for (const jobs of [undefined, null, 7, "jobs", { length: 1, 0: job }, proxy, new Proxy([], { get: fail })])
    await refused(client.runAll(jobs), "invalid_request");
  for (const options of [{ onJob: 7 }, { onSettled: 7 }, { jobs: 1 }, { onjob: () => {} }])
    await refused(client.runAll([job], options), "invalid_request");
  const told = [];
  assert.deepEqual(await client.runAll([], { onProgress: (progress) => told.push(progress) }), []);
  assert.deepEqual(told, [{ stage: "done", loaded: 0, total: 0 }]);
  assert.equal(seen.length, 0);
});

test("no result of runAll contains the key", async () => {
  const { client } = clientOver(() => Promise.reject(new TypeError("lost")), { ...scope(), maxRetries: 0 });
  const results = await client.runAll([job, { image: photo, params }], quick);
  assertNoKey(results);
  assert.deepEqual(
    results.map(({ reason }) => reason.code),
    ["outcome_unknown", "network"],
  );
});
