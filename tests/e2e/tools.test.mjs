// Every tool of the studio, from photo to result.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import exifr from "exifr";
import { accessible } from "./elements.mjs";
import { difference } from "./site.mjs";
import { lastRequest, quick, sandbox, site, ui } from "./studio-page.mjs";

const whole = [0, 0, 1, 1];

/** Waits for the result and checks that the sandbox made it for this request. */
async function finished({ edits = false } = {}) {
  const result = await ui.result();
  // An edit is restored into the photo, in the page.
  assert.ok(result.url.startsWith(edits ? "blob:" : `${site.origin}/sandbox/outputs/`), result.url);
  assert.ok(result.width >= 512 && result.height >= 512, JSON.stringify(result));
  return result;
}

test("interior restyles a room", async () => {
  await ui.sample("Living room");
  await ui.tool("interior");
  await ui.pick("style", "japan");
  await ui.pick("type", "living");
  await ui.choose("creativity", "precise");
  await ui.more();
  await ui.choose("season", "winter");
  await accessible(ui.page);
  await ui.screenshot("interior-options");
  await ui.submit();
  const { before: photo, url } = await finished();
  assert.ok((await difference(ui.page, photo, url, whole)) > 3);
  const { path, body } = await lastRequest();
  assert.match(path, /field=interior|render$/);
  const { file_name, ...options } = body;
  assert.match(file_name, /\.jpg$|\.jpeg$/);
  assert.deepEqual(options, {
    type: "living-room",
    style: "japanese-zen",
    creativity: "precise",
    creativity_level: 0.7,
    season: "winter",
  });
  await ui.screenshot("interior");
});

test("exterior restyles a building", async () => {
  await ui.sample("House");
  await ui.tool("exterior");
  await ui.choose("daylight", "sunset");
  await ui.anyStyle();
  await ui.submit();
  const { before: photo, url } = await finished();
  assert.ok((await difference(ui.page, photo, url, whole)) > 10);
  const { path, body } = await lastRequest();
  assert.match(path, /field=exterior/);
  assert.equal(body.daylight, "sunset");
  assert.equal(body.creativity, "balanced");
  await accessible(ui.page);
  await ui.screenshot("exterior");
});

test("sketch renders a drawing", async () => {
  await ui.sample("Line drawing");
  await ui.tool("sketch");
  await ui.choose("field", "exterior");
  await ui.pick("style", "brutal");
  await ui.choose("view", "elevation");
  await ui.pick("type", "no preference");
  await ui.submit();
  await finished();
  const { path, body } = await lastRequest();
  assert.match(path, /field=exterior/);
  assert.equal(body.tool, "sketch");
  assert.equal(body.view, "elevation");
  assert.equal(body.style, "bold-brutalist");
});

test("empty-room empties a room", async () => {
  await ui.sample("Living room");
  await ui.tool("empty-room");
  await ui.submit();
  const { before: photo, url } = await finished();
  assert.ok((await difference(ui.page, photo, url, whole)) > 5);
  assert.equal((await lastRequest()).body.tool, "empty-room");
});

test("virtual-staging furnishes a room, which can be compared, downloaded, upscaled, redone and accepted", async () => {
  await sandbox("reset", { ...quick, credits: 20 });
  await ui.sample("Empty living room");
  await ui.tool("virtual-staging");
  await ui.furnishing("living-room", "scandinavian");
  await ui.submit();
  const staged = await finished();
  // The sandbox has a fixture for this photo.
  const expected = `${site.origin}/samples/living-room-staged.jpg`;
  assert.ok((await difference(ui.page, expected, staged.url, [0, 0, 1, 0.8])) < 4);
  assert.equal((await lastRequest()).body.style, "scandinavian");
  await ui.page.locator("#credits", { hasText: "19" }).waitFor();

  await ui.page.locator("reroom-compare input").fill("30");
  assert.equal(await ui.page.locator("reroom-compare").evaluate((element) => element.value), 30);
  await accessible(ui.page);
  await ui.screenshot("staging");
  const [download] = await Promise.all([ui.page.waitForEvent("download"), ui.action("download")]);
  assert.match(download.suggestedFilename(), /^living-room-empty-altered\.(jpg|png)$/);
  const { DigitalSourceType } = await exifr.parse(await readFile(await download.path()), { xmp: true });
  assert.match(DigitalSourceType, /compositeWithTrainedAlgorithmicMedia$/, "the file says that it was altered");

  await ui.action("upscale");
  await ui.page.locator("reroom-studio .result", { hasText: "1536" }).waitFor();
  const upscaled = await finished();
  assert.equal(Math.min(upscaled.width, upscaled.height), 1536);
  assert.equal(upscaled.before, staged.url);
  assert.equal(await ui.page.locator("[data-action=upscale]").count(), 0, "an upscaled picture is not upscaled again");
  await ui.page.locator("#credits", { hasText: "15" }).waitFor();

  const accepted = ui.page.evaluate(
    () =>
      new Promise((done) =>
        document.addEventListener("reroom-accept", ({ detail }) => done([detail.tool, detail.after]), { once: true }),
      ),
  );
  await ui.page.getByRole("button", { name: "Use this picture" }).click();
  assert.deepEqual(await accepted, ["upscale", upscaled.url]);
  await ui.page.getByRole("button", { name: "Selected", exact: true }).waitFor();

  await ui.action("photo");
  await ui.page.locator("reroom-studio img.picture").waitFor();
  await ui.hasFocus(".tools summary");
});

