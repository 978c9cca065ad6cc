/* global MouseEvent -- of the page */
// Paid requests: only the submit button sends them, and only once.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { sandbox, ui } from "./studio-page.mjs";

const render = { method: "POST", path: "/api/enterprise/render" };
const bought = async () => (await sandbox("renders")).length;
const requests = async () =>
  (await sandbox("requests")).filter(({ method, path }) => method === "POST" && /\/(render|upscale)(\?|$)/.test(path));
const orders = async () => (await requests()).length;

/** Opens a photo and fills in every field, ready to submit. */
async function readyToFurnish() {
  await ui.sample("Empty living room");
  await ui.furnishing();
}

describe("only one request is sent", () => {
  test("for a double click, even if the result arrives immediately", async () => {
    await readyToFurnish();
    await ui.submitButton.dblclick();
    await ui.result();
    await ui.submitButton.evaluate((button) => {
      for (const detail of [2, 3]) button.dispatchEvent(new MouseEvent("click", { bubbles: true, detail }));
    });
    await ui.result();
    assert.equal(await bought(), 1);
  });

  test("for a double click on upscale", async () => {
    await readyToFurnish();
    await ui.submit();
    await ui.result();
    await ui.page.locator("reroom-studio [data-action=upscale]").evaluate((button) => {
      button.click();
      button.click();
    });
    await ui.page.locator("reroom-studio .result", { hasText: "1536" }).waitFor();
    assert.equal(await bought(), 2);
  });

  test("for a key held down, even if focus moves to another button", async () => {
    await readyToFurnish();
    // Each error shows a retry button and focuses it.
    await sandbox("faults", { ...render, status: 500, body: { err: "Image processing failed" }, times: 50 });
    await ui.submitButton.focus();
    await ui.page.keyboard.down("Enter");
    await ui.hasFocus("[data-focus=failed]");
    for (let repeats = 0; repeats < 10; repeats++) await ui.page.keyboard.down("Enter");
    await ui.page.keyboard.up("Enter");
    assert.equal(await orders(), 1);
    await ui.page.keyboard.press("Enter");
    await ui.page.locator("#log li", { hasText: "POST /api/enterprise/render" }).nth(1).waitFor();
    await ui.hasFocus("[data-focus=failed]");
    assert.equal(await orders(), 2, "pressed anew, it sends again");
  });
});

describe("Enter sends nothing", () => {
  test("on a radio button, in a text field, on a range, in a search or on a checkbox", async () => {
    await readyToFurnish();
    const press = async (selector, key = "Enter") => {
      await ui.page.locator(`reroom-studio ${selector}`).first().focus();
      await ui.page.keyboard.press(key);
    };
    await press("input[name=tool]:checked");
    await press("input[name=type]:checked");
    await press("input[name=style]:checked");
    await ui.tool("interior");
    await ui.anyStyle();
    await ui.choose("creativity", "precise");
    await press("input[name=creativity]:checked");
    await press("input[name=creativity_level]");
    await press("textarea[name=prompt]", "Control+Enter");
    await press("textarea[name=prompt]");
    await ui.page.locator("reroom-studio [data-param=style] summary").click();
    await press("[data-param=style] input[type=search]");
    await ui.page.waitForTimeout(0);
    assert.equal(await ui.page.locator("reroom-studio .stage[aria-busy=true]").count(), 0);
    assert.equal(await orders(), 0);
  });
});

describe("required fields have no default", () => {
  test("staging requires room and style, and a click names and focuses the missing one", async () => {
    await ui.sample("Empty bedroom");
    assert.equal(await ui.page.locator("reroom-studio .field input:checked:not([name=action])").count(), 0);
    await ui.submit();
    await ui.hint.filter({ hasText: "Choose a room type." }).waitFor();
    await ui.hasFocus("input[name=type]");
    await ui.screenshot("missing-answer");
    await ui.choose("type", "bedroom");
    assert.equal((await ui.hint.textContent()).trim(), "");
    await ui.submit();
    await ui.hint.filter({ hasText: "Choose a style." }).waitFor();
    await ui.hasFocus("input[name=style]");
    assert.equal(await orders(), 0);
    await ui.choose("style", "scandinavian");
    await ui.submit();
    await ui.result();
    assert.equal(await bought(), 1);
  });

  test("restyling requires style and room type, and accepts no preference", async () => {
    await ui.sample("Living room");
    await ui.tool("interior");
    await ui.page.locator("reroom-studio [data-param=style] summary", { hasText: "Choose…" }).waitFor();
    await ui.submit();
    await ui.hint.filter({ hasText: "Choose a style." }).waitFor();
    await ui.hasFocus("summary");
    await ui.screenshot("missing-style");
    assert.equal(await orders(), 0);
    await ui.anyStyle();
    await ui.page.locator("reroom-studio [data-param=style] summary", { hasText: "No preference" }).waitFor();
    await ui.submit();
    await ui.result();
    const { json } = (await sandbox("requests")).findLast(
      ({ path }) => path.includes("/render?") || path.endsWith("/render"),
    );
    assert.deepEqual([json.style, json.type], ["no-style", "no-type"]);
  });

  test("edits require an object or material", async () => {
    await ui.sample("Living room");
    await ui.tool("edit");
    await ui.paint([0.4, 0.5], [0.6, 0.5]);
    for (const [action, advice] of [
      ["object", "Choose what should be added."],
      ["material", "Choose a material."],
    ]) {
      await ui.choose("action", action);
      await ui.submit();
      await ui.hint.filter({ hasText: advice }).waitFor();
    }
    assert.equal(await orders(), 0);
  });
});

