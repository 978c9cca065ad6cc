/* global WheelEvent -- of the page */
// <reroom-mask-painter> in full screen and zoomed.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { accessible } from "./elements.mjs";
import { assertClose, openPainter, ui } from "./painter-page.mjs";
import { artifact } from "./site.mjs";

describe("full screen", () => {
  for (const [name, options, hasApi] of [
    ["painter-full-phone", { viewport: { width: 390, height: 844 } }, false],
    ["painter-full-dark", { colorScheme: "dark" }, true],
  ])
    test(`${hasApi ? "with" : "without"} the Fullscreen API, the photo gets the screen, and leaving restores focus`, async () => {
      const other = await openPainter(options);
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
    assertClose((await ui.mask([0.2822, 0.2822])).values[0], 255, 0);
    await ui.button("Undo").click();
    await ui.tool("move");
    await ui.drag([0.2, 0.2], [0.95, 0.95]);
    await ui.tool("rectangle");
    await ui.drag([0.005, 0.005], [0.45, 0.45]);
    const { values, share } = await ui.mask([0.01, 0.01], [0.19, 0.19], [0.21, 0.21]);
    assert.deepEqual(values, [255, 255, 0]);
    assertClose(share, 0.2 * 0.2, 0.002);
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
