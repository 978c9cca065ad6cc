// Errors in the studio show advice, and nothing is paid for twice.
/* global sessionStorage -- of the page */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { accessible } from "./elements.mjs";
import { png } from "./gray-png.mjs";
import { sandbox, site, ui } from "./studio-page.mjs";

// Without a picture.
const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from("ftypheic\0\0\0\0mif1heic\0\0\0\x08mdat")]);
const gif = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");
const render = { method: "POST", path: "/api/enterprise/render" };

const fault = (more) => sandbox("faults", { ...render, ...more });
const advice = (words) => ui.notice.filter({ hasText: words }).waitFor({ timeout: 20_000 });
const renders = async () => (await sandbox("renders")).length;

describe("a photo", () => {
  for (const [name, type, bytes, words, shown] of [
    ["notes.jpg", "image/jpeg", () => Buffer.from("no photo at all"), /JPEG or PNG/],
    ["tiny.gif", "image/gif", () => gif, /512/, true],
    ["small.png", "image/png", () => png(300, 200), /512/, true],
    [
      "plan.svg",
      "image/svg+xml",
      () => Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"),
      /SVG.+Export it as PNG/,
      true,
    ],
    ["flyer.pdf", "application/pdf", () => Buffer.from("%PDF-1.7\n"), /PDF.+Export the page/],
    ["IMG_0001.HEIC", "image/heic", () => heic, /The file is damaged/],
  ])
    test(`${name} is rejected immediately with advice`, async () => {
      await ui.file(name, type, bytes());
      assert.match(await ui.verdict.textContent(), words);
      assert.equal(await ui.page.locator("reroom-studio .drop").count(), shown ? 0 : 1, "no broken image");
      const { height } = await ui.page.locator("reroom-studio .stage").boundingBox();
      assert.ok(height < 560, `the message is ${height} pixels below the fold`);
      assert.equal(await ui.submitButton.isDisabled(), true);
      await ui.hint.filter({ hasText: "Choose another photo" }).waitFor();
      await accessible(ui.page);
      await ui.screenshot(`refused-${name.split(".")[0]}`);
    });

  test("in portrait format is padded, and can be cropped instead, which says what is cut off", async () => {
    await ui.file("tower.png", "image/png", png(1000, 1600));
    await ui.verdict.filter({ hasText: "borders are added" }).waitFor();
    await ui.page.locator("reroom-studio .verdict label", { hasText: "Crop the edges" }).click();
    await ui.verdict.filter({ hasText: "53% of the height is cut off" }).waitFor();
    await ui.page.locator("reroom-studio .file", { hasText: "1000 × 750" }).waitFor();
    assert.equal(await ui.submitButton.isEnabled(), true);
    await accessible(ui.page);
    await ui.screenshot("mended");
    await ui.page.locator("reroom-studio .verdict label", { hasText: "Add borders" }).click();
    await ui.verdict.filter({ hasText: "borders are added" }).waitFor();
    await ui.furnishing();
    await ui.submit();
    await ui.result();
    const uploads = (await sandbox("requests")).filter(({ path }) => path.endsWith("/upload"));
    assert.equal(uploads.length, 1);
  });
});

test("a service error shows advice, and retrying works", async () => {
  await ui.sample("Empty living room");
  await ui.furnishing();
  await fault({ status: 400, body: { err: "Not enough credits" } });
  await ui.submit();
  await advice("Not enough credits");
  await fault({ status: 500, body: { err: "Image processing failed" } });
  await ui.submit();
  await advice("Something went wrong on the server");
  await ui.hasFocus("[data-focus=failed]");
  await accessible(ui.page);
  await ui.screenshot("error");
  await ui.notice.getByRole("button", { name: "Try again" }).click();
  await ui.result();
});

test("with too many renders running, the studio shows it, waits and continues", async () => {
  await ui.sample("Empty living room");
  await ui.furnishing();
  await fault({ status: 400, body: { err: "Maximum concurrent renders reached" } });
  await ui.submit();
  await ui.page.locator("reroom-studio .card", { hasText: "Waiting for a free slot" }).waitFor();
  await ui.screenshot("waiting");
  await ui.result();
  assert.equal(await renders(), 1);
});

