// HEIC photos in a page, with and without `reroom/heic`. WebKitGTK may decode HEIC itself; the others cannot.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, test } from "node:test";
import init, { inspectImage, MaskEditor, prepareImage } from "reroom";
import { refused, start } from "../support.mjs";
import { decode } from "../../browser/support.js";

before(start);

const photo = async () => new Blob([await readFile("/tests/heic/photos/phone.heic")], { type: "image/heic" });

/** Colors of the photo in sRGB, as libheif and LittleCMS show them: `[x, y, red, green, blue]`. Its profile is Display P3. */
const COLORS = [
  [64, 64, 215, 180, 138],
  [960, 64, 211, 207, 247],
  [288, 224, 223, 52, 218],
  [512, 224, 207, 194, 175],
  [64, 544, 58, 184, 247],
  [512, 544, 43, 197, 94],
  [288, 704, 255, 34, 194],
  [960, 704, 255, 204, 208],
];

/** Checks that a prepared photo has these colors. */
async function assertShown({ blob, width, height }) {
  assert.deepEqual([width, height], [1024, 768]);
  const { data } = await decode(blob);
  for (const [x, y, ...expected] of COLORS) {
    const found = [...data.slice((y * width + x) * 4, (y * width + x) * 4 + 3)];
    const off = Math.max(...found.map((value, channel) => Math.abs(value - expected[channel])));
    assert.ok(off <= 12, `${found} instead of ${expected} at ${x}, ${y}`);
  }
}

const decodesItself = async () => createImageBitmap(await photo()).then(() => true, () => false); // prettier-ignore

test("inspectImage reports a HEIC photo as displayed, whatever its name", async () => {
  for (const [name, type] of [
    ["IMG_1.HEIC", "image/heic"],
    ["IMG_1.jpg", "image/jpeg"],
  ]) {
    const report = await inspectImage(new File([await photo()], name, { type }));
    assert.deepEqual([report.format, report.mime, report.orientation], ["heic", "image/heic", 6]);
    assert.deepEqual([report.width, report.height, report.ok], [1024, 768, false]);
    assert.match(report.issues[0].message, /import "reroom\/heic"/);
  }
  const { format, issues } = await inspectImage(new File(["\xFF\xD8\xFF"], "IMG_2.HEIC", { type: "image/heic" }));
  assert.deepEqual([format, issues.some(({ message }) => message.includes("HEIC"))], ["unknown", false]);
});

test("without reroom/heic, prepareImage says how to get it, unless the browser decodes HEIC", async () => {
  if (await decodesItself()) return assertShown(await prepareImage(await photo()));
  const { issues } = await refused(prepareImage(await photo()), "invalid_image");
  assert.deepEqual(
    issues.map(({ code }) => code),
    ["unsupported_format"],
  );
  assert.match(issues[0].message, /import "reroom\/heic"/);
});

test("the decoder is loaded from the file passed to init, and after a failure the next photo loads it again", async () => {
  if (await decodesItself()) return;
  await import("reroom/heic");
  await init({ heic: Promise.reject(new Error("offline")) });
  const error = await refused(prepareImage(await photo()), "network");
  assert.match(error.message, /^heic_bg\.wasm could not be loaded/);
  await init({ heic: new URL("/pkg/heic_bg.wasm", location.href) });
  await assertShown(await prepareImage(await photo()));
});

test("with reroom/heic, prepareImage turns the photo and converts its colors to sRGB", async () => {
  await import("reroom/heic");
  const prepared = await prepareImage(await photo());
  assert.equal(prepared.blob.type, "image/jpeg");
  await assertShown(prepared);
});

