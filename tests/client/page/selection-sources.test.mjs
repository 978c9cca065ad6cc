// Selections in every kind of photo that a page has: files, elements, canvases, bitmaps, and photos with an orientation.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, test } from "node:test";
import { MaskEditor } from "reroom";
import { refused, start } from "../support.mjs";

before(start);

const [width, height] = [480, 360];
/** Not in the middle, so that each orientation moves it to another place. */
const disc = { x: 150, y: 120, radius: 70 };
const box = { x: 72, y: 42, width: 156, height: 156 };

/** A red disc on a gray wall, at a pixel of the displayed photo. */
const colorAt = (x, y) =>
  Math.hypot(x + 0.5 - disc.x, y + 0.5 - disc.y) < disc.radius ? [170, 60, 50] : [180, 185, 190];

/** The displayed place of a stored pixel, by orientation. `right` and `bottom` are the last column and row that are stored. */
const displayed = {
  1: (x, y) => [x, y],
  2: (x, y, right) => [right - x, y],
  3: (x, y, right, bottom) => [right - x, bottom - y],
  4: (x, y, right, bottom) => [x, bottom - y],
  5: (x, y) => [y, x],
  6: (x, y, right, bottom) => [bottom - y, x],
  7: (x, y, right, bottom) => [bottom - y, right - x],
  8: (x, y, right) => [y, right - x],
};

/** The photo on a canvas, as it is stored with an orientation. */
function draw(orientation = 1) {
  const [across, down] = orientation > 4 ? [height, width] : [width, height];
  const canvas = Object.assign(document.createElement("canvas"), { width: across, height: down });
  const context = canvas.getContext("2d");
  const image = context.createImageData(across, down);
  for (let y = 0; y < down; y += 1)
    for (let x = 0; x < across; x += 1) {
      const color = colorAt(...displayed[orientation](x, y, across - 1, down - 1));
      const noise = (x * 7919 + y * 104729) % 5;
      image.data.set([...color.map((value) => value + noise), 255], (y * across + x) * 4);
    }
  context.putImageData(image, 0, 0);
  return canvas;
}

const encode = (canvas, type) => new Promise((resolve) => canvas.toBlob(resolve, type, 0.95));

/** A JPEG file with an EXIF orientation. */
async function photo(orientation = 1) {
  const file = await encode(draw(orientation), "image/jpeg");
  const exif = [
    ...[0xff, 0xe1, 0, 34, ...new TextEncoder().encode("Exif\0\0")],
    ...[0x49, 0x49, 0x2a, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0],
  ];
  const parts = new Blob([file.slice(0, 2), new Uint8Array(exif), file.slice(2)]);
  // Firefox cannot decode a Blob of several parts.
  return new Blob([await parts.arrayBuffer()], { type: "image/jpeg" });
}

/** Selects the disc, drops and keeps a dab, and snaps. Asserts that the mask covers the disc. */
async function assertSelects(source, name) {
  const editor = await MaskEditor.create(source);
  try {
    assert.deepEqual([editor.width, editor.height], [width, height], name);
    assert.deepEqual(await editor.select({ box }), { unsure: false }, name);
    await editor.refine([[disc.x, disc.y]], "drop", { size: 20 });
    await editor.refine([[disc.x, disc.y]], "keep", { size: 20 });
    editor.grow(3);
    await editor.snap({ radius: 8 });
    const found = editor.bounds();
    const [left, top, size] = [disc.x - disc.radius, disc.y - disc.radius, 2 * disc.radius];
    for (const [value, expected] of [
      [found.x, left],
      [found.y, top],
      [found.width, size],
      [found.height, size],
    ])
      // prettier-ignore
      assert.ok(Math.abs(value - expected) <= 4, `${name}: ${JSON.stringify(found)}`);
    const area = (Math.PI * disc.radius ** 2) / (width * height);
    assert.ok(Math.abs(editor.coverage() - area) < 0.05 * area, `${name}: ${editor.coverage()} instead of ${area}`);
  } finally {
    editor.free();
  }
}

async function load(file) {
  const image = new Image();
  image.src = URL.createObjectURL(file);
  await image.decode();
  return image;
}

