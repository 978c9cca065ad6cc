/* global KeyboardEvent, requestAnimationFrame -- of the page */
// The sample listing as it loads, and as a visitor sees it.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { accessible } from "./elements.mjs";
import { openListing, phone } from "./listing.mjs";
import { artifact } from "./site.mjs";

describe("the page", () => {
  test("shows a listing with one staged room, its disclosure and a link to the original", async () => {
    const { page, card } = await openListing();
    assert.match(await page.locator("h1").innerText(), /Orchard Lane/);
    const staged = card("living-room").locator("reroom-compare");
    await staged.getByText("Virtually staged").waitFor();
    const original = await staged.getByRole("link", { name: "View the original photo" }).getAttribute("href");
    const { ok, headers } = await page.request
      .get(original)
      .then((answer) => ({ ok: answer.ok(), headers: answer.headers() }));
    assert.equal(ok && headers["content-type"], "image/jpeg");
    assert.equal(await page.locator("reroom-compare").count(), 1);
    assert.equal(await card("bedroom").getByText("As photographed").isVisible(), true);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
    assert.equal(await page.evaluate(() => globalThis.shifts), 0, "no layout shift while loading");
  });

  for (const [name, options] of [
    ["desktop-light", {}],
    ["desktop-dark", { colorScheme: "dark" }],
    ["phone-light", phone],
    ["phone-dark", { ...phone, colorScheme: "dark" }],
  ])
    test(`axe finds no violations and nothing overflows: ${name}`, async () => {
      const other = await openListing(options);
      await accessible(other.page);
      await artifact(other.page, `listing-agent-${name}`);
      const overflow = await other.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.ok(overflow <= 0, `${overflow} pixels too wide`);
      await other.card("bedroom").locator(".stage").click();
      await other.page.locator("reroom-studio .verdict").waitFor();
      await accessible(other.page);
      await other.page.screenshot({ path: `tests/artifacts/listing-dialog-${name}.png` });
      await other.button("Close").click();
      assert.equal(await other.page.locator("#stage").isVisible(), false);
    });
});

test("in forced colors, the switch, a pressed button and a disabled one can be told apart", async () => {
  const { page, card, button } = await openListing({ forcedColors: "active" });
  const look = (locator, pseudo) =>
    locator.evaluate((element, pseudo) => {
      const { backgroundColor, color } = getComputedStyle(element, pseudo);
      return [backgroundColor, color].join();
    }, pseudo);
  const agentSwitch = page.getByRole("switch");
  const on = await look(agentSwitch, "::after");
  await agentSwitch.click();
  assert.notEqual(await look(agentSwitch, "::after"), on);
  await card("living-room").locator(".enlarge").press("Enter");
  const idle = await look(button("Show the original"));
  await button("Show the original").click();
  assert.notEqual(await look(button("Show the original")), idle);
  await page.keyboard.press("Home");
  await page.locator("#lightbox .count", { hasText: "Photo 1 of 5" }).waitFor();
  assert.notEqual(await look(button("Previous photo")), await look(button("Next photo")));
  await page.screenshot({ path: "tests/artifacts/listing-forced-colors.png" });
});

test("in print, the photos have captions on white, and controls are left out, also in dark mode", async () => {
  const { page, card } = await openListing({ colorScheme: "dark" });
  await page.selectOption("#market", "us-ca");
  await page.locator("#rules .qr img").waitFor();
  await page.emulateMedia({ media: "print" });
  const controls = page.locator("a[href], button, select, summary, [type=range], [type=checkbox]");
  const visible = [];
  for (const control of await controls.all())
    if (await control.isVisible()) visible.push((await control.textContent()).trim());
  assert.deepEqual(visible, ["ReRoom", "View the original photo"]);
  await card("living-room").getByText("Virtually staged").waitFor();
  await card("drawing").getByText("Drawing, not a photo").waitFor();
  await page.locator("#rules .qr img").waitFor();
  const [red, green, blue] = await page
    .locator("h1")
    .evaluate((title) => getComputedStyle(title).color.match(/\d+/g).map(Number));
  assert.ok(Math.max(red, green, blue) < 90, "dark text");
  await artifact(page, "listing-print");
});

for (const reducedMotion of ["reduce", "no-preference"])
  test(`the lightbox moves ${reducedMotion === "reduce" ? "at once with reduced motion" : "smoothly"}`, async () => {
    const { page, card } = await openListing({ visitor: true, reducedMotion });
    await card("house").locator(".enlarge").click();
    const moved = await page.locator("#lightbox .slides").evaluate((strip) => {
      strip.dispatchEvent(new KeyboardEvent("keydown", { key: "End", bubbles: true }));
      return [strip.scrollLeft / strip.clientWidth, document.getAnimations().length];
    });
    assert.deepEqual(moved, [reducedMotion === "reduce" ? 4 : 0, 0]);
    await page.locator("#lightbox .count", { hasText: "Photo 5 of 5" }).waitFor();
  });

