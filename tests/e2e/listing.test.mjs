/* global PerformanceObserver, requestAnimationFrame, scrollTo -- of the page */
// The listing as a visitor and an agent meet it, built as it would be published, under its strict policy.
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import exifr from "exifr";
import { build, preview } from "vite";
import { accessible } from "./elements.mjs";
import { app11, jpegWith, jumbf } from "./files.mjs";
import { artifact, configFile, difference, sandbox, startBrowser } from "./site.mjs";

const quick = { speeds: { queuedMs: 0, renderingMs: 200 } };
const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const photos = ["house", "living-room", "bedroom", "corner", "drawing"];

let folder, server, origin, browser, ui;

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
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
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

async function open(options = {}) {
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
  await page.locator(".stage").first().waitFor();
  const card = (id) => page.locator(`[data-photo="${id}"]`);
  return {
    page,
    problems,
    shifts,
    card,
    job: (id) => page.locator(`[data-job="${id}"]`),
    button: (name) => page.getByRole("button", { name, exact: true }),
    /** The pictures of a card's comparison, once there are two. */
    async pair(id) {
      await card(id).locator("reroom-compare input").waitFor({ state: "attached" });
      return card(id)
        .locator("reroom-compare")
        .evaluate(({ beforeSrc, afterSrc }) => [beforeSrc, afterSrc]);
    },
    /** What the page has noted of its batch. */
    batch: () => page.evaluate(() => JSON.parse(localStorage.getItem("reroom.sample.listing") ?? "{}").batch ?? []),
  };
}

const renders = () => sandbox(origin, "renders");