test("select(), refine() and snap() work in files, elements, canvases, bitmaps and pixels", async () => {
  const canvas = draw();
  const png = await encode(canvas, "image/png");
  const offscreen = new OffscreenCanvas(width, height);
  offscreen.getContext("2d").drawImage(canvas, 0, 0);
  const loading = new Image();
  loading.src = URL.createObjectURL(png);
  for (const [name, source] of Object.entries({
    blob: png,
    file: new File([await photo()], "room.jpg", { type: "image/jpeg" }),
    buffer: await png.arrayBuffer(),
    bytes: new Uint8Array(await png.arrayBuffer()),
    "image element": await load(png),
    "image element that is still loading": loading,
    canvas,
    "offscreen canvas": offscreen,
    bitmap: await createImageBitmap(canvas),
    pixels: canvas.getContext("2d").getImageData(0, 0, width, height),
  }))
    await assertSelects(source, name);
});

test("a photo with an EXIF orientation is selected where it is displayed", async () => {
  for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
    const file = await photo(orientation);
    await assertSelects(file, `orientation ${orientation}`);
    await assertSelects(await load(file), `an element with orientation ${orientation}`);
  }
});

test("an image element that cannot load, and a bitmap that was closed, are rejected", async () => {
  const broken = new Image();
  broken.src = URL.createObjectURL(new Blob(["no image"]));
  await refused(MaskEditor.create(broken), "invalid_image");
  const bitmap = await createImageBitmap(draw());
  const editor = await MaskEditor.create(bitmap);
  bitmap.close();
  await refused(editor.select({ box }), "invalid_image");
  assert.equal(editor.bounds(), null);
});

test("a HEIC photo is selected with the decoder, and rejected without one", async () => {
  const file = new Blob([await readFile("/tests/heic/photos/phone.heic")], { type: "image/heic" });
  const area = { box: { x: 200, y: 150, width: 400, height: 300 } };
  const before = await MaskEditor.create(file);
  const decodes = await createImageBitmap(file).then(() => true, () => false); // prettier-ignore
  if (!decodes) await refused(before.select(area), "invalid_image");
  await import("reroom/heic");
  await before.select(area);
  assert.ok(before.coverage() > 0);
});

test("overlapping, aborted and freed selections settle, and undo during one keeps the steps in order", async () => {
  const file = await photo();
  const editor = await MaskEditor.create(file);
  editor.rectangle(400, 300, 40, 40);
  const controller = new AbortController();
  const first = editor.select({ box });
  const stopped = editor.refine([[10, 10]], "keep", { size: 9, signal: controller.signal });
  const snapped = editor.snap({ signal: controller.signal });
  assert.ok(editor.undo());
  controller.abort("enough");
  for (const call of [stopped, snapped]) assert.equal((await refused(call, "aborted")).cause, "enough");
  await first;
  assert.ok(editor.bounds().x > 60 && editor.bounds().width < 160, "the rectangle was undone, the disc is selected");
  assert.ok(editor.undo());
  assert.equal(editor.bounds(), null);
  const [one, other] = await Promise.all([MaskEditor.create(file), MaskEditor.create(file)]);
  await Promise.all([one.select({ box }), other.select({ box })]);
  assert.equal(one.coverage(), other.coverage());
  const last = one.select({ box });
  one.free();
  await last;
});

test("selecting works in a worker", async () => {
  const source = `

    onmessage = async ({ data: { file, box, urls } }) => {
      try {
        const { MaskEditor } = await import(urls.client);
        const editor = await MaskEditor.create(file);
        await editor.select({ box });
        postMessage({ coverage: editor.coverage() });
      } catch (error) {
        postMessage({ error: String(error) });
      }
    };`;
  const worker = new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })), { type: "module" });
  const answer = new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => resolve({ error: event.message });
  });
  worker.postMessage({ file: await photo(), box, urls: { client: import.meta.resolve("reroom") } });
  const { coverage, error } = await answer;
  worker.terminate();
  assert.equal(error, undefined);
  assert.ok(Math.abs(coverage - (Math.PI * disc.radius ** 2) / (width * height)) < 0.005, `${coverage}`);
});
