// Any number of jobs: each ends, in order, a few at a time, and none takes another with it.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { assertError, assertNoKey, clientOver, fileName, json, photo, record, refused, start } from "./support.mjs";
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

/** Ends renders as long as there are any, until the batch is over. */
async function ending(batch, { underWay, end }) {
  let over = false;
  void batch.finally(() => (over = true));
  await until(() => {
    if (underWay().length > 0) end();
    return over;
  });
  return batch;
}

test("results come in order, and one failure does not stop the rest", async () => {
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

test("each job's progress comes with its index, the batch's with how many are over", async () => {
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

test("what came of each job is told as soon as it is over, and is what the batch answers for it", async () => {
  const setting = busy({ maxConcurrentRenders: 1 });
  const told = [];
  const onSettled = (index, result) => told.push([index, result]);
  const batch = setting.client.runAll([job, null, job], { ...quick, onSettled });
  await until(() => told.length > 0);
  assert.deepEqual([told[0][0], told[0][1].reason.code], [1, "invalid_request"], "before the others are over");
  const results = await ending(batch, setting);
  assert.deepEqual(told.map(([index]) => index).sort(), [0, 1, 2]);
  for (const [index, result] of told) assert.equal(result, results[index]);
});

test("a photo that several jobs have goes up once, whatever kind it is", async () => {
  const bytes = new Uint8Array(photo);
  for (const image of [new Blob([bytes]), bytes, bytes.buffer]) {
    const setting = busy({ maxConcurrentRenders: 4 });
    const jobs = Array.from({ length: 9 }, () => ({ image, params }));
    jobs.push({ image: new Blob([bytes]), params });
    const results = await ending(setting.client.runAll(jobs, quick), setting);
    assert.ok(results.every(({ status }) => status === "fulfilled"));
    assert.deepEqual([setting.sent.uploads, setting.sent.submissions], [2, 10], "the other object is another photo");
  }
});

test("an upload that fails takes its own job along, and the next one tries again", async () => {
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

test("a thousand jobs: a few photos go up ahead, never more renders than may be, and all end", async () => {
  const of = service();
  let [uploading, mostUploading, ahead] = [0, 0, 0];
  const answer = async (request) => {
    if (!request.url.endsWith("/upload")) return of.answer(request);
    mostUploading = Math.max(mostUploading, ++uploading);
    await new Promise((done) => setImmediate(done));
    uploading--;
    const answered = of.answer(request);
    ahead = Math.max(ahead, of.sent.uploads - of.sent.submissions);
    return answered;
  };
  const { client } = clientOver(answer, scope());
  const jobs = Array.from({ length: 1000 }, () => ({ image: photo.subarray(), params }));
  const results = await ending(client.runAll(jobs, quick), of);
  assert.equal(new Set(results.map(({ value }) => value._id)).size, 1000, "each has a render of its own");
  assert.deepEqual([of.sent.uploads, of.sent.submissions], [1000, 1000]);
  assert.ok(of.most() <= 10 && mostUploading <= 3 && ahead <= 12, `${of.most()}, ${mostUploading}, ${ahead}`);
});

test("an abort stops what was not submitted, and keeps the ids of the rest", async () => {
  const controller = new AbortController();
  const of = service();
  let release;
  const held = new Promise((resolve) => (release = resolve));
  // The second submission is on its way when the abort comes.
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

test("callbacks that throw, at once or later, are reported and stop nothing, even where reporting throws too", async () => {
  const { error } = console;
  const fail = () => {
    throw new Error("mine");
  };
  try {
    for (const callback of [fail, async () => fail()]) {
      for (const report of [() => {}, fail]) {
        const reported = [];
        console.error = (thrown) => report(reported.push(thrown));
        const setting = busy({ onRequest: callback });
        const options = { ...quick, onJob: callback, onSettled: callback, onProgress: callback };
        const [{ status }] = await ending(setting.client.runAll([job], options), setting);
        assert.equal(status, "fulfilled");
        assert.ok(reported.length > 3 && reported.every(({ message }) => message === "mine"));
      }
    }
  } finally {
    console.error = error;
  }
});

test("a list that is none, and options that are none, are refused as a whole; an empty one is over at once", async () => {
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

test("no result of a batch holds the key", async () => {
  const { client } = clientOver(() => Promise.reject(new TypeError("lost")), { ...scope(), maxRetries: 0 });
  const results = await client.runAll([job, { image: photo, params }], quick);
  assertNoKey(results);
  assert.deepEqual(
    results.map(({ reason }) => reason.code),
    ["outcome_unknown", "network"],
  );
});
