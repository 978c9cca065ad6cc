// The crop frame: by mouse, touch and keyboard, what is said about it, and the choice between cropping and padding.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { de } from "../../dist/element/locales/de.js";
import { en } from "../../dist/element/locales/en.js";
import { es } from "../../dist/element/locales/es.js";
import { fr } from "../../dist/element/locales/fr.js";
import { accessible } from "./elements.mjs";
import { openStudioElement } from "./studio-element.mjs";

const locales = { en, de, fr, es };

/** Opens a studio with a photo of this size. Its gray value is its position: black at the start, white at the end. */
async function open({ size = [1200, 1600], prepare = "crop", ...options } = {}) {
  const ui = await openStudioElement(options);
  await ui.studio.evaluate(
    async (studio, [[width, height], prepare]) => {
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      const context = canvas.getContext("2d");
      const shades = context.createLinearGradient(0, 0, width < height ? 0 : width, width < height ? height : 0);
      shades.addColorStop(0, "black");
      shades.addColorStop(1, "white");
      context.fillStyle = shades;
      context.fillRect(0, 0, width, height);
      const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg"));
      // Portrait photos are padded by default.
      studio.prepare = prepare;
      await studio.updateComplete;
      await studio.open(new File([blob], "hallway.jpg", { type: "image/jpeg" }));
    },
    [size, prepare],
  );
  // What was cut off is in a view that loads on demand, together with the frame.
  await ui.verdict.locator(".fitted, .bad").waitFor();
  const frame = ui.page.locator("reroom-studio .crop");
  return {
    ...ui,
    frame,
    slider: frame.locator("input"),
    /** The page's position of a point in the photo, given in fractions of it. */
    async at([x, y]) {
      const box = await frame.locator(".whole").boundingBox();
      return [box.x + x * box.width, box.y + y * box.height];
    },
    /** Waits until the photo has been prepared, and returns the part of it that was kept. */
    async kept() {
      await ui.page.locator("reroom-studio .verdict > :not(.pending)").waitFor();
      return partOf(ui.page, await ui.page.locator("reroom-studio .picture").getAttribute("src"));
    },
    /** Waits until the slider announces a position. */
    position: (words) => frame.locator(`input[aria-valuetext="${words}"]`).waitFor({ state: "attached" }),
  };
}

/** Reads the part of the test photo that an image shows, from its first and last gray value. */
const partOf = (page, url) =>
  page.evaluate(async (url) => {
    const bitmap = await createImageBitmap(await (await fetch(url)).blob());
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
    context.drawImage(bitmap, 0, 0);
    const gray = (x, y) => context.getImageData(x, y, 1, 1).data[0] / 255;
    return [gray(2, 2), gray(bitmap.width - 3, bitmap.height - 3)];
  }, url);

const isFocused = (element) => element.getRootNode().activeElement === element;

function near(part, ...wanted) {
  const close = part.every((value, index) => Math.abs(value - wanted[index]) < 0.02);
  assert.ok(close, `${part} is not ${wanted}`);
}

/** Drags with the mouse through points of the photo. */
async function drag({ page, at }, ...points) {
  const [start, ...rest] = await Promise.all(points.map(at));
  await page.mouse.move(...start);
  await page.mouse.down();
  for (const point of rest) await page.mouse.move(...point, { steps: 4 });
}

test("a portrait photo is shown whole, with the frame, the share that is cut off, and a warning", async () => {
  const ui = await open();
  await ui.verdict.locator(".warn", { hasText: "44% of the height is cut off" }).waitFor();
  await ui.announced("Your photo: hallway.jpg. 44% of the height is cut off.");
  const shown = await ui.frame.locator("img").evaluate(async (image) => {
    await image.decode();
    return [image.naturalWidth, image.naturalHeight];
  });
  assert.deepEqual(shown, [1200, 1600]);
  assert.equal(await ui.page.locator("reroom-studio .picture").isVisible(), false);
  await ui.position("22% cut off at the top, 22% at the bottom");
  near(await ui.kept(), 0.22, 0.78);
  await accessible(ui.page);
  await ui.screenshot("crop");
});

