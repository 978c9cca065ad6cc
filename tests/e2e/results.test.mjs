/* global DOMMatrix -- of the page */
// Results: several styles side by side, the steps from the photo to a result, and what to compare a result with.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { accessible, openElements, startElements } from "./elements.mjs";
import { sandbox, startBrowser } from "./site.mjs";
import { actions } from "./studio.mjs";

let elements, browser;
before(async () => {
  [elements, browser] = await Promise.all([startElements(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  elements?.stop();
});

const file = "www/public/samples/living-room-staged.jpg";
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

/** Opens a page with a studio and a photo. */
async function open({ head, speeds = {}, ...options } = {}) {
  await sandbox(elements.origin, "reset", { speeds: { queuedMs: 0, renderingMs: 100, ...speeds } });
  const url = elements.show({ body: `<reroom-studio base-url="/"></reroom-studio>`, head });
  const { page, problems } = await openElements(browser, url, options);
  await page.locator("reroom-studio").evaluate(async (studio) => {
    await globalThis.init();
    studio.client = new globalThis.client.ReRoom({ baseUrl: location.origin, apiKey: "sandbox" });
    globalThis.events = [];
    for (const type of ["reroom-submit", "reroom-accept"])
      studio.addEventListener(type, ({ detail }) => globalThis.events.push([type, detail]));
  });
  await page.locator("reroom-studio .panel").waitFor();
  const ui = actions(page);
  await page.locator("reroom-studio #file").setInputFiles(file);
  await ui.verdict.waitFor();
  return {
    page,
    ...ui,
    in: (selector, options) => page.locator(`reroom-studio ${selector}`, options),
    detail: (type) => page.evaluate((type) => globalThis.events.filter(([name]) => name === type).at(-1)?.[1], type),
    async empty() {
      await ui.tool("empty-room");
      await ui.submit();
      await ui.result();
    },
    async furnishIn(styles) {
      await ui.choose("type", "living-room");
      await ui.action("compare-styles");
      for (const style of styles) await ui.choose("style", style);
      await ui.submit();
      await page.locator(`reroom-studio .variants li:nth-child(${styles.length})`).waitFor();
      await page.locator("reroom-studio .card").waitFor({ state: "detached" });
    },
    async close() {
      await page.context().close();
      assert.deepEqual(
        problems.filter((text) => !text.startsWith("Failed to load resource")),
        [],
      );
    },
  };
}

const requests = async () => {
  const requests = await sandbox(elements.origin, "requests");
  return requests.filter(({ method, path }) => method === "POST" && path.startsWith("/api/enterprise/render"));
};

const three = ["modern", "industrial", "luxury"];

describe("several styles", () => {
  test("are chosen with checkboxes, ordered with one button, shown side by side, and one is taken", async () => {
    const ui = await open();
    await ui.tool("virtual-staging");
    await ui.choose("style", "modern");
    await ui.choose("type", "living-room");
    await ui.action("compare-styles");
    assert.equal(await ui.in("[name=style][value=modern]").isChecked(), true);
    await ui.choose("style", "industrial");
    await ui.choose("style", "luxury");
    await ui.in(".compare-styles").filter({ hasText: "3 selected" }).waitFor();
    await ui.submitButton.filter({ hasText: "Living room, 3 styles" }).waitFor();
    await accessible(ui.page);
    await ui.submit();
    await ui.in(".variants li:nth-child(3)").waitFor();
    await ui.in(".card").waitFor({ state: "detached" });
    assert.deepEqual((await requests()).map(({ json }) => json.style).sort(), [...three].sort());
    assert.deepEqual(
      (await ui.detail("reroom-submit")).variants.map(({ style }) => style),
      three,
    );
    await ui.submitButton.filter({ hasText: "Make another" }).waitFor();
    await accessible(ui.page);
    await ui.in(".variants [data-action=accept]").nth(1).click();
    await ui.hasFocus("[data-action=accept]");
    const { params } = await ui.detail("reroom-accept");
    assert.equal(params.style, "industrial");
    await ui.in("[data-action=accept]:visible").filter({ hasText: "Selected" }).waitFor();
    await accessible(ui.page);
    await ui.action("versions");
    await ui.hasFocus(".variants button");
    await ui.close();
  });

  test("zoom and pan together: by button, key, wheel and drag, and a drag opens none of them", async () => {
    const ui = await open();
    await ui.tool("virtual-staging");
    await ui.furnishIn(three);
    /** Waits until all images are zoomed and panned the same way, this far at least and at most, and returns how. */
    const drawn = async (least, most = least, right = -Infinity) => {
      const handle = await ui.page.waitForFunction(
        ([least, most, right]) => {
          const images = [...document.querySelector("reroom-studio").shadowRoot.querySelectorAll(".variants img")];
          const drawings = images.map((image) => new DOMMatrix(getComputedStyle(image).transform));
          const [{ a: zoom, e: x, f: y } = {}] = drawings;
          // The widths of the columns are rounded.
          const isSame = drawings.every(({ a, e, f }) => a === zoom && Math.abs(e - x) < 1 && Math.abs(f - y) < 1);
          return drawings.length === 3 && isSame && zoom >= least && zoom <= most && x > right && { x, y };
        },
        [least, most, right],
      );
      return handle.jsonValue();
    };
    await ui.page.getByRole("button", { name: "Zoom in" }).click();
    const zoomed = await drawn(1.5);
    await ui.in(".zoom-buttons [role=status]").filter({ hasText: "Zoom: 150 percent." }).waitFor();
    await accessible(ui.page);
    await ui.screenshot("versions-zoomed");
    const tile = ui.in(".variants .tile").nth(1);
    const box = await tile.boundingBox();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 3];
    await ui.page.mouse.move(x, y);
    await ui.page.mouse.down();
    await ui.page.mouse.move(x + 30, y + 10, { steps: 3 });
    await ui.page.mouse.up();
    const panned = await drawn(1.5, 1.5, zoomed.x + 20);
    assert.ok(panned.y > zoomed.y + 5, JSON.stringify([zoomed, panned]));
    await ui.page.keyboard.down("Control");
    await ui.page.mouse.wheel(0, -400);
    await ui.page.keyboard.up("Control");
    await drawn(1.6, 8);
    await tile.focus();
    await ui.page.keyboard.press("0");
    await drawn(1);
    await ui.page.keyboard.press("+");
    await drawn(1.5);
    assert.equal(await ui.in(".variants li").count(), 3);
    await tile.click();
    await ui.in("reroom-compare").waitFor();
    await ui.close();
  });

  test("the button has the price of all, and the event too", async () => {
    const ui = await open();
    await ui.studio.evaluate((studio) => {
      studio.addEventListener("reroom-submit", (event) => event.preventDefault());
    });
    await ui.tool("virtual-staging");
    await ui.choose("type", "bedroom");
    await ui.action("compare-styles");
    for (const style of [...three, "futuristic"]) await ui.choose("style", style);
    assert.equal(await ui.in("[name=style][value=scandinavian]").isDisabled(), true);
    await ui.choose("style", "luxury");
    assert.equal(await ui.in("[name=style][value=scandinavian]").isDisabled(), false);
    await ui.action("compare-styles");
    await ui.submitButton.filter({ hasText: "Bedroom, Modern" }).waitFor();
    await ui.submit();
    assert.equal((await ui.detail("reroom-submit")).variants, undefined);
    assert.deepEqual(await requests(), []);
    await ui.close();
  });

  test("in a long list, Enter in the search adds the first match", async () => {
    const ui = await open();
    await ui.tool("interior");
    await ui.action("compare-styles");
    await ui.pick("style", "zen");
    await ui.pick("style", "neon");
    await ui
      .in("[data-param=style] summary")
      .filter({ hasText: /Japanese Zen, .*neon noir/i })
      .waitFor();
    await ui.close();
  });

  test("a version that fails leaves the others", async () => {
    const ui = await open();
    await ui.tool("virtual-staging");
    const body = { err: "Image processing failed" };
    await sandbox(elements.origin, "faults", { method: "POST", path: "/api/enterprise/render", status: 500, body });
    await ui.choose("type", "bedroom");
    await ui.action("compare-styles");
    for (const style of three) await ui.choose("style", style);
    await ui.submit();
    await ui.notice.waitFor();
    await ui.in(".variants li:nth-child(2)").waitFor();
    await ui.in(".tile.failed").waitFor();
    await accessible(ui.page);
    await ui.close();
  });
});

describe("steps", () => {
  test("a furnished room has three: each is shown, compared, and continued with", async () => {
    const ui = await open();
    await ui.empty();
    await ui.in("[data-action=continue]").filter({ hasText: "Furnish this room" }).click();
    await ui.hasFocus(".options input");
    await ui.furnishing("living-room", "modern");
    await ui.submit();
    await ui.in(".chain li:nth-child(3)").waitFor();
    assert.deepEqual(await ui.in(".chain .tile").allInnerTexts(), ["Original", "Emptied", "Modern"]);
    await accessible(ui.page);
    const before = () => ui.in("reroom-compare").evaluate(({ beforeSrc }) => beforeSrc);
    const [original, emptied] = await ui.in(".chain img").evaluateAll((images) => images.map(({ src }) => src));
    assert.equal(await before(), emptied);
    await ui.in(".comparisons label", { hasText: "Original" }).click();
    await ui.page.waitForFunction(
      (url) => document.querySelector("reroom-studio").renderRoot.querySelector("reroom-compare").beforeSrc === url,
      original,
    );
    const { renders } = (await ui.action("accept"), await ui.detail("reroom-accept"));
    assert.deepEqual(
      renders.map(({ tool }) => tool),
      ["empty-room", "virtual-staging"],
    );
    // Show the emptied room, and continue with it again.
    await ui.in(".chain .tile").nth(1).click();
    await ui.in("[data-action=continue]").click();
    await ui.in(".tile[data-result][aria-pressed=true]").filter({ hasText: "Emptied" }).waitFor();
    // Back to the original.
    await ui.in(".strip .tile").first().click();
    await ui.in("img.picture").waitFor();
    assert.equal(await ui.in("img.picture").getAttribute("src"), original);
    await ui.close();
  });

  test("disclose every change, even if the result in between was removed", async () => {
    const ui = await open();
    await ui.empty();
    await ui.action("continue");
    await ui.furnishing("living-room", "modern");
    await ui.in(".strip .tile[data-result]").click();
    await ui.action("remove");
    await ui.submit();
    await ui.result();
    await ui.action("accept");
    const text = await ui.page.evaluate(() => {
      const [, { renders }] = globalThis.events.at(-1);
      return globalThis.element.describeAlterations(renders).text;
    });
    assert.equal(text, "Virtually staged. Digitally altered: furniture and belongings removed");
    await ui.close();
  });
});

describe("small screens and large text", () => {
  for (const [name, width, fontSize] of [
    ["a phone", 390, "100%"],
    ["320 pixels", 320, "100%"],
    ["200 % text on 320 pixels", 320, "200%"],
  ])
    test(`${name}: results side by side and steps fit`, async () => {
      elements.files.set(
        "/large.css",
        Buffer.from(`:root { font-size: ${fontSize} } body { margin: 0.5rem } h1 { font-size: 1rem }`),
      );
      const head = `<link rel="stylesheet" href="/large.css" />`;
      const ui = await open({ ...phone, viewport: { width, height: 844 }, head });
      await ui.empty();
      await ui.action("continue");
      await ui.furnishIn(three);
      await fits(ui);
      await ui.in(".variants [data-action=accept]").first().click();
      await ui.in(".chain").waitFor();
      await fits(ui);
      await ui.screenshot(`results-${width}-${fontSize.replace("%", "")}`);
      await ui.close();
    });
});

/** Asserts that nothing is cut off. */
async function fits(ui) {
  const cut = await ui.studio.evaluate(({ renderRoot }) =>
    [...renderRoot.querySelectorAll(".panel *, .dock *, .stage *")]
      .filter((element) => !element.closest(".strip, .chain, .file, .visually-hidden, svg"))
      .filter((element) => element.checkVisibility() && element.textContent.trim() !== "")
      .filter(({ clientWidth, scrollWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1)
      .map(({ localName, className, textContent }) => `${localName}.${className} ${textContent.trim().slice(0, 40)}`),
  );
  assert.deepEqual(cut, []);
  const overflow = await ui.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.ok(overflow <= 0, `the page is ${overflow} pixels too wide`);
}

test("in forced colors, the step on display and the selected styles are outlined", async () => {
  const ui = await open({ forcedColors: "active", reducedMotion: "reduce" });
  await ui.empty();
  await ui.action("continue");
  await ui.furnishIn(three);
  await ui.in(".variants [data-action=accept]").first().click();
  await ui.in(".chain").waitFor();
  for (const selector of [".chain .tile[aria-current]", ".cards label:has(:checked)"]) {
    const outline = await ui
      .in(selector)
      .first()
      .evaluate((element) => getComputedStyle(element).outlineStyle);
    assert.equal(outline, "solid", selector);
  }
  await accessible(ui.page);
  await ui.close();
});
