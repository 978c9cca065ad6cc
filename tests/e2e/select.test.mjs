// Selecting things in the painter: by mouse, touch and keyboard, with the built-in selection and with a model of the site.
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, test } from "node:test";
import { browser } from "./browser.mjs";
import { accessible } from "./elements.mjs";
import { elements } from "./elements-page.mjs";
import { openPainter } from "./painter.mjs";
import { artifact } from "./site.mjs";

const PHOTO = "/samples/living-room-staged.jpg";
const SOFA = [
  [0.322, 0.515],
  [0.628, 0.715],
];
/** As a hand draws it. */
const SOFA_OUTLINE = [
  ...[[0.325, 0.585], [0.375, 0.57], [0.39, 0.52], [0.52, 0.52], [0.59, 0.525], [0.625, 0.56]], // prettier-ignore
  ...[[0.62, 0.64], [0.59, 0.705], [0.5, 0.695], [0.42, 0.66], [0.33, 0.645]], // prettier-ignore
];
/** Positions in fractions of the photo. */
const [SEAT, ARM, WALL, WALL_RIGHT, FLOOR] = [
  [0.47, 0.62],
  [0.6, 0.64],
  [0.62, 0.33],
  [0.7, 0.35],
  [0.3, 0.92],
];

let ui;

/** Opens a painter that has the photo's file. */
async function open(options) {
  ui = await openPainter(browser, elements, options);
  await ui.painter.evaluate(async (painter, photo) => {
    painter.photo = photo;
    await painter.updateComplete;
  }, PHOTO);
  await ui.painter.locator("label[data-value=select] input:checked").waitFor({ state: "attached" });
}

/** Waits until no selection runs. */
const settled = () => ui.painter.locator(".window[aria-busy=false]").waitFor();

const click = async (place) => {
  await ui.page.mouse.click(...(await ui.at(place)));
  await settled();
};

const drag = async (...places) => {
  await ui.drag(...places);
  await settled();
};

/** Whether each place is in the mask. */
const isMarked = async (...places) => (await ui.mask(...places)).values.map((value) => value > 127);

beforeEach(() => open());

afterEach(async () => {
  const { problems } = ui;
  await ui.page.context().close();
  assert.deepEqual(problems, [], "the page reported errors");
});

describe("selecting", () => {
  test("a box selects the object in it, as one undo step", async () => {
    await drag(...SOFA);
    await ui.said(/percent of the photo is selected/);
    assert.deepEqual(await isMarked(SEAT, ARM, WALL, FLOOR), [true, true, false, false]);
    await artifact(ui.page, "select-sofa");
    await ui.button("Undo").click();
    assert.equal(await ui.marked(), false);
    await ui.button("Redo").click();
    assert.deepEqual(await isMarked(SEAT, WALL), [true, false]);
  });

  test("a tap adds what it touches, and one in mode Remove takes it away", async () => {
    await drag(...SOFA);
    const place = [0.4, 0.605];
    await ui.tool("erase");
    await click(place);
    assert.deepEqual(await isMarked(place), [false]);
    await ui.tool("mark");
    await click(place);
    assert.deepEqual(await isMarked(place, SEAT), [true, true]);
  });

  test("a rough outline selects what is in it, and one in mode Remove takes it away", async () => {
    await ui.tool("outline");
    await drag(...SOFA_OUTLINE);
    assert.deepEqual(await isMarked(SEAT, ARM, WALL, FLOOR), [true, true, false, false]);
    const tip = ui.painter.locator(".tips [data-shown]");
    assert.match(await tip.innerText(), /^Tap what’s missing/);
    await ui.tool("erase");
    await drag(...SOFA_OUTLINE);
    assert.deepEqual([await ui.marked(), await tip.innerText()], [false, "Draw around an object or surface."]);
  });

  test("a stroke selects the surface under it", async () => {
    await ui.tool("stroke");
    await drag([0.35, 0.28], [0.42, 0.27], [0.62, 0.25], [0.7, 0.3]);
    assert.deepEqual(await isMarked(WALL, WALL_RIGHT, FLOOR), [true, true, false]);
    await artifact(ui.page, "select-wall");
  });

  test("the frame selects by keyboard, and each step is announced", async () => {
    const photo = ui.painter.locator(".window");
    await photo.focus();
    await ui.page.keyboard.press("ArrowDown");
    for (let presses = 0; presses < 4; presses += 1) await ui.page.keyboard.press("ArrowDown");
    await ui.page.keyboard.press("Enter");
    await settled();
    await ui.said(/percent of the photo is selected|Is this what you meant/);
    assert.equal(await ui.marked(), true);
    await accessible(ui.page);
  });

  test("undo during a selection stops it, and the mask stays as it was", async () => {
    await ui.painter.evaluate((painter) => {
      painter.segmenter = (photo, points, { signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
        });
    });
    await ui.drag(...SOFA);
    await ui.painter.locator(".window[aria-busy=true]").waitFor();
    await ui.page.keyboard.press("Control+z");
    await settled();
    assert.equal(await ui.marked(), false);
  });
});

