/* global PerformanceObserver, requestAnimationFrame, scrollTo -- of the page */
// The sample listing in a production build with its strict CSP, for visitors and agents.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import exifr from "exifr";
import { en } from "reroom/element";
import { build, preview } from "vite";
import { browser } from "./browser.mjs";
import { writeSheet } from "./contact-sheet.mjs";
import { accessible } from "./elements.mjs";
import { app11, jpegWith, jumbf } from "./photo-files.mjs";
import { artifact, configFile, difference, sandbox } from "./site.mjs";

const quick = { speeds: { queuedMs: 0, renderingMs: 200 } };
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const photos = ["house", "living-room", "bedroom", "corner", "drawing"];

let folder, server, origin, ui;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "reroom-listing-"));
  await build({ configFile, logLevel: "error", build: { outDir: folder } });
  server = await preview({
    configFile,
    logLevel: "error",
    build: { outDir: folder },
    preview: { port: 0, strictPort: false },
  });
  origin = `http://127.0.0.1:${server.httpServer.address().port}`;
});

after(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  await sandbox(origin, "reset", quick);
  ui = await open();
});

afterEach(async () => {
  const { problems } = ui;
  await ui.page.context().close();
  assert.deepEqual(problems, [], "the page reported errors");
});

async function open({ visitor = false, ...options } = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    reducedMotion: "reduce",
    ...options,
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      problems.push(message.text());
  });
  const shifts = await page.addInitScript(() => {
    globalThis.shifts = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) globalThis.shifts += entry.value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(`${origin}/listing.html`);
  if (!visitor) await page.getByRole("switch", { name: "Agent tools" }).click();
  await page
    .locator(visitor ? ".enlarge" : ".stage")
    .first()
    .waitFor();
  const card = (id) => page.locator(`[data-photo="${id}"]`);
  return {
    page,
    problems,
    shifts,
    card,
    job: (id) => page.locator(`[data-job="${id}"]`),
    button: (name) => page.getByRole("button", { name, exact: true }),
    /** Returns the images of a card's comparison once both exist. */
    async pair(id) {
      await card(id).locator("reroom-compare input").waitFor({ state: "attached" });
      return card(id)
        .locator("reroom-compare")
        .evaluate(({ beforeSrc, afterSrc }) => [beforeSrc, afterSrc]);
    },
    /** Returns the stored state of the batch. */
    /** Starts a batch of these photos. */
    async stage(...ids) {
      await page.getByRole("button", { name: /^Stage (the gallery|more photos)…$/ }).click();
      for (const id of photos) await page.locator(`#confirm input[name="${id}"]`).setChecked(ids.includes(id));
      await page.getByRole("button", { name: /^Stage \d photos? for \d credits?$/ }).click();
    },
    batch: () => page.evaluate(() => JSON.parse(localStorage.getItem("reroom.sample.listing") ?? "{}").batch ?? []),
  };
}

const renders = () => sandbox(origin, "renders");

describe("the page", () => {
  test("shows a listing with one staged room, its disclosure and a link to the original", async () => {
    const { page, card } = ui;
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
      const other = await open(options);
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
      assert.deepEqual(other.problems, []);
      await other.page.context().close();
    });
});

