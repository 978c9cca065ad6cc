/* global scrollTo -- of the page */
// The batch of the sample listing: prices, progress, failures, and reloads.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { en } from "reroom/element";
import { accessible } from "./elements.mjs";
import { openListing, photos, quick, renders, sandbox } from "./listing.mjs";
import { artifact } from "./site.mjs";
import { actions } from "./studio.mjs";

let ui;

beforeEach(async () => {
  ui = await openListing();
});

describe("the whole gallery", () => {
  test("is staged as a batch, with progress and disclosure per photo", async () => {
    const { page, job, card } = ui;
    const release = await actions(page).hold();
    await ui.stage(...photos);
    await page.locator(".job.active").first().waitFor();
    release();
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
    await sandbox("reset", { ...quick, credits: 3 });
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
    await sandbox("faults", { method: "POST", path: "/api/enterprise/render", failRender: true });
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
    await sandbox("faults", { method: "POST", path: "/api/enterprise/render", latencyMs: 60_000, times: 5 });
    await ui.stage(...photos);
    // The request is received but gets no response.
    const sent = async () =>
      (await sandbox("requests")).filter(({ path }) => path.startsWith("/api/enterprise/render")).length;
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
    await sandbox("faults", { method: "POST", path: "/api/enterprise/render", broken: "after", times: 30 });
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
