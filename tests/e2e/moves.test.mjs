// What frameworks and browsers do to an element that is busy: they move it, remove it and insert it again, change its properties,
// and keep its page for the back button. Nothing is bought twice, no result is lost, and every promise settles.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { elements, openPage, sandbox } from "./elements-page.mjs";
import { actions } from "./studio.mjs";

const preset = JSON.stringify({ interior: { type: "living-room", style: "japanese-zen" } });
const attributes = `tools="interior" preset='${preset}' src="/samples/living-room-empty.jpg"`;

/** Opens a page with studios. Their renders take this long. */
async function open(count = 1, renderingMs = 400) {
  await sandbox("reset", { speeds: { queuedMs: 0, renderingMs } });
  const body = `<div id="place"></div>${`<reroom-studio ${attributes}></reroom-studio>`.repeat(count)}`;
  const { page, problems } = await openPage({ body });
  await page.evaluate(async () => {
    await globalThis.init();
    globalThis.completed = [];
    document.addEventListener("reroom-complete", ({ detail }) => globalThis.completed.push(detail.render._id));
    const storage = localStorage;
    globalThis.connect = () => new globalThis.client.ReRoom({ baseUrl: location.origin, apiKey: "sandbox", storage });
    for (const studio of document.querySelectorAll("reroom-studio")) studio.client = globalThis.connect();
  });
  for (const studio of await page.locator("reroom-studio").all()) await studio.locator(".verdict").waitFor();
  return { page, problems, ...actions(page) };
}

/** Gives the studios of a page that was loaded again their client. A page from the browser's cache still has it. */
const reconnect = ({ page }) =>
  page.evaluate(async () => {
    await globalThis.init();
    const options = { baseUrl: location.origin, apiKey: "sandbox", storage: localStorage };
    for (const studio of document.querySelectorAll("reroom-studio"))
      studio.client ??= new globalThis.client.ReRoom(options);
  });

const bought = async () => (await sandbox("renders")).length;

/** Holds an upload. Returns a function that lets it pass. */
async function holdUpload({ page }) {
  let release;
  const released = new Promise((done) => (release = done));
  await page.route(/\/upload$/, (route) => released.then(() => route.continue()));
  return release;
}

/** Submits, runs a function in the page while the request is at this stage, and waits for what came of it. */
async function during(ui, stage, disturb, argument) {
  // Otherwise, the stage could be over before the function runs.
  const release = await (stage === "uploading" ? holdUpload(ui) : ui.hold());
  await ui.page.evaluate((stage) => {
    const studio = document.querySelector("reroom-studio");
    globalThis.reached = new Promise((done) => {
      studio.addEventListener("reroom-progress", ({ detail }) => detail.stage === stage && done());
    });
    globalThis.submitted = studio.submit();
  }, stage);
  await ui.page.evaluate(() => globalThis.reached);
  await ui.page.evaluate(disturb, argument);
  release();
}

const submitted = (ui) => ui.page.evaluate(async () => (await globalThis.submitted)?.status);
const tiles = (ui) => ui.page.locator("reroom-studio [part~=results] [data-result]");

