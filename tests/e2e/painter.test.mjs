/* global WheelEvent -- of the page */
// <reroom-mask-painter> by mouse, pen, touch and keyboard: the resulting mask and the events.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { afterEach, beforeEach, describe, test } from "node:test";
import { browser } from "./browser.mjs";
import { accessible } from "./elements.mjs";
import { elements } from "./elements-page.mjs";
import { HEIGHT, WIDTH, openPainter } from "./painter.mjs";
import { artifact, difference } from "./site.mjs";

let ui;

beforeEach(async () => {
  ui = await openPainter(browser, elements);
});

afterEach(async () => {
  const { problems } = ui;
  await ui.page.context().close();
  assert.deepEqual(problems, [], "the page reported errors");
});

const close = (value, wanted, by) => assert.ok(Math.abs(value - wanted) <= by, `${value} is not ${wanted} ± ${by}`);

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
    close((await ui.mask()).share, (Math.PI * (0.1 * WIDTH) ** 2) / (WIDTH * HEIGHT), 0.002);
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
    close((await ui.mask()).share, 0.16, 0.002);
    assert.deepEqual((await ui.mask([0.21, 0.31], [0.59, 0.69], [0.19, 0.31], [0.59, 0.71])).values, [255, 255, 0, 0]);
    // A click without a drag draws no rectangle.
    await ui.drag([0.9, 0.9]);
    close((await ui.mask()).share, 0.16, 0.002);
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
    close((await ui.mask()).share, share, 0.0005);
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
    assert.equal(await brushSize(), "9.5", "without focus, the page scrolls");
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

describe("full screen", () => {
  for (const [name, options, hasApi] of [
    ["painter-full-phone", { viewport: { width: 390, height: 844 } }, false],
    ["painter-full-dark", { colorScheme: "dark" }, true],
  ])
    test(`${hasApi ? "with" : "without"} the Fullscreen API, the photo gets the screen, and leaving restores focus`, async () => {
      const other = await openPainter(browser, elements, options);
      const { page, painter } = other;
      if (!hasApi) await page.evaluate(() => Object.defineProperty(document, "fullscreenEnabled", { value: false }));
      const before = await painter.locator(".window").boundingBox();
      await other.button("Full screen").click();
      const dialog = painter.getByRole("dialog");
      await dialog.waitFor();
      await page.waitForFunction((hasApi) => !hasApi || document.fullscreenElement !== null, hasApi);
      const [window, tools, screen] = [
        await painter.locator(".window").boundingBox(),
        await painter.locator(".tools").boundingBox(),
        await page.evaluate(() => ({ width: innerWidth, height: globalThis.innerHeight })),
      ];
      assert.ok(window.height > before.height * (hasApi ? 0.8 : 1.8), `${window.height} after ${before.height}`);
      if (!hasApi) assert.ok(tools.y > window.y + window.height, "the tools are at the bottom");
      assert.ok(tools.y + tools.height <= screen.height, "the tools are on the screen");
      await other.drag([0.5, 0.5]);
      assert.deepEqual((await other.mask([0.5, 0.5])).values, [255], "a stroke lands where it was painted");
      await artifact(page, name);
      await accessible(page);
      // Tab stays inside.
      for (let presses = 0; presses < 16; presses++) {
        await page.keyboard.press("Tab");
        assert.equal(await page.evaluate(() => document.activeElement.localName), "reroom-mask-painter");
      }
      if (hasApi) await other.button("Exit full screen").click();
      else await page.keyboard.press("Escape");
      await other.button("Full screen").waitFor();
      assert.deepEqual(await painter.locator(".window").boundingBox(), before);
      const focused = await painter.evaluate(({ shadowRoot }) => shadowRoot.activeElement.getAttribute("aria-label"));
      assert.equal(focused, "Full screen");
      assert.deepEqual(other.problems, []);
      await page.context().close();
    });

  test("removing the element leaves full screen", async () => {
    await ui.button("Full screen").click();
    await ui.page.waitForFunction(() => document.fullscreenElement !== null);
    await ui.painter.evaluate((element) => element.remove());
    await ui.page.waitForFunction(() => document.fullscreenElement === null);
  });
});

