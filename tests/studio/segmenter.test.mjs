// Mask editors of the studio: with the built-in selection, and with a model of the site.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createStudio } from "reroom/studio";
import { encodeMask } from "reroom";
import { memoryStorage, sample, startService } from "./support.mjs";

const service = await startService();

const [width, height] = [1800, 1200];
const box = { x: 400, y: 300, width: 900, height: 600 };

/** A mask of 180 by 120 pixels with a white rectangle, given in pixels of the photo. */
function maskOf(x, y, across, down, [columns, rows] = [180, 120]) {
  const data = new Uint8ClampedArray(columns * rows * 4);
  for (let at = 0; at < columns * rows; at += 1) {
    const [left, top] = [((at % columns) / columns) * width, (Math.floor(at / columns) / rows) * height];
    const isInside = left >= x && left < x + across && top >= y && top < y + down;
    data.set([...(isInside ? [255, 255, 255] : [0, 0, 0]), 255], at * 4);
  }
  return { data, width: columns, height: rows, colorSpace: "srgb" };
}

async function open(segmenter) {
  const studio = createStudio({ client: service.client({ storage: memoryStorage() }), segmenter });
  await studio.open(await sample());
  studio.choose("edit");
  return { studio, editor: await studio.createMaskEditor() };
}

/** A model that marks the box, or a square around the last point, and records what it is asked. */
function createModel() {
  const asked = [];
  const model = async (photo, points, options) => {
    asked.push({ bytes: photo.size, points, box: options.box });
    const { x, y } = points.at(-1) ?? {};
    return options.box && points.length === 0
      ? maskOf(options.box.x, options.box.y, options.box.width, options.box.height)
      : maskOf(x - 100, y - 100, 200, 200);
  };
  return { asked, model };
}

const bounds = ({ editor }) => {
  const { x, y, width: across, height: down } = editor.bounds();
  return [x, y, across, down];
};

/** Asserts that bounds are within a few pixels: the model's mask is ten times as small as the photo. */
function near(found, expected) {
  assert.ok(
    found.every((value, at) => Math.abs(value - expected[at]) <= 20),
    `${found} instead of ${expected}`,
  );
}

test("createMaskEditor() without a photo rejects and says what to do", async () => {
  const studio = createStudio({});
  await assert.rejects(
    studio.createMaskEditor(),
    ({ name, code, message }) => name === "ReRoomError" && code === "invalid_request" && /Open a photo/.test(message),
  );
});

test("a segmenter replaces select() and refine(), and its mask goes out with the edit", async () => {
  service.reset();
  const { model, asked } = createModel();
  const opened = await open(model);
  const { studio, editor } = opened;
  assert.deepEqual(await editor.select({ box }), { unsure: false });
  near(bounds(opened), [box.x, box.y, box.width, box.height]);
  await editor.refine([[1500, 200]], "keep");
  near(bounds(opened), [1400, 100, 200, 200]);
  assert.deepEqual(
    asked.map(({ points, box }) => [points, box]),
    [
      [[], box],
      [[{ x: 1500, y: 200, as: "keep" }], box],
    ],
  );
  assert.ok(asked.every(({ bytes }) => bytes > 10_000));
  assert.ok(editor.undo(), "the correction replaced the first result");
  assert.equal(editor.bounds(), null);
  editor.redo();
  studio.set("action", "remove");
  studio.setMask(editor);
  const [result] = await studio.submit();
  assert.ok(result, JSON.stringify(studio.getSnapshot().job));
  const [order] = service.orders();
  assert.equal(order.mask, await encodeMask(editor));
});

test("configure() changes the segmenter, and without one the built-in selection is used", async () => {
  const { studio, editor } = await open();
  await editor.select({ box });
  editor.clear();
  const { model, asked } = createModel();
  studio.configure({ segmenter: model });
  await editor.select({ stroke: new Float32Array([300, 300, 600, 300]), size: 10 });
  assert.deepEqual(asked[0].points, [
    { x: 300, y: 300, as: "keep" },
    { x: 600, y: 300, as: "keep" },
  ]);
});

test("select() adds, subtracts and replaces, and a point in nothing that was selected marks another thing", async () => {
  const opened = await open(createModel().model);
  const { editor } = opened;
  await editor.select({ box });
  await editor.select({ lasso: [[400, 300], [900, 300], [900, 900], [400, 900]] }, { mode: "subtract" }); // prettier-ignore
  near(bounds(opened), [900, 300, 400, 600]);
  await editor.select({ box: { x: 0, y: 0, width: 300, height: 300 } }, { mode: "replace" });
  near(bounds(opened), [0, 0, 300, 300]);
  editor.rectangle(1700, 1100, 100, 100);
  await editor.refine([[100, 100]], "drop");
  near(bounds(opened), [0, 0, 1800, 1200]);
  assert.ok(editor.coverage() < (300 * 300 + 100 * 100) / (width * height) - 0.01, "the square at the point is gone");
});

test("a model that rejects changes nothing, and the next call works", async () => {
  let fails = true;
  const { model } = createModel();
  const { editor } = await open((...given) => (fails ? Promise.reject(new Error("out of memory")) : model(...given)));
  await assert.rejects(
    editor.select({ box }),
    ({ name, code, message, cause }) =>
      name === "ReRoomError" &&
      code === "unexpected_response" &&
      message === "The segmenter failed: out of memory" &&
      cause.message === "out of memory",
  );
  assert.equal(editor.bounds(), null);
  fails = false;
  await editor.select({ box });
  assert.ok(editor.coverage() > 0.2);
});

test("masks of another aspect ratio and other values are rejected, and the last result stays", async () => {
  let mask;
  const { model } = createModel();
  const opened = await open((...given) => (mask === undefined ? model(...given) : Promise.resolve(mask)));
  const { editor } = opened;
  await editor.select({ box });
  for (const [wrong, pattern] of [
    [maskOf(0, 0, 100, 100, [256, 256]), /256 × 256 pixels.*aspect ratio/],
    [null, /mask must be/],
    [{ width: 180, height: 120 }, /mask must be/],
  ]) {
    mask = wrong;
    await assert.rejects(
      editor.refine([[600, 600]], "keep"),
      ({ name, code, message }) => name === "ReRoomError" && code === "invalid_image" && pattern.test(message),
    );
    near(bounds(opened), [box.x, box.y, box.width, box.height]);
  }
  mask = maskOf(0, 0, 600, 600, [257, 171]);
  await editor.refine([[600, 600]], "keep");
  near(bounds(opened), [0, 0, 600, 600]);
});

test("aborting and free() settle a call to a model that never returns", async () => {
  const seen = [];
  const { editor } = await open((photo, points, { signal }) => {
    seen.push(signal);
    return new Promise(() => {});
  });
  const controller = new AbortController();
  const isAborted = ({ name, code }) => name === "ReRoomError" && code === "aborted";
  const selected = editor.select({ box }, { signal: controller.signal });
  const corrected = editor.refine([[1, 1]], "keep");
  controller.abort("enough");
  await assert.rejects(selected, (error) => isAborted(error) && error.cause === "enough");
  assert.ok(seen[0].aborted);
  editor.free();
  await assert.rejects(corrected, isAborted);
  assert.ok(seen.at(-1).aborted);
});

test("invalid areas are rejected before the model is asked", async () => {
  const { model, asked } = createModel();
  const { editor } = await open(model);
  for (const area of [undefined, null, {}, "box"])
    await assert.rejects(editor.select(area), ({ name, code }) => name === "ReRoomError" && code === "invalid_request");
  assert.equal(asked.length, 0);
});
