// Results are restored into the original photo.
/* global DragEvent -- of the page */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { openPage } from "./elements-page.mjs";
import { actions } from "./studio.mjs";

const phone = await readFile(new URL("../heic/photos/phone.heic", import.meta.url));

let ui;

/** Opens a studio with one tool. */
async function open(tool) {
  const opened = await openPage({ body: `<reroom-studio tools="${tool}"></reroom-studio>` });
  ui = { ...opened, ...actions(opened.page) };
  await ui.studio.evaluate(async (studio) => {
    await globalThis.init();
    studio.client = new globalThis.client.ReRoom({ baseUrl: location.origin, apiKey: "sandbox" });
    studio.addEventListener("reroom-complete", ({ detail }) => (globalThis.completed = detail));
  });
}

/** Opens a part of a sample photo, `width` by `height` pixels. */
async function openPart(width, height) {
  await ui.studio.evaluate(
    async (studio, [width, height]) => {
      const sample = await createImageBitmap(await (await fetch("/samples/living-room-staged.jpg")).blob());
      const canvas = new OffscreenCanvas(width, height);
      canvas.getContext("2d").drawImage(sample, 400, 0, width, height, 0, 0, width, height);
      const file = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.95 });
      await studio.open(new File([file], "portrait.jpg", { type: "image/jpeg" }));
    },
    [width, height],
  );
  await ui.verdict.waitFor();
}

/** Drops a HEIC photo of 1024 by 768 pixels. */
async function dropHeic() {
  await ui.studio.evaluate((studio, base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File([bytes], "IMG_0001.HEIC", { type: "" }));
    const event = new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true });
    studio.shadowRoot.querySelector(".studio").dispatchEvent(event);
  }, phone.toString("base64"));
  await ui.verdict.waitFor();
}

/** The sizes of both images in the comparison, in pixels. */
const compared = () =>
  ui.page.locator("reroom-compare").evaluate((element) =>
    Promise.all(
      [element.beforeSrc, element.afterSrc].map(async (src) => {
        const image = Object.assign(new Image(), { src });
        await image.decode();
        return [image.naturalWidth, image.naturalHeight];
      }),
    ),
  );

test("a portrait photo is padded, and its result comes back as a portrait", async () => {
  await open("empty-room");
  await openPart(800, 1100);
  await ui.verdict.filter({ hasText: /borders/ }).waitFor();
  await ui.submit();
  await ui.result();
  assert.deepEqual(await compared(), [
    [800, 1100],
    [800, 1100],
  ]);
  const isLandscape = await ui.page.evaluate(async () => {
    const { afterBlob, render } = globalThis.completed;
    const sizes = [afterBlob, await (await fetch(render.outputs[0])).blob()].map(async (blob) => {
      const { width, height } = await createImageBitmap(blob);
      return width > height;
    });
    return Promise.all(sizes);
  });
  assert.deepEqual(isLandscape, [false, true], "the service returned a landscape");
});

test("a photo that fits is not restored", async () => {
  await open("empty-room");
  await openPart(1200, 900);
  await ui.submit();
  const { url } = await ui.result();
  assert.match(url, /^http/);
});

test("without reroom/heic, a dropped HEIC photo is rejected, and the studio says what to do", async () => {
  await open("empty-room");
  await ui.page.locator("reroom-studio .drop .fine", { hasText: "JPEG or PNG, " }).waitFor();
  await dropHeic();
  assert.match(await ui.verdict.textContent(), /HEIC.+Convert it to JPEG/);
  assert.equal(await ui.submitButton.isDisabled(), true);
  assert.doesNotMatch(await ui.page.locator("reroom-studio #file").getAttribute("accept"), /heic/);
});

test("with reroom/heic, a dropped HEIC photo is edited and restored", async () => {
  await open("edit");
  await ui.page.evaluate(() => globalThis.loadHeic());
  await dropHeic();
  await ui.verdict.filter({ hasText: "converted" }).waitFor();
  assert.match(await ui.page.locator("reroom-studio #file").getAttribute("accept"), /\.heic/);
  await ui.choose("action", "remove");
  await ui.paint([0.45, 0.6], [0.6, 0.6]);
  await ui.submit();
  await ui.result();
  assert.deepEqual(await compared(), [
    [1024, 768],
    [1024, 768],
  ]);
  const types = await ui.page.evaluate(() => [
    globalThis.completed.beforeBlob.type,
    globalThis.completed.afterBlob.type,
  ]);
  assert.deepEqual(types, ["image/jpeg", "image/jpeg"], "browsers can display both");
});