describe("a busy element", () => {
  for (const stage of ["uploading", "rendering"]) {
    test(`that is moved while ${stage} continues`, async () => {
      const ui = await open();
      await during(ui, stage, () => document.querySelector("#place").append(document.querySelector("reroom-studio")));
      assert.equal(await submitted(ui), "completed");
      await ui.result();
      assert.deepEqual([await tiles(ui).count(), await bought()], [1, 1]);
    });

    test(`that is removed while ${stage}, and inserted again when it has ended, shows the result`, async () => {
      const ui = await open();
      await during(ui, stage, () => {
        globalThis.held = document.querySelector("reroom-studio");
        globalThis.held.remove();
      });
      assert.equal(await submitted(ui), "completed");
      await ui.page.evaluate(() => document.querySelector("#place").append(globalThis.held));
      await ui.result();
      assert.deepEqual([await tiles(ui).count(), await bought()], [1, 1]);
    });

    test(`that is removed while ${stage}, and replaced by a new one, leaves its result to that one`, async () => {
      const ui = await open();
      await during(
        ui,
        stage,
        (attributes) => {
          document.querySelector("reroom-studio").remove();
          document.querySelector("#place").innerHTML = `<reroom-studio ${attributes}></reroom-studio>`;
          document.querySelector("reroom-studio").client = globalThis.connect();
        },
        attributes,
      );
      assert.equal(await submitted(ui), "completed");
      await ui.page.reload();
      await reconnect(ui);
      await tiles(ui).first().waitFor();
      assert.deepEqual([await tiles(ui).count(), await bought()], [1, 1]);
    });
  }

  test("whose properties change continues, and a new client is used for the next order", async () => {
    const ui = await open();
    await during(ui, "rendering", async () => {
      const studio = document.querySelector("reroom-studio");
      Object.assign(studio, {
        client: globalThis.connect(),
        tools: ["edit", "interior"],
        preset: {},
        lang: "de",
        prepare: "pad",
      });
      await studio.updateComplete;
      Object.assign(studio, { client: undefined, baseUrl: "/elsewhere", tools: "interior" });
      await studio.updateComplete;
      Object.assign(studio, { client: globalThis.connect(), baseUrl: "", lang: "en" });
    });
    assert.equal(await submitted(ui), "completed");
    await ui.result();
    assert.deepEqual([await tiles(ui).count(), await bought()], [1, 1]);
  });

  test("whose user changes stops waiting, and the result is there when that user comes back", async () => {
    const ui = await open();
    await during(ui, "rendering", () => (document.querySelector("reroom-studio").user = "ben"));
    assert.equal(await submitted(ui), undefined);
    await ui.page.locator("reroom-studio .drop").waitFor();
    await ui.studio.evaluate((studio) => (studio.user = undefined));
    await ui.page.locator("reroom-studio .photos .tile[data-photo]").click();
    await tiles(ui).locator("img").waitFor();
    assert.deepEqual([await tiles(ui).count(), await bought()], [1, 1]);
  });
});

test("two elements on one page buy one result each, and after a reload both are there", async () => {
  const ui = await open(2);
  const states = await ui.page.evaluate(async () => {
    const studios = [...document.querySelectorAll("reroom-studio")];
    return (await Promise.all(studios.map((studio) => studio.submit()))).map(({ status }) => status);
  });
  assert.deepEqual([states, await bought()], [["completed", "completed"], 2]);
  await ui.page.reload();
  await reconnect(ui);
  for (const studio of await ui.page.locator("reroom-studio").all())
    await studio.locator("[data-result]").nth(1).waitFor();
});

test("thirty photos at once become a row, and the first can be ordered while the others are checked", async () => {
  const ui = await open();
  await ui.studio.evaluate((studio) => studio.reset());
  const bytes = await readFile("www/public/samples/bedroom-empty.jpg");
  // The end of the file differs, so that each is a photo of its own.
  const files = Array.from({ length: 30 }, (_, index) => ({
    name: `room-${index}.jpg`,
    mimeType: "image/jpeg",
    buffer: Buffer.concat([bytes, Buffer.from([index])]),
  }));
  await ui.page.locator("reroom-studio #file").setInputFiles(files);
  await ui.verdict.waitFor();
  await ui.submit();
  await ui.result();
  await ui.page.locator("reroom-studio .photos .tile[data-photo]").nth(29).waitFor();
  await ui.page.waitForFunction(
    () => document.querySelector("reroom-studio").shadowRoot.querySelectorAll(".photos .tile img").length === 30,
  );
  assert.equal(await bought(), 1);
});

test("after the back button, a render that ran meanwhile is shown", async () => {
  const ui = await open();
  await during(ui, "rendering", () => undefined);
  await ui.page.goto(elements.show({ body: "" }));
  await ui.page.goBack();
  await reconnect(ui);
  await tiles(ui).locator("img").waitFor();
  assert.deepEqual([await tiles(ui).count(), await bought()], [1, 1]);
});
