/* global requestAnimationFrame -- of the page */
// <reroom-compare>: the slider by keyboard, mouse and touch, and the disclosure.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { accessible } from "./elements.mjs";
import { elements, openPage } from "./elements-page.mjs";
import { artifact } from "./site.mjs";

const empty = "/samples/living-room-empty.jpg";
const staged = "/samples/living-room-staged.jpg";
const compare = (attributes = "", inside = "") =>
  `<reroom-compare before-src="${empty}" after-src="${staged}" width="1800" height="1200" alt="Living room" ${attributes}>${inside}</reroom-compare>`;

let ui;

async function open(content, options) {
  const opened = await openPage(content, options);
  await opened.page.waitForFunction(() => document.querySelector("reroom-compare").shadowRoot?.querySelector("img"));
  const element = opened.page.locator("reroom-compare").first();
  const slider = element.getByRole("slider");
  const frame = element.locator(".frame");
  ui = {
    ...opened,
    element,
    slider,
    frame,
    value: () => element.evaluate(({ value }) => value),
    text: () => element.evaluate(({ shadowRoot }) => shadowRoot.querySelector("figcaption")?.innerText ?? ""),
    /** Whether the original photo is visible at a position, in fractions of the frame. */
    async seen([x, y]) {
      const box = await frame.boundingBox();
      return element.evaluate(
        ({ shadowRoot }, [x, y]) => {
          // Clipped areas are not hit. Disable hits on the elements above for this check.
          const above = shadowRoot.querySelectorAll("input");
          for (const part of above) part.style.setProperty("pointer-events", "none");
          const hit = shadowRoot.elementFromPoint(x, y);
          for (const part of above) part.style.removeProperty("pointer-events");
          return hit.getAttribute("part");
        },
        [box.x + x * box.width, box.y + y * box.height],
      );
    },
    async drag(from, to) {
      const box = await frame.boundingBox();
      const at = ([x, y]) => [box.x + x * box.width, box.y + y * box.height];
      await opened.page.mouse.move(...at(from));
      await opened.page.mouse.down();
      await opened.page.mouse.move(...at(to), { steps: 5 });
      await opened.page.mouse.up();
    },
  };
  return ui;
}

/** Moves a finger through positions, in fractions of the frame, and lifts it. */
async function finger() {
  const cdp = await ui.page.context().newCDPSession(ui.page);
  const box = await ui.frame.boundingBox();
  const send = (type, ...places) =>
    cdp.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: places.map(([x, y]) => ({ x: box.x + x * box.width, y: box.y + y * box.height })),
    });
  return async (start, ...places) => {
    await send("touchStart", start);
    for (const place of places) await send("touchMove", place);
    await send("touchEnd");
  };
}

const close = (value, wanted, by) => assert.ok(Math.abs(value - wanted) <= by, `${value} is not ${wanted} ± ${by}`);

