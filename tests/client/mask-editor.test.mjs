// MaskEditor: growing, smoothing, and selections from elsewhere.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { MaskEditor } from "reroom";
import { clientOver, fileName, json, photo, record, refused, start } from "./support.mjs";

before(start);

const box = { x: 100, y: 80, width: 60, height: 40 };

/** An editor with a marked rectangle. */
async function marked({ x, y, width, height } = box, size = { width: 400, height: 300 }) {
  const editor = await MaskEditor.create(size);
  editor.rectangle(x, y, width, height);
  return editor;
}

test("grow() and shrink move the edge by whole pixels, and each is one undo step", async () => {
  const editor = await marked();
  editor.grow(12);
  assert.deepEqual(editor.bounds(), { x: 88, y: 68, width: 84, height: 64 });
  editor.grow(-20);
  assert.deepEqual(editor.bounds(), { x: 108, y: 88, width: 44, height: 24 });
  assert.ok(editor.undo() && editor.undo());
  assert.deepEqual(editor.bounds(), box);
  assert.ok(editor.redo());
  assert.equal(editor.bounds().width, 84);
  editor.grow(-512);
  assert.equal(editor.bounds(), null);
});

test("every method also works without its editor before it, as in an event handler", async () => {
  const editor = await marked();
  const { rectangle, begin, end, undo, redo, invert, clear, coverage, bounds, add } = editor;
  begin();
  rectangle(0, 0, 8, 8);
  end();
  assert.deepEqual([undo(), bounds(), redo(), undo()], [true, box, true, true]);
  assert.equal((await refused(add(5), "invalid_image")).issues[0].path, "mask");
  invert();
  clear();
  assert.deepEqual([coverage(), bounds(), editor.width, editor.height], [0, null, 400, 300]);
  assert.deepEqual(
    Object.keys(editor).filter((name) => !name.startsWith("_")),
    [],
  );
});

test("smooth() removes a spot and fills a hole in one undo step", async () => {
  const editor = await marked();
  editor.rectangle(20, 20, 3, 3);
  editor.rectangle(130, 100, 3, 3, { erase: true });
  const rough = editor.coverage();
  editor.smooth(8);
  const { x, y, width, height } = editor.bounds();
  assert.deepEqual([x, y, width, height], [box.x, box.y, box.width, box.height], "the spot is gone");
  const area = editor.coverage() * 400 * 300;
  assert.ok(area > 60 * 40 - 60 && area < 60 * 40, `the hole is filled, the corners are round: ${area}`);
  editor.undo();
  assert.equal(editor.coverage(), rough);
});

test("grow() and smooth() reject what is not a number of pixels in their range", async () => {
  const editor = await marked();
  for (const [method, invalid] of [
    ["grow", [undefined, null, "3", NaN, Infinity, -513, 513]],
    ["smooth", [undefined, "3", NaN, -1, 513]],
  ])
    for (const pixels of invalid)
      assert.throws(
        () => editor[method](pixels),
        ({ name, code, issues }) => name === "ReRoomError" && code === "invalid_request" && issues[0].path === "pixels",
        `${method}(${pixels})`,
      );
  assert.deepEqual(editor.bounds(), box);
});

test("add() adds, subtracts or replaces a scaled selection in one undo step", async () => {
  const editor = await marked();
  // The left half, at another size.
  const other = await marked({ x: 0, y: 0, width: 4, height: 6 }, { width: 8, height: 6 });
  await editor.add(other);
  assert.deepEqual(editor.bounds(), { x: 0, y: 0, width: 200, height: 300 });
  assert.ok(editor.undo());
  await editor.add(other, "subtract");
  assert.equal(editor.bounds(), null);
  assert.ok(editor.undo());
  editor.rectangle(300, 0, 50, 50);
  await editor.add(other, "subtract");
  assert.deepEqual(editor.bounds(), { x: 300, y: 0, width: 50, height: 50 });
  await editor.add(other, "replace");
  assert.deepEqual(editor.bounds(), { x: 0, y: 0, width: 200, height: 300 });
});

test("add() rejects another mode and an invalid source, and the mask stays as it was", async () => {
  const editor = await marked();
  const error = await refused(editor.add(await marked(), "intersect"), "invalid_request");
  assert.deepEqual([error.issues[0].path, error.issues[0].code], ["mode", "unknown_option"]);
  await refused(editor.add("mask.png"), "invalid_image");
  assert.deepEqual(editor.bounds(), box);
});

test("cancel() takes back the open stroke and leaves no step to redo", async () => {
  const editor = await marked();
  editor.begin();
  editor.stroke([[300, 200]], { size: 50 });
  editor.cancel();
  assert.deepEqual(editor.bounds(), box);
  assert.equal(editor.redo(), false);
  assert.ok(editor.undo());
  assert.equal(editor.bounds(), null);
});

test("run() rejects a mask of another aspect ratio than the photo, and sends nothing", async () => {
  const answer = ({ url }) => (url.endsWith("/upload") ? json({ success: true, fileName }) : json(record()));
  for (const [size, fits] of [
    [{ width: 1800, height: 1200 }, true],
    [{ width: 375, height: 251 }, true],
    [{ width: 300, height: 150 }, false],
    [{ width: 1200, height: 1800 }, false],
  ]) {
    const { client, seen } = clientOver(answer);
    const mask = await marked({ x: 10, y: 10, width: 90, height: 90 }, size);
    const run = client.run(photo, { tool: "edit", action: "remove", mask });
    if (fits) await run;
    else assert.equal((await refused(run, "invalid_image")).issues[0].code, "mask_size");
    assert.equal(
      seen.some(({ url }) => url.endsWith("/upload")),
      fits,
      JSON.stringify(size),
    );
    mask.free();
  }
});
