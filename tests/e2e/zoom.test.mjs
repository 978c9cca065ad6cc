/* global innerHeight, scrollTo, scrollY -- of the page */
// Zoom and full screen of a comparison, by mouse, touch and keyboard.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { accessible, openElements, startElements } from "./elements.mjs";
import { startBrowser } from "./site.mjs";

const pictures = `before-src="/samples/living-room-empty.jpg" after-src="/samples/living-room-staged.jpg"`;
const body = `<reroom-compare ${pictures} alt="Living room" width="1800" height="1200" zoomable></reroom-compare>`;
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };

let elements, browser;
before(async () => {
  [elements, browser] = await Promise.all([startElements(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  elements?.stop();
});

async function open(options = {}, content = body) {
  const { page, problems } = await openElements(browser, elements.show({ body: content }), options);
  const compare = page.locator("reroom-compare");
  const frame = compare.locator(".frame");
  await compare.locator(".zoom").waitFor();
  return {
    page,
    compare,
    frame,
    input: compare.locator("input"),
    button: (name) => compare.getByRole("button", { name }),
    view: () =>
      frame.evaluate(({ style }) => ["zoom", "x", "y"].map((name) => Number(style.getPropertyValue(`--_${name}`)))),
    /** Waits until the zoom is as expected. */
    zoomed: (expected) =>
      page.waitForFunction((expected) => {
        const { renderRoot } = document.querySelector("reroom-compare");
        const zoom = Number(renderRoot.querySelector(".frame").style.getPropertyValue("--_zoom"));
        return Math.abs(zoom - expected) < 0.05;
      }, expected),
    value: () => compare.evaluate(({ value }) => value),
    async close() {
      await page.context().close();
      assert.deepEqual(problems, []);
    },
  };
}

test("a double-click zooms in on its point, dragging pans, and another double-click zooms out", async () => {
  const ui = await open();
  const { x, y, width, height } = await ui.frame.boundingBox();
  await ui.page.mouse.dblclick(x + 0.25 * width, y + 0.5 * height);
  await ui.zoomed(2.5);
  const [, left, top] = await ui.view();
  assert.deepEqual([left.toFixed(2), top.toFixed(2)], ["0.15", "0.30"]);
  const value = await ui.value();
  await ui.page.mouse.move(x + 0.6 * width, y + 0.5 * height);
  await ui.page.mouse.down();
  await ui.page.mouse.move(x + 0.5 * width, y + 0.5 * height, { steps: 4 });
  await ui.page.mouse.up();
  assert.deepEqual([(await ui.view())[1].toFixed(2), await ui.value()], ["0.19", value]);
  await ui.page.mouse.dblclick(x + 0.75 * width, y + 0.5 * height);
  await ui.zoomed(1);
  await ui.close();
});

test("with zoom, the handle still moves the slider", async () => {
  const ui = await open();
  await ui.button("Zoom in").click();
  const { x, y, width, height } = await ui.frame.boundingBox();
  await ui.page.mouse.move(x + 0.5 * width, y + 0.5 * height);
  await ui.page.mouse.down();
  await ui.page.mouse.move(x + 0.7 * width, y + 0.5 * height, { steps: 4 });
  await ui.page.mouse.up();
  assert.equal(await ui.value(), 70);
  await ui.close();
});

test("keys zoom and pan, arrow keys still move the slider, and the zoom is announced", async () => {
  const ui = await open();
  await ui.input.focus();
  await ui.page.keyboard.press("+");
  await ui.zoomed(1.5);
  await ui.compare.locator("[role=status]", { hasText: "Zoom: 150 percent." }).waitFor({ state: "attached" });
  const [, before] = await ui.view();
  await ui.page.keyboard.press("Shift+ArrowRight");
  await ui.page.waitForFunction(
    (before) =>
      Number(
        document.querySelector("reroom-compare").renderRoot.querySelector(".frame").style.getPropertyValue("--_x"),
      ) > before,
    before,
  );
  assert.equal(await ui.value(), 50);
  await ui.page.keyboard.press("ArrowRight");
  assert.equal(await ui.value(), 51);
  await accessible(ui.page);
  await ui.page.keyboard.press("0");
  await ui.zoomed(1);
  await ui.close();
});

test("the wheel scrolls the page, and zooms with Ctrl or in full screen", async () => {
  const ui = await open({}, `${body}<p>${"Text. ".repeat(3000)}</p>`);
  await ui.frame.hover();
  await ui.page.mouse.wheel(0, 200);
  await ui.page.waitForFunction(() => scrollY > 0);
  assert.equal((await ui.view())[0], 1);
  await ui.page.evaluate(() => scrollTo(0, 0));
  await ui.frame.hover();
  await ui.page.keyboard.down("Control");
  await ui.page.mouse.wheel(0, -140);
  await ui.page.keyboard.up("Control");
  await ui.zoomed(Math.exp(0.7));
  await ui.button("Full screen").click();
  await ui.page.keyboard.press("0");
  await ui.zoomed(1);
  await ui.frame.hover();
  await ui.page.mouse.wheel(0, -400);
  await ui.zoomed(2);
  await ui.close();
});

test("full screen keeps focus, discloses, and ends with Escape", async () => {
  const ui = await open();
  await ui.button("Full screen").focus();
  await ui.page.keyboard.press("Enter");
  await ui.compare.getByRole("dialog", { name: "Living room" }).waitFor();
  await ui.compare.locator(".label", { hasText: "Digitally altered" }).waitFor();
  await ui.page.waitForFunction(() => {
    const { width, height } = document
      .querySelector("reroom-compare")
      .renderRoot.querySelector(".frame")
      .getBoundingClientRect();
    return width === innerWidth && height === innerHeight;
  });
  await accessible(ui.page);
  const focused = () => ui.compare.evaluate(({ shadowRoot }) => shadowRoot.activeElement?.localName);
  for (let presses = 0; presses < 5; presses++) {
    await ui.page.keyboard.press("Tab");
    assert.match(await focused(), /button|input/);
  }
  await ui.page.keyboard.press("Escape");
  await ui.compare.getByRole("dialog").waitFor({ state: "detached" });
  assert.equal(await focused(), "button");
  await ui.close();
});

test("two fingers pinch and pan, and the slider stays where it was", async () => {
  const ui = await open(phone);
  const { x, y, width, height } = await ui.frame.boundingBox();
  const session = await ui.page.context().newCDPSession(ui.page);
  const touch = (type, ...shares) =>
    session.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: shares.map((share, id) => ({ x: x + share * width, y: y + 0.4 * height, id })),
    });
  await touch("touchStart", 0.4);
  await touch("touchStart", 0.4, 0.6);
  for (const spread of [0.15, 0.2, 0.25, 0.3]) await touch("touchMove", 0.5 - spread, 0.5 + spread);
  await touch("touchEnd");
  await ui.zoomed(3);
  assert.equal(await ui.value(), 50);
  await ui.close();
});

test("in forced colors, the buttons are visible", async () => {
  const ui = await open({ forcedColors: "active" });
  const [color, background] = await ui
    .button("Zoom in")
    .evaluate((button) => [getComputedStyle(button).color, getComputedStyle(button.parentElement).backgroundColor]);
  assert.notEqual(color, background);
  await accessible(ui.page);
  await ui.close();
});

test("without zoomable, there are no buttons, and a double-click does nothing", async () => {
  const plain = body.replace(" zoomable", ' id="plain"');
  const { page } = await openElements(browser, elements.show({ body: plain + body }));
  const frame = page.locator("#plain .frame");
  await frame.dblclick();
  // The zoom of the other comparison has loaded.
  await page.locator("reroom-compare:not(#plain) .zoom").waitFor();
  assert.equal(await page.locator("#plain button").count(), 0);
  assert.equal(await frame.evaluate(({ style }) => style.getPropertyValue("--_zoom")), "");
  await page.context().close();
});
