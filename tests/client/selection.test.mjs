// MaskEditor: selections in a photo.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { MaskEditor } from "reroom";
import { start } from "./support.mjs";

before(start);

const [width, height] = [480, 360];
const center = [200, 170];
const radius = 90;
const box = { x: 104, y: 74, width: 192, height: 192 };

const isInDisc = (x, y) => Math.hypot(x + 0.5 - center[0], y + 0.5 - center[1]) < radius;

/** A red disc in front of a striped wall, as `ImageData`, which Node does not have. */
function scene() {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const wall = Math.floor((x + y) / 40) % 2 ? [120, 130, 150] : [190, 190, 180];
      const noise = (x * 7919 + y * 104729) % 5;
      const color = isInDisc(x, y) ? [170, 60, 50] : wall;
      data.set([...color.map((value) => value + noise), 255], (y * width + x) * 4);
    }
  return { data, width, height, colorSpace: "srgb" };
}

const discArea = (Math.PI * radius ** 2) / (width * height);

/** Asserts that the mask covers about this part of the photo. */
function assertCoverage(editor, expected, message) {
  const found = editor.coverage();
  assert.ok(Math.abs(found - expected) < 0.02 * expected + 0.002, `${message}: ${found} instead of ${expected}`);
}

test("select() finds the object in a box in one undo step", async () => {
  const editor = await MaskEditor.create(scene());
  const { unsure } = await editor.select({ box });
  assert.equal(unsure, false);
  assertCoverage(editor, discArea, "the disc");
  assert.ok(editor.undo());
  assert.equal(editor.bounds(), null);
  assert.ok(editor.redo());
  assertCoverage(editor, discArea, "the disc again");
});

test("select() snaps a lasso, and adds, subtracts or replaces", async () => {
  const editor = await MaskEditor.create(scene());
  editor.rectangle(400, 300, 60, 40);
  const corner = (60 * 40) / (width * height);
  const lasso = Array.from({ length: 40 }, (_, step) => {
    const angle = (step * Math.PI) / 20;
    return [center[0] + (radius + 3) * Math.cos(angle), center[1] + (radius + 3) * Math.sin(angle)];
  });
  await editor.select({ lasso });
  assertCoverage(editor, discArea + corner, "both");
  await editor.select({ lasso: Float32Array.from(lasso.flat()) }, { mode: "subtract" });
  assertCoverage(editor, corner, "the rectangle");
  await editor.select({ box }, { mode: "replace" });
  assertCoverage(editor, discArea, "the disc");
});

test("select() with a stroke, refine() and snap() change the mask in one undo step each", async () => {
  const editor = await MaskEditor.create(scene());
  await editor.select({ stroke: [[160, 150], [240, 190]], size: 8 }); // prettier-ignore
  assertCoverage(editor, discArea, "the disc under the stroke");
  await editor.refine([center], "drop", { size: 12 });
  const dropped = editor.coverage();
  assert.ok(dropped < discArea, "the dab is dropped");
  editor.undo();
  assertCoverage(editor, discArea, "before the dab");
  editor.grow(4);
  await editor.snap({ radius: 10 });
  assertCoverage(editor, discArea, "snapped");
  editor.undo();
  assert.ok(editor.coverage() > discArea * 1.05);
});

test("calls that overlap run one after another", async () => {
  const editor = await MaskEditor.create(scene());
  await Promise.all([
    editor.select({ box }),
    editor.refine([[20, 20]], "keep", { size: 10 }),
    editor.refine([center], "keep"),
    editor.select({ box }, { mode: "subtract" }),
  ]);
  const { x, y } = editor.bounds();
  assert.ok(x < 20 && y < 20, "the dab outside the box is left");
  assert.ok(editor.coverage() < 1 - discArea);
});

test("free() during a selection does not break it", async () => {
  const editor = await MaskEditor.create(scene());
  const selection = editor.select({ box });
  editor.free();
  assert.deepEqual(await selection, { unsure: false });
});

test("an aborted select() changes nothing, and the next one works", async () => {
  const editor = await MaskEditor.create(scene());
  const controller = new AbortController();
  const selection = editor.select({ box }, { signal: controller.signal });
  controller.abort("enough");
  await assert.rejects(
    selection,
    ({ name, code, cause }) => name === "ReRoomError" && code === "aborted" && cause === "enough",
  );
  assert.equal(editor.bounds(), null);
  await editor.select({ box });
  assertCoverage(editor, discArea, "the disc");
});

test("select(), refine() and snap() reject invalid arguments and editors without a photo", async () => {
  const editor = await MaskEditor.create(scene());
  const empty = await MaskEditor.create({ width, height });
  const stroke = [[10, 10]];
  for (const [call, path] of [
    [() => editor.select(), "area"],
    [() => editor.select({ box, lasso: stroke }), "area"],
    [() => editor.select({ box: { x: 1 } }), "y"],
    [() => editor.select({ stroke }), "size"],
    [() => editor.select({ lasso: "here" }), "points"],
    [() => editor.select({ box }, { mode: "or" }), "mode"],
    [() => editor.refine(stroke, "erase"), "as"],
    [() => editor.refine(stroke, "keep", { size: 0 }), "size"],
    [() => editor.snap({ radius: 0 }), "radius"],
    [() => empty.select({ box }), "photo"],
    [() => empty.refine(stroke, "keep"), "photo"],
    [() => empty.snap(), "photo"],
  ])
    await assert.rejects(
      call,
      ({ name, code, issues }) => name === "ReRoomError" && code === "invalid_request" && issues[0].path === path,
      `${call}`,
    );
  assert.equal(editor.bounds(), null);
});
