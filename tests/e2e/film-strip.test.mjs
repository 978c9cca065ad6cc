// The most common job, with the fewest clicks: empty a room, furnish it in three styles, take one. Writes a contact sheet for each
// size to tests/artifacts, one screenshot per screen.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { writeSheet } from "./contact-sheet.mjs";
import { openElements, startElements } from "./elements.mjs";
import { sandbox, startBrowser } from "./site.mjs";
import { actions } from "./studio.mjs";

const file = fileURLToPath(new URL("../../www/public/samples/living-room-staged.jpg", import.meta.url));
const styles = ["modern", "scandinavian", "luxury"];

/** The clicks of the job: photo, tool, empty, furnish, room type, compare, three styles, furnish in all, take one. */
const CLICKS = 11;

/** Orders of renders, and questions about them. */
const requests = /\/api\/enterprise\/render\b/;

const sizes = {
  desktop: { columns: 3, options: { viewport: { width: 1280, height: 800 } } },
  phone: { columns: 6, options: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } },
};

let elements, browser;
before(async () => {
  [elements, browser] = await Promise.all([startElements(), startBrowser()]);
});
after(async () => {
  await browser?.close();
  elements?.stop();
});

for (const [size, { columns, options }] of Object.entries(sizes))
  test(`an emptied room in three styles, one of which is taken, needs ${CLICKS} clicks: ${size}`, async () => {
    await sandbox(elements.origin, "reset", { speeds: { queuedMs: 0, renderingMs: 600 } });
    const url = elements.show({ body: `<reroom-studio base-url="/"></reroom-studio>` });
    const { page, problems } = await openElements(browser, url, { ...options, reducedMotion: "reduce" });
    await page.locator("reroom-studio").evaluate(async (studio) => {
      await globalThis.init();
      studio.client = new globalThis.client.ReRoom({ baseUrl: location.origin, apiKey: "sandbox" });
    });
    const ui = actions(page);
    const studio = (selector) => page.locator(`reroom-studio ${selector}`);
    const pictures = [];
    let clicks = 0;
    const click = async (target) => {
      clicks++;
      await (options.hasTouch ? target.tap() : target.click());
    };
    const shoot = async () => pictures.push(await page.screenshot());
    /** Takes a screenshot of the waiting card. Until then, no answer arrives: an emptied room would be finished at once. */
    const submit = async () => {
      let release;
      const released = new Promise((done) => (release = done));
      await page.route(requests, (route) => released.then(() => route.continue()));
      await click(ui.submitButton);
      await studio(".card").waitFor();
      await shoot();
      release();
      await page.unroute(requests, { behavior: "wait" });
    };

    await studio("[data-focus=photo]").waitFor();
    await shoot();
    const chooser = page.waitForEvent("filechooser");
    await click(studio("[data-focus=photo]"));
    await (await chooser).setFiles(file);
    await ui.verdict.waitFor();
    await shoot();
    await click(studio(".tools label:has([value=empty-room])"));
    await submit();
    await ui.result();
    await shoot();
    await click(studio("[data-action=continue]"));
    await studio("[data-param=type]").waitFor();
    await shoot();
    await click(studio("label:has([name=type][value=living-room])"));
    await click(studio("[data-action=compare-styles]"));
    for (const style of styles) await click(studio(`label:has([name=style][value=${style}])`));
    await shoot();
    await submit();
    await studio(`.variants li:nth-child(${styles.length})`).waitFor();
    await studio(".card").waitFor({ state: "detached" });
    await shoot();
    await click(studio(".variants [data-action=accept]").nth(1));
    await studio("[data-action=accept]:visible").filter({ hasText: "Selected" }).waitFor();
    await shoot();

    const rows = Array.from({ length: Math.ceil(pictures.length / columns) }, (_, row) =>
      pictures.slice(row * columns, (row + 1) * columns),
    );
    await writeSheet(`film-strip-${size}`, rows);
    await page.context().close();
    assert.deepEqual([clicks, problems], [CLICKS, []]);
  });