test("a wide photo loses width, and a small share is no warning", async () => {
  const wide = await open({ size: [2400, 900] });
  await wide.verdict.locator(".warn", { hasText: "33% of the width is cut off" }).waitFor();
  await wide.position("17% cut off on the left, 17% on the right");
  const nearly = await open({ size: [1000, 760] });
  await nearly.verdict.locator(".good", { hasText: "1% of the height is cut off" }).waitFor();
});

describe("the frame moves", () => {
  test("by mouse, and the photo is prepared when the drag ends", async () => {
    const ui = await open();
    const picture = ui.page.locator("reroom-studio .picture");
    const before = await picture.getAttribute("src");
    await drag(ui, [0.5, 0.5], [0.5, 0.4]);
    await ui.position("12% cut off at the top, 32% at the bottom");
    assert.equal(await picture.getAttribute("src"), before);
    await ui.page.mouse.move(...(await ui.at([0.5, 0.1])));
    await ui.position("0% cut off at the top, 44% at the bottom");
    await ui.page.mouse.up();
    await ui.page.waitForFunction(
      (url) => document.querySelector("reroom-studio").shadowRoot.querySelector(".picture").src !== url,
      before,
    );
    near(await ui.kept(), 0, 0.5625);
    await ui.position("0% cut off at the top, 44% at the bottom");
    assert.equal(await ui.studio.evaluate(({ shadowRoot }) => shadowRoot.activeElement.type), "range");
  });

  test("by a click outside it", async () => {
    const ui = await open();
    await ui.page.mouse.click(...(await ui.at([0.2, 0.95])));
    await ui.position("44% cut off at the top, 0% at the bottom");
    near(await ui.kept(), 0.4375, 1);
  });

  test("by touch, while the page does not scroll", async () => {
    const ui = await open({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 700 } });
    const cdp = await ui.page.context().newCDPSession(ui.page);
    const touch = async (type, ...points) =>
      cdp.send("Input.dispatchTouchEvent", {
        type,
        touchPoints: await Promise.all(points.map(async (point) => ui.at(point).then(([x, y]) => ({ x, y })))),
      });
    await touch("touchStart", [0.5, 0.5]);
    for (const y of [0.55, 0.62, 0.7, 0.75]) await touch("touchMove", [0.5, y]);
    await touch("touchEnd");
    await ui.position("44% cut off at the top, 0% at the bottom");
    near(await ui.kept(), 0.4375, 1);
    assert.equal(await ui.page.evaluate(() => window.scrollY), 0);
  });

  test("by keyboard, along both kinds of arrows", async () => {
    const ui = await open();
    await ui.tabTo(".crop input");
    await ui.page.keyboard.press("End");
    await ui.position("0% cut off at the top, 44% at the bottom");
    await ui.page.keyboard.press("ArrowDown");
    await ui.position("0% cut off at the top, 43% at the bottom");
    for (let presses = 0; presses < 9; presses++) await ui.page.keyboard.press("ArrowLeft");
    await ui.position("4% cut off at the top, 39% at the bottom");
    near(await ui.kept(), 0.044, 0.606);
    await ui.page.keyboard.press("Home");
    await ui.position("44% cut off at the top, 0% at the bottom");
    await ui.hasFocus(".crop input");
    await accessible(ui.page);
    await ui.screenshot("crop-keyboard");
  });

  test("to the right in a wide photo, also in right-to-left pages", async () => {
    const ui = await open({ size: [2400, 900], dir: "rtl" });
    await ui.tabTo(".crop input");
    await ui.page.keyboard.press("End");
    await ui.position("33% cut off on the left, 0% on the right");
    near(await ui.kept(), 0.333, 1);
  });
});

