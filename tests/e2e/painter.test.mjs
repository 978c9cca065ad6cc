// <reroom-mask-painter> by mouse: the resulting mask and the events.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { HEIGHT, WIDTH } from "./painter.mjs";
import { assertClose, ui } from "./painter-page.mjs";
import { artifact } from "./site.mjs";

describe("by mouse", () => {
  test("a stroke is one undo step and marks its path at the photo's size", async () => {
    assert.equal(await ui.marked(), false);
    await ui.drag([0.2, 0.5], [0.5, 0.5], [0.8, 0.5]);
    const { size, values } = await ui.mask([0.21, 0.5], [0.5, 0.5], [0.79, 0.5], [0.5, 0.3], [0.1, 0.5]);
    assert.deepEqual(size, [WIDTH, HEIGHT]);
    assert.deepEqual(values, [255, 255, 255, 0, 0]);
    assert.equal(await ui.changes(), 1);
    assert.equal(await ui.marked(), true);
    await ui.said(/percent of the photo is selected/);
    await ui.button("Undo").click();
    assert.equal(await ui.marked(), false);
    await ui.button("Redo").click();
    assert.deepEqual((await ui.mask([0.5, 0.5])).values, [255]);
    assert.equal(await ui.changes(), 3);
  });

  test("size and hardness shape the stroke", async () => {
    const [size, hardness] = [ui.painter.getByLabel("Size"), ui.painter.getByLabel("Edge sharpness")];
    await size.fill("20");
    await hardness.fill("100");
    await ui.drag([0.5, 0.5], [0.5, 0.5]);
    // A diameter of 20 % of the photo's width.
    assertClose((await ui.mask()).share, (Math.PI * (0.1 * WIDTH) ** 2) / (WIDTH * HEIGHT), 0.002);
    assert.deepEqual((await ui.mask([0.59, 0.5], [0.61, 0.5])).values, [255, 0]);
    await ui.action("Clear selection");
    await hardness.fill("0");
    await ui.drag([0.5, 0.5], [0.5, 0.5]);
    const [middle, edge] = (await ui.mask([0.5, 0.5], [0.57, 0.5])).values;
    assert.ok(middle > 240 && edge > 20 && edge < 200, `a soft edge: ${middle}, ${edge}`);
  });

  test("the eraser and Alt erase, and invert inverts the mask", async () => {
    await ui.drag([0.2, 0.5], [0.8, 0.5]);
    await ui.tool("erase");
    await ui.drag([0.5, 0.5], [0.6, 0.5]);
    assert.deepEqual((await ui.mask([0.3, 0.5], [0.55, 0.5])).values, [255, 0]);
    await ui.tool("mark");
    await ui.page.keyboard.down("Alt");
    await ui.drag([0.3, 0.5], [0.3, 0.5]);
    await ui.page.keyboard.up("Alt");
    assert.deepEqual((await ui.mask([0.3, 0.5])).values, [0]);
    await ui.action("Invert selection");
    assert.deepEqual((await ui.mask([0.3, 0.5], [0.7, 0.5], [0.1, 0.1])).values, [255, 0, 255]);
    await ui.action("Clear selection");
    await ui.said("Nothing is selected.");
    assert.equal(await ui.marked(), false);
    await assert.rejects(ui.mask(), /empty_mask|mask is empty/);
  });

  test("the rectangle tool works in any direction", async () => {
    await ui.tool("rectangle");
    await ui.drag([0.6, 0.7], [0.2, 0.3]);
    assertClose((await ui.mask()).share, 0.16, 0.002);
    assert.deepEqual((await ui.mask([0.21, 0.31], [0.59, 0.69], [0.19, 0.31], [0.59, 0.71])).values, [255, 255, 0, 0]);
    // A click without a drag draws no rectangle.
    await ui.drag([0.9, 0.9]);
    assertClose((await ui.mask()).share, 0.16, 0.002);
  });

  test("a dragged lasso closes on release", async () => {
    await ui.tool("lasso");
    await ui.drag([0.3, 0.3], [0.7, 0.3], [0.7, 0.7], [0.3, 0.7]);
    assert.deepEqual((await ui.mask([0.5, 0.5], [0.31, 0.5], [0.2, 0.5])).values, [255, 255, 0]);
    assert.equal(await ui.changes(), 1);
  });

  test("a clicked lasso closes at its first corner or with Enter, and Escape discards it", async () => {
    await ui.tool("lasso");
    for (const corner of [
      [0.3, 0.3],
      [0.7, 0.3],
      [0.7, 0.7],
    ])
      await ui.drag(corner);
    await ui.said(/^Corners: 3/);
    assert.equal(await ui.marked(), false);
    await artifact(ui.page, "painter-shape");
    await ui.drag([0.3, 0.3]);
    assert.deepEqual((await ui.mask([0.6, 0.4], [0.4, 0.6])).values, [255, 0]);

    await ui.drag([0.1, 0.1]);
    await ui.drag([0.2, 0.1]);
    await ui.drag([0.2, 0.25]);
    await ui.page.keyboard.press("Enter");
    assert.deepEqual((await ui.mask([0.19, 0.15])).values, [255]);

    await ui.drag([0.8, 0.8]);
    await ui.page.keyboard.press("Escape");
    await ui.said("Shape discarded.");
    assert.equal(await ui.painter.locator(".draft").count(), 0);
    assert.equal(await ui.changes(), 2);

    await ui.drag([0.8, 0.8]);
    await ui.tool("brush");
    await ui.drag([0.8, 0.5]);
    assert.equal(await ui.painter.locator(".draft").count(), 0, "another tool leaves no shape behind");
    assert.equal(await ui.changes(), 3);
  });
});

