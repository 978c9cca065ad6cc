// The painter's logic without a page: the viewport, gestures and the brush size.
import assert from "node:assert/strict";
import { test } from "node:test";
import { resizeBrush } from "../../../dist/element/painter/brush-size.js";
import { startLasso, startStroke } from "../../../dist/element/painter/gestures.js";
import { createFrame, moveFrame } from "../../../dist/element/painter/keyboard-frame.js";
import {
  fitWindow,
  panBy,
  toPhotoPoint,
  visibleBox,
  wholePhoto,
  zoomTo,
} from "../../../dist/element/viewer/viewport.js";

const rounded = (value) =>
  JSON.parse(JSON.stringify(value, (_, each) => (typeof each === "number" ? +each.toFixed(6) : each)));
const at = (x, y) => [x, y, 1];

test("the view of a window of another shape shows the whole photo in its center", () => {
  // A landscape photo on an upright phone.
  const view = fitWindow(wholePhoto, 0.75, 1.5);
  assert.deepEqual(view, { zoom: 1, x: 0, y: -0.5, across: 1, down: 2 });
  assert.deepEqual(toPhotoPoint(view, { x: 0, y: 0.25 }), { x: 0, y: 0 });
  assert.deepEqual(toPhotoPoint(view, { x: 1, y: 0.75 }), { x: 1, y: 1 });
  assert.deepEqual(visibleBox(view), { x: 0, y: 0, width: 1, height: 1 });
  assert.deepEqual(fitWindow(view, 1.5, 1.5), wholePhoto);
  assert.deepEqual(fitWindow(wholePhoto, NaN, 1.5), wholePhoto, "a hidden window changes nothing");
  assert.deepEqual(fitWindow(wholePhoto, 1.505, 1.5), wholePhoto, "rounding to pixels is no other shape");
});

test("zooming keeps the point under the pointer, in any window, and the photo inside", () => {
  for (const ratio of [0.5, 1.5, 3]) {
    const view = zoomTo(fitWindow(wholePhoto, ratio, 1.5), 4);
    const place = { x: 0.4, y: 0.55 };
    const closer = zoomTo(view, 6, place);
    assert.deepEqual(rounded(toPhotoPoint(closer, place)), rounded(toPhotoPoint(view, place)));
    const corner = toPhotoPoint(panBy(closer, 99, 99), { x: 0, y: 0 });
    assert.ok(corner.x <= 0 && corner.y <= 0, "the corner of the photo is not past the window's");
  }
});

test("the keyboard frame starts in the middle of what is visible and stays on the photo", () => {
  const frame = createFrame(fitWindow(wholePhoto, 0.75, 1.5));
  assert.deepEqual(rounded(frame), { x: 0.35, y: 0.35, width: 0.3, height: 0.3 });
  let moved = frame;
  for (let presses = 0; presses < 99; presses++) moved = moveFrame(moved, wholePhoto, { key: "ArrowRight" });
  assert.deepEqual(rounded(moved), { x: 0.7, y: 0.35, width: 0.3, height: 0.3 });
  assert.equal(moveFrame(frame, wholePhoto, { key: "a" }), undefined);
});

test("each step changes the brush size, up to its limits", () => {
  for (let size = 0.5; size < 30; size += 0.5) {
    assert.ok(resizeBrush(size, 1) > size, `larger than ${size}`);
    assert.ok(resizeBrush(size + 0.5, -1) < size + 0.5, `smaller than ${size + 0.5}`);
  }
  assert.equal(resizeBrush(30, 3), 30);
  assert.equal(resizeBrush(0.5, -1), 0.5);
});

/** A mask that records what is painted. */
function recorder() {
  const calls = [];
  const record =
    (name) =>
    (...args) =>
      calls.push([name, ...args.slice(0, 1)]);
  return { calls, begin: record("begin"), extend: record("extend"), end: record("end"), cancel: record("cancel") };
}

test("a stroke is straight while Shift is held, and freehand before and after", () => {
  const mask = recorder();
  const drafts = [];
  const show = (draft) => drafts.push(draft);
  const stroke = startStroke(mask, at(0, 0), {}, { from: undefined, straight: false, reach: 4, show });
  stroke.move([at(10, 0)], false);
  stroke.move([at(20, 20)], true);
  stroke.move([at(30, 0)], true);
  assert.deepEqual(drafts.at(-1), [at(10, 0), at(30, 0)], "a preview, nothing painted yet");
  stroke.move([at(40, 0)], false);
  stroke.end();
  const lines = mask.calls.filter(([name]) => name === "extend").map(([, points]) => points);
  assert.deepEqual(lines, [[at(0, 0)], [at(0, 0), at(10, 0)], [at(10, 0), at(40, 0)]]);
  assert.equal(drafts.at(-1), undefined);
});

test("a click with Shift connects to the previous stroke, a drag with Shift does not", () => {
  for (const [to, line] of [
    [at(51, 50), [at(0, 0), at(51, 50)]],
    [at(90, 50), [at(50, 50), at(90, 50)]],
  ]) {
    const mask = recorder();
    const options = { from: at(0, 0), straight: true, reach: 4, show: () => {} };
    const stroke = startStroke(mask, at(50, 50), {}, options);
    stroke.move([to], true);
    stroke.end();
    assert.deepEqual(mask.calls, [["begin"], ["extend", line], ["end"]]);
  }
});

test("a lasso closes at its first corner only, and a canceled click leaves it as it was", () => {
  let parts = [];
  let closed;
  const options = { reach: 4, show: (next) => (parts = next), close: (corners) => (closed = corners) };
  const click = (point) => startLasso(point, parts, options).end();
  for (const corner of [at(0, 0), at(50, 0), at(50, 50), at(51, 51)]) click(corner);
  assert.equal(parts.length, 4, "a corner near the last one is a corner");
  const before = parts;
  const canceled = startLasso(at(70, 70), parts, options);
  canceled.move([at(90, 90)]);
  canceled.cancel();
  assert.deepEqual(parts, before);
  assert.equal(closed, undefined);
  click(at(2, 1));
  assert.deepEqual(closed, [at(0, 0), at(50, 0), at(50, 50), at(51, 51)]);
});
