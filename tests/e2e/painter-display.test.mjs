// The mask painter in forced colors and with large text, in the page and full screen.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { accessible, startElements } from "./elements.mjs";
import { openPainter } from "./painter.mjs";
import { artifact, startBrowser } from "./site.mjs";

let elements, browser;
before(async () => {
  [elements, browser] = await Promise.all([startElements(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  elements?.stop();
});

test("in forced colors, the selected tools are outlined, idle buttons are gray, and the guides are visible", async () => {
  const ui = await openPainter(browser, elements, { forcedColors: "active" });
  const style = (selector, name) =>
    ui.painter
      .locator(selector)
      .first()
      .evaluate((element, name) => getComputedStyle(element)[name], name);
  for (const group of [".shapes", ".inks"])
    assert.equal(await style(`${group} label:has(:checked)`, "outlineStyle"), "solid", group);
  const [idle, active] = [await style("button.undo", "color"), await style("button.more", "color")];
  assert.notEqual(idle, active);
  assert.equal(await style("button.undo", "opacity"), "1");
  await ui.painter.evaluate((element) => element.focus());
  await ui.page.keyboard.press("ArrowRight");
  const [under, over] = [await style(".frame .under", "stroke"), await style(".frame .over", "stroke")];
  assert.notEqual(under, over);
  await accessible(ui.page);
  await ui.painter.getByRole("button", { name: "Full screen" }).click();
  await accessible(ui.page);
  await artifact(ui.page, "painter-forced-colors");
  await ui.page.context().close();
  assert.deepEqual(ui.problems, []);
});

describe("with 200 % text", () => {
  for (const width of [390, 320])
    test(`nothing is cut off on ${width} pixels, and full screen leaves room for the photo`, async () => {
      elements.files.set(
        "/double.css",
        Buffer.from(":root { font-size: 200% } body { margin: 0.5rem } h1 { font-size: 1rem }"),
      );
      const head = `<link rel="stylesheet" href="/double.css" />`;
      const phone = { viewport: { width, height: 844 }, isMobile: true, hasTouch: true };
      const ui = await openPainter(browser, elements, phone, { head });
      for (const lang of ["en", "de", "fr", "es"]) {
        await ui.painter.evaluate(async (painter, lang) => {
          painter.texts = (await globalThis.element.loadTexts(lang)).painter;
          await painter.updateComplete;
        }, lang);
        assert.deepEqual(await cutOff(ui), [], lang);
      }
      await ui.painter.locator("button.fullScreen").tap();
      await ui.painter.locator(".full").waitFor();
      assert.deepEqual(await cutOff(ui), [], "full screen");
      const { height } = await ui.painter.locator(".window").boundingBox();
      assert.ok(height >= 150, `the photo is ${height} pixels high`);
      await accessible(ui.page);
      await artifact(ui.page, `painter-large-text-${width}`);
      await ui.page.context().close();
      assert.deepEqual(ui.problems, []);
    });
});

test("on a phone on its side, full screen puts the tools next to the photo, and nothing is cut off", async () => {
  const phone = { viewport: { width: 844, height: 390 }, isMobile: true, hasTouch: true };
  const ui = await openPainter(browser, elements, phone);
  await ui.painter.evaluate(async (painter) => {
    painter.photo = painter.src;
    await painter.updateComplete;
  });
  await ui.painter.locator("button.fullScreen").tap();
  await ui.painter.locator(".full").waitFor();
  for (const lang of ["en", "de", "fr", "es"]) {
    await ui.painter.evaluate(async (painter, lang) => {
      painter.texts = (await globalThis.element.loadTexts(lang)).painter;
      await painter.updateComplete;
    }, lang);
    for (const tool of ["select", "brush", "lasso"]) {
      await ui.tool(tool);
      assert.deepEqual(await cutOff(ui), [], `${lang} ${tool}`);
    }
  }
  const photo = await ui.painter.locator(".window").boundingBox();
  const tools = await ui.painter.locator(".tools").boundingBox();
  assert.ok(photo.height >= 300 && photo.width >= 500, `${photo.width} × ${photo.height}`);
  assert.ok(tools.x >= photo.x + photo.width);
  await ui.painter.locator("button.more").tap();
  const menu = await ui.painter.locator(".actions").boundingBox();
  assert.ok(menu.y >= 0 && menu.y + menu.height <= 390, `the menu is at ${menu.y}`);
  await artifact(ui.page, "painter-full-landscape");
  await ui.page.context().close();
  assert.deepEqual(ui.problems, []);
});

test("on a touch screen, a tapped button does not stay highlighted, and no keys are explained", async () => {
  const ui = await openPainter(browser, elements, { isMobile: true, hasTouch: true });
  const zoomIn = ui.painter.locator("button.zoomIn");
  await zoomIn.tap();
  await ui.painter.getByText("150%", { exact: true }).waitFor();
  const background = await zoomIn.evaluate((button) => getComputedStyle(button).backgroundColor);
  assert.equal(background, "rgba(0, 0, 0, 0)");
  assert.equal(await ui.painter.locator(".keys").isVisible(), false);
  await ui.page.context().close();
});

/** Returns the parts whose content is wider than they are, or that reach beyond the page. */
const cutOff = ({ painter }) =>
  painter.evaluate(({ renderRoot }) => {
    const visible = [...renderRoot.querySelectorAll(".painter *")].filter(
      (element) => !element.closest(".visually-hidden, .sheet, svg") && element.checkVisibility(),
    );
    const wide = ({ clientWidth, scrollWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1;
    const outside = (element) => element.getBoundingClientRect().right > innerWidth + 1;
    return visible
      .filter((element) => wide(element) || outside(element))
      .map(({ localName, className, textContent }) => `${localName}.${className} ${textContent.trim().slice(0, 30)}`);
  });