test("borders replace the crop, and cropping again keeps its position", async () => {
  const ui = await open();
  await ui.tabTo(".crop input");
  await ui.page.keyboard.press("End");
  near(await ui.kept(), 0, 0.5625);
  const choose = (name) => ui.verdict.locator("label", { hasText: name }).click();
  await choose("Add borders");
  await ui.verdict.locator(".good", { hasText: "borders are added" }).waitFor();
  assert.equal(await ui.frame.count(), 0);
  await ui.page.locator("reroom-studio .picture:visible").waitFor();
  await ui.announced("borders are added");
  await accessible(ui.page);
  await choose("Crop the edges");
  await ui.position("0% cut off at the top, 44% at the bottom");
});

test("a photo that is too small to crop gets borders on request, by keyboard, and can be sent", async () => {
  const ui = await open({ size: [600, 900] });
  const text = "This photo is too small to crop: add borders, or choose a larger photo";
  await ui.verdict.locator(".warn", { hasText: text }).waitFor();
  await ui.announced(`Your photo: hallway.jpg. ${text}.`);
  assert.equal(await ui.page.locator("[data-action=submit]").isDisabled(), true);
  await accessible(ui.page);
  await ui.screenshot("too-small-to-crop");
  await ui.page.getByRole("radio", { name: "Crop the edges" }).focus();
  await ui.page.keyboard.press("ArrowRight");
  await ui.verdict.locator(".good", { hasText: "Nothing is cut off" }).waitFor();
  assert.equal(await ui.page.getByRole("radio", { name: "Add borders" }).evaluate(isFocused), true);
  assert.equal(await ui.page.locator("[data-action=submit]").isDisabled(), false);
  await ui.page.keyboard.press("ArrowLeft");
  await ui.verdict.locator(".warn", { hasText: text }).waitFor();
  assert.equal(await ui.page.getByRole("radio", { name: "Crop the edges" }).evaluate(isFocused), true);
});

test("a panorama that is too small to crop has borders from the start, and cropping it explains why not", async () => {
  const ui = await open({ size: [1600, 500], prepare: "" });
  await ui.verdict.locator(".good", { hasText: "Nothing is cut off" }).waitFor();
  assert.equal(await ui.page.getByRole("radio", { name: "Add borders" }).isChecked(), true);
  assert.equal(await ui.page.locator("[data-action=submit]").isDisabled(), false);
  await ui.page.getByRole("radio", { name: "Add borders" }).focus();
  await ui.page.keyboard.press("ArrowLeft");
  await ui.verdict.locator(".warn", { hasText: "too small to crop" }).waitFor();
  await ui.page.keyboard.press("ArrowRight");
  await ui.verdict.locator(".good", { hasText: "Nothing is cut off" }).waitFor();
});

test("a panorama that is large enough is cropped", async () => {
  const ui = await open({ size: [2400, 800], prepare: "" });
  await ui.verdict.locator(".warn", { hasText: /cut off/ }).waitFor();
  assert.equal(await ui.page.getByRole("radio", { name: "Crop the edges" }).isChecked(), true);
});

test("a photo that would be too small with borders, too, is rejected", async () => {
  const ui = await open({ size: [300, 400] });
  await ui.verdict.locator(".bad", { hasText: "Each side needs at least 512 pixels." }).waitFor();
  await ui.announced(
    "Your photo: hallway.jpg. This photo can’t be used. The photo is too small. Each side needs at least 512 pixels.",
  );
  assert.equal(await ui.page.getByRole("radio", { name: "Add borders" }).count(), 0);
});

test("a request right after a drag sends the new crop, and the frame is locked while it runs", async () => {
  const ui = await open();
  const release = await ui.hold();
  await ui.tool("interior");
  await ui.anyStyle();
  await drag(ui, [0.5, 0.5], [0.5, 0.1]);
  await ui.page.mouse.up();
  await ui.submit();
  await ui.hasFocus("[data-focus=busy]");
  assert.equal(await ui.slider.isDisabled(), true);
  release();
  await ui.result();
  near(await partOf(ui.page, await ui.page.locator("reroom-studio .picture").getAttribute("src")), 0, 0.5625);
});