describe("zoomed", () => {
  test("strokes land where they were painted, after zooming and panning", async () => {
    await ui.button("Zoom in").click();
    await ui.button("Zoom in").click();
    await ui.said("Zoom: 225 percent.");
    // Zoomed around the center, the window shows the photo from 0.2778 to 0.7222.
    await ui.drag([0.01, 0.01]);
    close((await ui.mask([0.2822, 0.2822])).values[0], 255, 0);
    await ui.button("Undo").click();
    await ui.tool("move");
    await ui.drag([0.2, 0.2], [0.95, 0.95]);
    await ui.tool("rectangle");
    await ui.drag([0.005, 0.005], [0.45, 0.45]);
    const { values, share } = await ui.mask([0.01, 0.01], [0.19, 0.19], [0.21, 0.21]);
    assert.deepEqual(values, [255, 255, 0]);
    close(share, 0.2 * 0.2, 0.002);
    await ui.button("Fit to view").click();
    await ui.painter.locator(".level", { hasText: "100%" }).waitFor();
    // A disabled button keeps focus.
    assert.equal(await ui.button("Fit to view").getAttribute("aria-disabled"), "true");
  });

  test("the wheel zooms with Ctrl, pans a zoomed photo, and otherwise scrolls the page", async () => {
    const wheel = async (place, init) => {
      const [clientX, clientY] = await ui.at(place);
      return ui.painter.locator(".window").evaluate(
        (window, init) => {
          const event = new WheelEvent("wheel", { bubbles: true, cancelable: true, ...init });
          window.dispatchEvent(event);
          return event.defaultPrevented;
        },
        { ...init, clientX, clientY },
      );
    };
    assert.equal(await wheel([0.25, 0.5], { deltaY: 100 }), false);
    assert.equal(await wheel([0.25, 0.5], { deltaY: -200 * Math.log(4), ctrlKey: true }), true);
    await ui.painter.getByText("400%", { exact: true }).waitFor();
    await ui.tool("rectangle");
    await ui.drag([0.2, 0.4], [0.3, 0.6]);
    // The point under the pointer stays in place: 0.25 of the window is 0.25 of the photo.
    assert.deepEqual((await ui.mask([0.25, 0.5], [0.23, 0.5], [0.27, 0.5])).values, [255, 0, 0]);
    assert.equal(await wheel([0.5, 0.5], { deltaX: 100 }), true);
    for (let turns = 0; turns < 40; turns++) await wheel([0.5, 0.5], { deltaY: 200 });
    assert.equal(await wheel([0.5, 0.5], { deltaY: 200 }), false, "at the lower edge the page scrolls");
  });
});

