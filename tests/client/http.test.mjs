// The client over real HTTP and an unreliable wire: uploads, aborts, lost connections and the service's limits.
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import init, { inspectImage } from "reroom";
import { startServer } from "./http.mjs";
import { clientWith, fileName, free, paid, photo, refused, thumbnail } from "./support.mjs";

let server, exports;
before(async () => {
  exports = await init();
  server = await startServer();
});
after(() => server.stop());

/** Calls a hook of the sandbox or of the wire. */
async function hook(path, body) {
  const response = await fetch(server.origin + path, body && { method: "POST", body: JSON.stringify(body) });
  return response.json();
}
const instant = { queuedMs: 0, renderingMs: 0 };
const reset = (settings) => hook("/sandbox/reset", { speeds: instant, ...settings });
const fault = (settings) => hook("/wire/faults", settings);
const received = async () => (await hook("/sandbox/requests")).filter(({ method }) => method !== "OPTIONS");
const renders = () => hook("/sandbox/renders");
/** Waits until the wire has a request on this path. */
async function arrival(path, method = "") {
  const arrived = (entry) => entry.path.startsWith(path) && entry.method.startsWith(method);
  while (!(await hook("/wire/log")).some(arrived));
}

beforeEach(async () => {
  await reset();
  await hook("/wire/reset", {});
});

/** A client of the server; every client shares the render limit of its address. */
const connect = (options) =>
  clientWith({ baseUrl: server.origin, apiKey: "sandbox", maxConcurrentRenders: 100, ...options });

const params = { creativity: "balanced" };
const calls = {
  upload: (client, options) => client.upload(photo, options),
  render: (client, options) => client.render({ file_name: fileName, ...params }, options),
  upscale: (client, options) => client.upscale({ file_name: fileName }, options),
  getRender: (client, options) => client.getRender("r1", options),
  account: (client, options) => client.account(options),
};

test("upload sends the bytes with the content type of the bytes, whatever the Blob's type is", async () => {
  for (const image of [photo, new Blob([photo]), new Blob([photo], { type: "image/png" })]) {
    const upload = await connect().upload(image);
    assert.match(upload.fileName, /\.jpg$/);
    const request = (await received()).at(-1);
    assert.equal(request.headers["content-type"], "image/jpeg");
    assert.equal(request.bodyBytes, photo.length);
  }
});

test("upload reports its progress up to the size of the file and does not copy the file into wasm", async () => {
  await fault({ kind: "slow-upload", path: "/api/enterprise/upload", pauseMs: 20 });
  const image = new Blob([photo, new Uint8Array(8_000_000)]);
  const told = [];
  const { byteLength } = exports.memory.buffer;
  await connect().upload(image, { onProgress: ({ loaded, total }) => told.push([loaded, total]) });
  assert.ok(exports.memory.buffer.byteLength - byteLength < 1_000_000);
  assert.deepEqual([told[0], told.at(-1)], [[0, image.size], [image.size, image.size]]); // prettier-ignore
  for (const [index, [loaded]] of told.entries()) assert.ok(index === 0 || loaded >= told[index - 1][0], `${told}`);
  assert.equal((await received()).at(-1).bodyBytes, image.size);
});

test("an abort during an upload rejects at once, with and without progress", async () => {
  for (const options of [{}, { onProgress() {} }]) {
    await hook("/wire/reset", {});
    await fault({ kind: "stall-unread", path: "/api/enterprise/upload" });
    const controller = new AbortController();
    const upload = connect().upload(photo, { signal: controller.signal, ...options });
    upload.catch(() => {});
    await arrival("/api/enterprise/upload");
    controller.abort("enough");
    assert.equal((await refused(upload, "aborted")).cause, "enough");
  }
});

test("an abort during a request rejects at once: outcome_unknown for paid calls, aborted for free ones", async () => {
  for (const [name, call] of Object.entries(calls)) {
    await hook("/wire/reset", {});
    const path = paid.includes(name) ? `/api/enterprise/${name}` : "/api/enterprise";
    await fault({ kind: "stall", path });
    const controller = new AbortController();
    const pending = call(connect(), { signal: controller.signal });
    pending.catch(() => {});
    await arrival(path);
    controller.abort();
    const error = await refused(pending, paid.includes(name) ? "outcome_unknown" : "aborted");
    assert.deepEqual([error.cause, error.retryable], [controller.signal.reason, false], name);
    const sent = (await hook("/wire/log")).filter((entry) => !entry.path.includes("/orders/"));
    assert.equal(sent.length, 1, name);
  }
});

test("an aborted run has a render id once its submission was answered", async () => {
  for (const [method, code] of [
    ["POST", "outcome_unknown"],
    ["GET", "aborted"],
  ]) {
    await reset();
    await hook("/wire/reset", {});
    await fault({ kind: "stall", path: "/api/enterprise/render", method });
    const controller = new AbortController();
    const run = connect().run(photo, params, { signal: controller.signal, pollMs: 10 });
    run.catch(() => {});
    await arrival("/api/enterprise/render", method);
    while ((await renders()).length === 0);
    controller.abort();
    const error = await refused(run, code);
    const [{ _id, ...rest }, ...others] = await renders();
    assert.deepEqual([error.renderId, others.length], [method === "GET" ? _id : undefined, 0], JSON.stringify(rest));
  }
});