test("a result is restored into a HEIC photo, which stays the same outside the mask", async () => {
  await import("reroom/heic");
  const { findDecoder } = await import("/dist/client/image-decoders.js");
  const original = await photo();
  const decoded = await createImageBitmap(original).catch(() => findDecoder("heic").decode(original));
  const pixelsOf = (image) => {
    const context = new OffscreenCanvas(1024, 768).getContext("2d", { willReadFrequently: true });
    context.drawImage(image, 0, 0);
    return new Uint32Array(context.getImageData(0, 0, 1024, 768).data.buffer);
  };
  const prepared = await prepareImage(original);
  const context = new OffscreenCanvas(800, 600).getContext("2d");
  context.drawImage(await createImageBitmap(prepared.blob), 0, 0, 800, 600);
  context.globalCompositeOperation = "difference";
  context.fillStyle = "#fff";
  context.fillRect(200, 150, 250, 200);
  const result = await context.canvas.convertToBlob();
  const mask = await MaskEditor.create({ width: 1024, height: 768 });
  mask.rectangle(256, 192, 320, 256);
  const restored = await prepared.restore(result, { mask, feather: 4, format: "png" });
  assert.deepEqual([restored.fits, restored.type], [true, "image/png"]);
  const [before, after] = [decoded, await createImageBitmap(restored)].map(pixelsOf);
  const changed = { inside: 0, outside: 0 };
  for (const [at, pixel] of before.entries()) {
    const [x, y] = [at % 1024, Math.floor(at / 1024)];
    const isNear = x >= 246 && x < 586 && y >= 182 && y < 458;
    if (pixel !== after[at]) changed[isNear ? "inside" : "outside"] += 1;
  }
  assert.equal(changed.outside, 0);
  assert.ok(changed.inside >= 320 * 256 * 0.99, `${changed.inside} pixels`);
  assert.equal((await prepared.restore(result, { mask })).type, "image/jpeg");
});

test("a decoded photo is moved to the worker, not copied, and decoded once however often it is redrawn", async () => {
  if (await decodesItself()) return;
  const { findDecoder, registerDecoder } = await import("/dist/client/image-decoders.js");
  const ours = findDecoder("heic");
  let decoded = 0;
  registerDecoder({ format: "heic", decode: (...given) => ((decoded += 1), ours.decode(...given)) });
  const { postMessage } = Worker.prototype;
  const moved = [];
  Worker.prototype.postMessage = function (message, transfer) {
    if (message.source?.close) moved.push(transfer?.includes(message.source) ?? false);
    return postMessage.call(this, message, transfer);
  };
  try {
    const prepared = await prepareImage(await photo(), { maxBytes: 20_000 });
    assert.ok(prepared.blob.size <= 20_000 && prepared.width < 1024, `${prepared.blob.size} ${prepared.width}`);
    assert.deepEqual([decoded, moved.length > 1, moved.every(Boolean)], [1, true, true]);
    assert.equal((await prepared.restore(prepared.blob)).fits, true);
    assert.deepEqual([decoded, moved.every(Boolean)], [2, true]);
  } finally {
    registerDecoder(ours);
    Worker.prototype.postMessage = postMessage;
  }
});

test("a damaged HEIC photo rejects with one issue", async () => {
  if (await decodesItself()) return;
  const bytes = new Uint8Array(await (await photo()).arrayBuffer());
  bytes.fill(0xa5, bytes.length - 12_000, bytes.length - 9_000);
  const { issues } = await refused(prepareImage(bytes), "invalid_image");
  assert.deepEqual(
    issues.map(({ code }) => code),
    ["corrupt"],
  );
});

test("several photos are decoded in turn", async () => {
  const prepared = await Promise.all([prepareImage(await photo()), prepareImage(await photo())]);
  for (const each of prepared) await assertShown(each);
});

test("the decoder can be aborted, also while it waits", async () => {
  const { findDecoder } = await import("/dist/client/image-decoders.js");
  const decoder = findDecoder("heic");
  const controller = new AbortController();
  const both = [0, 1].map(async () => decoder.decode(await photo(), { signal: controller.signal }));
  controller.abort();
  for (const each of both) await refused(each, "aborted");
  const bitmap = await decoder.decode(await photo());
  assert.deepEqual([bitmap.width, bitmap.height], [1024, 768]);
  bitmap.close();
});

test("a web worker decodes HEIC photos on its own thread", async () => {
  const code = `
    import init, { prepareImage } from "${location.origin}/dist/client/index.js";
    import "${location.origin}/dist/heic/index.js";
    onmessage = async ({ data }) => {
      await init();
      prepareImage(data).then(({ width, height }) => postMessage([width, height]), (error) => postMessage(String(error)));
    };`;
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const worker = new Worker(url, { type: "module" });
  const answer = new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = reject;
  });
  worker.postMessage(await photo());
  assert.deepEqual(await answer, [1024, 768]);
  worker.terminate();
  URL.revokeObjectURL(url);
});