test("after a lost response, nothing is sent again until the user confirms checking the account", async () => {
  await ui.sample("Empty living room");
  await ui.furnishing();
  // Several times, because browsers resend a request if a kept-alive connection breaks.
  await fault({ broken: "after", times: 9 });
  await ui.submit();
  await advice("may have been accepted and charged");
  assert.equal(await ui.notice.locator("li").count(), 0, "shown once");
  assert.equal(await ui.notice.locator("button").count(), 0);
  assert.equal(await ui.submitButton.isDisabled(), true);
  await ui.tool("empty-room");
  assert.equal(await ui.submitButton.isDisabled(), true, "nor with another tool");
  await accessible(ui.page);
  await ui.screenshot("lost-answer");
  await ui.notice.locator("label").click();
  assert.equal(await ui.submitButton.isEnabled(), true);
});

test("a failed render shows a message", async () => {
  await ui.sample("Living room");
  await ui.tool("interior");
  await ui.anyStyle();
  await ui.write("prompt", "[fail]");
  await ui.submit();
  await advice("couldn’t be created");
  await ui.notice.getByRole("button", { name: "Change options" }).click();
  await ui.hasFocus(".tools summary");
});

test('after "Stop waiting", the job stays in the list and its result comes in later', async () => {
  const release = await ui.hold();
  await ui.sample("Living room");
  await ui.tool("interior");
  await ui.anyStyle();
  await ui.submit();
  await ui.page.locator(".steps [aria-current]", { hasText: /Queued|Rendering/ }).waitFor();
  await ui.hasFocus("[data-focus=busy]");
  await accessible(ui.page);
  await ui.screenshot("progress");
  await ui.page.getByRole("button", { name: "Stop waiting", exact: true }).click();
  const tile = ui.page.locator("reroom-studio [part~=results] .tile.running");
  await tile.waitFor();
  assert.equal(await ui.notice.count(), 0);
  await accessible(ui.page);
  await ui.screenshot("stopped-waiting");
  release();
  await ui.page.locator("reroom-studio .tile.done", { hasText: "New" }).click({ timeout: 20_000 });
  await ui.result();
  assert.equal(await renders(), 1, "nothing was paid for twice");
});

test("a pending render survives a reload and is shown when finished", async () => {
  const release = await ui.hold();
  await ui.sample("Living room");
  await ui.tool("interior");
  await ui.anyStyle();
  await ui.submit();
  await ui.page.locator(".steps [aria-current]", { hasText: "Rendering" }).waitFor();
  await ui.page.reload();
  await ui.page.locator("reroom-studio [part~=photos] .tile", { hasText: "living-room-staged" }).waitFor();
  await ui.screenshot("earlier");
  const completed = ui.page.evaluate(
    () =>
      new Promise((done) => document.addEventListener("reroom-complete", ({ detail }) => done(detail.render.status))),
  );
  release();
  await ui.page.locator("reroom-studio [part~=photos] .tile", { hasText: "1 new" }).click({ timeout: 20_000 });
  const { width } = await ui.result();
  assert.ok(width >= 512);
  assert.equal(await completed, "completed");
  assert.equal(await renders(), 1, "nothing was paid for twice");
  await accessible(ui.page);
});

test("a wrong key shows an error in the connection dialog and is not stored", async () => {
  const { page } = ui;
  await page.locator("#open-settings").click();
  await page.getByLabel("Own key").check();
  await page.getByLabel("Base URL").fill(site.origin);
  await page.getByLabel("Enterprise key").fill("not-the-key");
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await page.locator("#settings-error", { hasText: "does not know this key" }).waitFor();
  await accessible(page);
  await ui.screenshot("settings");
  await page.getByLabel("Enterprise key").fill("sandbox");
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await page.locator("#open-settings", { hasText: "Own key" }).waitFor();
  const stored = await page.evaluate(() => localStorage.length + sessionStorage.length + document.cookie.length);
  assert.equal(stored, 0);
  assert.doesNotMatch(await page.locator("#code").textContent(), /"sandbox"/);
  await ui.sample("Empty living room");
  await ui.furnishing();
  await ui.submit();
  await ui.result();
  assert.doesNotMatch(await page.locator("#log").textContent(), /sandbox"/);
});