describe("a visitor", () => {
  let visit;
  const current = () => visit.page.locator("#lightbox .slides li:not([inert])");
  const count = (text) => visit.page.locator("#lightbox .count", { hasText: text }).waitFor();
  const start = async (options) => (visit = await open({ visitor: true, ...options }));

  afterEach(async () => {
    const { problems } = visit;
    await visit.page.context().close();
    assert.deepEqual(problems, [], "the page reported errors");
  });

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

describe("a room", () => {
  test("is staged in the dialog, disclosed, kept across a reload, downloaded and removed", async () => {
    const { page, card, button } = ui;
    await card("bedroom").getByRole("button", { name: "Stage this room" }).click();
    await page.getByRole("dialog", { name: "Main bedroom" }).waitFor();
    await page.locator("reroom-studio .submit button").click();
    await button("Use this picture").click();
    await page.locator("#stage").waitFor({ state: "hidden" });
    await page
      .locator("#announce", { hasText: "Main bedroom: the new photo is in the gallery." })
      .waitFor({ state: "attached" });
    assert.equal(await page.evaluate(() => document.activeElement.closest("[data-photo]")?.dataset.photo), "bedroom");
    const [, staged] = await ui.pair("bedroom");
    const [made] = await renders();
    assert.equal(staged, made.outputs[0]);
    await card("bedroom").getByText("Virtually staged").waitFor();

    await page.reload();
    assert.equal((await ui.pair("bedroom"))[1], staged);
    assert.equal((await renders()).length, 1);

    await page.getByLabel("Add the disclosure to downloaded photos").check();
    const downloads = [];
    page.on("download", (download) => downloads.push(download));
    await card("bedroom").getByRole("button", { name: "Download pair" }).click();
    while (downloads.length < 2) await page.waitForEvent("download");
    assert.deepEqual(
      downloads.map((download) => download.suggestedFilename()),
      ["bedroom-1-original.jpg", "bedroom-2-altered.jpg"],
    );
    const { DigitalSourceType } = await exifr.parse(await downloads[1].path(), { xmp: true });
    assert.match(DigitalSourceType, /compositeWithTrainedAlgorithmicMedia$/);

    await card("bedroom").getByRole("button", { name: "Restore original" }).click();
    await card("bedroom").getByText("As photographed").waitFor();
    await card("living-room").getByText("Virtually staged").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), "Undo");
    await page.reload();
    await card("bedroom").getByRole("button", { name: "Undo" }).click();
    assert.equal((await ui.pair("bedroom"))[1], staged);
    assert.equal(await card("bedroom").getByRole("button", { name: "Undo" }).count(), 0);
    assert.equal((await renders()).length, 1, "nothing was bought again");
  });

  test("that is emptied and then furnished has a caption that names both, next to the original photo", async () => {
    const { page, card, button } = ui;
    await card("corner").getByRole("button", { name: "Restyle this room" }).click();
    await page.locator("reroom-studio .verdict").waitFor();
    await page.locator('reroom-studio .tools label:has(input[value="empty-room"])').click();
    await page.locator("reroom-studio [data-action=submit]").click();
    await button("Furnish this room").click();
    await page.locator("reroom-studio [data-action=submit]", { hasText: "Furnish the room" }).click();
    await page.locator("reroom-studio .chain li:nth-child(3)").waitFor();
    await button("Use this picture").click();
    await card("corner").getByText("Virtually staged. Digitally altered: furniture and belongings removed").waitFor();
    const [emptied, furnished] = await renders();
    assert.deepEqual(await ui.pair("corner"), [emptied.source, furnished.outputs[0]]);
  });

  test("with a signed result is downloaded without Content Credentials, and the agent sees a note", async () => {
    const { page, card } = ui;
    const staged = await readFile(new URL("../../www/public/samples/living-room-staged.jpg", import.meta.url));
    const signed = jpegWith(staged, ...app11(jumbf()));
    const pictures = "**/samples/living-room-staged.jpg";
    await page.route(pictures, (route) => route.fulfill({ contentType: "image/jpeg", body: signed }));
    await page.reload();
    const downloads = [];
    page.on("download", (download) => downloads.push(download));
    const download = () => card("living-room").getByRole("button", { name: "Download pair" }).click();
    await download();
    await page.getByText("Living room: saved without Content Credentials.").waitFor();
    while (downloads.length < 2) await page.waitForEvent("download");
    assert.equal((await readFile(await downloads[1].path())).includes("jumdc2pa"), false);
    await page.unroute(pictures);
    await page.route(pictures, (route) => route.abort());
    await download();
    await page.getByText("Living room: the photos could not be downloaded.").waitFor();
  });

  test("whose result no longer exists shows the original photo", async () => {
    const { page, card } = ui;
    await page.route("**/living-room-staged.*", (route) => route.fulfill({ status: 404 }));
    await page.reload();
    await card("living-room").getByText("As photographed").waitFor();
    await card("living-room").getByRole("button", { name: "Stage this room" }).waitFor();
  });

  test("edited in a phone photo changes only inside the mask", async () => {
    const { page, card, button } = ui;
    await card("corner").getByRole("button", { name: "Restyle this room" }).click();
    await page.locator("reroom-studio .verdict").waitFor();
    await page.locator('reroom-studio .tools label:has(input[value="edit"])').click();
    const painter = page.locator("reroom-mask-painter");
    await painter.locator("label[data-value=rectangle]").click();
    await painter.locator(".window").scrollIntoViewIfNeeded();
    const box = await painter.locator(".window").boundingBox();
    const at = (x, y) => [box.x + x * box.width, box.y + y * box.height];
    await page.mouse.move(...at(0.5, 0.25));
    await page.mouse.down();
    await page.mouse.move(...at(0.9, 0.75), { steps: 5 });
    await page.mouse.up();
    await page.locator("reroom-studio .submit button").click();
    await button("Use this picture").click();
    const [before, after] = await ui.pair("corner");
    const changed = (...area) => difference(page, before, after, area);
    assert.ok((await changed(0.52, 0.27, 0.36, 0.46)) > 3, "the masked area changed");
    for (const [side, area] of [
      ["left", [0, 0, 0.48, 0.85]],
      ["right", [0.92, 0, 0.08, 0.85]],
      ["above", [0, 0, 1, 0.23]],
      ["below", [0, 0.77, 1, 0.1]],
    ])
      assert.ok((await changed(...area)) < 1.5, `${side} of it changed by ${await changed(...area)}`);
  });
});

