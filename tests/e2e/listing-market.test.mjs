// The market of the sample listing: what its rules require, and what they change.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { writeSheet } from "./contact-sheet.mjs";
import { accessible } from "./elements.mjs";
import { openListing, phone } from "./listing.mjs";

let ui;

beforeEach(async () => {
  ui = await openListing();
});

/** Whether another element covers the label on a card's photo. Runs in the page. */
function labelIsCovered(card) {
  const { shadowRoot } = card.querySelector("reroom-compare");
  const label = shadowRoot.querySelector(".label")?.getBoundingClientRect();
  const badge = card.querySelector(".badge").getBoundingClientRect();
  if (!label) return false;
  return label.left < badge.right && badge.left < label.right && label.top < badge.bottom && badge.top < label.bottom;
}

describe("the market", () => {
  const expected = {
    "us-ca": {
      living: ["must be disclosed", "The altered photo, with or without the label", "can be accessed at http"],
      label: ["", "Virtually staged"],
    },
    "us-ca-crmls": {
      living: ["The original photo", "with or without", "can be accessed at http"],
      label: ["", "Virtually staged"],
    },
    "us-or-rmls": {
      living: ["The altered photo, with the label “Virtually Staged” on it"],
      label: ["Virtually Staged", ""],
    },
    "us-fl-stellar": { living: ["The altered photo, without text on it"], label: ["", "Virtually staged"] },
    eu: { living: ["The file keeps its machine-readable marks"], label: ["", "Virtually staged"] },
  };

  test("decides about files, texts, and order, in the list of requirements and in the gallery", async () => {
    const { page } = ui;
    const compare = page.locator('[data-photo="living-room"] reroom-compare');
    const words = () =>
      compare.evaluate(({ shadowRoot }) =>
        [".label", "figcaption strong"].map((selector) => shadowRoot.querySelector(selector)?.textContent ?? ""),
      );
    for (const [market, { living, label }] of Object.entries(expected)) {
      await page.selectOption("#market", market);
      const required = page.locator('[data-required="living-room"]');
      for (const text of living) await required.filter({ hasText: text }).waitFor();
      await page.waitForFunction(
        ([text]) =>
          document.querySelector('[data-photo="living-room"] reroom-compare').shadowRoot.textContent.includes(text),
        [label.join("")],
      );
      assert.deepEqual(await words(), label, market);
      assert.equal(await required.locator("img").count(), market.startsWith("us-ca") ? 1 : 0, "QR code");
    }
    assert.match(await page.locator("#market-view").textContent(), /not legal advice/);
    await page.selectOption("#market", "us-fl-stellar");
    await page.locator("#market-view q", { hasText: "One or more photo(s) was virtually staged." }).first().waitFor();
    await accessible(page);
  });

  test("announces laws to come, with the day if it is known, and the source", async () => {
    const { page } = ui;
    const upcoming = page.locator("#market-view .upcoming");
    await page.clock.setFixedTime("2026-11-27");
    await page.selectOption("#market", "eu");
    await upcoming.filter({ hasText: /^2026-12-02: .*read on \d{4}-\d\d-\d\d$/ }).waitFor();
    await page.selectOption("#market", "us-ny");
    await upcoming.filter({ hasText: "S9584" }).getByRole("link").waitFor();
    await page.selectOption("#market", "us-fl-stellar");
    await page.locator("#market-view q").first().waitFor();
    await upcoming.first().waitFor({ state: "detached" });
  });

  test("decides about the downloaded files, and the studio shows its rules", async () => {
    const { page, card } = ui;
    for (const [market, names] of [
      ["us-ca-crmls", ["1-original", "2-altered", "2-labeled"]],
      ["us-fl-stellar", ["1-original", "2-altered"]],
    ]) {
      await page.selectOption("#market", market);
      const downloads = [];
      page.on("download", (download) => downloads.push(download.suggestedFilename()));
      await card("living-room").getByRole("button", { name: "Download pair" }).click();
      while (downloads.length < names.length) await page.waitForEvent("download");
      page.removeAllListeners("download");
      assert.deepEqual(
        downloads,
        names.map((name) => `living-room-${name}.jpg`),
      );
    }
    await card("bedroom").getByRole("button", { name: "Stage this room" }).click();
    await page.locator("reroom-studio .rules", { hasText: "Florida and Puerto Rico, Stellar MLS" }).waitFor();
  });

  const sizes = { desktop: {}, phone };
  for (const [size, options] of Object.entries(sizes))
    test(`fits on the screen in five markets: ${size}`, async () => {
      const { page } = await openListing({ visitor: true, ...options });
      const [card, rules] = ['[data-photo="living-room"]', "#rules"].map((selector) => page.locator(selector));
      const rows = [[], []];
      for (const [market, { living }] of Object.entries(expected)) {
        await page.selectOption("#market", market);
        const required = page.locator('[data-required="living-room"]');
        for (const text of living) await required.filter({ hasText: text }).waitFor();
        await page.locator("#rules summary").click();
        await page.waitForFunction(() =>
          [...document.images].every(({ complete, loading }) => complete || loading === "lazy"),
        );
        await card.scrollIntoViewIfNeeded();
        const covered = await card.evaluate(labelIsCovered);
        assert.equal(covered, false, `the label on the photo in ${market}`);
        rows[0].push(await card.screenshot());
        rows[1].push(await rules.screenshot());
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), market);
        await page.locator("#rules summary").click();
      }
      await writeSheet(`listing-markets-${size}`, rows);
    });
});
