// Every state of the elements with 200 % text on 320 pixels and at 400 % zoom: nothing overlaps, is cut off or out of reach.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { openPage, sandbox } from "./elements-page.mjs";
import { findLayoutProblems } from "./layout.mjs";
import { openStudioElement } from "./studio-element.mjs";

/** Returns a function that checks a state of the page, and one that asserts that every checked state was right. */
function laws(page, tag) {
  const broken = [];
  return {
    fits: async (state) => {
      broken.push(...(await findLayoutProblems(page, tag)).map((problem) => `${state}: ${problem}`));
    },
    assertAll: () => {
      assert.deepEqual(broken, []);
    },
  };
}

describe("<reroom-compare>", () => {
  const photos = `before-src="/samples/living-room-empty.jpg" after-src="/samples/living-room-staged.jpg"`;
  const renders = JSON.stringify([
    { tool: "empty-room" },
    { tool: "virtual-staging", action: "preset", type: "bedroom", style: "modern" },
  ]);
  for (const orientation of ["horizontal", "vertical"])
    for (const disclosure of ["adjacent", "overlay"])
      test(`${orientation}, disclosed ${disclosure}`, async () => {
        const attributes = `zoomable width="3" height="2" orientation="${orientation}" disclosure="${disclosure}" renders='${renders}'`;
        const { page } = await openPage({
          body: `<reroom-compare ${photos} ${attributes} original-href="#"></reroom-compare>`,
        });
        const { fits, assertAll } = laws(page, "reroom-compare");
        await page.locator("reroom-compare .zoom").waitFor();
        await fits("in the page");
        await page.locator("reroom-compare .zoom button").last().click();
        await page.locator("reroom-compare .full").waitFor();
        await fits("full screen");
        assertAll();
      });
});

test("<reroom-mask-painter>", async () => {
  const size = `width="1800" height="1200"`;
  const { page } = await openPage({
    body: `<reroom-mask-painter src="/samples/living-room-staged.jpg" ${size}></reroom-mask-painter>`,
  });
  const painter = page.locator("reroom-mask-painter");
  const { fits, assertAll } = laws(page, "reroom-mask-painter");
  await painter.locator(".guides").waitFor({ state: "attached" });
  await painter.evaluate(async (painter) => {
    painter.photo = await (await fetch("/samples/living-room-staged.jpg")).blob();
  });
  await painter.locator("label[data-value=select]").waitFor();
  for (const where of ["in the page", "full screen"]) {
    if (where === "full screen") await painter.locator("button.fullScreen").click();
    for (const tool of ["select", "brush", "rectangle", "lasso", "move"]) {
      await painter.locator(`label[data-value=${tool}]`).click();
      await fits(`${where}, ${tool}`);
    }
    await painter.locator("button.more").click();
    await fits(`${where}, more actions`);
    await painter.locator("button.more").click();
  }
  assertAll();
});