describe("the whole gallery", () => {
  test("is staged as a batch, with progress and disclosure per photo", async () => {
    const { page, job, card } = ui;
    await ui.stage(...photos);
    await page.locator(".job.active").first().waitFor();
    await page.getByText("5 of 5 photos ready.").first().waitFor();
    for (const id of photos) {
      await job(id).getByText("Ready in the gallery").waitFor();
      assert.equal((await ui.pair(id)).every(Boolean), true);
    }
    for (const [id, words] of [
      ["house", "Digitally altered: time of day"],
      ["bedroom", "Virtually staged"],
      ["corner", "Digitally altered: furniture, decor, surfaces"],
      ["drawing", "Computer-generated from a drawing"],
    ])
      await card(id).getByText(words, { exact: true }).waitFor();
    assert.equal(await page.locator("#batch-total").evaluate(({ value, max }) => value / max), 1);
    assert.equal((await renders()).length, 5);
    await accessible(page);
    await page.evaluate(() => scrollTo(0, 0));
    await artifact(page, "listing-batch-done");
  });

  test("leaves out staged photos unless asked, and shows prices and the balance before", async () => {
    const { page, button, card } = ui;
    await sandbox(origin, "reset", { ...quick, credits: 3 });
    const before = await ui.pair("living-room");
    await button("Stage the gallery…").click();
    const confirm = page.getByRole("dialog", { name: "Which photos?" });
    await confirm.getByText("You have 3 credits.").waitFor();
    await confirm.getByText("4 photos, 4 credits").waitFor();
    await confirm.getByText("Already staged. The new photo replaces it.").waitFor();
    assert.equal(await confirm.locator("li", { hasText: "1 credit" }).count(), 5);
    await confirm.getByRole("alert").getByText("Not enough credits.").waitFor();
    assert.equal(await button("Stage 4 photos for 4 credits").isDisabled(), true);
    await accessible(page);
    await page.screenshot({ path: "tests/artifacts/listing-confirm.png" });
    await confirm.locator("input[name=drawing]").uncheck();
    await button("Stage 3 photos for 3 credits").click();
    await page.getByText("3 of 3 photos ready.").first().waitFor();
    assert.deepEqual(await ui.pair("living-room"), before);
    await card("drawing").getByText("Drawing, not a photo").waitFor();
    assert.equal((await renders()).length, 3);
  });

  test("does not replace a photo that was accepted in the meantime without asking", async () => {
    const { page, card, button, job } = ui;
    const looks = /\/api\/enterprise\/render\/\w+$/;
    const held = [];
    await page.route(looks, (route) => (held.length > 0 ? route.continue() : held.push(route)));
    await ui.stage("house");
    while (held.length === 0) await page.waitForTimeout(50);
    await card("house").getByRole("button", { name: "Change lighting or style" }).click();
    await page.locator("reroom-studio .submit button").click();
    await button("Use this picture").click();
    const accepted = await ui.pair("house");
    await held[0].continue();
    await job("house").getByText("Ready. The gallery shows the photo that you accepted in the meantime.").waitFor();
    assert.deepEqual(await ui.pair("house"), accepted);
    await button("Use the new photo: The house").click();
    await job("house").getByText("Ready in the gallery").waitFor();
    assert.notDeepEqual(await ui.pair("house"), accepted);
    await card("house").getByRole("button", { name: "Undo" }).click();
    assert.deepEqual(await ui.pair("house"), accepted);
  });

  test("is submitted once by a double click, which does not stop it either", async () => {
    const { page } = ui;
    await ui.button("Stage the gallery…").dblclick();
    await page.locator("#confirm").getByText("Your credits are unlimited.").waitFor();
    await ui.button("Stage 4 photos for 4 credits").dblclick();
    await page.getByText("4 of 4 photos ready.").first().waitFor();
    assert.equal((await renders()).length, 4);
    await ui.button("Stage more photos…").click();
    await page.locator('#confirm input[name="house"]').check();
    await ui.button("Stage 1 photo for 1 credit").evaluate((button) => {
      button.click();
      button.click();
    });
    await page.locator(".job.active").first().waitFor();
    await page.getByText("1 of 1 photos ready.").first().waitFor();
    assert.equal((await renders()).length, 5);
  });

  test("continues without photos that fail, names them, and retries only them", async () => {
    const { page, job, button } = ui;
    const broken = { status: 200, contentType: "image/jpeg", body: "<svg xmlns='http://www.w3.org/2000/svg'/>" };
    await page.route("**/samples/bedroom-empty.jpg", (route) => route.fulfill(broken));
    await page.route("**/samples/house-exterior.jpg", (route) => route.abort());
    await ui.stage(...photos);
    await page.getByText("3 of 5 photos ready, 2 failed.").first().waitFor();
    await job("bedroom").getByText("This is an SVG drawing").waitFor();
    await job("house").getByText("Can’t reach the server").waitFor();
    await page.unrouteAll();
    await button("Retry failed photos").click();
    await page.getByText("5 of 5 photos ready.").first().waitFor();
    assert.equal((await renders()).length, 5, "finished photos are not submitted again");
  });

  test("survives a failed render and a reload without paying twice", async () => {
    const { page, job } = ui;
    await sandbox(origin, "faults", { method: "POST", path: "/api/enterprise/render", failRender: true });
    // Status requests hang, so some renders stay pending while the page is open.
    const looks = /\/api\/enterprise\/render\/\w+$/;
    await page.route(looks, () => {});
    await ui.stage(...photos);
    // Two rooms are finished in the response to their request. The client stores the other three.
    await page.waitForFunction(() => {
      const { batch } = JSON.parse(localStorage.getItem("reroom.sample.listing") ?? "{}");
      const kept = Object.entries(localStorage).filter(([key]) => key.startsWith("sandbox.listing.batch."));
      const pending = kept.flatMap(([, value]) => value.match(/\b[0-9a-f]{24}\b/g) ?? []);
      return pending.length === 3 && batch.filter(({ stage, error }) => stage === "done" || error).length === 2;
    });
    await page.unroute(looks);
    await artifact(page, "listing-batch-under-way");
    await page.reload();
    await page.getByText("4 of 5 photos ready, 1 failed.").first().waitFor();
    assert.equal((await renders()).length, 5);
    const [failed] = (await ui.batch()).filter(({ error }) => error);
    await job(failed.photo).getByText(en.errors.render_failed.title).waitFor();
    await accessible(page);
    await artifact(page, "listing-batch-failed");

    await job(failed.photo)
      .getByRole("button", { name: /^Try again/ })
      .click();
    await page.getByText("5 of 5 photos ready.").first().waitFor();
    assert.equal((await renders()).length, 6);
  });

  test("does not automatically resend a request that was being sent when the page closed", async () => {
    const { page } = ui;
    await sandbox(origin, "faults", { method: "POST", path: "/api/enterprise/render", latencyMs: 60_000, times: 5 });
    await ui.stage(...photos);
    // The request is received but gets no response.
    const sent = async () =>
      (await sandbox(origin, "requests")).filter(({ path }) => path.startsWith("/api/enterprise/render")).length;
    while ((await sent()) < 5) await page.waitForTimeout(50);
    await page.reload();
    await page.locator(".job").first().waitFor();
    assert.equal(await page.locator(".job.active").count(), 0);
    for (const id of photos) await ui.job(id).getByText("The render may have been accepted").waitFor();
    assert.equal(await ui.button("Continue").count(), 0, "nothing can be sent without confirmation");
    assert.equal(await sent(), 5);
  });

  test("stops, keeps what was submitted, and resumes with the rest", async () => {
    const { page } = ui;
    // Status requests hang, so there is something to stop on any machine.
    const looks = /\/api\/enterprise\/render\/\w+$/;
    await page.route(looks, () => {});
    const look = page.waitForRequest(looks);
    await ui.stage(...photos);
    await look;
    await ui.button("Stop").click();
    await page.unroute(looks);
    await ui.button("Continue").click();
    await page.getByText("5 of 5 photos ready.").first().waitFor();
    assert.equal((await renders()).length, 5);
  });

  test("reports a lost response as unknown and resends it only on request", async () => {
    const { page } = ui;
    // Several times, because browsers resend a request if a kept-alive connection breaks.
    await sandbox(origin, "faults", { method: "POST", path: "/api/enterprise/render", broken: "after", times: 30 });
    await ui.stage(...photos);
    await page.getByText("0 of 5 photos ready, 5 failed.").first().waitFor();
    await ui.job("house").getByText("may have been accepted and charged").waitFor();
    const bought = (await renders()).length;
    await page.reload();
    await ui
      .job("house")
      .getByRole("button", { name: /^Submit again/ })
      .waitFor();
    assert.equal((await renders()).length, bought);
  });
});

