// Photos in Node: with sharp, and without it. What the results look like is compared with Chromium in tests/engines/node.test.mjs.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import Module from "node:module";
import { before, mock, test } from "node:test";
import init, { MaskEditor, ReRoom, encodeMask, inspectImage, prepareImage } from "reroom";
import "reroom/heic";
import { createSandbox } from "reroom/sandbox";
import sharp from "sharp";
import { kinds } from "../../photos/kinds.mjs";
import { photo as good, refused } from "../support.mjs";

const read = (path) => new Blob([readFileSync(new URL(`../../../${path}`, import.meta.url))]);
const portrait = read("www/public/samples/phone-portrait.jpg");
const heic = read("tests/heic/photos/phone.heic");

/** Around a disc of the photos that are drawn here. */
const box = { x: 72, y: 42, width: 156, height: 156 };

before(() => init());

/** Hides sharp from the package, until the test ends. */
function uninstall(t) {
  const { _resolveFilename: resolve } = Module;
  const hide = (name, ...rest) => {
    if (name === "sharp") throw Object.assign(new Error("Cannot find module 'sharp'"), { code: "MODULE_NOT_FOUND" });
    return resolve(name, ...rest);
  };
  mock.method(Module, "_resolveFilename", hide);
  t.after(() => mock.restoreAll());
}

test("without sharp, a photo that must be redrawn is rejected with the command that installs it", async (t) => {
  uninstall(t);
  for (const image of [portrait, heic]) {
    const error = await refused(prepareImage(image), "invalid_image");
    assert.match(error.message, /npm install sharp/);
    assert.equal(error.issues.length, 1);
  }
  const fetch = mock.fn();
  const client = new ReRoom({ apiKey: "sandbox", fetch });
  const run = client.run(portrait, { tool: "empty-room" }, { prepare: true, restore: true });
  assert.match((await refused(run, "invalid_image")).message, /npm install sharp/);
  assert.equal(fetch.mock.callCount(), 0);
  const prepared = await prepareImage(good);
  assert.deepEqual(prepared.changes, [], "a photo that needs no changes is accepted");
  assert.match((await refused(prepared.restore(prepared.blob), "invalid_image")).message, /npm install sharp/);
  const editor = await MaskEditor.create(portrait);
  assert.match((await refused(editor.load(portrait), "invalid_image")).message, /npm install sharp/);
  for (const call of [() => editor.select({ box }), () => editor.refine([[5, 5]], "keep"), () => editor.snap()])
    assert.match((await refused(call(), "invalid_image")).message, /npm install sharp/);
  assert.equal(editor.bounds(), null);
});

test("objects are selected in a photo with any orientation, and in a HEIC photo", async () => {
  const [across, down] = [480, 360];
  const disc =
    '<svg width="480" height="360"><rect width="480" height="360" fill="#b4b9be"/><circle cx="150" cy="120" r="70" fill="#aa3c32"/></svg>';
  const upright = await sharp(Buffer.from(disc)).png().toBuffer();
  // How a photo is turned before it is stored.
  const turns = { 1: {}, 3: { rotate: 180 }, 6: { rotate: 270 }, 8: { rotate: 90 } };
  for (const [orientation, { rotate = 0 }] of Object.entries(turns)) {
    const turned = await sharp(upright).rotate(rotate).png().toBuffer();
    const image = sharp(turned)
      .jpeg({ quality: 95 })
      .withMetadata({ orientation: Number(orientation) });
    const editor = await MaskEditor.create(new Blob([await image.toBuffer()]));
    assert.deepEqual([editor.width, editor.height], [across, down]);
    await editor.select({ box });
    const { x, y, width, height } = editor.bounds();
    const off = [x - 80, y - 50, width - 140, height - 140].map(Math.abs);
    assert.ok(Math.max(...off) <= 4, `orientation ${orientation}: ${[x, y, width, height]}`);
  }
  const editor = await MaskEditor.create(heic);
  await editor.select({ box: { x: 200, y: 150, width: 400, height: 300 } });
  assert.ok(editor.coverage() > 0);
});