describe("the page", () => {
  test("is a listing with one room staged, which it says, and the way to the photo as it was", async () => {
    const { page, card } = ui;
    assert.match(await page.locator("h1").innerText(), /Orchard Lane/);
    const staged = card("living-room").locator("reroom-compare");
    await staged.getByText("Virtually staged").waitFor();
    const original = await staged.getByRole("link", { name: "See the original photo" }).getAttribute("href");
    const { ok, headers } = await page.request
      .get(original)
      .then((answer) => ({ ok: answer.ok(), headers: answer.headers() }));
    assert.equal(ok && headers["content-type"], "image/jpeg");
    assert.equal(await page.locator("reroom-compare").count(), 1);
    assert.equal(await card("bedroom").getByText("As photographed").isVisible(), true);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
    assert.equal(await page.evaluate(() => globalThis.shifts), 0, "nothing moved while it was loading");
  });

  for (const [name, options] of [
    ["desktop-light", {}],
    ["desktop-dark", { colorScheme: "dark" }],
    ["phone-light", phone],
    ["phone-dark", { ...phone, colorScheme: "dark" }],
  ])
    test(`axe finds nothing, and it fits: ${name}`, async () => {
      const other = await open(options);
      await accessible(other.page);
      await artifact(other.page, `listing-${name}`);
      const overflow = await other.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
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

describe("a room", () => {
  test("is staged in the dialog, shown with its disclosure, kept over a reload, downloaded, and taken back", async () => {
    const { page, card, button } = ui;
    await card("bedroom").getByRole("button", { name: "Stage this room" }).click();
    await page.getByRole("dialog", { name: "Main bedroom" }).waitFor();
    await button("Furnish the room").click();
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
  });

  test("whose new picture is signed is downloaded without its Content Credentials, and the agent is told", async () => {
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

  test("whose new picture is gone is shown as it was photographed", async () => {
    const { page, card } = ui;
    await page.route("**/samples/living-room-staged.jpg", (route) => route.fulfill({ status: 404 }));
    await page.reload();
    await card("living-room").getByText("As photographed").waitFor();
    await card("living-room").getByRole("button", { name: "Stage this room" }).waitFor();
  });

  test("a part of a phone's photo is changed, and nothing but that part", async () => {
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
    assert.ok((await changed(0.52, 0.27, 0.36, 0.46)) > 3, "what was marked changed");
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
  test("is staged in one go, each photo with its own progress and disclosure", async () => {
    const { page, job, card } = ui;
    await ui.button("Stage the whole gallery").click();
    await page.locator(".job.active").first().waitFor();
    await page.getByText("5 of 5 photos ready.").first().waitFor();
    for (const id of photos) {
      await job(id).getByText("Ready in the gallery").waitFor();
      assert.equal((await ui.pair(id)).every(Boolean), true);
    }
    await card("house").getByText("Digitally altered: time of day").waitFor();
    assert.equal(await page.locator("#batch-total").evaluate(({ value, max }) => value / max), 1);
    assert.equal((await renders()).length, 5);
    await accessible(page);
    await page.evaluate(() => scrollTo(0, 0));
    await artifact(page, "listing-batch-done");
  });

  test("is bought once by two quick clicks, which stop nothing either", async () => {
    const { page } = ui;
    await ui.button("Stage the whole gallery").dblclick();
    await page.getByText("5 of 5 photos ready.").first().waitFor();
    assert.equal((await renders()).length, 5);
    await ui.button("Stage all photos again").evaluate((button) => {
      button.click();
      button.click();
    });
    await page.locator(".job.active").first().waitFor();
    await page.getByText("5 of 5 photos ready.").first().waitFor();
    assert.equal((await renders()).length, 10);
  });

  test("goes on without a photo that is broken or cannot be loaded, says which, and tries again only what failed", async () => {
    const { page, job, button } = ui;
    const broken = { status: 200, contentType: "image/jpeg", body: "<svg xmlns='http://www.w3.org/2000/svg'/>" };
    await page.route("**/samples/bedroom-empty.jpg", (route) => route.fulfill(broken));
    await page.route("**/samples/house-exterior.jpg", (route) => route.abort());
    await button("Stage the whole gallery").click();
    await page.getByText("3 of 5 photos ready, 2 failed.").first().waitFor();
    await job("bedroom").getByText("This is an SVG drawing").waitFor();
    await job("house").getByText("cannot be reached").waitFor();
    await page.unrouteAll();
    await button("Retry failed photos").click();
    await page.getByText("5 of 5 photos ready.").first().waitFor();
    assert.equal((await renders()).length, 5, "what was ready is not bought again");
  });

  test("survives a render that fails and a reload in the middle, and buys nothing twice", async () => {
    const { page, job } = ui;
    await sandbox(origin, "faults", { method: "POST", path: "/api/enterprise/render", failRender: true });
    // No look at a render is answered, so that some are under way for as long as the page is there.
    const looks = /\/api\/enterprise\/render\/\w+$/;
    await page.route(looks, () => {});
    await ui.button("Stage the whole gallery").click();
    // The two rooms come back with the answer to the request itself; the other three are written down by the client.
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
    await job(failed.photo).getByText(en("render_failed")).waitFor();
    await accessible(page);
    await artifact(page, "listing-batch-failed");

    await job(failed.photo)
      .getByRole("button", { name: /^Try again/ })
      .click();
    await page.getByText("5 of 5 photos ready.").first().waitFor();
    assert.equal((await renders()).length, 6);
  });

  test("what was being sent when the page went away is not sent again by itself", async () => {
    const { page } = ui;
    await sandbox(origin, "faults", { method: "POST", path: "/api/enterprise/render", latencyMs: 60_000, times: 5 });
    await ui.button("Stage the whole gallery").click();
    // Received, and not answered.
    const sent = async () =>
      (await sandbox(origin, "requests")).filter(({ path }) => path.startsWith("/api/enterprise/render")).length;
    while ((await sent()) < 5) await page.waitForTimeout(50);
    await page.reload();
    await page.locator(".job").first().waitFor();
    assert.equal(await page.locator(".job.active").count(), 0);
    for (const id of photos) await ui.job(id).getByText("The render may have been accepted").waitFor();
    assert.equal(await ui.button("Continue").count(), 0, "there is nothing that may be sent without asking");
    assert.equal(await sent(), 5);
  });

  test("stops, keeping what was submitted, and goes on with the rest", async () => {
    const { page } = ui;
    // No look at a render is answered, so that there is something to stop however slow the machine.
    const looks = /\/api\/enterprise\/render\/\w+$/;
    await page.route(looks, () => {});
    const look = page.waitForRequest(looks);
    await ui.button("Stage the whole gallery").click();
    await look;
    await ui.button("Stop").click();
    await page.unroute(looks);
    await ui.button("Continue").click();
    await page.getByText("5 of 5 photos ready.").first().waitFor();
    assert.equal((await renders()).length, 5);
  });

  test("a lost answer is not called a failure, and is sent again only by hand", async () => {
    const { page } = ui;
    // More than once: a browser sends a request again by itself when a connection that it kept open breaks.
    await sandbox(origin, "faults", { method: "POST", path: "/api/enterprise/render", broken: "after", times: 30 });
    await ui.button("Stage the whole gallery").click();
    await page.getByText("0 of 5 photos ready, 5 failed.").first().waitFor();
    await ui.job("house").getByText("may have been accepted and paid for").waitFor();
    const bought = (await renders()).length;
    await page.reload();
    await ui
      .job("house")
      .getByRole("button", { name: /^Submit again/ })
      .waitFor();
    assert.equal((await renders()).length, bought);
  });
});

/** What the elements say of an error. */
const en = (code) => ({ render_failed: "The picture could not be made" })[code];
