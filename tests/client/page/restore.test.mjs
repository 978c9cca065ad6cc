// prepared.restore() and run with `restore`, through the sandbox.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { encodeMask, MaskEditor, prepareImage } from "reroom";
import { createSandbox } from "reroom/sandbox";
import { clientOver, clientWith, fileName, json, record, refused, start, submitted } from "../support.mjs";
import { decode, picture as encodePhoto } from "../../browser/support.js";

before(start);

const instant = { speeds: { queuedMs: 0, renderingMs: 0 } };

async function createClient(options) {
  const sandbox = await createSandbox({ ...instant, ...options });
  return clientWith({ apiKey: "sandbox", fetch: sandbox });
}

/** The number of pixels that differ between two files of the same size, for those that `matters` accepts. */
async function countChanged(before, after, matters = () => true) {
  const [a, b] = [await decode(before), await decode(after)];
  assert.deepEqual([a.width, a.height], [b.width, b.height]);
  const [from, to] = [a, b].map(({ data }) => new Int32Array(data.buffer));
  return from.filter((pixel, at) => pixel !== to[at] && matters(at % a.width, Math.floor(at / a.width))).length;
}

test("run restores the result of a portrait photo, with the mask of the edit", async () => {
  const client = await createClient({ results: { size: 1024, shift: { x: 2, y: -1 }, tone: 0.04 } });
  const photo = await encodePhoto(900, 1200, "image/png");
  const mask = await MaskEditor.create(photo);
  mask.rectangle(200, 300, 300, 200);
  const params = { tool: "edit", action: "material", material: "marble", mask };
  const prepare = { fit: "pad", fill: "edge" };
  const { restored, restoreError, outputs } = await client.run(photo, params, { prepare, restore: true, pollMs: 5 });
  assert.equal(restoreError, undefined);
  assert.equal(outputs.length, 1);
  assert.ok(restored instanceof Blob && restored.fits);
  assert.equal(restored.type, "image/png");
  const isNear = (x, y) => x >= 180 && x < 520 && y >= 280 && y < 520;
  assert.equal(await countChanged(photo, restored, (x, y) => !isNear(x, y)), 0);
  assert.ok((await countChanged(photo, restored, isNear)) > 300 * 200 * 0.9);
});

test("run restores a whole result at the size of the photo, with its options", async () => {
  const client = await createClient({ results: { size: 1024 } });
  const photo = await encodePhoto(1200, 1600, "image/png");
  const options = { prepare: { fit: "pad" }, restore: { format: "jpeg", quality: 0.8 }, pollMs: 5 };
  const { restored } = await client.run(photo, { tool: "empty-room" }, options);
  const { width, height } = await decode(restored);
  assert.deepEqual([width, height, restored.type, restored.outsideChanged], [1200, 1600, "image/jpeg", 0]);
});

test("the jobs of runAll restore their results into the photo that they share", async () => {
  const client = await createClient();
  const image = await encodePhoto(900, 1200, "image/jpeg");
  const jobs = ["night", "midday"].map((daylight) => ({ image, params: { creativity: "balanced", daylight } }));
  const results = await client.runAll(jobs, { prepare: true, restore: true, pollMs: 5 });
  for (const { value } of results) {
    const { width, height } = await decode(value.restored);
    assert.deepEqual([width, height, value.restored.fits], [900, 1200, true]);
  }
  assert.ok((await countChanged(...results.map(({ value }) => value.restored))) > 900 * 600, "each has its own");
});

test("run resolves to the render and the reason if its result cannot be restored", async () => {
  const outputs = ["http://127.0.0.1:9/result.jpg"];
  const answer = (request) => {
    if (request.url.includes("/upload")) return json({ success: true, fileName: "a.jpg" });
    return request.method === "POST" ? submitted() : json(record({ outputs }));
  };
  const photo = await encodePhoto(1600, 1200, "image/jpeg");
  const { client } = clientOver(answer);
  const render = await client.run(photo, { tool: "empty-room" }, { prepare: true, restore: true, pollMs: 5 });
  assert.deepEqual([render.outputs, render.restored, render.status], [outputs, undefined, "completed"]);
  assert.equal(render.restoreError.name, "ReRoomError");
  assert.equal(render.restoreError.code, "network");
  assert.match(render.restoreError.message, /CORS/);
});

const outputs = ["http://127.0.0.1:9/result.jpg"];
for (const [what, answerOrder] of [
  ["whose id came back", submitted],
  ["that came back", () => json(record({ outputs }))],
])
  test(`a render ${what} stays pending while it is restored, so that a page that is closed then does not lose it`, async () => {
    const answer = (request) => {
      if (request.url.includes("/upload")) return json({ success: true, fileName: "a.jpg" });
      return request.method === "POST" ? answerOrder() : json(record({ outputs }));
    };
    const entries = new Map();
    const storage = {
      getItem: (key) => entries.get(key) ?? null,
      setItem: (key, text) => void entries.set(key, text),
      removeItem: (key) => void entries.delete(key),
    };
    const { fetch } = globalThis;
    let inNextPage;
    globalThis.fetch = async (...request) => {
      if (request[0] !== outputs[0]) return fetch(...request);
      inNextPage = clientOver(answer, { storage }).client.pending();
      throw new TypeError("The network failed.");
    };
    const photo = await encodePhoto(1600, 1200, "image/jpeg");
    const { client } = clientOver(answer, { storage });
    const options = { prepare: true, restore: true, pollMs: 5, idempotencyKey: "job" };
    await client.run(photo, { tool: "empty-room" }, options).finally(() => (globalThis.fetch = fetch));
    assert.deepEqual(inNextPage?.map(({ idempotencyKey, renderId }) => [idempotencyKey, renderId]), [["job", "r1"]]); // prettier-ignore
    assert.deepEqual([client.pending(), entries.size], [[], 0]);
  });