test("while painting, the frame is shown on request", async () => {
  const ui = await open();
  await ui.tool("edit");
  const painter = ui.page.locator("reroom-mask-painter");
  await painter.waitFor();
  assert.equal(await ui.frame.count(), 0);
  await ui.paint([0.3, 0.5], [0.6, 0.5]);
  await ui.page.getByRole("button", { name: "Adjust crop" }).click();
  await ui.frame.waitFor();
  assert.equal(await painter.isVisible(), false);
  await ui.verdict.filter({ hasText: "Moving the frame clears your selection." }).waitFor();
  await accessible(ui.page);
  await ui.page.getByRole("button", { name: "Back to painting" }).click();
  await painter.waitFor();
  assert.equal(await painter.evaluate(({ marked }) => marked), true);
  await ui.page.getByRole("button", { name: "Adjust crop" }).click();
  await ui.page.mouse.click(...(await ui.at([0.5, 0.95])));
  near(await ui.kept(), 0.4375, 1);
  await ui.page.getByRole("button", { name: "Back to painting" }).click();
  await painter.waitFor();
  assert.equal(await painter.evaluate(({ marked }) => marked), false);
});

test("an original that the browser cannot display leaves the choice, without a frame", async () => {
  const ui = await open();
  await ui.frame.locator("img").evaluate((image) => image.dispatchEvent(new Event("error")));
  await ui.page.locator("reroom-studio .picture:visible").waitFor();
  assert.equal(await ui.frame.count(), 0);
  assert.equal(await ui.verdict.locator("label:visible").count(), 2);
  assert.doesNotMatch(await ui.verdict.innerText(), /Drag the frame/);
});

describe("everywhere", () => {
  for (const [name, options] of [
    ["320 pixels", { viewport: { width: 320, height: 640 } }],
    ["200 % text on a phone", { viewport: { width: 390, height: 844 }, fontSize: "200%" }],
    ["200 % text on 320 pixels", { viewport: { width: 320, height: 844 }, fontSize: "200%" }],
  ])
    test(`${name}: nothing is cut off in any language`, async () => {
      const ui = await open(options);
      for (const lang of Object.keys(locales)) {
        await ui.studio.evaluate((studio, lang) => (studio.lang = lang), lang);
        await ui.verdict.locator("label", { hasText: locales[lang].studio.fitPad }).waitFor();
        const cut = await ui.studio.evaluate(({ renderRoot }) =>
          [...renderRoot.querySelectorAll(".verdict *, .stage *")]
            .filter((element) => !element.closest(".visually-hidden, svg") && element.checkVisibility())
            .filter(({ clientWidth, scrollWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1)
            .map(({ outerHTML }) => outerHTML.slice(0, 120)),
        );
        assert.deepEqual(cut, [], lang);
        assert.ok(
          (await ui.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)) <=
            0,
          lang,
        );
      }
      const { height } = await ui.frame.boundingBox();
      assert.ok(height < 0.6 * options.viewport.height, `the photo is ${height} pixels high`);
      await ui.screenshot(`crop-${name.replace(/\W+/g, "-")}`);
    });

  test("in forced colors, the frame and the shade are visible", async () => {
    const ui = await open({ forcedColors: "active" });
    await accessible(ui.page);
    const colors = await ui.frame.evaluate((frame) => {
      const of = (selector) => getComputedStyle(frame.querySelector(selector));
      return [of(".frame").stroke, of(".shade").fill];
    });
    assert.deepEqual(colors, ["rgb(255, 255, 255)", "rgba(20, 16, 10, 0.62)"]);
    await ui.screenshot("crop-forced-colors");
  });

  test("the share is written as in the page's language", async () => {
    const ui = await open();
    await ui.studio.evaluate((studio) => (studio.lang = "de"));
    await ui.verdict.filter({ hasText: "44 % der Höhe werden abgeschnitten" }).waitFor();
  });
});
