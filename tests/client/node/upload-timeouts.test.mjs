// How long an upload with progress may take, over a fake XMLHttpRequest and a mocked clock.
import assert from "node:assert/strict";
import { afterEach, before, beforeEach, test } from "node:test";
import { photo, refused, settle, start, withGlobals } from "../support.mjs";
import { fakeUploads } from "../xhr.mjs";

before(start);

const { uploading, install, remove } = fakeUploads();
beforeEach(install);
afterEach(remove);

test("an upload lasts as long as it makes progress and times out when it stops", async (context) => {
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

/** The milliseconds until an upload times out after the progress that `tell` reports. */
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
/** The longest upload without any progress event. */
const slowest = 1000 + photo.length / 32;
const near = (ms, expected) => assert.ok(ms >= expected && ms <= expected + 200, `${ms} ms, not ${expected}`);

test("an upload without any progress event times out by its size", async (context) => {
  near(await patience(context, () => {}), slowest - 100);
});

test("an upload times out when its progress events stop", async (context) => {
  near(await patience(context, (xhr) => xhr.tell(1000)), 1000);
});

test("an upload under a service worker, which hides its progress, times out by its size", async (context) => {
  const navigator = { serviceWorker: { controller: {} } };
  const waited = await withGlobals({ navigator }, () => patience(context, (xhr) => xhr.tell(photo.length)));
  near(waited, slowest);
});
