// The whole flow by keyboard, and what a screen reader announces. After each step, focus must be where the user goes on.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { accessible } from "./elements.mjs";
import { sandbox } from "./elements-page.mjs";
import { setLanguage } from "./layout.mjs";
import { openStudioElement } from "./studio-element.mjs";

const file = "www/public/samples/living-room-empty.jpg";

/** Opens a page with a studio. Its actions press keys only. */
async function open(options) {
  const ui = await openStudioElement(options);
  const { page } = ui;
  await sandbox("reset", { speeds: { queuedMs: 1000, renderingMs: 2500 } });
  // Files can be chosen only while there is a listener, and adding one takes time.
  page.on("filechooser", () => undefined);
  return {
    ...ui,
    press: (key) => page.keyboard.press(key),
    /** Asserts that this element gets focus. */
    async focus(selector) {
      await ui.hasFocus(selector).catch(() => undefined);
      const active = await page.evaluate(() => {
        let active = document.activeElement;
        while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
        return active.outerHTML.slice(0, 200);
      });
      await ui.hasFocus(selector).catch(() => assert.fail(`focus is on ${active}, not on ${selector}`));
    },
  };
}

/** Chooses a photo with Enter on the button that has focus. */
async function choosePhoto(ui) {
  const chooser = ui.page.waitForEvent("filechooser");
  await ui.press("Enter");
  await (await chooser).setFiles(file);
}

/** Picks from a long list. */
async function pick(ui, param, words) {
  await ui.tabTo(`[data-param=${param}] summary`);
  await ui.press("Enter");
  await ui.focus(`[data-param=${param}] [type=search]`);
  await ui.page.keyboard.type(words);
  await ui.press("Enter");
  await ui.focus(`[data-param=${param}] summary`);
}

/** Opens a photo, fills in the form of restyling, and submits it. */
async function restyle(ui) {
  await ui.tabTo("[data-focus=photo]");
  await choosePhoto(ui);
  await ui.announced("living-room-empty.jpg. Ready to use.");
  await ui.focus("[data-focus=photo]");
  await restyleForm(ui);
}

/** Fills in the form of restyling, and submits it. */
async function restyleForm(ui) {
  await ui.tabTo(".tools input");
  await ui.press("ArrowDown");
  await ui.focus("[name=tool][value=interior]");
  await ui.press("Enter");
  await ui.focus(".tools summary");
  await pick(ui, "style", "zen");
  await pick(ui, "type", "bedroom");
  await ui.tabTo("[data-action=submit]");
  await ui.press("Enter");
}

test("from an empty page to a result, on with it, and back", async () => {
  const ui = await open();
  await accessible(ui.page);
  const release = await ui.hold();
  await restyle(ui);
  await ui.focus("[data-focus=busy]");
  await ui.announced(/Creating your picture…|Your picture is waiting to start/);
  await accessible(ui.page);
  release();
  await ui.focus("input[type=range]");
  await ui.announced("Your picture is ready.");
  await accessible(ui.page);
  await ui.tabTo("[data-action=accept]");
  await ui.press("Enter");
  await ui.focus("[data-action=accept]");
  await ui.announced("Selected");
  await ui.tabTo("[data-action=continue]", "Shift+Tab");
  await ui.press("Enter");
  await ui.focus(".tools summary");
  await accessible(ui.page);
  await ui.tabTo(".tile.seen", "Shift+Tab");
  await ui.press("Enter");
  await ui.focus("input[type=range]");
  await ui.tabTo("[data-action=remove]");
  await ui.press("Enter");
  await ui.focus("[data-action=undo]");
  await ui.page.locator("reroom-studio [role=status]", { hasText: "Result removed." }).waitFor();
  await accessible(ui.page);
  await ui.press("Enter");
  await ui.focus(".tile[data-result]");
});