describe("edit changes only what was painted", () => {
  for (const [action, answer] of [
    ["remove", async () => {}],
    ["material", () => ui.pick("material", "marble")],
    ["prompt", () => ui.write("prompt", "a low oak bench")],
    ["object", () => ui.choose("name", "bed")],
  ])
    test(action, async () => {
      await ui.sample("Living room");
      await ui.tool("edit");
      await ui.choose("action", action);
      await answer();
      await ui.painterTool("brush");
      await ui.page.locator("reroom-mask-painter .brush input").first().fill("20");
      await ui.paint([0.45, 0.6], [0.6, 0.6]);
      if (action === "material") await accessible(ui.page);
      await ui.screenshot(`edit-${action}-mask`);
      await ui.submit();
      const { before: photo, url } = await finished({ edits: true });
      assert.ok((await difference(ui.page, photo, url, [0.45, 0.55, 0.15, 0.1])) > 3, "the painted part changed");
      assert.ok((await difference(ui.page, photo, url, [0, 0, 1, 0.3])) < 1, "the rest did not");
      const { body } = await lastRequest();
      assert.equal(body.action, action);
      assert.equal(typeof body.mask, "string");
      if (action === "object") assert.deepEqual(body.object, { category: "furniture", name: "bed" });
    });

  test("an object selected with a box", async () => {
    await ui.sample("Living room");
    await ui.tool("edit");
    await ui.choose("action", "remove");
    await ui.drag([0.322, 0.515], [0.628, 0.715]);
    await ui.page.locator("reroom-mask-painter [role=status]", { hasText: "of the photo is selected" }).waitFor();
    await ui.submit();
    const { before: photo, url } = await finished({ edits: true });
    assert.ok((await difference(ui.page, photo, url, [0.44, 0.56, 0.1, 0.08])) > 3, "the sofa changed");
    assert.ok((await difference(ui.page, photo, url, [0, 0, 1, 0.4])) < 1, "the rest did not");
  });

  test("edit requires a mask and keeps it after the result", async () => {
    await ui.sample("Living room");
    await ui.tool("edit");
    await ui.submit();
    await ui.hint.filter({ hasText: "Select what you want to change." }).waitFor();
    await ui.hasFocus(".window");
    await ui.paint([0.2, 0.5], [0.8, 0.5]);
    assert.equal(await ui.hint.textContent().then((text) => text.trim()), "");
    await ui.submit();
    await finished({ edits: true });
    const first = (await lastRequest()).body.mask;
    await ui.action("photo");
    await ui.submit();
    await finished({ edits: true });
    assert.equal((await lastRequest()).body.mask, first);
  });
});

test("upscale enlarges a photo", async () => {
  await ui.sample("House");
  await ui.tool("upscale");
  await ui.submitButton.filter({ hasText: "4 credits" }).waitFor();
  await ui.submit();
  const { width, height } = await finished();
  assert.equal(Math.min(width, height), 1536);
  assert.match((await lastRequest()).path, /upscale$/);
});

test("four choices are in two rows of two at every width, and the bar without a hint has no empty line", async () => {
  await ui.sample("Living room");
  await ui.tool("edit");
  const choices = ui.page.locator("reroom-studio .field[data-param=action] label");
  const bar = ui.page.locator("reroom-studio .submit");
  for (const width of [390, 760, 1000, 1280, 1900]) {
    await ui.page.setViewportSize({ width, height: 900 });
    const tops = await choices.evaluateAll((labels) => labels.map((label) => label.getBoundingClientRect().top));
    assert.deepEqual([tops.length, new Set(tops.slice(0, 2)).size, new Set(tops.slice(2)).size], [4, 1, 1], `${width}`);
    assert.ok(tops[0] < tops[2], `${width}`);
  }
  assert.equal(await ui.hint.evaluate((hint) => hint.getBoundingClientRect().height), 0);
  assert.ok((await bar.boundingBox()).height < 100);
});
