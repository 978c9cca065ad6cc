// The studio page: drag and drop, paste, keyboard, phone, dark mode and right-to-left.
/* global ClipboardEvent, DragEvent, PerformanceObserver -- of the page */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { build, preview } from "vite";
import { accessible } from "./elements.mjs";
import { configFile } from "./site.mjs";
import { openStudio } from "./studio.mjs";
import { browser, lastRequest, reopen, ui } from "./studio-page.mjs";

const tools = ["virtual-staging", "interior", "exterior", "empty-room", "edit", "sketch", "upscale"];
const phonePhoto = await readFile(new URL("../heic/photos/phone.heic", import.meta.url));
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, reducedMotion: "reduce" };

test("a photo opens by drop and by paste", async () => {
  const give = (kind) =>
    ui.page.evaluate(async (kind) => {
      const blob = await (await fetch("/samples/house-exterior.jpg")).blob();
      const data = new DataTransfer();
      data.items.add(new File([blob], `${kind}.jpg`, { type: "image/jpeg" }));
      const event =
        kind === "drop"
          ? new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })
          : new ClipboardEvent("paste", { clipboardData: data, bubbles: true });
      const surface = document.querySelector("reroom-studio").shadowRoot.querySelector(".studio");
      (kind === "drop" ? surface : document.body).dispatchEvent(event);
    }, kind);
  for (const kind of ["drop", "paste"]) {
    await give(kind);
    await ui.page.locator("reroom-studio .file", { hasText: `${kind}.jpg` }).waitFor();
    await ui.verdict.filter({ hasText: "Ready to use" }).waitFor();
  }
});

test("a WebP photo is converted to JPEG", async () => {
  assert.match(await ui.page.locator("reroom-studio #file").getAttribute("accept"), /image\/webp/);
  const webp = await ui.page.evaluate(async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 900, height: 600 });
    canvas.getContext("2d").fillRect(0, 0, 900, 600);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/webp"));
    return [...new Uint8Array(await blob.arrayBuffer())];
  });
  await ui.file("portal.webp", "image/webp", Buffer.from(webp));
  await ui.verdict.filter({ hasText: "converted" }).waitFor();
});

test("a HEIC photo is converted to JPEG, and the drop zone names the format in each language", async () => {
  const rules = ui.page.locator("reroom-studio .drop .fine");
  for (const [lang, formats] of Object.entries({ de: "JPEG, PNG oder HEIC", en: "JPEG, PNG, or HEIC" })) {
    await ui.studio.evaluate((studio, lang) => (studio.lang = lang), lang);
    await rules.filter({ hasText: `${formats}, ` }).waitFor();
  }
  await ui.file("IMG_0001.HEIC", "image/heic", phonePhoto);
  await ui.verdict.filter({ hasText: "converted" }).waitFor();
});

test("the whole workflow, including a mask, works by keyboard", async () => {
  const { page, tabTo, hasFocus } = ui;
  await tabTo(".sample");
  await page.keyboard.press("Enter");
  await page.locator("reroom-studio .file", { hasText: "1800 × 1200" }).waitFor();
  await tabTo("input[name=tool]");
  await page.keyboard.press("ArrowUp");
  assert.equal(await page.locator("input[name=tool][value=upscale]").isChecked(), true);
  await page.keyboard.press("ArrowDown");
  await tabTo("input[name=type]");
  await page.keyboard.press("Space");
  for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowRight");
  await tabTo("input[name=style]");
  await page.keyboard.press("Space");
  await tabTo("[data-action=submit]");
  await page.keyboard.press("Enter");
  await ui.result();
  assert.equal((await lastRequest()).body.type, "bedroom");
  await hasFocus("reroom-studio *, input[type=range]");
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.locator("reroom-compare").evaluate((element) => element.value), 51);

  await tabTo("[data-action=photo]");
  await page.keyboard.press("Enter");
  await hasFocus(".tools summary");
  await tabTo("input[name=tool]");
  for (let step = 0; step < 4; step++) await page.keyboard.press("ArrowDown");
  assert.equal(await page.locator("input[name=tool][value=edit]").isChecked(), true);
  await tabTo("[data-action=submit]");
  await page.keyboard.press("Enter");
  await hasFocus(".window");
  for (const key of ["ArrowRight", "Shift+ArrowDown", "Enter"]) await page.keyboard.press(key);
  await ui.screenshot("keyboard-mask");
  await tabTo("[data-action=submit]");
  await page.keyboard.press("Enter");
  await ui.result();
  assert.equal((await lastRequest()).body.action, "remove");
});

test("a long list opens, searches and closes by keyboard", async () => {
  const { page, tabTo, hasFocus } = ui;
  await ui.sample("House");
  await ui.tool("exterior");
  await tabTo(".field[data-param=style] summary");
  await page.keyboard.press("Enter");
  await hasFocus("input[type=search]");
  await page.keyboard.type("medi vil");
  assert.equal(await page.locator(".field[data-param=style] input[type=radio]").count(), 1);
  await accessible(page);
  await ui.screenshot("search");
  await page.keyboard.press("Enter");
  await hasFocus("summary");
  await page.locator(".field[data-param=style] summary", { hasText: "Mediterranean village" }).waitFor();
  await page.keyboard.press("Enter");
  await hasFocus("input[type=search]");
  await page.keyboard.type("nothing like it");
  await page.getByText("No matches").waitFor();
  await page.keyboard.press("Escape");
  await hasFocus("summary");
});

