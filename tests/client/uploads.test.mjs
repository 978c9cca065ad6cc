// Uploads with progress, over a fake XMLHttpRequest.
import assert from "node:assert/strict";
import { afterEach, before, beforeEach, test } from "node:test";
import {
  assertNoKey,
  clientOver,
  clientWith,
  json,
  key,
  photo,
  refused,
  settle,
  start,
  withGlobals,
  withoutPauses,
} from "./support.mjs";
import { scope, until } from "./service.mjs";
import { done, fakeUploads } from "./xhr.mjs";

before(start);

const { sent, uploading, install, remove } = fakeUploads();
beforeEach(install);
afterEach(remove);

test("upload reports its progress and sends the Blob itself", async () => {
  const { image, upload, told, xhr } = await uploading();
  for (const loaded of [1000, 2000]) xhr.tell(loaded);
  xhr.answer(200, done);
  assert.deepEqual(await upload, done);
  assert.deepEqual(
    told,
    [0, 1000, 2000, photo.length].map((loaded) => ({ stage: "uploading", loaded, total: photo.length })),
  );
  assert.equal(xhr.body, image, "the Blob is not copied");
  assert.match(xhr.url, /^https:\/\/scope-\d+\.example\/api\/enterprise\/upload$/);
  const { authorization, "content-type": type } = xhr.headers;
  assert.deepEqual([xhr.method, authorization, type], ["POST", `Bearer ${key}`, "image/jpeg"]);
  assert.equal(xhr.withCredentials, false);
  xhr.tell(3000);
  assert.equal(told.length, 4, "no progress after the end");
});

test("an abort ends the upload at once, and no more progress is reported", async () => {
  const controller = new AbortController();
  const { upload, told, xhr } = await uploading({ signal: controller.signal });
  xhr.tell(1000);
  controller.abort("enough");
  assert.equal((await refused(upload, "aborted")).cause, "enough");
  xhr.tell(2000);
  assert.deepEqual([xhr.aborted, told.length], [true, 2]);
});

test("an upload is retried after a lost connection or a temporary error", () =>
  withoutPauses(async () => {
    const { upload } = await uploading();
    sent[0].onerror();
    await until(() => sent.length === 2);
    sent[1].answer(503, { err: "Upload failed. Try again." }, "x: y\r\nRetry-After: 0\r\n");
    await until(() => sent.length === 3);
    sent[2].answer(200, done);
    assert.deepEqual(await upload, done);

    const again = () => {
      sent.length = 0;
      return uploading({ maxRetries: 0 });
    };
    const { upload: lost, xhr } = await again();
    xhr.onerror();
    assertNoKey(await refused(lost, "network"));
    const { upload: refusal, xhr: other } = await again();
    other.answer(400, { err: "Invalid file format" });
    assert.equal((await refused(refusal, "rejected")).message, "Invalid file format");
  }));

test("an upload with progress sends cookies only with credentials: include", async () => {
  const { upload, xhr } = await uploading({}, { credentials: "include" });
  assert.equal(xhr.withCredentials, true);
  xhr.answer(200, done);
  await upload;
});

test("run reports the progress of its upload", async () => {
  const told = [];
  const client = clientWith(scope());
  const fetch = async () => json({ _id: "r1", status: "painted", outputs: ["https://example.com/a.jpg"] });
  await withGlobals({ fetch }, async () => {
    const run = client.run(photo, { tool: "empty-room" }, { onProgress: (progress) => told.push(progress) });
    await until(() => sent.length === 1);
    sent[0].tell(1000);
    sent[0].answer(200, done);
    await run;
  });
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

test("upload uses fetch without onProgress, with a custom fetch, or with credentials: omit", async () => {
  const told = [];
  const onProgress = (progress) => told.push(progress.loaded);
  const { client } = clientOver(() => json(done), scope());
  await client.upload(photo, { onProgress });
  assert.deepEqual(told, [0, photo.length]);
  await withGlobals({ fetch: async () => json(done) }, async () => {
    await clientWith(scope()).upload(photo);
    await clientWith({ credentials: "omit", ...scope() }).upload(photo, { onProgress });
  });
  assert.equal(sent.length, 0);
});

test("three uploads run concurrently, the others wait", async () => {
  const client = clientWith(scope());
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
