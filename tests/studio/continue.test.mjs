// Continuing with a result: the service fetches it by its URL, or it is downloaded and uploaded again.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { readyToFurnish, sample, startService } from "./support.mjs";

const service = await startService();
beforeEach(() => {
  service.reset();
});

const uploads = () => service.sandbox.requests().filter(({ path }) => path.endsWith("/upload")).length;

/** A client whose renders have this output instead of their own. */
function clientWith(output) {
  const client = service.client();
  const run = async (...args) => ({ ...(await client.run(...args)), outputs: [output] });
  return { run, pending: () => [], forget() {}, account: () => client.account() };
}

/** Creates a studio with a finished result. */
async function finished(output, options = {}) {
  const studio = await readyToFurnish(service, { ...(output && { client: clientWith(output) }), ...options });
  const [result] = await studio.submit();
  return { studio, result };
}

/** Continues with the result, and submits again. */
async function continueWith({ studio, result }) {
  await studio.continueWith(result.id);
  const { photo, chain } = studio.getSnapshot();
  const [next] = await studio.submit();
  return { photo, chain, next, order: service.orders()[1] };
}

test("a result that the service can fetch is sent by its URL, without an upload", async () => {
  const given = await finished();
  const { photo, order } = await continueWith(given);
  assert.deepEqual(photo.source, { file_url: given.result.after });
  assert.deepEqual([order.file_url, order.file_name, uploads()], [given.result.after, undefined, 1]);
});

describe("a result is uploaded again", () => {
  for (const [kind, urlOf] of [
    ["a blob: URL", (file) => URL.createObjectURL(file)],
    [
      "a data: URL",
      async (file) => `data:image/jpeg;base64,${Buffer.from(await file.arrayBuffer()).toString("base64")}`,
    ],
  ])
    test(`if it has ${kind}, which only this page can read`, async () => {
      const file = await sample("living-room-staged");
      const given = await finished(await urlOf(file));
      const { photo, chain, next, order } = await continueWith(given);
      assert.equal(photo.source.size, file.size);
      assert.deepEqual([photo.resultId, photo.id, chain.length], [given.result.id, given.result.photoId, 2]);
      assert.deepEqual([order.file_url, typeof order.file_name, uploads()], [undefined, "string", 2]);
      assert.equal(next.parent, given.result.id);
    });

  for (const [name, size] of [
    ["too large", { width: 4800, height: 3200 }],
    ["too small", { width: 480, height: 320 }],
    ["too narrow", { width: 1200, height: 1800 }],
  ])
    test(`if its size does not fit: ${name}`, async () => {
      const given = await finished(undefined, { platform: { measure: () => Promise.resolve(size) } });
      const { photo, order } = await continueWith(given);
      assert.equal(photo.width, 1800, "the size of the file counts");
      assert.deepEqual([order.file_url, uploads()], [undefined, 2]);
    });
});

test("a result that can be neither fetched nor read is an error, and the photo stays", async () => {
  for (const fetchImage of [
    () => Promise.reject(new TypeError("Failed to fetch")),
    () => Promise.resolve(new Response("", { status: 403 })),
  ]) {
    const errors = [];
    const on = { error: ({ name }, { id }) => errors.push([name, id]) };
    const { studio, result } = await finished("blob:gone", { on, platform: { fetchImage } });
    await studio.continueWith(result.id);
    const { photo, chain, opening } = studio.getSnapshot();
    assert.deepEqual([photo.resultId, chain.length, opening], [undefined, 1, false]);
    assert.deepEqual(errors, [["ReRoomError", result.id]]);
  }
});
