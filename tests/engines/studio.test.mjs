// The whole flow of the studio in each engine: open a portrait photo, empty the room, compare, furnish the result, and reload.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startElements, strictPolicy } from "../e2e/elements.mjs";
import { engines, missing, open } from "./driver.mjs";

let elements;

before(async () => {
  // The driver puts its scripts into the page.
  elements = await startElements({}, strictPolicy.replace("script-src", "script-src 'unsafe-inline'"));
});

after(() => elements?.stop());

/** Opens a studio, and a portrait photo in it. Buys two results, the second from the first. Resolves to what was seen. */
async function buyTwo() {
  const { studio, find, until } = await globalThis.openStudio();
  const photo = await createImageBitmap(await (await fetch("/samples/living-room-empty.jpg")).blob());
  const canvas = Object.assign(document.createElement("canvas"), { width: 900, height: 1200 });
  canvas.getContext("2d").drawImage(photo, 0, 0, 900, 1200);
  const data = new DataTransfer();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg"));
  data.items.add(new File([blob], "portrait.jpg", { type: "image/jpeg" }));
  const input = find("#file");
  input.files = data.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
  await until(() => find(".verdict"));
  find("input[name=tool][value=empty-room]").click();
  await until(() => find("[data-action=submit]").textContent.includes("Empty the room"));
  find("[data-action=submit]").click();
  const compare = await until(() => find("reroom-compare"));
  const after = await until(() => {
    const image = compare.shadowRoot?.querySelector(".after img");
    return image?.complete && image.naturalWidth > 0 && image;
  });
  const restored = [after.src.split(":")[0], after.naturalWidth, after.naturalHeight];
  const slider = compare.shadowRoot.querySelector("input");
  const focused = await until(() => compare.shadowRoot.activeElement === slider && "the slider");
  slider.value = "80";
  slider.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
  find("[data-action=continue]").click();
  await until(() => find("input[name=type][value=bedroom]"));
  for (const choice of ["type][value=bedroom", "style][value=modern"]) {
    find(`input[name=${choice}]`).click();
    await studio.updateComplete;
  }
  find("[data-action=submit]").click();
  await until(() => studio.results.filter(({ state }) => state === "seen").length === 2);
  return { restored, value: compare.value, focused };
}

/** Opens the studio again. Resolves to the images of the results that it shows, and their sizes. */
async function comeBack() {
  const { find, until } = await globalThis.openStudio();
  (await until(() => find(".photos .tile[data-photo]"))).click();
  const tiles = await until(() => {
    const images = [...find(".view").querySelectorAll("[data-result] img")];
    return images.length === 2 && images.every(({ naturalWidth }) => naturalWidth > 0) && images;
  });
  return tiles.map(({ src }) => new URL(src).pathname.split("/")[2]);
}

/** Puts functions that open and drive a studio into the page. */
async function prepare() {
  globalThis.openStudio = async () => {
    await Promise.all([customElements.whenDefined("reroom-studio"), globalThis.init()]);
    const studio = document.createElement("reroom-studio");
    studio.tools = ["virtual-staging", "empty-room"];
    const { ReRoom } = globalThis.client;
    studio.client = new ReRoom({ baseUrl: location.origin, apiKey: "sandbox", storage: localStorage });
    document.querySelector("main").replaceChildren(studio);
    const find = (selector) => studio.shadowRoot?.querySelector(selector);
    const until = async (condition) => {
      for (const start = Date.now(); ; await new Promise((done) => setTimeout(done, 20))) {
        const found = condition();
        if (found) return found;
        if (Date.now() - start > 40_000)
          throw new Error(`${condition}: ${studio.shadowRoot?.textContent.slice(0, 500)}`);
      }
    };
    await until(() => find(".panel"));
    return { studio, find, until };
  };
  // The script of the page has run once its elements are known.
  await customElements.whenDefined("reroom-studio");
}

for (const engine of engines)
  describe(engine, { skip: missing(engine) }, () => {
    let browser;
    before(async () => {
      browser = await open(engine);
    });
    after(() => browser?.close());

    test("a room is emptied and furnished, and both results are there after a reload", async () => {
      const url = elements.show({ body: "" });
      await browser.evaluate(url, prepare);
      const { restored, value, focused } = await browser.evaluate(url, buyTwo);
      // The result has the size of the portrait photo, without the bars that were added for the service.
      assert.deepEqual(restored, ["blob", 900, 1200]);
      assert.deepEqual([value, focused], [80, "the slider"]);
      await browser.evaluate(`${url}?again`, prepare);
      assert.deepEqual(await browser.evaluate(`${url}?again`, comeBack), ["outputs", "outputs"]);
    });
  });
