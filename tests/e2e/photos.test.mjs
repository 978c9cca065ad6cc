// The row of photos: several files by drop, paste and picker, the state of each, keyboard, and removal.
/* global ClipboardEvent, DataTransferItem, DragEvent -- of the page */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { accessible } from "./elements.mjs";
import { sandbox } from "./elements-page.mjs";
import { openStudioElement as open } from "./studio-element.mjs";

const samples = ["living-room-empty.jpg", "bedroom-empty.jpg", "house-exterior.jpg"];
const text = { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("notes") };
const damaged = { name: "damaged.jpg", mimeType: "image/jpeg", buffer: Buffer.from("no photo at all") };

const photo = async (name) => ({
  name,
  mimeType: "image/jpeg",
  buffer: await readFile(`www/public/samples/${name}`),
});
const photos = (names = samples) => Promise.all(names.map(photo));

const tiles = ({ page }) => page.locator("reroom-studio .photos .tile[data-photo]");
const namesIn = async (ui) =>
  (await tiles(ui).locator("span:not(.placeholder)").allTextContents()).map((name) => name.trim());
const tile = (ui, name) => tiles(ui).filter({ hasText: name });
const selected = (ui, name) => ui.page.locator(`reroom-studio .photos .tile[aria-pressed=true]`, { hasText: name });
const note = ({ page }) => page.locator("reroom-studio .view > [role=alert]");

/** Chooses files with the picker. */
async function choose(ui, files) {
  await ui.page.locator("reroom-studio #file").setInputFiles(files);
}

/** Opens three photos, and waits until the last one has been checked. */
async function openRow(options) {
  const ui = await open(options);
  await choose(ui, await photos());
  await tile(ui, samples[2]).waitFor();
  await ui.page.locator("reroom-studio .stage[aria-busy=false]").waitFor();
  return ui;
}

/** Drops or pastes files and folders, given by name. */
const give = ({ page }, kind, names, folders = []) =>
  page.evaluate(
    async ([kind, names, folders]) => {
      const data = new DataTransfer();
      for (const name of names) {
        const isPhoto = name.endsWith(".jpg");
        const blob = isPhoto ? await (await fetch(`/samples/${name}`)).blob() : name;
        data.items.add(new File([blob], name, { type: isPhoto ? "image/jpeg" : "text/plain" }));
      }
      for (const name of folders) data.items.add(new File([], name));
      // A script cannot create the entry of a folder.
      const { webkitGetAsEntry } = DataTransferItem.prototype;
      DataTransferItem.prototype.webkitGetAsEntry = function () {
        return folders.includes(this.getAsFile()?.name) ? { isDirectory: true } : webkitGetAsEntry.call(this);
      };
      const surface = document.querySelector("reroom-studio").shadowRoot.querySelector(".studio");
      const event =
        kind === "drop"
          ? new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })
          : new ClipboardEvent("paste", { clipboardData: data, bubbles: true });
      (kind === "drop" ? surface : document.body).dispatchEvent(event);
    },
    [kind, names, folders],
  );