describe("a visitor", () => {
  let visit;
  const current = () => visit.page.locator("#lightbox .slides li:not([inert])");
  const count = (text) => visit.page.locator("#lightbox .count", { hasText: text }).waitFor();
  const start = async (options) => (visit = await openListing({ visitor: true, ...options }));

  test("sees no tools and does not load them until they are switched on, which a reload keeps", async () => {
    const { page, button } = await start();
    const loaded = () =>
      page.evaluate(() =>
        performance
          .getEntriesByType("resource")
          .map(({ name }) => name)
          .join(),
      );
    assert.equal(
      await page.locator(".tools, #batch").evaluateAll((all) => all.some((each) => each.offsetHeight)),
      false,
    );
    assert.doesNotMatch(await loaded(), /\.wasm|agent-(?!switch)/);
    await page.getByRole("switch", { name: "Agent tools" }).click();
    await button("Stage the gallery…").waitFor();
    await page.reload();
    await button("Stage the gallery…").waitFor();
    await page.getByRole("switch", { name: "Agent tools", checked: true }).click();
    await button("Stage the gallery…").waitFor({ state: "hidden" });
  });

  test("loads small versions of the photos, those below only when they are near", async () => {
    const { page } = await start({ viewport: { width: 390, height: 400 }, deviceScaleFactor: 1 });
    const images = await page.locator(".picture > img").evaluateAll((all) =>
      all.map(({ currentSrc, loading, srcset, sizes }) => ({
        currentSrc,
        loading,
        complete: Boolean(srcset && sizes),
      })),
    );
    assert.match(images[0].currentSrc, /\/samples\/640\/house-exterior\.webp$/);
    assert.deepEqual(
      images.map(({ loading }) => loading),
      ["auto", "lazy", "lazy", "lazy", "lazy"],
    );
    assert.equal(
      images.every(({ complete }) => complete),
      true,
    );
  });

  test("never sees a drawing called a photo, and small captions", async () => {
    const { page, card } = await start();
    assert.match(await card("drawing").innerText(), /Drawing, not a photo/);
    assert.doesNotMatch(await card("drawing").innerText(), /As photographed/);
    const sizes = await page
      .locator("main :is(p, dt, dd, .badge), .caption")
      .evaluateAll((all) => all.map((each) => parseFloat(getComputedStyle(each).fontSize)));
    assert.ok(Math.min(...sizes) >= 0.85 * 16, `${Math.min(...sizes)} px`);
  });

  for (const [name, options] of [
    ["desktop", {}],
    ["phone", { ...phone, colorScheme: "dark" }],
  ])
    test(`enlarges photos in a lightbox with keyboard, buttons and a count: ${name}`, async () => {
      const { page, card, button } = await start(options);
      await accessible(page);
      await artifact(page, `listing-${name}`);
      await card("living-room").getByRole("button", { name: "Enlarge photo 2 of 5: Living room" }).press("Enter");
      await count("Photo 2 of 5");
      assert.match(await current().innerText(), /Living room\s+Virtually staged/);
      await accessible(page);
      await page.screenshot({ path: `tests/artifacts/listing-lightbox-${name}.png` });
      await button("Show the original").click();
      assert.match(await current().innerText(), /Living room\s+Original photo/);
      assert.match(
        await current()
          .locator("img")
          .evaluate(({ currentSrc }) => currentSrc),
        /living-room-empty/,
      );
      await page.keyboard.press("End");
      await count("Photo 5 of 5");
      assert.equal(await button("Next photo").getAttribute("aria-disabled"), "true");
      await page.keyboard.press("ArrowLeft");
      await count("Photo 4 of 5");
      await button("Next photo").click();
      await count("Photo 5 of 5");
      await page.keyboard.press("Home");
      await count("Photo 1 of 5");
      await page.keyboard.press("Escape");
      assert.equal(await page.locator("#lightbox").isVisible(), false);
      assert.equal(
        await page.evaluate(() => document.activeElement.closest("[data-photo]").dataset.photo),
        "living-room",
      );
      await card("house")
        .locator("img")
        .click({ position: { x: 40, y: 40 }, force: true });
      await count("Photo 1 of 5");
      await button("Close").click();
    });

  test("reads the lightbox from right to left if the text does", async () => {
    const { page, card, button } = await start();
    await page.evaluate(() => (document.documentElement.dir = "rtl"));
    await card("living-room").locator(".enlarge").press("Enter");
    await count("Photo 2 of 5");
    await page.keyboard.press("ArrowLeft");
    await count("Photo 3 of 5");
    await page.keyboard.press("ArrowRight");
    await count("Photo 2 of 5");
    await button("Next photo").click();
    await count("Photo 3 of 5");
    assert.match(await current().innerText(), /Main bedroom/);
    const [previous, next] = await Promise.all(
      [button("Previous photo"), button("Next photo")].map((each) => each.boundingBox()),
    );
    assert.ok(next.x < previous.x, "the next photo is on the left");
  });

  test("swipes through the lightbox with a finger", async () => {
    const { page, card } = await start(phone);
    await card("house")
      .getByRole("button", { name: /^Enlarge/ })
      .tap();
    await count("Photo 1 of 5");
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Input.synthesizeScrollGesture", { x: 200, y: 400, xDistance: -300, speed: 1500 });
    await count("Photo 2 of 5");
    await cdp.send("Input.synthesizeScrollGesture", { x: 200, y: 400, xDistance: 300, speed: 1500 });
    await count("Photo 1 of 5");
  });
});
