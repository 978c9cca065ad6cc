// Results are restored into the original photo.
import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { openElements, startElements } from "./elements.mjs";
import { startBrowser } from "./site.mjs";
import { actions } from "./studio.mjs";

let elements, browser, ui;

before(async () => {
  [elements, browser] = await Promise.all([startElements(), startBrowser()]);
});

after(async () => {
  await browser?.close();
  elements?.stop();
});

afterEach(async () => {
  const { problems } = ui;
  await ui.close();
  assert.deepEqual(problems, [], "the page reported errors");
});

/** Opens a studio with one tool and a part of a sample photo, `width` by `height` pixels. */
async function open(tools, width, height) {
  const opened = await openElements(
    browser,
    elements.show({ body: `<reroom-studio tools="${tools}"></reroom-studio>` }),
  );
  ui = { ...opened, ...actions(opened.page) };
  await ui.studio.evaluate(
    async (studio, [width, height]) => {
      await globalThis.init();
      studio.client = new globalThis.client.ReRoom({ baseUrl: location.origin, apiKey: "sandbox" });
      const sample = await createImageBitmap(await (await fetch("/samples/living-room-staged.jpg")).blob());
      const canvas = new OffscreenCanvas(width, height);
      canvas.getContext("2d").drawImage(sample, 400, 0, width, height, 0, 0, width, height);
      const file = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.95 });
      studio.addEventListener("reroom-complete", ({ detail }) => (globalThis.completed = detail));
      await studio.open(new File([file], "portrait.jpg", { type: "image/jpeg" }));
    },
    [width, height],
  );
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
  await open("empty-room", 800, 1100);
  await ui.verdict.filter({ hasText: /borders/ }).waitFor();
  await ui.submit();
  await ui.result();
  assert.deepEqual(await compared(), [
    [800, 1100],
    [800, 1100],
  ]);
  const stored = await ui.page.evaluate(async () => {
    const { afterBlob, render } = globalThis.completed;
    const sizes = [afterBlob, await (await fetch(render.outputs[0])).blob()].map(async (blob) => {
      const { width, height } = await createImageBitmap(blob);
      return width > height;
    });
    return Promise.all(sizes);
  });
  assert.deepEqual(stored, [false, true], "the service returned a landscape");
});

test("a photo that fits is not restored", async () => {
  await open("empty-room", 1200, 900);
  await ui.submit();
  const { url } = await ui.result();
  assert.match(url, /^http/);
});
