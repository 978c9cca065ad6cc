// The elements in each engine: pointers that drag the comparison, and images of other hosts.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startElements } from "../e2e/elements.mjs";
import { policyWith, startHost } from "../e2e/image-host.mjs";
import { engines, missing, open } from "./driver.mjs";

let host, elements;

before(async () => {
  host = await startHost();
  // The driver puts its scripts into the page.
  elements = await startElements({}, policyWith(host).replace("script-src", "script-src 'unsafe-inline'"));
});

after(() => {
  elements?.stop();
  host?.stop();
});

/** Drags a comparison by events alone, as in engines that move a slider only by its thumb. Resolves to each value. */
async function dragged(attributes, pointerType, places) {
  await customElements.whenDefined("reroom-compare");
  document.querySelector("main").innerHTML =
    `<reroom-compare before-src="/a" after-src="/b" ${attributes}></reroom-compare>`;
  const element = document.querySelector("reroom-compare");
  await element.updateComplete;
  const input = element.shadowRoot.querySelector("input");
  const { left, top, width, height } = input.getBoundingClientRect();
  const values = [];
  for (const [index, [x, y]] of places.entries()) {
    const type = index === 0 ? "pointerdown" : index === places.length - 1 ? "pointerup" : "pointermove";
    const [clientX, clientY] = [left + x * width, top + y * height];
    const pointer = { pointerId: 7, pointerType, clientX, clientY, bubbles: true, composed: true };
    input.dispatchEvent(new PointerEvent(type, pointer));
    values.push(element.value);
  }
  return values;
}

/** What the driver of each engine can do. That of Firefox has no pens, and that of WebKitGTK takes fingers for a mouse. */
const devices = { chromium: ["touch", "pen"], firefox: ["touch"], webkit: ["pen"] };

/** Shows a comparison on a page that scrolls. Resolves to the box of its slider. */
async function showComparison() {
  await customElements.whenDefined("reroom-compare");
  const element = document.createElement("reroom-compare");
  Object.assign(element, { beforeSrc: "/a", afterSrc: "/b" });
  const below = document.createElement("p");
  below.style.height = "3000px";
  element.style.width = "300px";
  document.querySelector("main").replaceChildren(element, below);
  await element.updateComplete;
  globalThis.heard = [];
  element.addEventListener("input", () => globalThis.heard.push(element.value));
  return element.shadowRoot.querySelector("input").getBoundingClientRect().toJSON();
}

/** Resolves to the values that a comparison reported since the last time, its value, and whether the page has scrolled. */
async function readComparison() {
  const { value } = document.querySelector("reroom-compare");
  return { heard: globalThis.heard.splice(0), value, scrolled: globalThis.scrollY > 0 };
}

/** Shows a mask painter. Resolves to the box of its surface. */
async function showPainter() {
  await customElements.whenDefined("reroom-mask-painter");
  const painter = document.createElement("reroom-mask-painter");
  Object.assign(painter, { width: 300, height: 200 });
  painter.style.width = "300px";
  document.querySelector("main").replaceChildren(painter);
  while (!painter.shadowRoot.querySelector(".guides")) await new Promise((done) => setTimeout(done, 10));
  return painter.shadowRoot.querySelector(".window").getBoundingClientRect().toJSON();
}

/** Resolves to the values of the mask at these places, if it has any, and the zoom. */
async function readPainter(places) {
  const painter = document.querySelector("reroom-mask-painter");
  const level = painter.shadowRoot.querySelector(".level").textContent;
  const encoded = await painter.encode().catch(({ issues }) => issues[0].code);
  if (encoded === "empty_mask") return { marked: [], level };
  const bytes = Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const pixels = new OffscreenCanvas(300, 200).getContext("2d");
  pixels.drawImage(bitmap, 0, 0);
  const marked = places.map(([x, y]) => pixels.getImageData(x * 300, y * 200, 1, 1).data[0]);
  return { marked, level };
}

/** Moves fingers or a pen of the driver, in fractions of a box. */
const moveIn = (browser, { left, top, width, height }, device, ...pointers) =>
  browser.act(device, ...pointers.map((places) => places.map(([x, y]) => [left + x * width, top + y * height])));