describe("by pen and touch", () => {
  /** Sends touch events through DevTools, which supports pressure and multiple fingers. */
  const device = () => ui.page.context().newCDPSession(ui.page);

  test("a pen's pressure sets the width of its line", async () => {
    const cdp = await device();
    const pen = async (type, place, force) => {
      const [x, y] = await ui.at(place);
      await cdp.send("Input.dispatchMouseEvent", {
        type,
        x,
        y,
        force,
        pointerType: "pen",
        button: "left",
        buttons: 1,
        clickCount: 1,
      });
    };
    const line = async (y, force) => {
      await pen("mousePressed", [0.2, y], force);
      for (const x of [0.4, 0.6, 0.8]) await pen("mouseMoved", [x, y], force);
      await pen("mouseReleased", [0.8, y], 0);
      return (await ui.mask()).share;
    };
    const light = await line(0.3, 0.25);
    const both = await line(0.7, 1);
    const ratio = (both - light) / light;
    assert.ok(ratio > 3 && ratio < 5.5, `four times the pressure made ${ratio} times the area`);
  });

  test("coalesced points of a fast pointer are painted", async () => {
    await ui.painter.locator(".window").evaluate((window) => {
      const box = window.getBoundingClientRect();
      window.setPointerCapture = () => {};
      const event = (type, x, y, parts) => {
        const init = {
          clientX: box.left + x * box.width,
          clientY: box.top + y * box.height,
          pointerId: 7,
          bubbles: true,
        };
        return new PointerEvent(type, { ...init, pointerType: "mouse", coalescedEvents: parts });
      };
      window.dispatchEvent(event("pointerdown", 0.2, 0.5));
      const parts = [event("pointermove", 0.5, 0.2), event("pointermove", 0.8, 0.5)];
      window.dispatchEvent(event("pointermove", 0.8, 0.5, parts));
      window.dispatchEvent(event("pointerup", 0.8, 0.5));
    });
    // The curve is painted, not the straight line.
    assert.deepEqual((await ui.mask([0.5, 0.22], [0.5, 0.5])).values, [255, 0]);
  });

  test("one finger paints, and two fingers zoom and pan without painting", async () => {
    const cdp = await device();
    const touch = async (type, ...places) => {
      const points = await Promise.all(places.map(ui.at));
      await cdp.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y], id) => ({ x, y, id })) });
    };
    await touch("touchStart", [0.3, 0.5]);
    await touch("touchMove", [0.5, 0.5]);
    await touch("touchMove", [0.6, 0.5]);
    await touch("touchEnd");
    assert.deepEqual((await ui.mask([0.32, 0.5], [0.55, 0.5])).values, [255, 255]);
    await touch("touchStart", [0.8, 0.2]);
    await touch("touchEnd");
    assert.deepEqual((await ui.mask([0.8, 0.2])).values, [255], "a tap is a dab");

    const before = await ui.mask();
    await touch("touchStart", [0.4, 0.5]);
    await touch("touchStart", [0.4, 0.5], [0.6, 0.5]);
    await touch("touchMove", [0.3, 0.5], [0.6, 0.5]);
    await touch("touchMove", [0.3, 0.5], [0.7, 0.5]);
    await touch("touchEnd", [0.3, 0.5]);
    await touch("touchMove", [0.35, 0.5]);
    await touch("touchEnd");
    await ui.painter.getByText("200%", { exact: true }).waitFor();
    assert.deepEqual(await ui.mask(), before);
    assert.equal(await ui.changes(), 2);
  });

  /** Sends synthetic pointer events, like a test library. Browsers do not capture these. */
  const synthetic = (events) =>
    ui.painter.evaluate((element, events) => {
      const surface = element.shadowRoot.querySelector(".window");
      const { left, top, width, height } = surface.getBoundingClientRect();
      for (const [type, pointerType, pointerId, [x, y], later = 0] of events) {
        const event = new PointerEvent(type, {
          ...{ pointerType, pointerId, bubbles: true, composed: true, pressure: 0.5, isPrimary: pointerId === 41 },
          ...{ clientX: left + x * width, clientY: top + y * height, button: type === "pointermove" ? -1 : 0 },
        });
        Object.defineProperty(event, "timeStamp", { value: event.timeStamp + later });
        surface.dispatchEvent(event);
      }
    }, events);

  test("synthetic pointers paint, and one that leaves without a release ends its stroke", async () => {
    await synthetic([
      ["pointerdown", "mouse", 41, [0.2, 0.5]],
      ["pointermove", "mouse", 41, [0.5, 0.5]],
      ["pointerleave", "mouse", 41, [0.5, 0.5]],
      ["pointermove", "mouse", 41, [0.5, 0.9]],
      ["pointerdown", "mouse", 41, [0.8, 0.5]],
      ["pointerup", "mouse", 41, [0.8, 0.5]],
    ]);
    assert.deepEqual((await ui.mask([0.35, 0.5], [0.5, 0.85], [0.8, 0.5])).values, [255, 0, 255]);
  });

  test("a palm next to a pen neither ends its stroke nor paints", async () => {
    await synthetic([
      ["pointerdown", "pen", 41, [0.2, 0.3]],
      ["pointermove", "pen", 41, [0.4, 0.3]],
      ["pointerdown", "touch", 42, [0.6, 0.8]],
      ["pointermove", "touch", 42, [0.7, 0.8]],
      ["pointermove", "pen", 41, [0.8, 0.3]],
      ["pointerup", "touch", 42, [0.7, 0.8]],
      ["pointerup", "pen", 41, [0.8, 0.3]],
    ]);
    assert.deepEqual((await ui.mask([0.3, 0.3], [0.7, 0.3], [0.65, 0.8])).values, [255, 255, 0]);
    // The palm leaves after the pen.
    await synthetic([
      ["pointerdown", "touch", 42, [0.6, 0.8]],
      ["pointermove", "touch", 42, [0.7, 0.8]],
      ["pointerup", "touch", 42, [0.7, 0.8]],
    ]);
    assert.deepEqual((await ui.mask([0.65, 0.8])).values, [0]);
    // The palm touches and moves first.
    await ui.action("Clear selection");
    await synthetic([
      ["pointerdown", "touch", 42, [0.6, 0.8], 5000],
      ["pointermove", "touch", 42, [0.7, 0.8], 5000],
      ["pointerdown", "pen", 41, [0.2, 0.3]],
      ["pointermove", "pen", 41, [0.8, 0.3]],
      ["pointerup", "pen", 41, [0.8, 0.3]],
      ["pointerup", "touch", 42, [0.6, 0.8]],
    ]);
    assert.deepEqual((await ui.mask([0.5, 0.3], [0.6, 0.8])).values, [255, 0]);
  });
});

