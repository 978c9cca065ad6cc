// Reference images in the studio: files by picker, drop and paste, links, and sites that store none.
/* global ClipboardEvent, DragEvent -- of the page */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createGateway } from "reroom/gateway";
import { createGatewayListener } from "reroom/gateway/node";
import { createSandbox } from "reroom/sandbox";
import { accessible, openElements, startElements } from "./elements.mjs";
import { actions } from "./studio.mjs";
import { browser, lastRequest, reopen, sandbox, site, ui } from "./studio-page.mjs";

const sampleFile = (name) => fileURLToPath(new URL(`../../www/public/samples/${name}.jpg`, import.meta.url));
const field = () => ui.page.locator("reroom-studio .references");
const items = () => field().locator("li");
const status = () => field().locator("[role=status]");
const add = () => ui.page.getByRole("button", { name: "Choose reference photos" });

/** Opens the field for reference photos. */
async function openField() {
  await ui.sample("Empty bedroom");
  await ui.tool("virtual-staging");
  await ui.choose("action", "reference");
  await field().waitFor();
}

/** Picks files. Each is a sample's name, or an object of `setInputFiles`. */
async function pick(...names) {
  const [chooser] = await Promise.all([ui.page.waitForEvent("filechooser"), add().click()]);
  assert.ok(chooser.isMultiple());
  await chooser.setFiles(names.map((name) => (typeof name === "string" ? sampleFile(name) : name)));
}

/** Drops or pastes a sample onto the field. */
const give = (kind, name) =>
  field().evaluate(
    async (target, { kind, name }) => {
      const blob = await (await fetch(`/samples/${name}.jpg`)).blob();
      const data = new DataTransfer();
      data.items.add(new File([blob], `${name}.jpg`, { type: "image/jpeg" }));
      const options = { bubbles: true, cancelable: true, composed: true };
      if (kind === "paste") target.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, ...options }));
      else
        for (const type of ["dragover", "drop"])
          target.dispatchEvent(new DragEvent(type, { dataTransfer: data, ...options }));
    },
    { kind, name },
  );

const furnished = () => ui.page.locator("reroom-studio .result").waitFor();

test("files that are picked, dropped and pasted: the service loads them, smaller and without metadata", async () => {
  await openField();
  await ui.submit();
  await ui.hint.filter({ hasText: "Add at least one reference photo." }).waitFor();
  await ui.hasFocus("[data-add]");
  await pick("living-room-staged");
  await give("drop", "bedroom-staged");
  await give("paste", "house-exterior");
  await items().nth(2).waitFor();
  await status().filter({ hasText: "house-exterior.jpg" }).waitFor({ state: "attached" });
  await ui.page.locator("reroom-studio .file", { hasText: "bedroom-empty.jpg" }).waitFor();
  await accessible(ui.page);
  await ui.screenshot("references");
  await ui.submit();
  await furnished();
  const { body } = await lastRequest();
  assert.equal(body.reference_file_urls.length, 3);
  for (const url of body.reference_file_urls) {
    const response = await fetch(url);
    assert.equal(response.headers.get("content-type"), "image/jpeg");
    const bytes = Buffer.from(await response.arrayBuffer());
    assert.ok(!bytes.includes("Exif"), "metadata was removed");
  }
});

test("a large image with transparency: is at most 2048 pixels, on white", async () => {
  await openField();
  const png = await ui.page.evaluate(async () => {
    const canvas = new OffscreenCanvas(3000, 1500);
    canvas.getContext("2d").fillRect(0, 0, 10, 10);
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  });
  await pick({ name: "sofa.png", mimeType: "image/png", buffer: Buffer.from(png) });
  await items().first().waitFor();
  const { width, height, pixel } = await items()
    .locator("img")
    .evaluate(async (image) => {
      await image.decode();
      const context = new OffscreenCanvas(1, 1).getContext("2d");
      context.drawImage(image, -1000, -1000);
      return {
        width: image.naturalWidth,
        height: image.naturalHeight,
        pixel: [...context.getImageData(0, 0, 1, 1).data],
      };
    });
  assert.deepEqual([width, height, pixel], [2048, 1024, [255, 255, 255, 255]]);
});