describe("the slider", () => {
  test("moves by keyboard and has a role, name and value", async () => {
    const { page, slider, value, seen } = await open({ body: compare() });
    await page.keyboard.press("Tab");
    assert.equal(await slider.evaluate((input) => input.getRootNode().activeElement === input), true);
    assert.equal(await slider.getAttribute("aria-label"), "Compare before and after");
    assert.equal(await slider.getAttribute("aria-valuetext"), "50 percent before");
    await page.keyboard.press("ArrowRight");
    assert.equal(await value(), 51);
    assert.equal(await slider.getAttribute("aria-valuetext"), "51 percent before");
    await page.keyboard.press("End");
    assert.equal(await value(), 100);
    assert.equal(await seen([0.98, 0.5]), "before");
    await page.keyboard.press("Home");
    assert.equal(await seen([0.02, 0.5]), "after");
    const outline = await ui.element.locator(".grip").evaluate((grip) => getComputedStyle(grip).outlineStyle);
    assert.equal(outline, "solid", "focus is visible");
  });

  test("moves by mouse from anywhere on the image and fires input", async () => {
    const { page, value, seen, drag } = await open({ body: compare() });
    await page.evaluate(() => {
      globalThis.heard = 0;
      document.querySelector("reroom-compare").addEventListener("input", () => globalThis.heard++);
    });
    await drag([0.9, 0.2], [0.25, 0.8]);
    close(await value(), 25, 1);
    assert.equal(await seen([0.2, 0.5]), "before");
    assert.equal(await seen([0.3, 0.5]), "after");
    assert.ok((await page.evaluate(() => globalThis.heard)) > 1);
    await ui.element.evaluate((element) => (element.value = 80));
    await page.waitForFunction(
      () => document.querySelector("reroom-compare").shadowRoot.querySelector("input").value === "80",
    );
    assert.equal(await seen([0.75, 0.5]), "before");
  });

  test("moves by touch", async () => {
    const { value } = await open({ body: compare() }, { hasTouch: true });
    const touch = await finger();
    await touch([0.5, 0.5], [0.55, 0.5], [0.6, 0.5], [0.65, 0.5], [0.7, 0.5]);
    close(await value(), 70, 2);
  });

  // Emulates Safari before 26.4: without these events, Chromium does not move the slider either.
  describe("in a browser that drags range inputs only by their thumb", () => {
    const byThumbAlone = () =>
      ui.page.evaluate(() => {
        for (const type of ["mousedown", "touchstart"])
          document.addEventListener(type, (event) => event.preventDefault(), { capture: true, passive: false });
      });

    for (const [direction, attributes, from, to, expected] of [
      ["from left to right", "", [0.9, 0.2], [0.25, 0.8], 25],
      ["down", 'orientation="vertical"', [0.5, 0.5], [0.5, 0.2], 20],
      ["from right to left", "", [0.1, 0.5], [0.2, 0.5], 80],
    ])
      test(`the ${direction} slider moves by mouse from anywhere and fires input`, async () => {
        const rtl = direction === "from right to left";
        const { page, value, drag } = await open({ body: compare(attributes), ...(rtl && { dir: "rtl" }) });
        await byThumbAlone();
        const heard = page.evaluate(
          () =>
            new Promise((done) =>
              document
                .querySelector("reroom-compare")
                .addEventListener("input", ({ target }) => done(target.localName)),
            ),
        );
        await drag(from, to);
        close(await value(), expected, 1);
        assert.equal(await heard, "reroom-compare");
        await page.mouse.move(10, 10);
        close(await value(), expected, 1);
      });

    test("a finger drags along the slider, scrolls the page across it, and sets it with a tap", async () => {
      const { value } = await open({ body: compare() }, { hasTouch: true });
      await byThumbAlone();
      const touch = await finger();
      await touch([0.9, 0.5], [0.8, 0.5], [0.4, 0.52], [0.3, 0.5]);
      close(await value(), 30, 1);
      await touch([0.8, 0.8], [0.8, 0.75], [0.81, 0.6], [0.9, 0.3]);
      close(await value(), 30, 1);
      await touch([0.6, 0.5]);
      close(await value(), 60, 1);
    });

    test("a second finger does not interrupt the first", async () => {
      const { value, element } = await open({ body: compare() });
      await element.evaluate(({ shadowRoot }) => {
        const input = shadowRoot.querySelector("input");
        const { left, top, width } = input.getBoundingClientRect();
        const send = (type, pointerId, share) =>
          input.dispatchEvent(
            new PointerEvent(type, {
              ...{ pointerId, pointerType: "touch", bubbles: true, composed: true },
              ...{ clientX: left + share * width, clientY: top + 20 },
            }),
          );
        send("pointerdown", 1, 0.5);
        send("pointermove", 1, 0.6);
        send("pointerdown", 2, 0.1);
        send("pointermove", 2, 0.2);
        send("pointerup", 2, 0.2);
        send("pointermove", 1, 0.7);
        send("pointercancel", 1, 0.7);
        send("pointermove", 1, 0.9);
      });
      close(await value(), 70, 1);
    });
  });

  test("fires input once per pointer position, even though the browser moves it too", async () => {
    const { page, drag } = await open({ body: compare() });
    await page.evaluate(() => {
      globalThis.values = [];
      const element = document.querySelector("reroom-compare");
      element.addEventListener("input", () => globalThis.values.push(element.value));
    });
    await drag([0.9, 0.2], [0.1, 0.2]);
    const values = await page.evaluate(() => globalThis.values);
    assert.deepEqual(
      values,
      values.toSorted((one, other) => other - one),
    );
    assert.equal(new Set(values).size, values.length);
  });

  test("divides the images horizontally if vertical", async () => {
    const { page, slider, value, seen, drag } = await open({ body: compare('orientation="vertical"') });
    assert.equal(await slider.getAttribute("aria-orientation"), "vertical");
    await drag([0.5, 0.5], [0.5, 0.2]);
    close(await value(), 20, 2);
    assert.equal(await seen([0.5, 0.15]), "before");
    assert.equal(await seen([0.5, 0.3]), "after");
    const before = await value();
    await page.keyboard.press("PageUp");
    await page.keyboard.press("ArrowDown");
    assert.notEqual(await value(), before);
    // Outside the handle's band, a finger scrolls the page.
    const width = await slider.evaluate((input) => input.offsetWidth);
    assert.ok(width < 100, `${width} pixels of the picture hold the finger`);
  });

  test("shows the original on the right in right-to-left pages", async () => {
    const { page, seen, drag, value } = await open({ body: compare(), dir: "rtl", lang: "ar" });
    assert.equal(await seen([0.9, 0.5]), "before");
    assert.equal(await seen([0.1, 0.5]), "after");
    await drag([0.5, 0.5], [0.2, 0.5]);
    close(await value(), 80, 1);
    assert.equal(await seen([0.25, 0.5]), "before");
    await page.keyboard.press("ArrowRight");
    close(await value(), 79, 1);
    await artifact(page, "compare-rtl");
  });
});