test("a row of photos: order two, come back to the first, on to the next, and remove one", async () => {
  const ui = await open();
  const names = ["living-room-empty.jpg", "bedroom-empty.jpg", "house-exterior.jpg"];
  const release = await ui.hold();
  const onTile = (name) =>
    ui.page.waitForFunction((name) => {
      const active = document.querySelector("reroom-studio").shadowRoot.activeElement;
      return active?.matches(".photos .tile[data-photo]") && active.textContent.includes(name);
    }, name);
  await ui.tabTo("[data-focus=photo]");
  const chooser = ui.page.waitForEvent("filechooser");
  await ui.press("Enter");
  await (await chooser).setFiles(names.map((name) => `www/public/samples/${name}`));
  await ui.announced(`${names[0]}. Ready to use.`);
  await ui.focus("[data-focus=photo]");
  await restyleForm(ui);
  await ui.focus("[data-focus=busy]");
  await ui.tabTo(".photos .tile", "Shift+Tab");
  await ui.press("Home");
  await ui.press("ArrowRight");
  await onTile(names[1]);
  await ui.press("Enter");
  await onTile(names[1]);
  await ui.announced(`${names[1]}. Ready to use.`);
  await ui.tabTo("[data-action=submit]");
  await ui.press("Enter");
  await ui.focus("[data-focus=busy]");
  // While both render, the user is with the third photo. Nothing that comes in takes the focus.
  await ui.tabTo(".photos .tile", "Shift+Tab");
  await ui.press("Home");
  await onTile(names[0]);
  for (let presses = 0; presses < 2; presses++) await ui.press("ArrowRight");
  await onTile(names[2]);
  await ui.press("Enter");
  await onTile(names[2]);
  release();
  await ui.page.locator("reroom-studio .photos .tile", { hasText: "1 new" }).nth(1).waitFor();
  await onTile(names[2]);
  await ui.tabTo(".photos .tile", "Shift+Tab");
  await ui.press("Home");
  await onTile(names[0]);
  await ui.press("Enter");
  await ui.focus("input[type=range]");
  await ui.tabTo("[data-action=accept]");
  await ui.press("Enter");
  await ui.focus("[data-action=accept]");
  await ui.tabTo("[data-action=next]");
  await ui.press("Enter");
  await ui.focus("input[type=range]");
  await ui.tabTo(".photos .tile", "Shift+Tab");
  await ui.press("Home");
  await ui.press("ArrowRight");
  await onTile(names[1]);
  await ui.press("Delete");
  await ui.focus("[data-action=undo]");
  await ui.press("Enter");
  await ui.focus(".tile[data-result]");
  await accessible(ui.page);
});

test("from an emptied room to one of several styles", async () => {
  const ui = await open();
  await sandbox("reset", { speeds: { queuedMs: 0, renderingMs: 100 } });
  await ui.tabTo("[data-focus=photo]");
  await choosePhoto(ui);
  await ui.announced("living-room-empty.jpg. Ready to use.");
  await ui.tabTo(".tools input");
  for (let presses = 0; presses < 2; presses++) await ui.press("ArrowDown");
  await ui.focus("[name=tool][value=empty-room]");
  await ui.tabTo("[data-action=submit]");
  await ui.press("Enter");
  await ui.focus("input[type=range]");
  await ui.tabTo("[data-action=continue]");
  await ui.press("Enter");
  await ui.focus(".options input");
  await ui.tabTo("[name=type]");
  await ui.press("Space");
  await ui.tabTo("[data-action=compare-styles]");
  await ui.press("Enter");
  await ui.focus("[data-action=compare-styles][aria-pressed=true]");
  await ui.tabTo("[name=style][value=industrial]", "Shift+Tab");
  await ui.press("Space");
  await ui.focus("[name=style][value=industrial]:checked");
  await ui.press("Shift+Tab");
  await ui.press("Space");
  await ui.tabTo("[data-action=submit]");
  await ui.press("Enter");
  await ui.focus(".variants button");
  await ui.announced("Choose a version");
  await ui.tabTo(".variants [data-action=accept]");
  await ui.press("Enter");
  await ui.focus("[data-action=accept][aria-pressed=true]");
  await ui.announced("Selected");
  await ui.tabTo("[name=compare-with]", "Shift+Tab");
  await ui.press("ArrowUp");
  await ui.focus("[name=compare-with]:checked");
  await ui.tabTo(".chain button", "Shift+Tab");
  await ui.press("Enter");
  await ui.focus(".chain [aria-current], input[type=range]");
  await ui.tabTo("[data-action=download]");
});

describe("tools", () => {
  test("arrow keys browse the tools, Enter and Escape fold the list, and the summary opens it", async () => {
    const ui = await open();
    await ui.tabTo(".tools input");
    await ui.press("ArrowDown");
    await ui.focus("[name=tool][value=interior]");
    await ui.press("Enter");
    await ui.focus(".tools summary");
    await ui.page.locator("reroom-studio .tools:not([open]) summary", { hasText: "Restyle a room" }).waitFor();
    await ui.press("Enter");
    await ui.page.locator("reroom-studio .tools[open]").waitFor();
    await ui.press("Tab");
    await ui.focus("[name=tool][value=interior]");
    await ui.press("Escape");
    await ui.focus(".tools summary");
  });

  test("a long list opens, is searched, and closes with the choice", async () => {
    const ui = await open();
    await ui.tabTo(".tools input");
    await ui.press("ArrowDown");
    await ui.press("Enter");
    await pick(ui, "style", "zen");
    await ui.page.locator("reroom-studio [data-param=style] summary", { hasText: "Japanese Zen" }).waitFor();
  });
});

