// <reroom-mask-painter> by pen, touch and keyboard.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ui } from "./painter-page.mjs";
import { artifact } from "./site.mjs";

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