test("every focused control has a visible focus ring", async () => {
  const { page } = ui;
  await ui.sample("Living room");
  await ui.tool("edit");
  await page.locator("reroom-mask-painter .window").waitFor();
  await page.locator("body").press("Home");
  for (let presses = 0; presses < 40; presses++) {
    await page.keyboard.press("Tab");
    const { name, outlined } = await page.evaluate(() => {
      let active = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      const rings = [active, active.closest("label"), active.parentElement].filter(Boolean);
      const outlined = rings.some((each) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(each);
        return outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
      });
      return { name: active.outerHTML.slice(0, 120), outlined: outlined || active === document.body };
    });
    assert.ok(outlined, name);
  }
});

for (const colorScheme of ["light", "dark"])
  test(`the studio fits a phone, ${colorScheme}`, async () => {
    await reopen({ ...phone, colorScheme });
    const fits = async (state) =>
      assert.equal(await ui.page.evaluate(() => document.documentElement.scrollWidth), 390, state);
    await fits("empty");
    await ui.screenshot(`phone-${colorScheme}-empty`);
    await ui.sample("Empty living room");
    for (const id of tools.toReversed()) {
      await ui.tool(id);
      await fits(id);
      await ui.screenshot(`phone-${colorScheme}-${id}`);
    }
    await accessible(ui.page);
    await ui.furnishing();
    await ui.submit();
    await ui.result();
    await fits("result");
    await accessible(ui.page);
    await ui.screenshot(`phone-${colorScheme}-result`);
  });

test("on the smallest phone, the progress card and the painter's tools are not cut off", async () => {
  await reopen({ ...phone, viewport: { width: 320, height: 640 } });
  await ui.hold();
  await ui.sample("Living room");
  await ui.tool("edit");
  await ui.page.locator("reroom-mask-painter fieldset").first().waitFor();
  for (const width of [768, 320]) {
    await ui.page.setViewportSize({ width, height: 640 });
    const cut = await ui.page
      .locator("reroom-mask-painter fieldset")
      .evaluateAll((sets) => sets.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).length);
    assert.equal(cut, 0, `at ${width}`);
  }
  await ui.tool("interior");
  await ui.anyStyle();
  await ui.submit();
  await ui.page.locator(".steps [aria-current]", { hasText: "Render" }).waitFor();
  await ui.hasFocus("[data-focus=busy]");
  const [stage, card] = await Promise.all(
    [".stage", ".card"].map((name) => ui.page.locator(`reroom-studio ${name}`).boundingBox()),
  );
  assert.ok(card.y >= stage.y && card.y + card.height <= stage.y + stage.height, JSON.stringify({ stage, card }));
  assert.ok(card.y >= 0, "its beginning is in sight");
  const hidden = await ui.page
    .locator("reroom-studio .card")
    .evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight);
  assert.equal(hidden, 0);
  await ui.screenshot("small-phone-progress");
});

test("the submit bar does not cover the studio's border", async () => {
  await ui.sample("Empty living room");
  for (const width of [1360, 700]) {
    await ui.page.setViewportSize({ width, height: 900 });
    const free = await ui.studio.evaluate((element) => {
      element.scrollIntoView({ block: "end" });
      const bottom = (name) => element.shadowRoot.querySelector(name).getBoundingClientRect().bottom;
      return bottom(".studio") - bottom(".submit");
    });
    assert.ok(free >= 2, `${free} pixels at ${width}`);
  }
});

test("every tool fits a wide screen in dark mode", async () => {
  await reopen({ colorScheme: "dark" });
  const lightness = await ui.page.evaluate(() => {
    const [red, green, blue] = getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number);
    return (red + green + blue) / 3;
  });
  assert.ok(lightness < 60, String(lightness));
  await ui.screenshot("dark-empty");
  await ui.sample("Empty bedroom");
  for (const id of tools.toReversed()) {
    await ui.tool(id);
    await accessible(ui.page);
    await ui.screenshot(`dark-${id}`);
  }
  await ui.furnishing("bedroom");
  await ui.submit();
  await ui.result();
  await accessible(ui.page);
  await ui.screenshot("dark-result");
});

test("an empty page is accessible", async () => {
  await accessible(ui.page);
  await ui.screenshot("empty");
});

test("staging a photo causes no layout shift", async () => {
  await ui.page.evaluate(() => {
    window.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (entry.hadRecentInput) continue;
        window.shift += entry.value;
        window.moved = entry.sources.map(({ node }) => node?.id || node?.className || node?.nodeName);
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  await ui.sample("Empty living room");
  await ui.furnishing();
  await ui.submit();
  await ui.result();
  const { shift, moved } = await ui.page.evaluate(() => ({ shift: window.shift, moved: window.moved }));
  assert.ok(shift < 0.02, `${shift}: ${moved}`);
});

test("the code sample on the page makes the same request", async () => {
  await ui.sample("House");
  await ui.tool("exterior");
  await ui.choose("daylight", "sunset");
  await ui.anyStyle();
  const code = await ui.page.locator("#code").textContent();
  assert.match(code, /field: "exterior"/);
  assert.match(code, /daylight: "sunset"/);
  assert.match(code, /house-exterior\.jpg/);
  await ui.submit();
  await ui.result();
  await ui.page.locator("#log li", { hasText: "POST /api/enterprise/render?field=exterior" }).waitFor();
});

test("the built page works with its strict CSP", async () => {
  await build({ configFile, logLevel: "error" });
  const server = await preview({ configFile, logLevel: "error", preview: { port: 0, strictPort: false } });
  const { port } = server.httpServer.address();
  const built = await openStudio(browser, `http://127.0.0.1:${port}`);
  try {
    await built.sample("Empty living room");
    await built.tool("edit");
    await built.tool("virtual-staging");
    await built.furnishing();
    await built.submit();
    await built.result();
    await built.file("IMG_0001.HEIC", "image/heic", phonePhoto);
    await built.verdict.filter({ hasText: "converted" }).waitFor();
    assert.deepEqual(built.problems, []);
  } finally {
    await built.close();
    await server.close();
  }
});
