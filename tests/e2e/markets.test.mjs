// Markets in the elements: what <reroom-compare market> shows, and the files that exportPair({ market }) creates.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import decodeQR from "qr/decode.js";
import sharp from "sharp";
import { accessible, openElements, startElements } from "./elements.mjs";
import { TYPE } from "./photo-files.mjs";
import { artifact, sandbox, saveArtifact, startBrowser } from "./site.mjs";
import { actions } from "./studio.mjs";

const staged = { tool: "virtual-staging", action: "preset", type: "bedroom", style: "modern" };
const original = "https://example.com/original/42";
const unknownMarket = 'market must be an id from listMarkets() or one that you added with addMarket(), not "us-xx".';

let elements, browser, page;
before(async () => {
  [elements, browser] = await Promise.all([startElements(), startBrowser()]);
  ({ page } = await openElements(browser, elements.show({ body: "<main></main>" })));
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

  describe("that wants a link to the original", () => {
    /** Exports, and returns the labeled file and its QR code, if it has one. */
    const labeled = async (options) => {
      const bytes = await page.evaluate(
        async ([renders, options]) => {
          const { labeledAltered } = await globalThis.element.exportPair({
            original: "/samples/bedroom-empty.jpg",
            altered: "/samples/bedroom-staged.jpg",
            renders,
            ...options,
          });
          return [...new Uint8Array(await labeledAltered.arrayBuffer())];
        },
        [staged, options],
      );
      return Buffer.from(bytes);
    };
    const read = async (photo) => {
      const { data, info } = await photo.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
      return decodeQR({ width: info.width, height: info.height, data });
    };

    test("draws it as a QR code on the labeled file, readable even at a third of the size", async () => {
      const photo = await labeled({ market: "us-ca", originalUrl: original });
      saveArtifact("labeled-us-ca.jpg", photo);
      assert.equal(await read(sharp(photo)), original);
      assert.equal(await read(sharp(photo).resize(900)), original);
      const { width, height } = await sharp(photo).metadata();
      assert.deepEqual([width, height], [1800, 1200]);
    });

    test("reads a long URL, and rejects one that does not fit", async () => {
      const long = `https://example.com/listings/14-orchard-lane/originals/${"a1b2c3d4".repeat(12)}`;
      assert.equal(await read(sharp(await labeled({ market: "us-ca-metrolist", originalUrl: long }))), long);
      const [, code, message] = await failure({
        market: "us-ca",
        renders: staged,
        originalUrl: `https://example.com/${"a".repeat(4000)}`,
      });
      assert.equal(code, "invalid_request");
      assert.match(message, /Use a shorter originalUrl/);
    });

    test("has no QR code without the URL", async () => {
      const photo = await labeled({ market: "us-ca" });
      await assert.rejects(read(sharp(photo)));
    });
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
      .waitForFunction(`JSON.stringify((${read})()) === ${JSON.stringify(JSON.stringify(expected))}`)
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

  test("falls back to the statement for an unknown market, with one warning", async () => {
    const warning = page.waitForEvent("console", (message) => message.type() === "warning");
    await show("us-xx");
    await shows("", "Virtually staged", "/original");
    assert.equal((await warning).text(), `<reroom-compare> ${unknownMarket}`);
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
    const drawn = await confirm.evaluate((box) => globalThis.getComputedStyle(box.parentElement, "::after").content);
    assert.equal(drawn, "none", "there is no second box");
    await accessible(ui.page);
    await artifact(ui.page, "studio-market");
    await confirm.check();
    assert.deepEqual(await events(), [["reroom-confirm", "forbidden"]]);
    await ui.submitButton.click();
    await ui.result();
    assert.deepEqual((await events()).at(-1)[0], "reroom-submit");
  });

  describe("when the page itself submits a forbidden request", () => {
    const submit = (...options) =>
      ui.studio.evaluate(
        async (studio, options) =>
          (await Promise.all(options.map((each) => studio.submit(each)))).map((render) => !!render),
        options,
      );
    const renders = async () =>
      (await sandbox(elements.origin, "requests")).filter(({ path }) => path === "/api/enterprise/render").length;

    before(async () => {
      await ui.choose("creativity", "creative");
      await rules().getByRole("checkbox").waitFor();
      await ui.studio.evaluate(() => (globalThis.events = []));
    });

    test("sends nothing, and moves focus to the confirmation", async () => {
      const count = await renders();
      assert.deepEqual(await submit({}), [false]);
      await rules().filter({ hasText: "Read and confirm the rule first." }).waitFor();
      assert.ok(
        await rules()
          .getByRole("checkbox")
          .evaluate((box) => box.matches(":focus")),
      );
      assert.deepEqual(await submit({ confirmed: true }), [false], "the page cannot confirm it for the user");
      assert.deepEqual([await events(), await renders()], [[], count]);
    });

    test("sends nothing if the page rejects the confirmation", async () => {
      await ui.studio.evaluate((studio) => {
        studio.addEventListener("reroom-confirm", (event) => event.preventDefault(), { once: true });
      });
      await rules().getByRole("checkbox").click();
      await ui.page.waitForFunction(() => globalThis.events.length === 1);
      assert.equal(await rules().getByRole("checkbox").isChecked(), false);
      assert.deepEqual(await submit({}), [false]);
    });

    test("sends it once after the confirmation, however often the page submits", async () => {
      const count = await renders();
      await rules().getByRole("checkbox").check();
      const sent = await submit({}, { confirmed: true }, {});
      assert.deepEqual(sent.sort(), [false, false, true]);
      assert.equal(await renders(), count + 1);
    });

    test("also asks before the upscale of a result, if the market forbids it", async () => {
      const upscales = async () =>
        (await sandbox(elements.origin, "requests")).filter(({ path }) => path.endsWith("/upscale")).length;
      const count = await upscales();
      await ui.studio.evaluate((studio) => {
        const about = { id: "xx-1", market: "xx", authority: "Example", title: "Photos", section: "Rule 1" };
        const source = {
          url: "https://example.com/",
          read: "2026-11-27",
          source: "own",
          complete: true,
          force: "binding",
        };
        const changes = { resolution: { verdict: "forbidden" } };
        const rule = { ...about, ...source, scope: "altered-images", quotes: ["Do not enlarge photos."], changes };
        Object.assign(studio, { market: { id: "xx", name: "Example", rules: [rule] }, tools: "interior upscale" });
      });
      const upscale = ui.page.locator("reroom-studio [data-action=upscale]");
      await upscale.click();
      await rules().filter({ hasText: "Example: this change is not allowed" }).waitFor();
      assert.ok(
        await rules()
          .getByRole("checkbox")
          .evaluate((box) => box.matches(":focus")),
      );
      assert.equal(await upscales(), count);
      await rules().getByRole("checkbox").check();
      await upscale.click();
      await ui.page.locator("reroom-studio [data-action=upscale]").waitFor({ state: "detached" });
      await ui.page.locator("reroom-studio reroom-compare").waitFor();
      assert.equal(await upscales(), count + 1);
      await ui.studio.evaluate((studio) =>
        Object.assign(studio, { market: "us-ca-crmls", tools: "virtual-staging interior" }),
      );
      await ui.tool("interior");
    });

    test("needs another confirmation for another request, and none for the same", async () => {
      await ui.studio.evaluate((studio) => studio.shadowRoot.querySelector("[data-action=photo]")?.click());
      await ui.choose("creativity", "balanced");
      assert.ok(await rules().getByRole("checkbox").isChecked(), "confirmed before");
      await ui.write("prompt", "a red door");
      await ui.page.waitForFunction(
        () => !document.querySelector("reroom-studio").shadowRoot.querySelector("[data-action=confirm-rules]").checked,
      );
      assert.deepEqual(await submit({}), [false]);
    });
  });

  test("with hide-forbidden hides options that are always forbidden", async () => {
    const offered = (param) =>
      ui.studio.evaluate(
        ({ shadowRoot }, param) => [...shadowRoot.querySelectorAll(`[name="${param}"]`)].map(({ value }) => value),
        param,
      );
    await ui.studio.evaluate((studio) => {
      studio.tools = "edit exterior";
      studio.preset = { edit: { action: "material" } };
    });
    await ui.tool("edit");
    const all = await offered("material");
    assert.ok(all.length > 10);
    await ui.studio.evaluate((studio) => studio.setAttribute("hide-forbidden", ""));
    await ui.page.waitForFunction(
      () => document.querySelector("reroom-studio").shadowRoot.querySelectorAll("[name=material]").length === 2,
    );
    assert.deepEqual((await offered("material")).sort(), ["fabrics", "leather"]);
    await ui.studio.evaluate((studio) => (studio.market = "us-ca"));
    await ui.page.waitForFunction(
      (count) =>
        document.querySelector("reroom-studio").shadowRoot.querySelectorAll("[name=material]").length === count,
      all.length,
    );
    await ui.studio.evaluate((studio) => Object.assign(studio, { market: "us-ca-crmls", hideForbidden: false }));
    assert.deepEqual(await offered("material"), all);
  });

  test("shows a market of the page as text, and links only to web addresses", async () => {
    await ui.studio.evaluate((studio) => {
      const rule = {
        id: "xx-1",
        market: "xx",
        authority: "<b>Example</b>",
        title: "Photos",
        section: "Rule 1",
        url: "javascript:alert(1)",
        read: "2024-01-02",
        source: "own",
        complete: true,
        scope: "altered-images",
        force: "binding",
        quotes: ["<img src=x onerror=alert(1)> & “words”"],
        changes: { finishes: { verdict: "disclose" } },
      };
      studio.market = { id: "xx", name: "<i>Example</i>", rules: [rule] };
      studio.preset = { edit: { action: "material", material: "oak" } };
    });
    await rules().filter({ hasText: "<i>Example</i>: must be disclosed" }).waitFor();
    const text = await rules().textContent();
    assert.match(text, /<img src=x onerror=alert\(1\)> & “words”/);
    assert.match(text, /<b>Example<\/b>, Rule 1, read on 2024-01-02/);
    assert.equal(await rules().locator("img, b, i, a[href]").count(), 0);
  });

  test("works without a market after an unknown one, with one warning", async () => {
    const warnings = [];
    ui.page.on("console", (message) => {
      if (message.type() === "warning") warnings.push(message.text());
    });
    const warning = ui.page.waitForEvent("console", (message) => message.type() === "warning");
    await ui.studio.evaluate((studio) => studio.setAttribute("market", "us-xx"));
    await rules().waitFor({ state: "detached" });
    await warning;
    await ui.choose("field", "exterior");
    assert.deepEqual(warnings, [`<reroom-studio> ${unknownMarket}`]);
  });

  test("shows nothing without a market", async () => {
    await ui.studio.evaluate((studio) => studio.setAttribute("market", "us-ca"));
    await rules().waitFor();
    await ui.studio.evaluate((studio) => studio.removeAttribute("market"));
    await rules().waitFor({ state: "detached" });
    assert.deepEqual(ui.problems, []);
  });

  test("waits for the rules before it sends anything", async () => {
    const preset = { interior: { style: "rustic", type: "bedroom" } };
    const body = `<reroom-studio market="us-ca-crmls" tools="interior" preset='${JSON.stringify(preset)}'></reroom-studio>`;
    const { page } = await openElements(browser, "about:blank");
    let release;
    const released = new Promise((done) => (release = done));
    await page.route(/rules[^/]*\.js$/, (route) => released.then(() => route.continue()));
    await page.goto(elements.show({ body }));
    const sent = page.locator("reroom-studio").evaluate(async (studio) => {
      await globalThis.init();
      studio.client = new globalThis.client.ReRoom({ baseUrl: location.origin, apiKey: "sandbox" });
      await studio.open("/samples/bedroom-empty.jpg");
      globalThis.submitting = true;
      return studio.submit();
    });
    await page.waitForFunction(() => globalThis.submitting);
    release();
    assert.equal(await sent, undefined);
    await page.locator("reroom-studio .rules").getByRole("checkbox").waitFor();
    await page.context().close();
  });
});