describe("several photos", () => {
  for (const kind of ["drop", "paste"])
    test(`a ${kind} adds them in order and selects the first`, async () => {
      const ui = await open();
      await give(ui, kind, samples);
      await tile(ui, samples[2]).waitFor();
      assert.deepEqual(await namesIn(ui), samples);
      await selected(ui, samples[0]).waitFor();
      await accessible(ui.page);
    });

  test("the picker accepts several files, and adds further ones to the row", async () => {
    const ui = await open();
    assert.equal(await ui.page.locator("reroom-studio #file").evaluate(({ multiple }) => multiple), true);
    await choose(ui, await photos(samples.slice(0, 2)));
    await tile(ui, samples[1]).waitFor();
    const chooser = ui.page.waitForEvent("filechooser");
    await ui.page.getByRole("button", { name: "Add photos" }).click();
    await (await chooser).setFiles(await photo(samples[2]));
    await selected(ui, samples[2]).waitFor();
    assert.equal(await tiles(ui).count(), 3);
  });

  test("a single photo still replaces one without results", async () => {
    const ui = await open();
    for (const name of samples.slice(0, 2)) {
      await choose(ui, await photo(name));
      await ui.page.locator("reroom-studio .file b", { hasText: name }).waitFor();
    }
    // The row shows what is there: the second photo, and two new ones.
    await choose(ui, await photos([samples[2], "living-room-staged.jpg"]));
    await tile(ui, "living-room-staged.jpg").waitFor();
    assert.deepEqual(await namesIn(ui), [...samples.slice(1), "living-room-staged.jpg"]);
  });

  test("open() accepts an array of files and URLs", async () => {
    const ui = await open();
    await ui.studio.evaluate(async (studio, names) => {
      const file = await (await fetch(`/samples/${names[0]}`)).blob();
      await studio.open([file, `/samples/${names[1]}`]);
    }, samples);
    await selected(ui, "photo").waitFor();
    assert.deepEqual(await namesIn(ui), ["photo", samples[1]]);
  });

  test("a drop names files that are not photos, and explains folders", async () => {
    const ui = await open();
    await give(ui, "drop", [samples[0], "notes.txt", samples[1]], ["Holiday"]);
    await tile(ui, samples[1]).waitFor();
    assert.equal(await tiles(ui).count(), 2);
    const words = await note(ui).innerText();
    assert.match(words, /Skipped: notes\.txt/);
    assert.match(words, /Folders can’t be opened/);
    assert.doesNotMatch(words, /Holiday/);
    await accessible(ui.page);
    await ui.screenshot("photos-skipped");
    await ui.page.getByRole("button", { name: "Dismiss" }).click();
    await note(ui).filter({ hasText: /^\s*$/ }).waitFor({ state: "attached" });
  });

  test("a drop takes photos whose type is unknown by their names, and not the video of a live photo", async () => {
    const ui = await open();
    await give(ui, "drop", [samples[0], "IMG_1.HEIC", "IMG_1.MOV", "IMG_2.HIF"]);
    for (const name of ["IMG_1.HEIC", "IMG_2.HIF"]) await tile(ui, name).waitFor();
    assert.equal(await tiles(ui).count(), 3);
    assert.match(await note(ui).innerText(), /Skipped: IMG_1\.MOV/);
  });

  test("a dropped folder alone changes nothing but the message", async () => {
    const ui = await open();
    await give(ui, "drop", [], ["Holiday"]);
    await note(ui).filter({ hasText: "Folders can’t be opened" }).waitFor();
    await ui.page.locator("reroom-studio .drop").waitFor();
  });
});

describe("the state of a photo", () => {
  test("a damaged one needs attention", async () => {
    const ui = await open();
    await choose(ui, [await photo(samples[0]), damaged, text]);
    await tile(ui, "damaged.jpg").getByText("Needs attention").waitFor();
    await tile(ui, "damaged.jpg").click();
    await ui.verdict.filter({ hasText: "This photo can’t be used" }).waitFor();
    await accessible(ui.page);
  });

  test("from working to new to done, and on to the next photo", async () => {
    const ui = await openRow();
    const release = await ui.hold();
    await ui.tool("interior");
    await ui.anyStyle();
    await ui.submit();
    await tile(ui, samples[0]).getByText("Working").waitFor();
    await tile(ui, samples[1]).click();
    release();
    await tile(ui, samples[0]).getByText("1 new").waitFor();
    await accessible(ui.page);
    await ui.screenshot("photos-new");
    await tile(ui, samples[0]).click();
    await ui.page.locator("reroom-studio [data-action=accept]:visible").click();
    await tile(ui, samples[0]).getByText("Done").waitFor();
    await ui.page.getByText("1 of 3 done").waitFor();
    await accessible(ui.page);
    await ui.screenshot("photos-next");
    await ui.page.locator("reroom-studio [data-action=next]:visible").press("Enter");
    await selected(ui, samples[1]).waitFor();
    await ui.hasFocus(".tools summary, .tools input");
    await ui.announced(`${samples[1]}. Ready to use.`);
  });
});

