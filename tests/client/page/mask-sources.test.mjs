// Edits whose mask is still a canvas, a bitmap, pixels or an editor. tests/engines/masks.test.mjs has the placements.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { MaskEditor, encodeMask } from "reroom";
import { createSandbox } from "reroom/sandbox";
import { clientWith, start } from "../support.mjs";
import { picture as encodePhoto } from "../../browser/support.js";

before(start);

const edit = (mask) => ({ tool: "edit", action: "remove", mask });
const marks = [400, 300, 200, 100];

/** A client on a sandbox of its own, and what it sent: the number of uploads, and the masks. */
async function recorded() {
  const sandbox = await createSandbox({ speeds: { queuedMs: 0, renderingMs: 0 } });
  const sent = { uploads: 0, masks: [] };
  const fetch = async (request) => {
    if (request.url.endsWith("/upload")) sent.uploads += 1;
    else if (request.method === "POST") sent.masks.push((await request.clone().json()).mask);
    return sandbox(request);
  };
  return { client: clientWith({ apiKey: "sandbox", fetch }), sent };
}

function paintedCanvas(width = 800, height = 600) {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext("2d").fillRect(...marks);
  return canvas;
}

async function paintedEditor() {
  const editor = await MaskEditor.create({ width: 800, height: 600 });
  editor.rectangle(...marks);
  return editor;
}

const rejection = (promise) => promise.then(() => assert.fail("it resolved"), (error) => error); // prettier-ignore

test("every source of a mask is sent as encodeMask encodes it for the photo", async () => {
  const { client, sent } = await recorded();
  const photo = await encodePhoto(1200, 900, "image/png");
  const canvas = paintedCanvas();
  const sources = [
    canvas,
    await createImageBitmap(canvas),
    canvas.getContext("2d").getImageData(0, 0, 800, 600),
    await paintedEditor(),
  ];
  const expected = await encodeMask(canvas, { width: 1200, height: 900 });
  for (const mask of sources) await client.run(photo, edit(mask), { pollMs: 5 });
  assert.deepEqual(sent.masks, sources.map(() => expected)); // prettier-ignore
});

test("a source that changes after the call is sent as it was at the call", async () => {
  const { client, sent } = await recorded();
  const photo = await encodePhoto(800, 600, "image/png");
  const expected = await encodeMask(paintedCanvas());
  const canvas = paintedCanvas();
  const bitmap = await createImageBitmap(canvas);
  const editor = await paintedEditor();
  const runs = [canvas, bitmap, editor].map((mask) => client.run(photo, edit(mask), { pollMs: 5 }));
  canvas.getContext("2d").fillRect(0, 0, 800, 600);
  bitmap.close();
  await Promise.resolve();
  await Promise.all(runs);
  assert.equal(sent.masks.length, 3);
  for (const mask of sent.masks) assert.equal(mask, expected);
});

test("an empty mask and an object that is no mask are rejected before anything is sent", async () => {
  const { client, sent } = await recorded();
  const photo = await encodePhoto(800, 600, "image/png");
  for (const [mask, code] of [
    [new OffscreenCanvas(800, 600), "empty_mask"],
    [{ width: 1 }, "malformed"],
    [[1, 2], "malformed"],
  ]) {
    const { name, code: kind, issues } = await rejection(client.run(photo, edit(mask)));
    assert.deepEqual([name, kind, issues[0].path, issues[0].code], ["ReRoomError", "invalid_image", "mask", code]);
  }
  const other = await rejection(client.run(photo, { tool: "empty-room", mask: paintedCanvas() }));
  assert.deepEqual([other.code, other.issues[0].path], ["invalid_request", "mask"]);
  assert.deepEqual(sent, { uploads: 0, masks: [] });
});

test("a mask whose marks are cropped off is rejected, and no render is submitted", async () => {
  const { client, sent } = await recorded();
  const photo = await encodePhoto(2000, 600, "image/png");
  const canvas = new OffscreenCanvas(2000, 600);
  canvas.getContext("2d").fillRect(0, 0, 100, 600);
  const { code, issues } = await rejection(client.run(photo, edit(canvas), { prepare: true }));
  assert.deepEqual([code, issues[0].path, issues[0].code], ["invalid_image", "mask", "empty_mask"]);
  assert.match(issues[0].message, /cropped off/);
  assert.deepEqual(sent.masks, []);
});

test("a mask for an uploaded photo keeps its size", async () => {
  const { client, sent } = await recorded();
  const { fileName } = await client.upload(await encodePhoto(800, 600, "image/png"));
  await client.run({ file_name: fileName }, edit(paintedCanvas()), { pollMs: 5 });
  assert.deepEqual(sent.masks, [await encodeMask(paintedCanvas())]);
});

test("runAll: jobs with the same photo upload it once, and each moves its own mask", async () => {
  const { client, sent } = await recorded();
  const photo = await encodePhoto(1600, 600, "image/png");
  const full = paintedCanvas(1600, 600);
  const small = new OffscreenCanvas(800, 300);
  small.getContext("2d").drawImage(full, 0, 0, 800, 300);
  const jobs = [full, small, full].map((mask) => ({ image: photo, params: edit(mask) }));
  const results = await client.runAll(jobs, { prepare: true, pollMs: 5 });
  assert.deepEqual(results.map(({ status }) => status), ["fulfilled", "fulfilled", "fulfilled"]); // prettier-ignore
  assert.equal(sent.uploads, 1);
  assert.deepEqual(new Set(sent.masks).size, 1);
});