test("once sharp is installed, the next call uses it", async () => {
  const { blob, width, height, changes } = await prepareImage(portrait, { fit: "pad", fill: "edge" });
  assert.deepEqual([width, height, changes], [2667, 2000, ["padded", "reencoded"]]);
  const { format, hasProfile, exif } = await sharp(Buffer.from(await blob.arrayBuffer())).metadata();
  assert.deepEqual([format, hasProfile, exif], ["jpeg", false, undefined]);
});

test("every kind of photo gets the same changes as in a browser", async () => {
  const wrong = [];
  for (const { name, bytes, changes, issue, kept, decoderDecides } of await kinds()) {
    const found = await prepareImage(new Blob([bytes])).then(
      ({ blob, changes }) => ({ blob, changes: changes.join(" ") }),
      (error) => ({ issue: error.issues?.[0]?.code, message: error.message }),
    );
    if (decoderDecides && found.issue === "corrupt") continue;
    const isRight = issue ? found.issue === issue : found.changes === changes;
    if (!isRight) wrong.push(`${name}: ${JSON.stringify(found)}`);
    else if (kept && !Buffer.from(await found.blob.arrayBuffer()).equals(kept)) wrong.push(`${name}: its bytes`);
  }
  assert.deepEqual(wrong, []);
});

test("a photo whose data ends early is corrupt, and a file that browsers do not display is not decoded", async () => {
  const bytes = Buffer.from(await portrait.arrayBuffer());
  const cut = new Blob([bytes.subarray(0, bytes.length / 2)]);
  for (const fit of ["crop", "pad"]) {
    const error = await refused(prepareImage(cut, { fit }), "invalid_image");
    assert.match(error.issues[0].code, /corrupt|truncated/);
  }
  const svg = new Blob(['<svg xmlns="http://www.w3.org/2000/svg" width="800" height="600"/>']);
  assert.equal((await refused(prepareImage(svg), "invalid_image")).issues[0].code, "unsupported_format");
});

test("run prepares a HEIC photo and restores the result of its edit, at the size of the photo", async () => {
  const sandbox = await createSandbox({ speeds: { queuedMs: 0, renderingMs: 0 }, results: { size: 640, tone: 0.04 } });
  const client = new ReRoom({ apiKey: "sandbox", fetch: sandbox });
  const { outputs } = await client.run(heic, { tool: "empty-room" }, { prepare: true, pollMs: 5 });
  const prepared = await prepareImage(heic);
  const { width, height } = await inspectImage(heic);
  const mask = await MaskEditor.create({ width, height });
  mask.rectangle(200, 200, 300, 200);
  const result = await (await sandbox(outputs[0])).blob();
  const [painted, encoded] = [mask, await encodeMask(mask)];
  for (const given of [undefined, painted, encoded]) {
    const restored = await prepared.restore(result, given && { mask: given });
    const found = await inspectImage(restored);
    assert.deepEqual([found.width, found.height, restored.fits], [width, height, true]);
  }
  await refused(prepared.restore(new Blob(["<html>"])), "unexpected_response");
  await refused(prepared.restore(result, { signal: AbortSignal.abort() }), "aborted");
});

test("a mask is loaded from an image file", async () => {
  const editor = await MaskEditor.create({ width: 600, height: 400 });
  const black = { create: { width: 600, height: 400, channels: 3, background: "black" } };
  const white = { create: { width: 150, height: 400, channels: 3, background: "white" } };
  const image = sharp(black).composite([{ input: white, left: 0, top: 0 }]);
  await editor.load(new Blob([await image.png().toBuffer()]));
  assert.ok(Math.abs(editor.coverage() - 0.25) < 0.01);
});

test("a registered decoder may give pixels", async () => {
  const { registerDecoder } = await import("reroom");
  const data = new Uint8ClampedArray(800 * 600 * 4).fill(200);
  registerDecoder({ format: "heic", decode: async () => ({ width: 800, height: 600, data }) });
  const { width, height, changes } = await prepareImage(heic);
  assert.deepEqual([width, height, changes], [800, 600, ["reencoded"]]);
});