describe("errors", () => {
  for (const [name, body, status, target] of [
    ["that can be tried again", { err: "Image processing failed" }, 500, "button[data-focus=failed]"],
    ["without an action", { err: "Not enough credits" }, 400, ".notice"],
  ])
    test(`${name}: the message gets focus and is announced`, async () => {
      const ui = await open();
      const faults = { method: "POST", path: "/api/enterprise/render", status, body };
      await sandbox("faults", faults);
      await restyle(ui);
      await ui.focus(target);
      assert.equal(await ui.page.locator("reroom-studio [role=alert] .notice").count(), 1);
      await accessible(ui.page);
      assert.ok(ui.problems.splice(0).every((text) => text.startsWith("Failed to load resource")));
    });

  test("what is missing gets focus, and the hint names it", async () => {
    const ui = await open();
    await ui.tabTo("[data-focus=photo]");
    await choosePhoto(ui);
    await ui.focus("[data-focus=photo]");
    await ui.tabTo("[data-action=submit]");
    await ui.press("Enter");
    await ui.focus("[data-param=type] input");
    await ui.hint.filter({ hasText: "Choose a room type." }).waitFor();
    await ui.press("Space");
    await ui.focus("[name=type][value=living-room]");
    await ui.tabTo("[name=style]");
    await ui.press("ArrowDown");
    await ui.focus("[name=style][value=scandinavian]");
  });

  test("after stopping to wait, focus is where it can be resumed or on the photo", async () => {
    const ui = await open();
    await ui.hold();
    await restyle(ui);
    await ui.page.locator("reroom-studio .steps [aria-current]", { hasText: /Queued|Rendering/ }).waitFor();
    await ui.focus("[data-focus=busy]");
    await ui.press("Enter");
    await ui.focus("[data-focus=failed], [data-focus=photo]");
    await accessible(ui.page);
  });
});

describe("large text and small screens", () => {
  for (const [name, width, fontSize] of [
    ["200 % text on a phone", 390, "200%"],
    ["200 % text on 320 pixels", 320, "200%"],
    ["320 pixels", 320, "100%"],
  ])
    test(`${name}: nothing is cut off`, async () => {
      const ui = await open({ viewport: { width, height: 844 }, fontSize });
      await ui.page
        .locator("reroom-studio")
        .evaluate((studio, file) => studio.open(file), "/samples/living-room-empty.jpg");
      await ui.verdict.waitFor();
      for (const lang of ["en", "de", "fr", "es"]) {
        await ui.page.evaluate(setLanguage, { root: "reroom-studio", lang });
        for (const tool of ["virtual-staging", "edit", "interior"]) {
          await ui.tool(tool);
          await ui.page.locator("reroom-studio .controls > .tools:not([open]) summary").click();
          const cut = await ui.page.locator("reroom-studio").evaluate(({ renderRoot }) => {
            return [...renderRoot.querySelectorAll(".panel *, .dock *, .stage *")]
              .filter((element) => !element.closest(".strip, .file, .visually-hidden, svg"))
              .filter((element) => element.checkVisibility() && element.textContent.trim() !== "")
              .filter(({ clientWidth, scrollWidth }) => clientWidth > 0 && scrollWidth > clientWidth + 1)
              .map(
                ({ localName, className, textContent }) =>
                  `${localName}.${className} ${textContent.trim().slice(0, 40)}`,
              );
          });
          assert.deepEqual(cut, [], `${lang} ${tool}`);
        }
      }
      const overflow = await ui.page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      assert.ok(overflow <= 0, `the page is ${overflow} pixels too wide`);
      await ui.screenshot(`large-text-${width}-${fontSize.replace("%", "")}`);
    });
});

test("in forced colors, the selected tool and option are outlined", async () => {
  const ui = await open({ forcedColors: "active" });
  await ui.page.locator("reroom-studio .tools label:has(:checked)").waitFor();
  for (const selector of [".tools label:has(:checked)", ".segmented label:has(:checked)"]) {
    const label = ui.page.locator(`reroom-studio ${selector}`).first();
    assert.equal(await label.evaluate((element) => getComputedStyle(element).outlineStyle), "solid", selector);
  }
  await accessible(ui.page);
});

test("with reduced motion, nothing is animated", async () => {
  const ui = await open({ reducedMotion: "reduce" });
  const release = await ui.hold();
  await restyle(ui);
  await ui.focus("[data-focus=busy]");
  const moving = await ui.page
    .locator("reroom-studio")
    .evaluate(({ renderRoot }) =>
      renderRoot.getAnimations().map(({ animationName, transitionProperty }) => animationName ?? transitionProperty),
    );
  assert.deepEqual(moving, []);
  release();
});
