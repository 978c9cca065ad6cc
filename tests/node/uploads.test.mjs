// Uploads that tell how far they are, with an XMLHttpRequest of the test's own in place of a browser's.
import assert from "node:assert/strict";
import { afterEach, before, beforeEach, test } from "node:test";
import { ReRoom } from "reroom";
import { assertNoKey, clientOver, fileName, json, key, photo, refused, start, withoutPauses } from "./support.mjs";
import { scope, until } from "./service.mjs";

before(start);

/** Those that were sent, newest last. */
let sent;
class Xhr {
  upload = {};
  headers = {};
  answered = "";
  open(method, url) {
    Object.assign(this, { method, url });
  }
  setRequestHeader(name, value) {
    this.headers[name] = value;
  }
  getAllResponseHeaders() {
    return this.answered;
  }
  send(body) {
    this.body = body;
    sent.push(this);
  }
  abort() {
    this.aborted = true;
    this.onabort();
  }
  /** So many bytes have gone up. */
  tell(loaded) {
    this.upload.onprogress?.({ loaded, total: photo.length });
  }
  answer(status, body, headers = "") {
    Object.assign(this, { status, responseText: JSON.stringify(body), answered: headers });
    this.onload();
  }
}
const done = { success: true, fileName };

beforeEach(() => {
  sent = [];
  globalThis.XMLHttpRequest = Xhr;
});
afterEach(() => delete globalThis.XMLHttpRequest);

/** An upload of the photo that is on its way, and what it has told. */
async function uploading(options = {}, clientOptions = {}) {
  const client = new ReRoom({ apiKey: key, ...scope(), ...clientOptions });
  const told = [];
  const image = new Blob([photo]);
  const upload = client.upload(image, { onProgress: (progress) => told.push(progress), ...options });
  upload.catch(() => {});
  await until(() => sent.length === 1);
  return { client, image, upload, told, xhr: sent[0] };
}
const settle = async () => {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
};

test("it says how far it is, and sends the file itself", async () => {
  const { image, upload, told, xhr } = await uploading();
  for (const loaded of [1000, 2000]) xhr.tell(loaded);
  xhr.answer(200, done);
  assert.deepEqual(await upload, done);
  assert.deepEqual(
    told,
    [0, 1000, 2000, photo.length].map((loaded) => ({ stage: "uploading", loaded, total: photo.length })),
  );
  assert.equal(xhr.body, image, "no copy");
  assert.match(xhr.url, /^https:\/\/scope-\d+\.example\/api\/enterprise\/upload$/);
  const { authorization, "content-type": type } = xhr.headers;
  assert.deepEqual([xhr.method, authorization, type], ["POST", `Bearer ${key}`, "image/jpeg"]);
  assert.equal(xhr.withCredentials, false);
  xhr.tell(3000);
  assert.equal(told.length, 4, "nothing is told after the end");
});

test("it lasts as long as something goes up, and ends when nothing does", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  let begun;
  void uploading({ timeoutMs: 1000, maxRetries: 0 }).then((upload) => (begun = upload));
  while (!begun) {
    context.mock.timers.tick(1);
    await settle();
  }
  const { upload, xhr, told } = begun;
  let over = false;
  upload.catch(() => (over = true));
  for (let step = 1; step <= 20; step++) {
    context.mock.timers.tick(900);
    xhr.tell(step * 1000);
    await settle();
  }
  assert.deepEqual([over, told.length], [false, 21], "eighteen seconds of progress");
  for (let step = 0; step < 3; step++) {
    context.mock.timers.tick(400);
    await settle();
  }
  assert.equal((await refused(upload, "timeout")).retryable, true);
  assert.equal(xhr.aborted, true);
});

/** How long an upload of which the test tells what it likes is waited for, in milliseconds. */
async function patience(context, tell) {
  context.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  let begun;
  void uploading({ timeoutMs: 1000, maxRetries: 0 }).then((upload) => (begun = upload));
  while (!begun) {
    context.mock.timers.tick(1);
    await settle();
  }
  tell(begun.xhr);
  const from = Date.now();
  let until;
  begun.upload.catch(() => (until = Date.now()));
  while (until === undefined && Date.now() < from + 60_000) {
    context.mock.timers.tick(100);
    await settle();
  }
  await refused(begun.upload, "timeout");
  return until - from;
}
/** The slowest upload that is waited for where nothing is told of it. */
const slowest = 1000 + photo.length / 32;
const near = (ms, expected) => assert.ok(ms >= expected && ms <= expected + 200, `${ms} ms, not ${expected}`);