test("links: are added by keyboard, checked, and removed without losing focus", async () => {
  const { page, tabTo, hasFocus } = ui;
  await openField();
  await add().focus();
  await tabTo(".references summary");
  await page.keyboard.press("Enter");
  await tabTo("input[type=url]");
  await page.keyboard.type("a phrase with spaces");
  await page.keyboard.press("Enter");
  await status().filter({ hasText: "Enter a full link" }).waitFor();
  assert.equal(await items().count(), 0);
  await page.locator(".references input[type=url]").fill("");
  for (const name of ["one", "two"]) {
    await page.keyboard.type(`${site.origin}/samples/thumbnails/${name}.jpg`);
    await page.keyboard.press("Enter");
    await items().filter({ hasText: name }).waitFor();
    assert.equal(await page.locator(".references input[type=url]").inputValue(), "");
    await hasFocus("input[type=url]");
  }
  assert.deepEqual(await sandbox("requests").then((all) => all.filter(({ path }) => path.includes("render"))), []);
  await page.getByRole("button", { name: "Remove one.jpg" }).focus();
  await page.keyboard.press("Enter");
  await hasFocus("[aria-label='Remove two.jpg']");
  await status().filter({ hasText: "one.jpg removed." }).waitFor({ state: "attached" });
  await page.keyboard.press("Enter");
  await hasFocus("[data-add]");
  assert.equal(await items().count(), 0);
});

test("a file that is not an image: is rejected by name", async () => {
  await openField();
  await pick({ name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("no image") });
  await status().filter({ hasText: "Can’t use notes.txt." }).waitFor();
  assert.equal(await items().count(), 0);
});

test("an upload that fails: says which photo, and the retry sends the order once", async () => {
  await openField();
  await pick("living-room-staged");
  await items().first().waitFor();
  await ui.page.route("**/gateway/api/enterprise/references", (route) =>
    route.fulfill({ status: 503, json: { err: "full" } }),
  );
  await ui.submit();
  await ui.notice.filter({ hasText: "living-room-staged.jpg couldn’t be uploaded" }).waitFor();
  await accessible(ui.page);
  const orders = async () => (await sandbox("requests")).filter(({ path }) => path.endsWith("/render")).length;
  assert.equal(await orders(), 0);
  await ui.page.unroute("**/gateway/api/enterprise/references");
  ui.problems.length = 0;
  await ui.page.getByRole("button", { name: "Try again" }).click();
  await furnished();
  assert.equal(await orders(), 1);
});

test("on a phone, in German and with 200 % text: the field fits", async () => {
  await reopen({ viewport: { width: 320, height: 800 }, isMobile: true, hasTouch: true, forcedColors: "active" });
  await ui.page.evaluate(() => {
    document.documentElement.style.fontSize = "200%";
    document.documentElement.lang = "de";
    document.querySelector("reroom-studio").lang = "de";
  });
  await openField();
  await ui.page.locator("reroom-studio [data-add]", { hasText: "Referenzfotos auswählen" }).waitFor();
  await give("drop", "bedroom-staged");
  await items().first().waitFor();
  const overflow = await ui.page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  assert.ok(overflow <= 0, `${overflow} pixels`);
  await accessible(ui.page);
  await ui.screenshot("references-phone");
});

describe("<reroom-studio base-url>", () => {
  /** Opens a page with a gateway that has these options. */
  async function open(test, options) {
    const service = await createSandbox();
    let gateway;
    const elements = await startElements(
      {},
      undefined,
      createGatewayListener((request) => gateway(request)),
    );
    gateway = createGateway({
      apiKey: "sandbox",
      authorize: () => true,
      upstream: elements.origin,
      publicOrigin: elements.origin,
      fetch: service,
      ...options,
    });
    const tag = `<reroom-studio base-url="${elements.origin}" tools="virtual-staging" src="/samples/bedroom-empty.jpg">`;
    const opened = await openElements(browser, elements.show({ body: `${tag}</reroom-studio>` }));
    test.after(async () => {
      await opened.page.context().close();
      elements.stop();
      service.free();
    });
    await opened.page.locator("reroom-studio .verdict").waitFor();
    await actions(opened.page).choose("action", "reference");
    return opened;
  }

  test("with a gateway that stores images: takes files", async (test) => {
    const { page, problems } = await open(test, { references: {} });
    await page.locator("[data-add]").waitFor();
    await page.locator(".references input[type=file]").setInputFiles(sampleFile("bedroom-staged"));
    await page.locator(".references li", { hasText: "bedroom-staged.jpg" }).waitFor();
    assert.deepEqual(problems, []);
  });

  test("with a gateway that stores none: says so, and takes links", async (test) => {
    const { page, problems } = await open(test, {});
    await page.getByText("This site can’t store reference photos.").waitFor();
    assert.equal(await page.locator("[data-add]").count(), 0);
    await page.locator(".references input[type=url]").fill(`${new URL(page.url()).origin}/samples/bedroom-staged.jpg`);
    await page.getByRole("button", { name: "Add", exact: true }).click();
    await page.locator(".references li", { hasText: "bedroom-staged.jpg" }).waitFor();
    await accessible(page);
    assert.deepEqual(problems, []);
  });
});