/** Shows an image, then shows it in a comparison, then reads it for a pair. Resolves to what succeeded. */
async function shownAndRead(url) {
  await customElements.whenDefined("reroom-compare");
  const plain = new Image();
  plain.src = url;
  await plain.decode();
  document.querySelector("main").innerHTML = "<reroom-compare></reroom-compare>";
  const element = document.querySelector("reroom-compare");
  const failed = new Promise((done) => element.addEventListener("error", () => done("not shown"), { once: true }));
  element.afterSrc = url;
  await element.updateComplete;
  const image = element.shadowRoot.querySelector("img");
  const loaded = new Promise((done) => image.addEventListener("load", () => done("shown"), { once: true }));
  const seen = await Promise.race([failed, loaded]);
  const read = await globalThis.element.exportPair({ original: url, altered: url }).then(
    ({ altered }) => (altered.size > 100_000 ? "read" : "empty"),
    () => "not read",
  );
  return [seen, read];
}

/** Measures the contrast of the primary button's text with each accent color in light and dark mode. */
async function contrastsOf(accents) {
  document.querySelector("main").innerHTML = "<reroom-studio></reroom-studio>";
  const studio = document.querySelector("reroom-studio");
  const find = () => studio.shadowRoot?.querySelector(".drop .primary");
  while (!find()) await new Promise((done) => setTimeout(done, 20));
  const context = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d");
  const luminance = (color) => {
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue] = [...context.getImageData(0, 0, 1, 1).data].map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05;
  };
  return accents.flatMap((accent) =>
    ["light", "dark"].map((scheme) => {
      studio.style.colorScheme = scheme;
      studio.style.setProperty("--reroom-color-accent", accent);
      const { color, backgroundColor } = getComputedStyle(find());
      const [dark, light] = [luminance(color), luminance(backgroundColor)].sort((a, b) => a - b);
      return light / dark;
    }),
  );
}