test("one of which nothing is told has the time that its size needs", async (context) => {
  near(await patience(context, () => {}), slowest - 100);
});

test("one of which something was told ends when nothing more is", async (context) => {
  near(await patience(context, (xhr) => xhr.tell(1000)), 1000);
});

test("under a service worker, which tells nothing of its own way, one has the time that its size needs", async (context) => {
  const own = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  const value = { serviceWorker: { controller: {} } };
  Object.defineProperty(globalThis, "navigator", { value, configurable: true });
  try {
    near(await patience(context, (xhr) => xhr.tell(photo.length)), slowest);
  } finally {
    if (own) Object.defineProperty(globalThis, "navigator", own);
    else delete globalThis.navigator;
  }
});

test("an abort ends it at once, and nothing is told any more", async () => {
  const controller = new AbortController();
  const { upload, told, xhr } = await uploading({ signal: controller.signal });
  xhr.tell(1000);
  controller.abort("enough");
  assert.equal((await refused(upload, "aborted")).cause, "enough");
  xhr.tell(2000);
  assert.deepEqual([xhr.aborted, told.length], [true, 2]);
});

test("what is lost or refused for now goes up again", () =>
  withoutPauses(async () => {
    const { upload } = await uploading();
    sent[0].onerror();
    await until(() => sent.length === 2);
    sent[1].answer(503, { err: "Upload failed. Try again." }, "x: y\r\nRetry-After: 0\r\n");
    await until(() => sent.length === 3);
    sent[2].answer(200, done);
    assert.deepEqual(await upload, done);

    const { upload: lost, xhr } = await (sent.splice(0), uploading({ maxRetries: 0 }));
    xhr.onerror();
    assertNoKey(await refused(lost, "network"));
    const { upload: refusal, xhr: other } = await (sent.splice(0), uploading({ maxRetries: 0 }));
    other.answer(400, { err: "Invalid file format" });
    assert.equal((await refused(refusal, "rejected")).message, "Invalid file format");
  }));

test("credentials are the caller's choice", async () => {
  const { upload, xhr } = await uploading({}, { credentials: "include" });
  assert.equal(xhr.withCredentials, true);
  xhr.answer(200, done);
  await upload;
});

test("a job tells its upload's progress as well", async () => {
  const told = [];
  const client = new ReRoom({ apiKey: key, ...scope() });
  const { fetch } = globalThis;
  globalThis.fetch = async () => json({ _id: "r1", status: "painted", outputs: ["https://example.com/a.jpg"] });
  try {
    const run = client.run(photo, { tool: "empty-room" }, { onProgress: (progress) => told.push(progress) });
    await until(() => sent.length === 1);
    sent[0].tell(1000);
    sent[0].answer(200, done);
    await run;
  } finally {
    globalThis.fetch = fetch;
  }
  assert.deepEqual(
    told.map(({ stage, loaded }) => [stage, loaded]),
    [
      ["preparing", undefined],
      ["uploading", 0],
      ["uploading", 1000],
      ["uploading", photo.length],
      ["done", undefined],
    ],
  );
});

test("without a listener, with a fetch of one's own, or without cookies, it is fetch that sends", async () => {
  const told = [];
  const onProgress = (progress) => told.push(progress.loaded);
  const { client } = clientOver(() => json(done), scope());
  await client.upload(photo, { onProgress });
  assert.deepEqual(told, [0, photo.length]);
  const { fetch } = globalThis;
  globalThis.fetch = async () => json(done);
  try {
    await new ReRoom({ apiKey: key, ...scope() }).upload(photo);
    await new ReRoom({ apiKey: key, credentials: "omit", ...scope() }).upload(photo, { onProgress });
  } finally {
    globalThis.fetch = fetch;
  }
  assert.equal(sent.length, 0);
});

test("a few go up at once, the others wait", async () => {
  const client = new ReRoom({ apiKey: key, ...scope() });
  const controller = new AbortController();
  const onProgress = () => {};
  const uploads = Array.from({ length: 5 }, () => client.upload(photo, { onProgress }));
  const left = client.upload(photo, { onProgress, signal: controller.signal });
  for (let finished = 0; finished < 5; finished++) {
    await until(() => sent.length === Math.min(5, finished + 3));
    await settle();
    assert.equal(sent.length, Math.min(5, finished + 3));
    if (finished === 0) {
      controller.abort();
      await refused(left, "aborted");
    }
    sent[finished].answer(200, done);
  }
  await Promise.all(uploads);
});
