// Markets in the elements: what <reroom-compare market> shows, and the files that exportPair({ market }) creates.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { accessible, openElements, startElements } from "./elements.mjs";
import { TYPE } from "./photo-files.mjs";
import { artifact, startBrowser } from "./site.mjs";
import { actions } from "./studio.mjs";

const staged = { tool: "virtual-staging", action: "preset", type: "bedroom", style: "modern" };
const original = "https://example.com/original/42";

let elements, browser, page, problems;
before(async () => {
  [elements, browser] = await Promise.all([startElements(), startBrowser()]);
  ({ page, problems } = await openElements(browser, elements.show({ body: "<main></main>" })));
  await page.waitForFunction(() => globalThis.element);
});
after(async () => {
  await browser?.close();
  elements?.stop();
});

describe("exportPair() for a market", () => {
  const exported = (options) =>
    page.evaluate(
      async ({ sign, ...options }) => {
        const signed = [];
        const pair = await globalThis.element.exportPair({
          original: "/samples/bedroom-empty.jpg",
          altered: "/samples/bedroom-staged.jpg",
          name: "bedroom",
          ...options,
          ...(sign && {
            sign: async (photo, manifest, source) => {
              signed.push({ manifest, bytes: [photo.size, source.size] });
              return new Blob([photo, "signed"], { type: photo.type });
            },
          }),
        });
        const { altered, labeledAltered, labeled, disclosure } = pair;
        return {
          names: [pair.original, altered, labeledAltered].filter(Boolean).map(({ name }) => name),
          labeled,
          caption: disclosure?.caption,
          signed,
          end: await altered.slice(-6).text(),
        };
      },
      { renders: staged, ...options },
    );
  const failure = (options) =>
    page.evaluate(
      (options) =>
        globalThis.element
          .exportPair({ original: "/samples/bedroom-empty.jpg", altered: "/samples/bedroom-staged.jpg", ...options })
          .catch(({ name, code, message }) => [name, code, message]),
      options,
    );

  for (const [market, names, labeled] of [
    ["us-ca-crmls", ["bedroom-1-original.jpg", "bedroom-2-altered.jpg", "bedroom-2-labeled.jpg"], false],
    ["us-ca-sdmls", ["bedroom-1-original.jpg", "bedroom-2-altered.jpg"], false],
    ["us-ca-bayeast", ["bedroom-2-original.jpg", "bedroom-1-altered.jpg", "bedroom-1-labeled.jpg"], false],
    ["us-or-rmls", ["bedroom-1-original.jpg", "bedroom-2-altered.jpg"], true],
    ["us-fl-stellar", ["bedroom-1-original.jpg", "bedroom-2-altered.jpg"], false],
  ])
    test(`${market} creates the files that it allows, in its order`, async () => {
      const pair = await exported({ market });
      assert.deepEqual([pair.names, pair.labeled], [names, labeled]);
    });

  test("returns the texts, with the link to the original", async () => {
    const { caption } = await exported({ market: "us-ca", originalUrl: original });
    assert.equal(caption, `Virtually staged. The unaltered image can be accessed at ${original}`);
  });

  test("passes each altered file with a manifest to sign(), and returns the signed file", async () => {
    const { signed, end } = await exported({ market: "us-ca-sdmls", sign: true });
    const [{ manifest, bytes }] = signed;
    assert.equal(manifest.assertions[0].data.actions.at(-1).digitalSourceType, TYPE);
    assert.deepEqual([manifest.title, manifest.format], ["bedroom", "image/jpeg"]);
    assert.ok(bytes[0] > bytes[1], "the photo is marked, the source is not");
    assert.equal(end, "signed");
  });

  test("rejects an unknown market, a market with a label, and markets that contradict each other", async () => {
    assert.deepEqual(await failure({ market: "us-xx" }), [
      "ReRoomError",
      "invalid_request",
      "There is no market us-xx. Use an id from listMarkets(), or add it with addMarket().",
    ]);
    assert.equal((await failure({ market: "us-ca", label: true }))[1], "invalid_request");
    const [, , message] = await failure({ market: "us-or-rmls us-fl-stellar", renders: staged });
    assert.match(message, /contradict each other/);
  });
});