describe("<reroom-studio>", () => {
  const three = ["modern", "industrial", "luxury"];
  const samples = ["living-room-empty.jpg", "bedroom-empty.jpg", "house-exterior.jpg"];
  const sample = async (name) => ({
    name,
    mimeType: "image/jpeg",
    buffer: await readFile(`www/public/samples/${name}`),
  });

  /** Opens a studio, with a function that checks a state. */
  async function open(options) {
    const ui = await openStudioElement(options);
    return {
      ...ui,
      in: (selector, filter) => ui.page.locator(`reroom-studio ${selector}`, filter),
      ...laws(ui.page, "reroom-studio"),
      async choosePhotos(...names) {
        await ui.page.locator("reroom-studio #file").setInputFiles(await Promise.all(names.map(sample)));
        await ui.verdict.waitFor();
      },
    };
  }

  test("before an order", async () => {
    const ui = await open();
    await ui.fits("without a photo");
    await ui.choosePhotos(samples[0]);
    await ui.submit();
    await ui.fits("with something missing");
    await ui.tool("interior");
    await ui.in("[data-param=style] summary").click();
    await ui.fits("a long list");
    await ui.more();
    await ui.fits("more options");
    await ui.tool("edit");
    await ui.page.locator("reroom-mask-painter .guides").waitFor({ state: "attached" });
    await ui.choose("action", "object");
    await ui.fits("painting");
    await ui.tool("virtual-staging");
    await ui.choose("action", "reference");
    await ui.fits("reference photos");
    await ui.tool("sketch");
    await ui.fits("a sketch");
    ui.assertAll();
  });

  test("photos that are not ready", async () => {
    const ui = await open();
    const data = (width, height) =>
      ui.page.evaluate(
        async ([width, height]) => {
          const canvas = new OffscreenCanvas(width, height);
          canvas.getContext("2d").fillRect(0, 0, width, height);
          return [...new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg" })).arrayBuffer())];
        },
        [width, height],
      );
    await ui.file("tiny.jpg", "image/jpeg", Buffer.from(await data(300, 200)));
    await ui.fits("refused");
    await ui.file("portrait.jpg", "image/jpeg", Buffer.from(await data(1200, 1600)));
    await ui.fits("padded");
    await ui.file("wide.jpg", "image/jpeg", Buffer.from(await data(2400, 800)));
    await ui.in(".frame, [part~=crop]").first().waitFor();
    await ui.fits("cropped");
    ui.assertAll();
  });

  test("an order, its error and its result", async () => {
    const ui = await open();
    await ui.choosePhotos(samples[0]);
    const release = await ui.hold();
    await ui.furnishing();
    await ui.submit();
    await ui.in(".card").waitFor();
    await ui.fits("rendering");
    release();
    await ui.result();
    await ui.fits("a result");
    await ui.action("accept");
    await ui.fits("accepted");
    await sandbox("faults", {
      method: "POST",
      path: "/api/enterprise/render",
      status: 500,
      body: { err: "Image processing failed" },
    });
    await ui.submit();
    await ui.notice.waitFor();
    await ui.fits("an error");
    ui.problems.length = 0;
    await ui.in(".tile[data-result]").first().click();
    await ui.action("remove");
    await ui.fits("removed");
    ui.assertAll();
  });

  test("several styles, and the steps to them", async () => {
    const ui = await open();
    await ui.choosePhotos(samples[0]);
    await ui.tool("empty-room");
    await ui.submit();
    await ui.result();
    await ui.action("continue");
    await ui.choose("type", "living-room");
    await ui.action("compare-styles");
    for (const style of three) await ui.choose("style", style);
    await ui.fits("choosing styles");
    await ui.submit();
    await ui.in(".variants li:nth-child(3)").waitFor();
    await ui.in(".card").waitFor({ state: "detached" });
    await ui.fits("side by side");
    await ui.in(".variants [data-action=accept]").first().click();
    await ui.in(".chain").waitFor();
    await ui.fits("steps");
    ui.assertAll();
  });

  test("many results: the strip scrolls, each tile can be reached, and the page stays as wide as it is", async () => {
    const ui = await open();
    await ui.choosePhotos(samples[0]);
    await ui.furnishing();
    await ui.submit();
    await ui.result();
    await ui.page.evaluate(() => {
      const [[key, text]] = Object.entries(localStorage).filter(([key]) => key.startsWith("reroom.studio"));
      const { photos, results } = JSON.parse(text);
      const many = Array.from({ length: 40 }, (_, index) => ({ ...results[0], id: `result-${index}` }));
      localStorage.setItem(key, JSON.stringify({ photos, results: [...results, ...many] }));
    });
    await ui.page.evaluate(() => {
      const studio = document.querySelector("reroom-studio");
      const { client } = studio;
      Object.assign(studio, { client: undefined });
      Object.assign(studio, { client });
    });
    await ui.in(".strip .tile[data-result]").nth(40).waitFor();
    await ui.fits("41 results");
    await ui.in(".strip .tile[data-result]").nth(40).press("Enter");
    await ui.in(".strip .tile[data-result][aria-pressed=true]").waitFor();
    ui.assertAll();
  });

  test("several photos", async () => {
    const ui = await open();
    await ui.page
      .locator("reroom-studio #file")
      .setInputFiles([
        ...(await Promise.all(samples.map(sample))),
        { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("notes") },
        { name: "damaged-photo-of-the-kitchen.jpg", mimeType: "image/jpeg", buffer: Buffer.from("no photo") },
      ]);
    await ui.in(".photos .tile[data-photo]").nth(3).getByText("Needs attention").waitFor();
    await ui.fits("with a note on what was skipped");
    await ui.in(".photos .tile[data-photo]").first().focus();
    await ui.page.keyboard.press("Delete");
    await ui.in("[data-action=undo]").waitFor();
    await ui.fits("removed");
    ui.assertAll();
  });
});