describe("the disclosure", () => {
  const original = `original-href="${empty}"`;

  test("is below the photo by default, with a link to the original, in the page's language", async () => {
    for (const [lang, words, link] of [
      ["en", "Digitally altered", "View the original photo"],
      ["de-AT", "Digital verändert", "Originalfoto ansehen"],
      ["fr", "Photo modifiée numériquement", "Voir la photo d’origine"],
      ["es", "Foto modificada digitalmente", "Ver la foto original"],
      ["ja", "Digitally altered", "View the original photo"],
    ]) {
      const { element, text } = await open({ lang, body: compare(original) });
      await element.getByText(words, { exact: true }).waitFor();
      assert.deepEqual((await text()).split(/\n+/), [words, link]);
      assert.equal(await element.locator("a").getAttribute("href"), empty);
      assert.equal(await element.locator(".label").count(), 0);
    }
    await ui.element.evaluate((element) => (element.lang = "de"));
    await ui.element.getByText("Digital verändert").waitFor();
  });

  test("names what the renders changed, given as an object, a list or JSON", async () => {
    const staged = { tool: "virtual-staging", action: "preset", type: "bedroom", style: "modern" };
    const { element } = await open({ lang: "de", body: compare(`renders='${JSON.stringify(staged)}'`) });
    await element.getByText("Virtuell möbliert", { exact: true }).waitFor();
    for (const [renders, words] of [
      [{ field: "exterior", creativity: "precise", daylight: "sunset" }, "Digital verändert: Tageszeit"],
      [JSON.stringify([{ tool: "empty-room" }, staged]), "Virtuell möbliert. Digital verändert: Möbel und"],
      [[staged], "Virtuell möbliert"],
      [null, "Digital verändert"],
    ]) {
      await element.evaluate((element, renders) => (element.renders = renders), renders);
      await element.getByText(words).waitFor();
    }
    await element.evaluate((element) => Object.assign(element, { disclosureText: "Eigener Text" }));
    await element.getByText("Eigener Text", { exact: true }).waitFor();
  });

  test("overlay shows custom text while any of the altered photo is visible", async () => {
    const words = "Digitally altered: furniture added";
    const { element, text } = await open({
      body: compare(`disclosure="overlay" disclosure-text="${words}" ${original} value="99"`),
    });
    assert.equal(await element.locator(".label").innerText(), words);
    assert.equal(await text(), "View the original photo");
    await element.evaluate((element) => (element.value = 100));
    await element.locator(".label").waitFor({ state: "detached" });
  });

  test("none shows no disclosure, and adjacent also discloses a single photo", async () => {
    const { element, text, page } = await open({ body: compare(`disclosure="none" ${original}`) });
    assert.equal(await text(), "");
    assert.equal(await element.locator(".label, a").count(), 0);
    await element.evaluate((element) => Object.assign(element, { disclosure: "adjacent", beforeSrc: "" }));
    await element.getByText("Digitally altered").waitFor();
    assert.equal(await element.locator("input").count(), 0);
    assert.equal(await element.locator("img").count(), 1);
    await accessible(page);
  });
});