describe("a segmenter of the site", () => {
  /** Marks a circle around the last point, or the box. Records what it was asked. */
  const install = () =>
    ui.painter.evaluate((painter) => {
      globalThis.asked = [];
      painter.segmenter = async (photo, points, { box }) => {
        globalThis.asked.push({ bytes: photo.size > 1000, points, box: box && true });
        const canvas = new OffscreenCanvas(180, 120);
        const context = canvas.getContext("2d");
        context.fillRect(0, 0, 180, 120);
        context.fillStyle = "#fff";
        const { x, y, width, height } = box ?? { x: points[0].x - 90, y: points[0].y - 90, width: 180, height: 180 };
        context.fillRect(x / 10, y / 10, width / 10, height / 10);
        context.fillStyle = "#000";
        for (const point of points.filter((point) => point.as === "drop"))
          context.fillRect(point.x / 10 - 5, point.y / 10 - 5, 10, 10);
        return canvas;
      };
    });

  test("gets the photo, the box and each point, and its mask takes the place of the previous one", async () => {
    await install();
    await drag(...SOFA);
    assert.deepEqual(await isMarked(SEAT, WALL), [true, false]);
    await ui.tool("erase");
    await click(SEAT);
    assert.deepEqual(await isMarked(SEAT, ARM), [false, true]);
    const asked = await ui.page.evaluate(() => globalThis.asked);
    assert.deepEqual(
      asked.map(({ points, box }) => [points.map((point) => point.as), box]),
      [
        [[], true],
        [["drop"], true],
      ],
    );
    assert.ok(asked.every(({ bytes }) => bytes));
    await ui.button("Undo").click();
    assert.equal(await ui.marked(), false);
  });

  test("that rejects changes nothing, and the visitor is told what to do", async () => {
    await ui.painter.evaluate((painter) => {
      painter.segmenter = () => Promise.reject(new Error("The model could not be loaded."));
      painter.addEventListener("failed", ({ detail }) => (globalThis.failed = String(detail)));
    });
    await drag(...SOFA);
    await ui.said("Use another tool");
    assert.equal(await ui.marked(), false);
    assert.match(await ui.page.evaluate(() => globalThis.failed), /The model could not be loaded/);
  });
});

test("without the photo's file, the painter starts with the brush and offers no selection", async () => {
  await ui.painter.evaluate((painter) => (painter.photo = undefined));
  await ui.painter.locator("label[data-value=brush] input:checked").waitFor({ state: "attached" });
  assert.equal(await ui.painter.locator("label[data-value=select]").count(), 0);
});

test("a tool that is chosen while the photo loads stays", async () => {
  const tool = await ui.painter.evaluate(async (painter) => {
    painter.photo = await (await fetch(painter.photo)).blob();
    // The photo is new in the toolbar, and its file was not read yet.
    for (let step = 0; step < 10; step += 1) await undefined;
    painter.renderRoot.querySelector("label[data-value=brush] input").click();
    await painter.updateComplete;
    return painter.settings.tool;
  });
  assert.equal(tool, "brush");
});

test("by touch, a box is dragged with one finger", async () => {
  await ui.page.context().close();
  await open({ viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true });
  const [start, end] = await Promise.all(SOFA.map(ui.at));
  const client = await ui.page.context().newCDPSession(ui.page);
  const touch = (type, point) =>
    client.send("Input.dispatchTouchEvent", { type, touchPoints: point ? [{ x: point[0], y: point[1] }] : [] });
  await touch("touchStart", start);
  for (let step = 1; step <= 6; step += 1)
    await touch(
      "touchMove",
      [0, 1].map((axis) => start[axis] + ((end[axis] - start[axis]) * step) / 6),
    );
  await touch("touchEnd");
  await ui.said(/percent of the photo is selected/);
  assert.deepEqual(await isMarked(SEAT, WALL), [true, false]);
  await artifact(ui.page, "select-phone");
});