test("run reports its stages and resolves to a render whose output can be downloaded", async () => {
  // The status that each look finds, in order. After these, the service answers.
  for (const status of ["queued", "rendering"]) {
    const body = JSON.stringify({ _id: "r1", status, outputs: [] });
    await fault({ kind: "json", method: "GET", path: "/api/enterprise/render", body });
  }
  const told = [];
  const options = { pollMs: 10, onProgress: (progress) => told.push(progress) };
  const render = await connect().run(new Blob([photo]), params, options);
  const stages = told.map(({ stage }) => stage);
  assert.deepEqual(
    stages.filter((stage, index) => stage !== stages[index - 1]),
    ["preparing", "uploading", "queued", "rendering", "done"],
  );
  const uploading = told.filter(({ stage }) => stage === "uploading").map(({ loaded }) => loaded);
  assert.deepEqual([uploading[0], uploading.at(-1)], [0, photo.length]);
  for (const { stage, renderId } of told.slice(-3)) assert.equal(renderId, render._id, stage);
  const output = new Uint8Array(await (await fetch(render.outputs[0])).arrayBuffer());
  assert.equal((await inspectImage(output)).format, "jpeg");
});

test("a paid request reaches the platform's fetch once, even if the connection breaks", async () => {
  for (const name of paid) {
    await fault({ kind: "reset-unread", path: "/api/enterprise", times: 50 });
    let sent = 0;
    const counted = (request) => {
      if (request.method === "POST") sent += 1;
      return fetch(request);
    };
    await refused(calls[name](connect({ fetch: counted, maxRetries: 9 })), "outcome_unknown");
    assert.equal(sent, 1, name);
  }
});

test("a service that is unreachable rejects: outcome_unknown for paid calls, network for free ones", async () => {
  // Browsers block the discard port, 9.
  for (const baseUrl of ["http://127.0.0.1:9", "http://127.0.0.1:1"]) {
    const client = connect({ baseUrl, maxRetries: 0 });
    for (const name of free) await refused(calls[name](client), "network");
    for (const name of paid) await refused(calls[name](client), "outcome_unknown");
  }
});

test("a wrong key rejects every call as unauthorized", async () => {
  const client = connect({ apiKey: "another" });
  for (const [name, call] of Object.entries(calls)) {
    const error = await refused(call(client), "unauthorized");
    assert.deepEqual([error.status, error.retryable], [401, false], name);
  }
});

test("an unknown render rejects as not_found with its id, whatever its characters are", async () => {
  for (const id of ["nowhere", "a/../b?c#d", "ü %"]) {
    const error = await refused(connect().getRender(id), "not_found");
    assert.deepEqual([error.status, error.renderId], [404, id]);
  }
});

test("an invalid photo or request is rejected before the upload", async () => {
  const client = connect();
  await refused(client.run(thumbnail, { tool: "empty-room" }), "invalid_image");
  for (const invalid of [{ tool: "paint" }, {}, undefined, "edit"])
    await refused(client.run(photo, invalid), "invalid_request");
  assert.deepEqual(await received(), []);
});

test("runAll uploads a shared photo once and returns the results in the order of the jobs", async () => {
  const told = [];
  const shared = new Blob([photo]);
  const jobs = [
    { image: shared, params: { tool: "empty-room" } },
    { image: new Blob([photo]), params },
    { image: shared, params: { ...params, prompt: "[fail]" } },
    { image: shared, params: { tool: "paint" } },
    { image: shared, params: { tool: "upscale" } },
  ];
  const client = connect({ baseUrl: `${server.origin}/batch/..`, maxConcurrentRenders: 2 });
  const results = await client.runAll(jobs, { pollMs: 10, onProgress: (progress) => told.push(progress) });
  assert.deepEqual(
    results.map(({ status, reason }) => reason?.code ?? status),
    ["fulfilled", "fulfilled", "render_failed", "invalid_request", "fulfilled"],
  );
  assert.deepEqual(told.at(-1), { stage: "done", loaded: 5, total: 5 });
  assert.equal((await received()).filter(({ path }) => path.endsWith("/upload")).length, 2);
  assert.equal((await renders()).length, 4);
});

test("twelve runs all finish at a service that accepts ten renders at a time", async () => {
  await reset({ speeds: { queuedMs: 0, renderingMs: 300 } });
  const client = connect({ baseUrl: `${server.origin}/full/..`, maxConcurrentRenders: 12 });
  const image = { file_name: (await client.upload(photo)).fileName };
  const runs = Array.from({ length: 12 }, () => client.run(image, params, { pollMs: 20 }));
  for (const { status } of await Promise.all(runs)) assert.equal(status, "completed");
  assert.equal((await renders()).length, 12);
});
