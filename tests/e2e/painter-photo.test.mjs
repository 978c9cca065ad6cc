// <reroom-mask-painter> in a page: accessibility, photos with an orientation, and what ends with the element.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { accessible } from "./elements.mjs";
import { elements } from "./elements-page.mjs";
import { openPainter, ui } from "./painter-page.mjs";
import { artifact, difference } from "./site.mjs";

describe("in a page", () => {
  test("axe finds no violations in any state, on desktop and phone, in light and dark, in any language", async () => {
    await ui.drag([0.3, 0.5], [0.6, 0.5]);
    await accessible(ui.page);
    for (const [name, options, content] of [
      ["painter-desktop-dark", { colorScheme: "dark" }, {}],
      ["painter-phone", { viewport: { width: 390, height: 844 } }, {}],
      [
        "painter-phone-dark-rtl",
        { viewport: { width: 360, height: 740 }, colorScheme: "dark" },
        { dir: "rtl", lang: "ar" },
      ],
    ]) {
      const other = await openPainter(options, content);
      await other.drag([0.3, 0.5], [0.6, 0.5]);
      await artifact(other.page, name);
      for (const tool of ["rectangle", "lasso", "move"]) {
        await other.tool(tool);
        await accessible(other.page);
      }
      const overflow = await other.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.ok(overflow <= 0, `${name} is ${overflow} pixels too wide`);
      // On a photo, left is left in any text direction.
      assert.deepEqual((await other.mask([0.31, 0.5], [0.69, 0.5])).values, [255, 0]);
    }
  });

  test("an edit of a photo with an EXIF orientation changes only what was painted", async () => {
    // A photo taken with an upright camera: stored sideways, with an EXIF orientation.
    const exif = Buffer.from("FFE100224578696600004D4D002A000000080001011200030000000100060000000000000000", "hex");
    const jpeg = await readFile(new URL("../../www/public/samples/phone-portrait.jpg", import.meta.url));
    elements.files.set("/samples/turned.jpg", Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]));
    const size = await ui.page.evaluate(async () => {
      await globalThis.init();
      const { prepareImage } = globalThis.client;
      globalThis.prepared = await prepareImage(await (await fetch("/samples/turned.jpg")).blob());
      const { blob, width, height, changes } = globalThis.prepared;
      const painter = document.querySelector("reroom-mask-painter");
      Object.assign(painter, { src: URL.createObjectURL(blob), width, height });
      await painter.updateComplete;
      return { width, height, changes };
    });
    assert.deepEqual([size.width, size.height], [2000, 1500]);
    assert.ok(size.changes.includes("oriented"), size.changes.join());
    await ui.painter.locator(".guides").waitFor({ state: "attached" });
    await ui.tool("rectangle");
    await ui.drag([0.1, 0.2], [0.4, 0.7]);
    const [before, after] = await ui.page.evaluate(async () => {
      const { ReRoom } = globalThis.client;
      const client = new ReRoom({ baseUrl: location.origin, apiKey: "sandbox" });
      const mask = await document.querySelector("reroom-mask-painter").encode();
      const render = await client.run(
        globalThis.prepared.blob,
        { tool: "edit", action: "remove", mask },
        { pollMs: 50 },
      );
      return [render.source, render.outputs[0]];
    });
    const changed = (...area) => difference(ui.page, before, after, area);
    assert.ok((await changed(0.12, 0.22, 0.26, 0.46)) > 3, "what was marked changed");
    for (const area of [
      [0, 0, 1, 0.18],
      [0, 0, 0.08, 0.88],
      [0.42, 0, 0.58, 0.88],
      [0, 0.72, 1, 0.16],
    ])
      assert.ok((await changed(...area)) < 1.5, `${area} changed by ${await changed(...area)}`);
  });

  test("moving the element keeps the mask; another photo or removing the element discards it", async () => {
    await ui.drag([0.3, 0.5], [0.6, 0.5]);
    const at = () =>
      ui.painter.evaluate(async (element) => {
        await element.updateComplete;
        await element.encode().catch(() => {});
        return element.marked;
      });
    await ui.page.evaluate(() => document.body.append(document.querySelector("reroom-mask-painter")));
    assert.equal(await at(), true);
    await ui.painter.evaluate((element) => Object.assign(element, { src: "/samples/bedroom-staged.jpg" }));
    assert.equal(await at(), false);

    // Masks are freed: many painters in a row use no more memory than a few.
    const pages = await ui.page.evaluate(async () => {
      const { memory } = await globalThis.init();
      const use = async () => {
        const painter = document.createElement("reroom-mask-painter");
        Object.assign(painter, { width: 4096, height: 3072 });
        document.body.append(painter);
        await painter.encode().catch(() => {});
        painter.remove();
        await new Promise((done) => setTimeout(done));
      };
      for (let count = 0; count < 3; count++) await use();
      const before = memory.buffer.byteLength;
      for (let count = 0; count < 12; count++) await use();
      return (memory.buffer.byteLength - before) / 65536;
    });
    assert.ok(pages <= 2, `${pages} pages were kept`);
  });
});