describe("<reroom-compare market>", () => {
  const show = (market, attributes = "") =>
    page.evaluate(
      ([market, attributes, renders]) => {
        document.querySelector("main").innerHTML =
          `<reroom-compare before-src="/samples/bedroom-empty.jpg" after-src="/samples/bedroom-staged.jpg" alt="Bedroom"` +
          ` width="1800" height="1200" market="${market}" original-href="/original" ${attributes}></reroom-compare>`;
        document.querySelector("reroom-compare").renders = renders;
      },
      [market, attributes, staged],
    );
  const read = () => {
    const shadow = document.querySelector("reroom-compare").shadowRoot;
    const text = (selector) => shadow.querySelector(selector)?.textContent.trim() ?? "";
    return [
      text(".label"),
      text("figcaption strong"),
      shadow.querySelector("figcaption a")?.getAttribute("href") ?? "",
    ];
  };
  /** Waits until the label, the caption and the link are these: the rules load on demand. */
  const shows = async (...expected) => {
    await page
      .waitForFunction(`JSON.stringify((${read})()) === ${JSON.stringify(JSON.stringify(expected))}`, null, {
        timeout: 5000,
      })
      .catch(() => undefined);
    assert.deepEqual(await page.evaluate(read), expected);
  };

  test("shows the label on the photo only if the market requires it there", async () => {
    await show("us-or-rmls");
    await shows("Virtually Staged", "", "/original");
    await show("us-fl-stellar", 'disclosure="overlay"');
    await shows("", "Virtually staged", "/original");
    await show("us-ca-cdar");
    await shows("", "Digitally Altered. Virtually staged", "/original");
  });

  test("does not override your own words or disclosure=none", async () => {
    await show("us-or-rmls", 'disclosure-text="Staged by us"');
    await shows("Staged by us", "", "/original");
    await show("us-or-rmls", 'disclosure="none"');
    await shows("", "", "");
  });

  test("falls back to the statement for an unknown market, and reports it in the console", async () => {
    problems.length = 0;
    await show("us-xx");
    await shows("", "Virtually staged", "/original");
    assert.match(problems.join(), /There is no market us-xx/);
    problems.length = 0;
  });
});

describe("<reroom-studio market>", () => {
  let ui;
  const events = () => ui.page.evaluate(() => globalThis.events);
  const rules = () => ui.page.locator("reroom-studio .rules");

  before(async () => {
    const body = `<reroom-studio market="us-ca-crmls" src="/samples/bedroom-empty.jpg" tools="virtual-staging interior"></reroom-studio>`;
    const opened = await openElements(browser, elements.show({ body }));
    ui = { ...opened, ...actions(opened.page) };
    await ui.studio.evaluate(async (studio) => {
      await globalThis.init();
      globalThis.events = [];
      for (const name of ["submit", "confirm"])
        studio.addEventListener(`reroom-${name}`, ({ type, detail }) =>
          globalThis.events.push([type, detail.check?.verdict]),
        );
      studio.client = new globalThis.client.ReRoom({ baseUrl: location.origin, apiKey: "sandbox" });
    });
    await ui.verdict.filter({ hasText: "Ready to use" }).waitFor();
  });

  test("shows the verdict before the request is sent, with the sentences, their source, and the date", async () => {
    await rules().filter({ hasText: "California, CRMLS: must be disclosed" }).waitFor();
    await rules().locator("summary").click();
    await rules().filter({ hasText: "not legal advice" }).waitFor();
    const text = await rules().textContent();
    assert.match(text, /Clearly label the digitally enhanced image/);
    assert.match(text, /CRMLS, Rule 11\.5\.2 \(guide and FAQ\), read on 2026-11-27/);
    assert.equal(await rules().locator("input").count(), 0);
    await accessible(ui.page);
  });

  test("asks for a confirmation of a forbidden request, and sends it only then", async () => {
    await ui.tool("interior");
    await ui.anyStyle();
    await rules().filter({ hasText: "this change is not allowed" }).waitFor();
    await ui.submitButton.click();
    await rules().filter({ hasText: "Read and confirm the rule first." }).waitFor();
    assert.deepEqual(await events(), []);
    const confirm = rules().getByRole("checkbox");
    assert.ok(await confirm.evaluate((box) => box.matches(":focus")));
    await accessible(ui.page);
    await artifact(ui.page, "studio-market");
    await confirm.check();
    assert.deepEqual(await events(), [["reroom-confirm", "forbidden"]]);
    await ui.submitButton.click();
    await ui.result();
    assert.deepEqual((await events()).at(-1)[0], "reroom-submit");
  });

  test("shows nothing without a market", async () => {
    await ui.studio.evaluate((studio) => studio.removeAttribute("market"));
    await ui.page.waitForFunction(() => !document.querySelector("reroom-studio").shadowRoot.querySelector(".rules"));
  });
});