describe("while painting", () => {
  const brushSize = () => ui.painter.getByLabel("Size").inputValue();

  test("the photo stays in place when the tool changes and when further actions open", async () => {
    for (const viewport of [
      { width: 1280, height: 800 },
      { width: 390, height: 844 },
      { width: 320, height: 640 },
    ]) {
      await ui.page.setViewportSize(viewport);
      const place = () => ui.painter.locator(".window").boundingBox();
      const before = await place();
      for (const tool of ["rectangle", "lasso", "move", "brush"]) {
        await ui.tool(tool);
        assert.deepEqual(await place(), before, `${tool} at ${viewport.width}`);
      }
      await ui.button("More actions").click();
      assert.deepEqual(await place(), before);
      await ui.page.keyboard.press("Escape");
      assert.equal(await ui.button("Invert selection").isVisible(), false);
    }
  });

  test("grow, shrink and smooth change the mask, and each is one undo step", async () => {
    await ui.tool("rectangle");
    await ui.drag([0.3, 0.3], [0.6, 0.6]);
    const { share } = await ui.mask();
    await ui.action("Expand selection");
    const grown = (await ui.mask()).share;
    assert.ok(grown > share + 0.005, `${grown} after ${share}`);
    await ui.action("Shrink selection");
    assertClose((await ui.mask()).share, share, 0.0005);
    await artifact(ui.page, "painter-actions");
    await ui.action("Smooth edges");
    assert.ok((await ui.mask()).share < share, "the corners are round");
    for (let steps = 0; steps < 3; steps++) await ui.button("Undo").click();
    assert.equal((await ui.mask()).share, share);
  });

  test("[ and ], and the wheel while the drawing area has focus, change the brush size", async () => {
    assert.equal(await brushSize(), "8");
    await ui.page.mouse.move(...(await ui.at([0.5, 0.5])));
    await ui.page.keyboard.press("]");
    await ui.said("Brush size: 9.5 percent.");
    await ui.page.mouse.wheel(0, 100);
    // Without focus, the page scrolls, to its end.
    await ui.page.waitForFunction(() => {
      const end = document.documentElement.scrollHeight - globalThis.innerHeight;
      return end > 0 && globalThis.scrollY >= end;
    });
    assert.equal(await brushSize(), "9.5");
    await ui.drag([0.5, 0.5]);
    const scrolled = await ui.page.evaluate(() => globalThis.scrollY);
    await ui.page.keyboard.press("[");
    await ui.said("Brush size: 8 percent.");
    await ui.page.mouse.wheel(0, -200);
    await ui.said("Brush size: 11.5 percent.");
    assert.equal(await brushSize(), "11.5");
    assert.equal(await ui.page.evaluate(() => globalThis.scrollY), scrolled);
    await ui.page.keyboard.press("x");
    await ui.said(/^Remove$/);
    assert.equal(await ui.painter.locator("label[data-value=erase] input").isChecked(), true);
  });

  test("Shift draws straight lines, from click to click and while dragging", async () => {
    await ui.drag([0.2, 0.2]);
    await ui.page.keyboard.down("Shift");
    await ui.drag([0.8, 0.2]);
    await ui.drag([0.2, 0.6], [0.5, 0.9], [0.8, 0.6]);
    await ui.page.keyboard.up("Shift");
    const { values } = await ui.mask([0.5, 0.2], [0.5, 0.6], [0.5, 0.88], [0.5, 0.4]);
    assert.deepEqual(values, [255, 255, 0, 0]);
    assert.equal(await ui.changes(), 3);
    assert.equal(await ui.painter.locator(".draft").count(), 0);
  });

  test("holding Space pans a zoomed photo with any tool, also before anything has focus", async () => {
    await ui.button("Zoom in").click();
    await ui.button("Zoom in").click();
    await ui.painter.evaluate((element) => element.shadowRoot.activeElement.blur());
    await ui.page.mouse.move(...(await ui.at([0.2, 0.2])));
    await ui.page.keyboard.down("Space");
    await ui.drag([0.2, 0.2], [0.95, 0.95]);
    await ui.page.keyboard.up("Space");
    assert.equal(await ui.marked(), false);
    await ui.drag([0.02, 0.02]);
    assert.deepEqual((await ui.mask([0.01, 0.01])).values, [255], "the photo's corner is in the window's");
  });

  test("an unfinished lasso takes its last corner back, and a corner near the last one does not close it", async () => {
    await ui.tool("lasso");
    for (const corner of [[0.3, 0.3], [0.7, 0.3], [0.7, 0.7], [0.702, 0.702]]) await ui.drag(corner); // prettier-ignore
    await ui.said(/^Corners: 4/);
    await ui.page.keyboard.press("Backspace");
    await ui.said(/^Corners: 3/);
    await ui.page.keyboard.press("Control+z");
    await ui.said(/^Corners: 2/);
    await ui.button("Undo").click();
    await ui.said(/^Corners: 1/);
    await ui.page.keyboard.press("Escape");
    await ui.said("Shape discarded.");
    assert.equal(await ui.marked(), false);
    assert.equal(await ui.changes(), 0);
  });

  test("a trackpad pinch in Safari zooms", async () => {
    await ui.painter.locator(".window").evaluate((window) => {
      const { left, top, width, height } = window.getBoundingClientRect();
      const place = { clientX: left + width / 4, clientY: top + height / 2 };
      const fire = (type, scale) =>
        window.dispatchEvent(Object.assign(new Event(type, { bubbles: true, cancelable: true }), { scale, ...place }));
      fire("gesturestart", 1);
      fire("gesturechange", 1.5);
      fire("gesturechange", 4);
      fire("gestureend", 4);
    });
    await ui.painter.locator(".level", { hasText: "400%" }).waitFor();
    await ui.tool("rectangle");
    await ui.drag([0.2, 0.4], [0.3, 0.6]);
    assert.deepEqual((await ui.mask([0.25, 0.5], [0.23, 0.5], [0.27, 0.5])).values, [255, 0, 0]);
  });
});
