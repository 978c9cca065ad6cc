// Every state of the sample listing with 200 % text on 320 pixels and at 400 % zoom: nothing overlaps, is cut off or out of reach, and
// axe finds no violations.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { loadTexts } from "reroom/element";
import { accessible } from "./elements.mjs";
import { findLayoutProblems } from "./layout.mjs";
import { openListing, photos, sandbox } from "./listing.mjs";
import { artifact } from "./site.mjs";

/** Sets the language of the page and of its elements, and waits until the elements show it. */
async function speak(page, lang) {
  const { compare, studio } = await loadTexts(lang);
  await page.evaluate((lang) => {
    document.documentElement.lang = lang;
    for (const element of document.querySelectorAll("reroom-compare, reroom-studio"))
      element.setAttribute("lang", lang);
  }, lang);
  await page.waitForFunction(
    (expected) =>
      Object.entries(expected).every(([tag, text]) =>
        [...document.querySelectorAll(tag)].every(({ shadowRoot }) => shadowRoot.textContent.includes(text)),
      ),
    { "reroom-compare": compare.original, "reroom-studio": studio.tool },
  );
}

/** Opens the listing. `fits` checks a state of the page, and `assertAll` that every checked state was right. */
async function open(options) {
  const ui = await openListing({ viewport: { width: 320, height: 844 }, ...options });
  const broken = [];
  return {
    ...ui,
    fits: async (state) => {
      const problems = await findLayoutProblems(ui.page, "body", (lang) => speak(ui.page, lang));
      broken.push(...problems.map((problem) => `${state}: ${problem}`));
      await artifact(ui.page, `listing-small-${state.replaceAll(/\W+/g, "-")}`);
      await accessible(ui.page);
    },
    assertAll: () => {
      assert.deepEqual(broken, []);
    },
  };
}

describe("for visitors", () => {
  test("the gallery, and the lightbox with a photo, a result and its original", async () => {
    const ui = await open({ visitor: true });
    await ui.fits("the gallery");
    await ui.card("living-room").locator(".enlarge").press("Enter");
    await ui.page.locator("#lightbox .count", { hasText: "Photo 2 of 5" }).waitFor();
    await ui.fits("a result enlarged");
    await ui.button("Show the original").click();
    await ui.fits("its original");
    await ui.page.keyboard.press("End");
    await ui.page.locator("#lightbox .count", { hasText: "Photo 5 of 5" }).waitFor();
    await ui.fits("the last photo");
    ui.assertAll();
  });

  for (const market of ["us-ca-crmls", "us-or-rmls", "us-fl-stellar", "eu"])
    test(`the rules of ${market}, and their disclosure`, async () => {
      const ui = await open({ visitor: true });
      await ui.page.selectOption("#market", market);
      await ui.page.locator("[data-required=living-room]").waitFor();
      await ui.page.locator("#rules summary").click();
      await ui.fits(`the rules of ${market}`);
      ui.assertAll();
    });
});

describe("for agents", () => {
  test("the gallery with tools, and the studio in its dialog", async () => {
    const ui = await open();
    await ui.card("living-room").getByRole("button", { name: "Restore original" }).click();
    await ui.card("living-room").getByRole("button", { name: "Undo" }).click();
    await ui.fits("the tools");
    await ui.card("corner").locator(".stage").click();
    await ui.page.locator("reroom-studio .verdict").waitFor();
    await ui.fits("the studio");
    ui.assertAll();
  });

  test("the dialog before a batch", async () => {
    const ui = await open();
    await sandbox("reset", { credits: 3 });
    await ui.button("Stage the gallery…").click();
    await ui.page.locator("#confirm [role=alert] .notice").waitFor();
    await ui.fits("too few credits");
    ui.assertAll();
  });

  test("a batch under way, with failures, and done", async () => {
    const ui = await open();
    const looks = /\/api\/enterprise\/render\/\w+$/;
    await ui.page.route(looks, () => {});
    const look = ui.page.waitForRequest(looks);
    await ui.stage(...photos);
    await look;
    await ui.fits("a batch under way");
    await ui.button("Stop").click();
    await ui.page.unroute(looks);
    await ui.button("Continue").click();
    await ui.page.getByText("5 of 5 photos ready.").first().waitFor();
    await ui.fits("a batch that is done");
    await sandbox("faults", {
      method: "POST",
      path: "/api/enterprise/render",
      status: 500,
      body: { err: "Image processing failed" },
      times: 2,
    });
    await ui.stage("house", "bedroom");
    await ui.page.getByText("0 of 2 photos ready, 2 failed.").first().waitFor();
    await ui.fits("a batch that failed");
    ui.assertAll();
  });
});