/** Whether another element covers the label on a card's photo. Runs in the page. */
function labelIsCovered(card) {
  const { shadowRoot } = card.querySelector("reroom-compare");
  const label = shadowRoot.querySelector(".label")?.getBoundingClientRect();
  const badge = card.querySelector(".badge").getBoundingClientRect();
  if (!label) return false;
  return label.left < badge.right && badge.left < label.right && label.top < badge.bottom && badge.top < label.bottom;
}

describe("the market", () => {
  const expected = {
    "us-ca": {
      living: ["must be disclosed", "The altered photo, with or without the label", "can be accessed at http"],
      label: ["", "Virtually staged"],
    },
    "us-ca-crmls": {
      living: ["The original photo", "with or without", "can be accessed at http"],
      label: ["", "Virtually staged"],
    },
    "us-or-rmls": {
      living: ["The altered photo, with the label “Virtually Staged” on it"],
      label: ["Virtually Staged", ""],
    },
    "us-fl-stellar": { living: ["The altered photo, without text on it"], label: ["", "Virtually staged"] },
    eu: { living: ["The file keeps its machine-readable marks"], label: ["", "Virtually staged"] },
  };

  test("decides about files, texts, and order, in the list of requirements and in the gallery", async () => {
    const { page } = ui;
    const compare = page.locator('[data-photo="living-room"] reroom-compare');
    const words = () =>
      compare.evaluate(({ shadowRoot }) =>
        [".label", "figcaption strong"].map((selector) => shadowRoot.querySelector(selector)?.textContent ?? ""),
      );
    for (const [market, { living, label }] of Object.entries(expected)) {
      await page.selectOption("#market", market);
      const required = page.locator('[data-required="living-room"]');
      for (const text of living) await required.filter({ hasText: text }).waitFor();
      await page.waitForFunction(
        ([text]) =>
          document.querySelector('[data-photo="living-room"] reroom-compare').shadowRoot.textContent.includes(text),
        [label.join("")],
      );
      assert.deepEqual(await words(), label, market);
      assert.equal(await required.locator("img").count(), market.startsWith("us-ca") ? 1 : 0, "QR code");
    }
    assert.match(await page.locator("#market-view").textContent(), /not legal advice/);
    await page.selectOption("#market", "us-fl-stellar");
    await page.locator("#market-view q", { hasText: "One or more photo(s) was virtually staged." }).first().waitFor();
    await accessible(page);
  });

  test("decides about the downloaded files, and the studio shows its rules", async () => {
    const { page, card } = ui;
    for (const [market, names] of [
      ["us-ca-crmls", ["1-original", "2-altered", "2-labeled"]],
      ["us-fl-stellar", ["1-original", "2-altered"]],
    ]) {
      await page.selectOption("#market", market);
      const downloads = [];
      page.on("download", (download) => downloads.push(download.suggestedFilename()));
      await card("living-room").getByRole("button", { name: "Download pair" }).click();
      while (downloads.length < names.length) await page.waitForEvent("download");
      page.removeAllListeners("download");
      assert.deepEqual(
        downloads,
        names.map((name) => `living-room-${name}.jpg`),
      );
    }
    await card("bedroom").getByRole("button", { name: "Stage this room" }).click();
    await page.locator("reroom-studio .rules", { hasText: "Florida and Puerto Rico, Stellar MLS" }).waitFor();
  });

  const sizes = { desktop: {}, phone };
  for (const [size, options] of Object.entries(sizes))
    test(`fits on the screen in five markets: ${size}`, async () => {
      const { page, problems } = await open({ visitor: true, ...options });
      const [card, rules] = ['[data-photo="living-room"]', "#rules"].map((selector) => page.locator(selector));
      const rows = [[], []];
      for (const [market, { living }] of Object.entries(expected)) {
        await page.selectOption("#market", market);
        const required = page.locator('[data-required="living-room"]');
        for (const text of living) await required.filter({ hasText: text }).waitFor();
        await page.locator("#rules summary").click();
        await page.waitForFunction(() =>
          [...document.images].every(({ complete, loading }) => complete || loading === "lazy"),
        );
        await card.scrollIntoViewIfNeeded();
        const covered = await card.evaluate(labelIsCovered);
        assert.equal(covered, false, `the label on the photo in ${market}`);
        rows[0].push(await card.screenshot());
        rows[1].push(await rules.screenshot());
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), market);
        await page.locator("#rules summary").click();
      }
      await writeSheet(`listing-markets-${size}`, rows);
      await page.context().close();
      assert.deepEqual(problems, []);
    });
});
