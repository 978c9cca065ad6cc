// Images from another host: displayed regardless of CORS, and read if CORS allows it, even after being displayed before.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import exifr from "exifr";
import { browser } from "./browser.mjs";
import { accessible, openElements, startElements } from "./elements.mjs";
import { app11, jpegWith, jumbf, TYPE } from "./photo-files.mjs";
import { policyWith, startHost } from "./image-host.mjs";

let host, elements, page;

before(async () => {
  host = await startHost();
  elements = await startElements({}, policyWith(host));
  const staged = await readFile(new URL("../../www/public/samples/bedroom-staged.jpg", import.meta.url));
  host.files.set("signed.jpg", jpegWith(staged, ...app11(jumbf())));
});

after(async () => {
  elements?.stop();
  host?.stop();
});

let picture;
beforeEach(() => {
  host.log.length = 0;
  picture = (rule, name = "bedroom-staged.jpg") => `${host.origin}/${rule}/${name}?${host.log.length}${Math.random()}`;
});

afterEach(() => page.context().close());

async function open(body, options) {
  ({ page } = await openElements(browser, elements.show({ body }), options));
  await page.waitForFunction(() => globalThis.element);
}

/** Displays an image without `crossorigin`, so the browser caches it without CORS headers. */
const showBefore = (url) =>
  page.evaluate(async (url) => {
    const image = new Image();
    image.src = url;
    await image.decode();
  }, url);

/** Waits until the images of a comparison have loaded. */
const shown = () =>
  page.waitForFunction(() => {
    const page = document.querySelector("reroom-studio")?.shadowRoot ?? document;
    const images = [...page.querySelector("reroom-compare").shadowRoot.querySelectorAll("img")];
    return images.every(({ complete, naturalWidth }) => complete && naturalWidth > 0);
  });

const errors = () =>
  page.evaluate(() => {
    globalThis.errors = 0;
    document.querySelector("reroom-compare").addEventListener("error", () => (globalThis.errors += 1));
  });

describe("the comparison", () => {
  for (const [rule, asked] of [
    ["when-asked", [true]],
    ["never", [true, false]],
  ])
    test(`shows images of a host with CORS headers ${rule.replace("-", " ")}`, async () => {
      await open("<reroom-compare></reroom-compare>");
      await errors();
      const url = picture(rule);
      await page.evaluate((afterSrc) => Object.assign(document.querySelector("reroom-compare"), { afterSrc }), url);
      await shown();
      assert.deepEqual(
        host.log.map(({ asked }) => asked),
        asked,
      );
      assert.equal(await page.evaluate(() => globalThis.errors), 0);
    });

  test("fires error once for a missing image", async () => {
    await open("<reroom-compare></reroom-compare>");
    const told = page.evaluate(
      (afterSrc) =>
        new Promise((done) => {
          const element = document.querySelector("reroom-compare");
          element.addEventListener("error", done, { once: true });
          element.afterSrc = afterSrc;
        }),
      picture("when-asked", "nothing.jpg"),
    );
    await told;
    assert.equal(host.log.length, 2);
  });

  test("loads same-origin images without crossorigin", async () => {
    await open('<reroom-compare after-src="/samples/bedroom-staged.jpg"></reroom-compare>');
    await shown();
    const image = page.locator("reroom-compare img");
    assert.equal(await image.getAttribute("crossorigin"), null);
  });
});

describe("an image displayed before without crossorigin", () => {
  test("is shown by the comparison and can be exported", async () => {
    await open("<reroom-compare></reroom-compare>");
    await errors();
    const url = picture("when-asked");
    await showBefore(url);
    await page.evaluate((afterSrc) => Object.assign(document.querySelector("reroom-compare"), { afterSrc }), url);
    await shown();
    assert.equal(await page.evaluate(() => globalThis.errors), 0);
    const size = await page.evaluate(async (url) => {
      const { altered } = await globalThis.element.exportPair({ original: url, altered: url });
      return altered.size;
    }, url);
    assert.ok(size > 100_000);
  });

  test("opens in the studio as a file", async () => {
    await open("<reroom-studio></reroom-studio>");
    const url = picture("when-asked", "bedroom-empty.jpg");
    await showBefore(url);
    const report = await page.evaluate(
      (url) =>
        new Promise((done) => {
          const studio = document.querySelector("reroom-studio");
          studio.addEventListener("reroom-photo", ({ detail }) => done(detail.report));
          void studio.open(url);
        }),
      url,
    );
    assert.equal(report?.format, "jpeg");
  });
});

