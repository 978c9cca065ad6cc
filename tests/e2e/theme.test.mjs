// Colors: one accent is enough, and every text and border can be seen.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { browser } from "./browser.mjs";
import { openElements } from "./elements.mjs";
import { elements } from "./elements-page.mjs";
import { actions } from "./studio.mjs";

const accents = ["#ffe600", "#0a5c3c", "#767676", "#ff5a5f", "#0078ff", "white", "black", "oklch(0.7 0.2 150)", ""];

/** The contrast of two colors, each mixed with the color behind it. */
function contrastInPage(color, background) {
  const context = new OffscreenCanvas(1, 1).getContext("2d");
  const pixel = (...fills) => {
    for (const fill of fills) {
      context.fillStyle = fill;
      context.fillRect(0, 0, 1, 1);
    }
    return context.getImageData(0, 0, 1, 1).data;
  };
  const luminance = ([r, g, b]) => {
    const [red, green, blue] = [r, g, b].map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light, dark] = [luminance(pixel(background, color)), luminance(pixel(background))].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

describe("one accent color is enough", () => {
  for (const colorScheme of ["light", "dark"])
    test(`in ${colorScheme} mode: contrasts of texts and borders`, async () => {
      const url = elements.show({ body: `<reroom-studio base-url="/api"></reroom-studio>` });
      const { page, problems } = await openElements(browser, url, { colorScheme, reducedMotion: "reduce" });
      const primary = page.locator("reroom-studio .drop .primary");
      const chosen = page.locator("reroom-studio .tools label:has(:checked)");
      await primary.waitFor();
      await page.evaluate(`globalThis.contrast = ${contrastInPage}`);
      const contrast = (locator, one, two) =>
        locator.evaluate(
          (element, [one, two]) => {
            const surface = getComputedStyle(element.closest(".studio")).backgroundColor;
            const style = getComputedStyle(element);
            return globalThis.contrast(style[one], two === "surface" ? surface : style[two]);
          },
          [one, two],
        );
      for (const accent of accents) {
        await page.locator("reroom-studio").evaluate((studio, accent) => {
          studio.style.setProperty("--reroom-color-accent", accent);
        }, accent);
        const least = async (minimum, what, ...pair) => {
          const found = await contrast(...pair);
          assert.ok(found >= minimum, `${accent || "default"}: ${what} has a contrast of ${found.toFixed(2)}`);
        };
        await page.mouse.move(0, 0);
        await least(4.5, "the primary button's text", primary, "color", "backgroundColor");
        await primary.hover();
        await least(4.5, "the primary button's text on hover", primary, "color", "backgroundColor");
        await page.mouse.move(0, 0);
        await least(4.5, "the selected tool's name", chosen, "color", "backgroundColor");
        await least(3, "the border of the selected tool", chosen, "borderTopColor", "surface");
        await least(3, "the icon of the selected tool", chosen.locator("svg"), "stroke", "surface");
      }
      const other = page.locator("reroom-studio .tools label:not(:has(:checked))").first();
      assert.ok((await contrast(other, "borderTopColor", "surface")) >= 3, "the border of a tool");
      assert.deepEqual(problems, []);
      await page.context().close();
    });
});

test("no text is smaller than 0.85 rem", async () => {
  const url = elements.show({
    body: `<reroom-studio base-url="/api" src="/samples/living-room-empty.jpg"></reroom-studio>`,
  });
  const { page } = await openElements(browser, url, { viewport: { width: 320, height: 800 } });
  await page.locator("reroom-studio .verdict").waitFor();
  for (const tool of ["virtual-staging", "interior", "edit"]) {
    await actions(page).tool(tool);
    const small = await page.locator("reroom-studio").evaluate(({ renderRoot }) =>
      [...renderRoot.querySelectorAll("*")]
        .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
        .filter((element) => parseFloat(getComputedStyle(element).fontSize) < 0.85 * 16)
        .map(({ localName, className, textContent }) => `${localName}.${className}: ${textContent.trim()}`),
    );
    assert.deepEqual(small, [], tool);
  }
  await page.context().close();
});