describe("by keyboard", () => {
  test("a frame is moved, resized, filled and erased, and each step is announced", async () => {
    const { page } = ui;
    await page.keyboard.press("Tab");
    await ui.painter.evaluate((element) => element.focus());
    await page.keyboard.press("ArrowRight");
    await ui.said("Frame at 37 percent from the left and 35 percent from the top, 30 percent wide, 30 percent high.");
    await page.keyboard.press("Shift+ArrowDown");
    await ui.said(/30 percent wide, 32 percent high/);
    await artifact(page, "painter-keyboard");
    await page.keyboard.press("Enter");
    await ui.said("10 percent of the photo is selected.");
    assert.deepEqual((await ui.mask([0.38, 0.36], [0.66, 0.66], [0.36, 0.36], [0.66, 0.68])).values, [255, 255, 0, 0]);
    for (let presses = 0; presses < 5; presses++) await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Delete");
    assert.deepEqual((await ui.mask([0.4, 0.5], [0.5, 0.5])).values, [255, 0]);
    await page.keyboard.press("Control+z");
    assert.deepEqual((await ui.mask([0.5, 0.5])).values, [255]);
    await page.keyboard.press("Control+Shift+Z");
    assert.deepEqual((await ui.mask([0.5, 0.5])).values, [0]);
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");
    await ui.said("Nothing to undo.");
  });

  test("the frame stays visible when zoomed, and Tab leaves the drawing area", async () => {
    const { page } = ui;
    await ui.painter.evaluate((element) => element.focus());
    await page.keyboard.press("+");
    await page.keyboard.press("+");
    for (let presses = 0; presses < 60; presses++) await page.keyboard.press("ArrowLeft");
    await ui.said(/Frame at 0 percent from the left/);
    const [window, frame] = await Promise.all(
      [".window", ".frame .over"].map((part) => ui.painter.locator(part).boundingBox()),
    );
    assert.ok(frame.x >= window.x - 2, `${frame.x} is left of ${window.x}`);
    await page.keyboard.press("Tab");
    assert.equal(await ui.painter.evaluate(({ shadowRoot }) => shadowRoot.activeElement.matches(".window")), false);
    assert.equal(await ui.painter.locator(".frame").count(), 0);
  });
});