test("run with a key that is pending leaves nothing pending, although it restores nothing", async () => {
  const { client } = clientOver((request) => (request.method === "POST" ? submitted() : json(record())));
  await client.render({ file_name: fileName, creativity: "balanced" }, { idempotencyKey: "job" });
  assert.equal(client.pending().length, 1);
  const options = { prepare: true, restore: true, pollMs: 5, idempotencyKey: "job" };
  const photo = await encodePhoto(1600, 1200, "image/jpeg");
  assert.equal((await client.run(photo, { tool: "empty-room" }, options))._id, "r1");
  assert.deepEqual(client.pending(), []);
});

test("invalid options of restore are rejected before anything is sent", async () => {
  const photo = await encodePhoto(1600, 1200, "image/jpeg");
  const { client, seen } = clientOver(() => json({}));
  for (const [options, path] of [
    [{ restore: true }, "prepare"],
    [{ prepare: false, restore: {} }, "prepare"],
    [{ prepare: true, restore: 7 }, "restore"],
    [{ prepare: true, restore: { feather: -1 } }, "restore.feather"],
    [{ prepare: true, restore: { featther: 1 } }, "restore.featther"],
  ]) {
    const error = await refused(client.run(photo, { tool: "empty-room" }, options), "invalid_request");
    assert.deepEqual(error.issues.map((issue) => issue.path), [path]); // prettier-ignore
  }
  assert.equal(seen.length, 0);
  const prepared = await prepareImage(photo);
  for (const [result, options, path] of [
    [photo, { format: "webp" }, "format"],
    [photo, { mask: 7 }, "mask"],
    [photo, { signal: {} }, "signal"],
    [7, {}, "result"],
  ]) {
    const error = await refused(prepared.restore(result, options), "invalid_request");
    assert.deepEqual(error.issues.map((issue) => issue.path), [path]); // prettier-ignore
  }
  assert.equal((await refused(prepared.restore(photo, { mask: "no PNG" }), "invalid_image")).issues[0].path, "mask");
  const blank = await MaskEditor.create(photo);
  const empty = await refused(prepared.restore(photo, { mask: blank }), "invalid_image");
  assert.equal(empty.issues[0].code, "empty_mask");
});

test("a result that shows something else is returned unchanged, and says so", async () => {
  const prepared = await prepareImage(await encodePhoto(1600, 1200, "image/jpeg"));
  const canvas = new OffscreenCanvas(1536, 1152);
  const context = canvas.getContext("2d");
  for (let at = 0; at < 400; at += 1) {
    context.fillStyle = `hsl(${at * 37} 80% ${20 + ((at * 13) % 60)}%)`;
    context.fillRect((at * 97) % 1500, (at * 61) % 1100, 60, 40);
  }
  const other = await canvas.convertToBlob({ type: "image/jpeg" });
  const restored = await prepared.restore(other);
  assert.deepEqual(
    [restored.fits, restored.shift, restored.type, restored.size],
    [false, null, other.type, other.size],
  );
  assert.ok(!("fits" in other), "the caller's file is not changed");
  const tall = await encodePhoto(900, 1200, "image/jpeg");
  assert.equal((await prepared.restore(tall)).fits, false);
});

test("restore rejects if the result is no image, is missing, or if the caller aborts", async () => {
  const photo = await encodePhoto(1600, 1200, "image/jpeg");
  const prepared = await prepareImage(photo);
  await refused(prepared.restore(new Blob(["<html>"])), "unexpected_response");
  const missing = await refused(prepared.restore(new URL("/missing.jpg", import.meta.url).href), "unexpected_response");
  assert.equal(missing.status, 404);
  // The same server under another name, which sends no CORS headers.
  const other = location.hostname === "localhost" ? "127.0.0.1" : "localhost";
  const foreign = import.meta.url.replace(location.hostname, other);
  const forbidden = await refused(prepared.restore(foreign), "network");
  assert.match(forbidden.message, /CORS/);
  const gone = URL.createObjectURL(photo);
  URL.revokeObjectURL(gone);
  await refused(prepared.restore(gone), "network");
  const controller = new AbortController();
  const restoring = prepared.restore(photo, { signal: controller.signal });
  controller.abort("enough");
  assert.equal((await refused(restoring, "aborted")).cause, "enough");
  await refused(prepared.restore(photo, { signal: controller.signal }), "aborted");
  assert.ok((await prepared.restore(photo)).fits, "and works again");
});

test("a mask as a string and the canvas that it was made from restore the same pixels", async () => {
  const photo = await encodePhoto(1600, 1200, "image/png");
  const prepared = await prepareImage(photo);
  const canvas = new OffscreenCanvas(1600, 1200);
  canvas.getContext("2d").fillRect(400, 300, 500, 400);
  const context = new OffscreenCanvas(800, 600).getContext("2d");
  context.drawImage(await createImageBitmap(photo), 0, 0, 800, 600);
  context.globalCompositeOperation = "difference";
  context.fillStyle = "#fff";
  context.fillRect(200, 150, 250, 200);
  const result = await context.canvas.convertToBlob();
  const [one, other] = [canvas, await encodeMask(canvas)].map((mask) => prepared.restore(result, { mask, feather: 0 }));
  assert.equal(await countChanged(await one, await other), 0);
  const isNear = (x, y) => x >= 396 && x < 904 && y >= 296 && y < 704;
  assert.equal(await countChanged(photo, await one, (x, y) => !isNear(x, y)), 0);
  assert.ok((await countChanged(photo, await one, isNear)) >= 500 * 400 * 0.99);
});