test("submitting without a mask focuses the painter, even while it is still loading", async () => {
  let arrived;
  const asked = new Promise((done) => (arrived = done));
  let answer;
  const held = new Promise((done) => (answer = done));
  await ui.page.route(/painter\/define/, async (route) => {
    arrived();
    await held;
    await route.continue();
  });
  await ui.sample("Living room");
  await ui.tool("edit");
  await asked;
  await ui.submit();
  await ui.hint.filter({ hasText: "Select what you want to change." }).waitFor();
  assert.equal(await orders(), 0);
  answer();
  await ui.hasFocus(".window");
});

describe("submitting while a selection runs", () => {
  /** Opens the painter with a segmenter that answers when the test says so, and drags a box. */
  async function startSelection() {
    await ui.sample("Living room");
    await ui.tool("edit");
    await ui.page.locator("reroom-mask-painter .guides").waitFor({ state: "attached" });
    await ui.studio.evaluate((studio) => {
      studio.segmenter = () =>
        new Promise((resolve, reject) => {
          globalThis.answer = (mask) => {
            if (!mask) return reject(new Error("The model could not be loaded."));
            const canvas = new OffscreenCanvas(3, 2);
            const context = canvas.getContext("2d");
            context.fillRect(0, 0, 3, 2);
            context.fillStyle = "#fff";
            context.fillRect(...mask);
            resolve(canvas);
          };
        });
    });
    await ui.drag([0.3, 0.5], [0.6, 0.7]);
    await ui.page.waitForFunction(() => globalThis.answer);
  }
  const answer = (mask) => ui.page.evaluate((mask) => globalThis.answer(mask), mask);
  /** Whether each request that was sent has a mask. */
  const masks = async () => (await requests()).map(({ json }) => json.mask.length > 100);

  test("waits for it, and sends one request with its mask", async () => {
    await startSelection();
    await ui.submitButton.dblclick();
    await ui.submit();
    assert.equal(await orders(), 0);
    await answer([0, 0, 1, 1]);
    await ui.result();
    assert.deepEqual(await masks(), [true]);
    assert.equal(await bought(), 1);
  });

  test("sends nothing if the selection fails, and the next one works", async () => {
    await startSelection();
    await ui.submit();
    await answer(undefined);
    await ui.notice.waitFor();
    assert.equal(await orders(), 0);
    ui.problems.length = 0;
    await ui.page.evaluate(() => delete globalThis.answer);
    await ui.drag([0.3, 0.5], [0.6, 0.7]);
    await ui.page.waitForFunction(() => globalThis.answer);
    await answer([1, 0, 1, 1]);
    await ui.submit();
    await ui.result();
    assert.deepEqual(await masks(), [true]);
  });

  test("sends nothing if another photo is opened meanwhile", async () => {
    await startSelection();
    await ui.submit();
    await ui.sample("House");
    await ui.page.locator("reroom-studio .file b", { hasText: "house" }).waitFor();
    await answer([0, 0, 1, 1]);
    await ui.submitButton.waitFor();
    assert.equal(await orders(), 0);
    assert.equal(await ui.notice.count(), 0);
  });
});

describe("the studio stays usable after a client error", () => {
  test("an error from another copy of the package is shown like its own", async () => {
    await readyToFurnish();
    const busy = await ui.studio.evaluate(async (studio) => {
      const { run, pending, waitFor } = studio.client;
      // Simulates another copy: the same fields but another class.
      const foreign = Object.assign(new Error("Not enough credits"), {
        name: "ReRoomError",
        code: "insufficient_credits",
        status: 400,
        retryable: false,
        issues: [],
      });
      studio.client = { run: () => Promise.reject(foreign), pending: () => [], waitFor, upscale: run, forget: pending };
      await studio.submit();
      return studio.shadowRoot.querySelector(".stage").getAttribute("aria-busy");
    });
    assert.equal(busy, "false");
    await ui.notice.filter({ hasText: "Not enough credits" }).waitFor();
    assert.equal(await ui.submitButton.isEnabled(), true);
  });

  test("a client that rejects with another error ends the wait, and the error is logged", async () => {
    await readyToFurnish();
    await ui.studio.evaluate(async (studio) => {
      const run = () => Promise.reject(new TypeError("undefined is not a function"));
      studio.client = { run, pending: () => [], waitFor: () => {} };
      await studio.submit();
    });
    await ui.notice.waitFor();
    assert.equal(await ui.submitButton.isEnabled(), true);
    assert.match(ui.problems.splice(0).join(), /^<reroom-studio> /);
  });
});