describe("in a page", () => {
  test("files are shown by object URLs that last until the file changes or the element is removed", async () => {
    const { element, page } = await open({ body: compare() });
    await page.evaluate(() => {
      const revoke = URL.revokeObjectURL.bind(URL);
      globalThis.revoked = [];
      URL.revokeObjectURL = (url) => {
        globalThis.revoked.push(url);
        revoke(url);
      };
    });
    const shown = async (change) => {
      await element.evaluate(change);
      return element.evaluate(async (element) => {
        await element.updateComplete;
        const images = [...element.shadowRoot.querySelectorAll("img")];
        await Promise.all(images.map((image) => image.decode()));
        return images.map(({ src }) => src);
      });
    };
    const revoked = () => page.evaluate(() => globalThis.revoked);
    const first = await shown(async (element) => {
      const read = async (url) => (await fetch(url)).blob();
      Object.assign(element, { beforeSrc: await read(element.beforeSrc), afterSrc: await read(element.afterSrc) });
    });
    assert.equal(first.filter((url) => url.startsWith("blob:")).length, 2);
    assert.deepEqual(await revoked(), []);
    const moved = await shown((element) => document.body.append(element));
    assert.deepEqual(await revoked(), first);
    const [only] = await shown((element) =>
      Object.assign(element, { beforeSrc: null, afterSrc: new URL("/samples/bedroom-staged.jpg", location.href) }),
    );
    assert.match(only, /bedroom-staged\.jpg$/);
    assert.deepEqual(await revoked(), [...first, ...moved]);
  });

  test("an image that fails to load fires error", async () => {
    const { problems, element } = await open({ body: compare() });
    const told = await element.evaluate(
      (element) =>
        new Promise((done) => {
          element.addEventListener("error", () => done(true));
          element.afterSrc = "/samples/nothing.jpg";
        }),
    );
    assert.equal(told, true);
    assert.ok(problems.every((text) => text.startsWith("Failed to load resource")));
    problems.length = 0;
  });

  test("axe finds no violations, light and dark, wide and narrow", async () => {
    const states = ["", 'disclosure="overlay"', 'disclosure="none"', 'orientation="vertical" disclosure="overlay"'];
    const body = states.map((state) => compare(`${state} original-href="${empty}"`)).join("<p>and</p>");
    for (const [name, options] of [
      ["compare-desktop", {}],
      ["compare-phone-dark", { viewport: { width: 360, height: 740 }, colorScheme: "dark" }],
    ]) {
      const { page } = await open({ body }, options);
      await accessible(page);
      for (const image of await page.locator("reroom-compare img").all()) await image.scrollIntoViewIfNeeded();
      await artifact(page, name);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.ok(overflow <= 0, `${name} is ${overflow} pixels too wide`);
    }
  });

  test("images below the fold load lazily and cause no layout shift", async () => {
    elements.files.set(
      "/shifts.js",
      Buffer.from(`globalThis.shifts = 0; new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shifts += entry.value;
    }).observe({ type: "layout-shift", buffered: true });`),
    );
    elements.files.set(
      "/tall.css",
      Buffer.from(
        ".tall { height: 9000px } reroom-compare { display: block } reroom-compare > img { display: block; width: 100%; height: auto }",
      ),
    );
    const inside = `<img src="${staged}" width="1800" height="1200" alt="Living room, virtually staged" />`;
    const { page } = await open({
      head: '<script src="/shifts.js"></script><link rel="stylesheet" href="/tall.css" />',
      body: `${compare(`disclosure="overlay"`, inside)}<p>after it</p><div class="tall"></div>${compare("id=far")}`,
    });
    const loaded = () =>
      page.evaluate(() =>
        [...document.querySelectorAll("reroom-compare")].map(
          ({ shadowRoot }) =>
            shadowRoot.querySelector("img").complete && shadowRoot.querySelector("img").naturalWidth > 0,
        ),
      );
    await page.waitForFunction(() => {
      const { complete, naturalWidth } = document.querySelector("reroom-compare").shadowRoot.querySelector("img");
      return complete && naturalWidth > 0;
    });
    assert.deepEqual(await loaded(), [true, false]);
    await page.locator("#far").scrollIntoViewIfNeeded();
    await page.waitForFunction(() => document.querySelector("#far").shadowRoot.querySelector("img").naturalWidth > 0);
    const shifts = await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(globalThis.shifts)))),
    );
    assert.equal(shifts, 0);
  });

  test("importing the elements registers nothing and works without a page", async () => {
    const { ReRoomCompare, ReRoomStudio } = await import("reroom/element");
    assert.equal(typeof ReRoomCompare, "function");
    assert.equal(typeof ReRoomStudio, "function");
    assert.equal(typeof globalThis.customElements?.get("reroom-compare"), "undefined");
  });
});