describe("in a page", () => {
  test("axe finds no violations in any state, on desktop and phone, in light and dark, in any language", async () => {
    await ui.drag([0.3, 0.5], [0.6, 0.5]);
    await accessible(ui.page);
    for (const [name, options, content] of [
      ["painter-desktop-dark", { colorScheme: "dark" }, {}],
      ["painter-phone", { viewport: { width: 390, height: 844 } }, {}],
      [
        "painter-phone-dark-rtl",
        { viewport: { width: 360, height: 740 }, colorScheme: "dark" },
        { dir: "rtl", lang: "ar" },
      ],
    ]) {
      const other = await openPainter(browser, elements, options, content);
      await other.drag([0.3, 0.5], [0.6, 0.5]);
      await artifact(other.page, name);
      for (const tool of ["rectangle", "lasso", "move"]) {
        await other.tool(tool);
        await accessible(other.page);
      }
      const overflow = await other.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.ok(overflow <= 0, `${name} is ${overflow} pixels too wide`);
      // On a photo, left is left in any text direction.
      assert.deepEqual((await other.mask([0.31, 0.5], [0.69, 0.5])).values, [255, 0]);
      assert.deepEqual(other.problems, []);
      await other.page.context().close();
    }
  });

  test("an edit of a photo with an EXIF orientation changes only what was painted", async () => {
    // A photo taken with an upright camera: stored sideways, with an EXIF orientation.
    const exif = Buffer.from("FFE100224578696600004D4D002A000000080001011200030000000100060000000000000000", "hex");
    const jpeg = await readFile(new URL("../../www/public/samples/phone-portrait.jpg", import.meta.url));
    elements.files.set("/samples/turned.jpg", Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]));
    const size = await ui.page.evaluate(async () => {
      await globalThis.init();
      const { prepareImage } = globalThis.client;
      globalThis.prepared = await prepareImage(await (await fetch("/samples/turned.jpg")).blob());
      const { blob, width, height, changes } = globalThis.prepared;
      const painter = document.querySelector("reroom-mask-painter");
      Object.assign(painter, { src: URL.createObjectURL(blob), width, height });
      await painter.updateComplete;
      return { width, height, changes };
    });
    assert.deepEqual([size.width, size.height], [2000, 1500]);
    assert.ok(size.changes.includes("oriented"), size.changes.join());
    await ui.painter.locator(".guides").waitFor({ state: "attached" });
    await ui.tool("rectangle");
    await ui.drag([0.1, 0.2], [0.4, 0.7]);
    const [before, after] = await ui.page.evaluate(async () => {
      const { ReRoom } = globalThis.client;
      const client = new ReRoom({ baseUrl: location.origin, apiKey: "sandbox" });
      const mask = await document.querySelector("reroom-mask-painter").encode();
      const render = await client.run(
        globalThis.prepared.blob,
        { tool: "edit", action: "remove", mask },
        { pollMs: 50 },
      );
      return [render.source, render.outputs[0]];
    });
    const changed = (...area) => difference(ui.page, before, after, area);
    assert.ok((await changed(0.12, 0.22, 0.26, 0.46)) > 3, "what was marked changed");
    for (const area of [
      [0, 0, 1, 0.18],
      [0, 0, 0.08, 0.88],
      [0.42, 0, 0.58, 0.88],
      [0, 0.72, 1, 0.16],
    ])
      assert.ok((await changed(...area)) < 1.5, `${area} changed by ${await changed(...area)}`);
  });

  test("moving the element keeps the mask; another photo or removing the element discards it", async () => {
    await ui.drag([0.3, 0.5], [0.6, 0.5]);
    const at = () =>
      ui.painter.evaluate(async (element) => {
        await element.updateComplete;
        await element.encode().catch(() => {});
        return element.marked;
      });
    await ui.page.evaluate(() => document.body.append(document.querySelector("reroom-mask-painter")));
    assert.equal(await at(), true);
    await ui.painter.evaluate((element) => Object.assign(element, { src: "/samples/bedroom-staged.jpg" }));
    assert.equal(await at(), false);

    // Masks are freed: many painters in a row use no more memory than a few.
    const pages = await ui.page.evaluate(async () => {
      const { memory } = await globalThis.init();
      const use = async () => {
        const painter = document.createElement("reroom-mask-painter");
        Object.assign(painter, { width: 4096, height: 3072 });
        document.body.append(painter);
        await painter.encode().catch(() => {});
        painter.remove();
        await new Promise((done) => setTimeout(done));
      };
      for (let count = 0; count < 3; count++) await use();
      const before = memory.buffer.byteLength;
      for (let count = 0; count < 12; count++) await use();
      return (memory.buffer.byteLength - before) / 65536;
    });
    assert.ok(pages <= 2, `${pages} pages were kept`);
  });
});