describe("the studio's result", () => {
  /** Opens a studio whose render results in this image, and waits for it. */
  async function finished(url, { shownBefore = false } = {}) {
    await open("<reroom-studio lang='en'></reroom-studio>");
    if (shownBefore) await showBefore(url);
    await page.evaluate(async (url) => {
      const studio = document.querySelector("reroom-studio");
      const render = { _id: "r1", status: "completed", outputs: [url] };
      studio.client = { run: async () => render, pending: () => [] };
      studio.tools = ["empty-room"];
      globalThis.downloads = [];
      studio.addEventListener("reroom-download", ({ detail }) => globalThis.downloads.push(detail));
      await studio.open("/samples/bedroom-empty.jpg");
      await studio.submit({ confirmed: true });
    }, url);
    await page.locator("reroom-studio [data-action=download]").waitFor();
  }

  const download = async () => {
    const [saved] = await Promise.all([
      page.waitForEvent("download"),
      page.locator("reroom-studio [data-action=download]").click(),
    ]);
    return { name: saved.suggestedFilename(), bytes: await readFile(await saved.path()) };
  };
  const events = () => page.evaluate(() => globalThis.downloads.map(({ render, ...rest }) => [render._id, rest]));

  for (const [condition, shownBefore] of [
    ["of a host with CORS headers when asked is requested with crossorigin", false],
    ["displayed before without crossorigin is still read", true],
  ])
    test(`${condition}, and saved`, async () => {
      const url = picture("when-asked");
      await finished(url, { shownBefore });
      await shown();
      assert.deepEqual(
        host.log.map(({ asked }) => asked),
        shownBefore ? [false] : [true],
      );
      const { name, bytes } = await download();
      assert.equal(name, "bedroom-empty-altered.jpg");
      assert.equal((await exifr.parse(bytes, { xmp: true })).DigitalSourceType, TYPE);
      assert.deepEqual(await events(), [["r1", { name, marked: true, credentials: "none" }]]);
      assert.equal(await page.locator("reroom-studio [data-note]").count(), 0);
    });

  test("of a host without CORS headers is shown, with a link instead of a download", async () => {
    const url = picture("never");
    await finished(url);
    await shown();
    const windows = [];
    page.context().on("page", (opened) => windows.push(opened.url()));
    await page.locator("reroom-studio [data-action=download]").click();
    const note = page.locator("reroom-studio [data-note=link]");
    await note.waitFor();
    const link = note.getByRole("link", { name: "Open the picture" });
    assert.equal(await link.getAttribute("href"), url);
    assert.deepEqual([await link.getAttribute("target"), await link.getAttribute("rel")], ["_blank", "noopener"]);
    assert.deepEqual([windows, await events()], [[], []]);
    await accessible(page);
  });

  test("with Content Credentials is saved without them, with a note and in the event", async () => {
    await finished(picture("when-asked", "signed.jpg"));
    const { name, bytes } = await download();
    assert.equal(bytes.includes("jumdc2pa"), false);
    const note = page.locator("reroom-studio [data-note=credentials]");
    await note.waitFor();
    assert.deepEqual(await events(), [["r1", { name, marked: true, credentials: "removed" }]]);
    for (const [lang, words] of [
      ["en", /no longer contains/],
      ["de", /enthält .* nicht mehr/],
      ["fr", /ne contient plus/],
      ["es", /ya no incluye/],
    ]) {
      await page.locator("reroom-studio").evaluate((studio, lang) => studio.setAttribute("lang", lang), lang);
      await page.locator("reroom-studio").getByText(words).waitFor();
      assert.match(await note.innerText(), /Content Credentials/);
    }
    await accessible(page);
  });
});