describe("by keyboard", () => {
  test("arrow keys, Home and End move through the row, and Enter selects", async () => {
    const ui = await openRow();
    const focused = (name) =>
      ui.page.waitForFunction(
        (name) => document.querySelector("reroom-studio").shadowRoot.activeElement?.textContent.includes(name),
        name,
      );
    await ui.tabTo(".photos .tile");
    await focused(samples[0]);
    await ui.page.keyboard.press("ArrowRight");
    await focused(samples[1]);
    await selected(ui, samples[0]).waitFor();
    await ui.page.keyboard.press("Enter");
    await selected(ui, samples[1]).waitFor();
    await ui.page.keyboard.press("End");
    await focused("Add photos");
    await ui.page.keyboard.press("Home");
    await focused(samples[0]);
    await ui.page.keyboard.press("ArrowLeft");
    await focused(samples[0]);
  });

  test("Delete removes a photo, focus is on Undo, and undoing brings it back", async () => {
    const ui = await openRow();
    await ui.tabTo(".photos .tile");
    await ui.page.keyboard.press("ArrowRight");
    await ui.page.keyboard.press("Delete");
    await ui.hasFocus("[data-action=undo]");
    await ui.page.locator("reroom-studio [role=status]", { hasText: `${samples[1]} removed.` }).waitFor();
    assert.equal(await tiles(ui).count(), 2);
    await accessible(ui.page);
    await ui.page.keyboard.press("Enter");
    await selected(ui, samples[1]).waitFor();
    assert.equal(await tiles(ui).count(), 3);
    const painted = await ui.page.locator("reroom-studio .picture").evaluate(async (image) => {
      await image.decode();
      return image.naturalWidth;
    });
    assert.equal(painted, 1800);
  });

  test("the button on a tile removes its photo, but not while it renders", async () => {
    const ui = await openRow();
    await sandbox("reset", { speeds: { queuedMs: 0, renderingMs: 60_000 } });
    await ui.page.getByRole("button", { name: `Remove ${samples[2]}` }).click();
    assert.equal(await tiles(ui).count(), 2);
    await ui.tool("interior");
    await ui.anyStyle();
    await ui.submit();
    await tile(ui, samples[0]).getByText("Working").waitFor();
    assert.equal(await ui.page.getByRole("button", { name: `Remove ${samples[0]}` }).count(), 0);
    await tile(ui, samples[0]).press("Delete");
    assert.equal(await tiles(ui).count(), 2);
  });
});

describe("everywhere", () => {
  for (const [name, width, fontSize] of [
    ["320 pixels", 320, "100%"],
    ["200 % text on a phone", 390, "200%"],
  ])
    test(`${name}: the row scrolls by itself`, async () => {
      const ui = await openRow({ viewport: { width, height: 844 }, fontSize });
      const { page, row } = await ui.page.evaluate(() => {
        const list = document.querySelector("reroom-studio").shadowRoot.querySelector(".photos ul");
        return {
          page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          row: list.scrollWidth - list.clientWidth,
        };
      });
      assert.ok(page <= 0, `the page is ${page} pixels too wide`);
      assert.ok(row > 0);
      await accessible(ui.page);
      await ui.screenshot(`photos-${width}`);
    });

  test("in right-to-left pages, the left arrow key moves forward", async () => {
    const ui = await openRow({ dir: "rtl" });
    await ui.tabTo(".photos .tile");
    await ui.page.keyboard.press("ArrowLeft");
    await ui.page.keyboard.press("Enter");
    await selected(ui, samples[1]).waitFor();
  });

  test("in forced colors, the selected photo is outlined", async () => {
    const ui = await openRow({ forcedColors: "active" });
    const outline = await selected(ui, samples[0]).evaluate((element) => getComputedStyle(element).outlineStyle);
    assert.equal(outline, "solid");
    await accessible(ui.page);
  });
});
