// One room of the sample listing: staged in the dialog, disclosed, downloaded, restored.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { beforeEach, describe, test } from "node:test";
import exifr from "exifr";
import { openListing, renders } from "./listing.mjs";
import { app11, jpegWith, jumbf } from "./photo-files.mjs";
import { difference } from "./site.mjs";

let ui;

beforeEach(async () => {
  ui = await openListing();
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