/** Uses the mask painter by synthetic events. Resolves to what is marked, the zoom, and what full screen covers. */
async function usePainter() {
  await customElements.whenDefined("reroom-mask-painter");
  const painter = document.createElement("reroom-mask-painter");
  Object.assign(painter, { width: 600, height: 400 });
  document.querySelector("main").replaceChildren(painter);
  const find = (selector) => painter.shadowRoot.querySelector(selector);
  while (!find(".guides")) await new Promise((done) => setTimeout(done, 10));
  const surface = find(".window");
  const box = () => surface.getBoundingClientRect();
  const placed = (x, y) => ({ clientX: box().left + x * box().width, clientY: box().top + y * box().height });
  const point = (type, pointerType, x, y) =>
    surface.dispatchEvent(
      new PointerEvent(type, {
        pointerId: 7,
        pointerType,
        bubbles: true,
        composed: true,
        pressure: 0.5,
        ...placed(x, y),
      }),
    );
  for (const [pointerType, y] of [["pen", 0.3], ["touch", 0.8]]) // prettier-ignore
    for (const [type, x] of [["down", 0.2], ["move", 0.8], ["up", 0.8]]) point(`pointer${type}`, pointerType, x, y); // prettier-ignore
  const bytes = Uint8Array.from(atob(await painter.encode()), (char) => char.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const pixels = new OffscreenCanvas(600, 400).getContext("2d");
  pixels.drawImage(bitmap, 0, 0);
  const marked = [0.3, 0.8].map((y) => pixels.getImageData(300, y * 400, 1, 1).data[0]);

  for (const [type, scale] of [
    ["gesturestart", 1],
    ["gesturechange", 2],
    ["gestureend", 2],
  ])
    // prettier-ignore
    surface.dispatchEvent(Object.assign(new Event(type, { bubbles: true, cancelable: true }), { scale, ...placed(0.5, 0.5) }));
  await painter.updateComplete;
  const level = find(".level").textContent;

  Object.defineProperty(document, "fullscreenEnabled", { value: false, configurable: true });
  find("button.fullScreen").focus();
  find("button.fullScreen").click();
  await painter.updateComplete;
  const { width, height } = find(".painter").getBoundingClientRect();
  const covers = [
    Math.round(width) === document.documentElement.clientWidth,
    Math.round(height) === globalThis.innerHeight,
  ];
  find(".painter").dispatchEvent(
    new globalThis.KeyboardEvent("keydown", { key: "Escape", bubbles: true, composed: true }),
  );
  await painter.updateComplete;
  return { marked, level, covers, isClosed: !find(".full"), focused: painter.shadowRoot.activeElement?.className };
}

for (const engine of engines)
  describe(engine, { skip: missing(engine) }, () => {
    let browser, address;
    before(async () => {
      browser = await open(engine);
      address = elements.show({ body: "" });
    });
    after(() => browser?.close());

    test("the comparison is dragged from any point by mouse and touch, horizontally, vertically and right to left", async () => {
      const level = [[0.9, 0.5], [0.7, 0.5], [0.25, 0.5], [0.25, 0.5]]; // prettier-ignore
      const upright = level.map(([x, y]) => [y, x]);
      const run = (...args) => browser.evaluate(address, dragged, ...args);
      assert.deepEqual(await run("", "mouse", level), [90, 70, 25, 25]);
      assert.deepEqual(await run("", "touch", level), [50, 70, 25, 25]);
      assert.deepEqual(await run('orientation="vertical"', "mouse", upright), [90, 70, 25, 25]);
      assert.deepEqual(await run('orientation="vertical"', "touch", upright), [50, 70, 25, 25]);
      assert.deepEqual(await run('dir="rtl"', "mouse", level), [10, 30, 75, 75]);
    });

    for (const device of devices[engine]) {
      test(`a ${device} of the driver drags the comparison, and sets it with a tap`, async () => {
        const box = await browser.evaluate(address, showComparison);
        const across = [[0.5, 0.4], [0.6, 0.4], [0.7, 0.42], [0.8, 0.4]]; // prettier-ignore
        await moveIn(browser, box, device, across);
        const { heard, value } = await browser.evaluate(address, readComparison);
        assert.equal(value, 80);
        assert.deepEqual(heard, heard.toSorted());
        await moveIn(browser, box, device, [[0.3, 0.4]]);
        assert.equal((await browser.evaluate(address, readComparison)).value, 30);
      });

      test(`a ${device} of the driver paints a line and a dab`, async () => {
        const box = await browser.evaluate(address, showPainter);
        await moveIn(browser, box, device, [[0.2, 0.3], [0.5, 0.3], [0.8, 0.3]]); // prettier-ignore
        await moveIn(browser, box, device, [[0.3, 0.8]]);
        const { marked, level } = await browser.evaluate(address, readPainter, [[0.5, 0.3], [0.3, 0.8], [0.7, 0.8]]); // prettier-ignore
        assert.deepEqual([marked, level], [[255, 255, 0], "100%"]);
      });
    }

    test("two fingers of the driver zoom the painter without painting", { skip: engine === "webkit" }, async () => {
      const box = await browser.evaluate(address, showPainter);
      await moveIn(browser, box, "touch", [[0.5, 0.5], [0.5, 0.3]], [[0.6, 0.5], [0.6, 0.7]]); // prettier-ignore
      assert.deepEqual(await browser.evaluate(address, readPainter, []), { marked: [], level: "285%" });
    });

    // The driver of Firefox does not scroll.
    test("a finger that moves across the comparison leaves it", { skip: engine === "webkit" }, async () => {
      const box = await browser.evaluate(address, showComparison);
      await moveIn(browser, box, "touch", [[0.9, 0.8], [0.9, 0.7], [0.88, 0.4], [0.85, 0.1]]); // prettier-ignore
      const { heard, value, scrolled } = await browser.evaluate(address, readComparison);
      assert.deepEqual([heard, value, scrolled], [[], 50, engine === "chromium"]);
    });

    test("text on any accent color has a contrast of at least 4.5", async () => {
      const contrasts = await browser.evaluate(address, contrastsOf, ["#ffe600", "#0a5c3c", "#767676", "#ff5a5f", ""]);
      assert.equal(contrasts.length, 10);
      for (const contrast of contrasts) assert.ok(contrast >= 4.5, contrasts.join(" "));
    });

    test("a touch across the comparison does not move it, a tap does", async () => {
      const run = (...args) => browser.evaluate(address, dragged, "", "touch", ...args);
      assert.deepEqual(await run([[0.9, 0.2], [0.88, 0.6], [0.2, 0.7], [0.2, 0.7]]), [50, 50, 50, 50]); // prettier-ignore
      assert.deepEqual(await run([[0.3, 0.2], [0.3, 0.2]]), [50, 30]); // prettier-ignore
    });

    test("an image that was shown without CORS can be read later, and one without permission is only shown", async () => {
      const picture = (rule) => `${host.origin}/${rule}/bedroom-staged.jpg?${engine}`;
      assert.deepEqual(await browser.evaluate(address, shownAndRead, picture("when-asked")), ["shown", "read"]);
      assert.deepEqual(await browser.evaluate(address, shownAndRead, picture("never")), ["shown", "not read"]);
    });

    test("the mask painter paints with a pen but not its palm, zooms by trackpad, and covers the screen until Escape", async () => {
      const used = await browser.evaluate(address, usePainter);
      assert.deepEqual(used.marked, [255, 0]);
      assert.equal(used.level, "200%");
      assert.deepEqual([used.covers, used.isClosed, used.focused], [[true, true], true, "fullScreen"]);
    });
  });
