// Valid and invalid attributes and properties, misconfigured pages, and the console messages they cause.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { browser } from "./browser.mjs";
import { openElements } from "./elements.mjs";
import { elements } from "./elements-page.mjs";
import { actions } from "./studio.mjs";

const sample = "/samples/living-room-empty.jpg";
const all = ["virtual-staging", "interior", "exterior", "empty-room", "edit", "sketch", "upscale"];

/** Opens a page with this body. Collects its console messages. */
async function open(body) {
  const opened = await openElements(browser, elements.show({ body: "" }));
  const { page } = opened;
  const warnings = [];
  page.on("console", (message) => {
    if (message.type() === "warning") warnings.push(message.text());
  });
  await page.evaluate(async (body) => {
    await globalThis.init();
    document.querySelector("main").innerHTML = body;
  }, body);
  return { ...opened, ...actions(page), warnings, close: () => page.context().close() };
}

/** Waits for a warning. Its text loads on demand, after the value has been set. */
const warningOn = (page) => page.waitForEvent("console", (message) => message.type() === "warning");

/** Sets a value. Returns the property as read back, and the warnings. */
async function assign(tag, name, value, { asAttribute = typeof value === "string", warns = false } = {}) {
  const ui = await open(`<${tag}></${tag}>`);
  const element = ui.page.locator(tag);
  const warned = warns && warningOn(ui.page);
  const read = await element.evaluate(
    async (element, { name, value, asAttribute }) => {
      const give = () => {
        if (asAttribute) element.setAttribute(name, value);
        else element[name] = value;
      };
      give();
      // Set it repeatedly, as frameworks do.
      for (let times = 0; times < 3; times++) {
        element.requestUpdate();
        await element.updateComplete;
        give();
      }
      await element.updateComplete;
      return element[name] ?? null;
    },
    { name, value, asAttribute },
  );
  await warned;
  await ui.page.waitForLoadState("networkidle");
  const outcome = { read, warnings: ui.warnings, problems: ui.problems };
  await ui.close();
  return outcome;
}

const validValues = [
  ["tools", "edit upscale", ["edit", "upscale"]],
  ["tools", "upscale,edit", ["upscale", "edit"]],
  ["tools", '["edit"]', ["edit"]],
  ["tools", ["edit", "edit", "sketch"], ["edit", "sketch"]],
  ["preset", '{"edit":{"action":"remove"}}', { edit: { action: "remove" } }],
  [
    "preset",
    { edit: { action: { value: "remove", fixed: true } } },
    { edit: { action: { value: "remove", fixed: true } } },
  ],
  ["preset", "", {}],
  ["prepare", "off", false],
  ["prepare", "false", false],
  ["prepare", "pad", { fit: "pad" }],
  ["prepare", '{"fit":"crop","quality":0.8}', { fit: "crop", quality: 0.8 }],
  ["prepare", { focus: { x: 0, y: 1 } }, { focus: { x: 0, y: 1 } }],
  ["prepare", false, false],
  ["prepare", "", true],
];

describe("a valid value is accepted without a warning", () => {
  for (const [name, value, read] of validValues)
    for (const asAttribute of typeof value === "string" ? [true, false] : [false])
      test(`${name} as ${asAttribute ? "an attribute" : "a property"}: ${JSON.stringify(value)}`, async () => {
        assert.deepEqual(await assign("reroom-studio", name, value, { asAttribute }), {
          read,
          warnings: [],
          problems: [],
        });
      });

  for (const [name, value, read] of [
    ["value", "30", 30],
    ["width", "1800", 1800],
    ["width", 1800, 1800],
    ["disclosure", "overlay", "overlay"],
    ["orientation", "vertical", "vertical"],
  ])
    test(`${name} of <reroom-compare>: ${JSON.stringify(value)}`, async () => {
      assert.deepEqual(await assign("reroom-compare", name, value, { asAttribute: false }), {
        read,
        warnings: [],
        problems: [],
      });
    });
});

const invalidValues = [
  [
    "tools",
    "upscale edit nonsense",
    ["upscale", "edit"],
    /tools: "nonsense" is not a tool\. The tools are virtual-staging/,
  ],
  [
    "tools",
    "[object Object]",
    all,
    /tools is the text "\[object Object\]"\. Pass the object through JSON\.stringify\(\)/,
  ],
  ["tools", 7, all, /tools must be a list of names, not 7/],
  ["preset", "[object Object]", {}, /preset is the text "\[object Object\]"/],
  ["preset", "{ edit: ", {}, /preset is not valid JSON: "\{ edit: "/],
  ["preset", "[1]", {}, /preset must be an object of options by tool/],
  ["preset", { paint: {} }, {}, /preset: "paint" is not a tool/],
  ["preset", { edit: "remove" }, {}, /preset: edit must be an object of options, not "remove"/],
  [
    "preset",
    { edit: { action: {} } },
    { edit: {} },
    /preset: edit\.action must be a value or an object with value, fixed, include, or exclude/,
  ],
  [
    "preset",
    { edit: { colour: "red" } },
    { edit: { colour: "red" } },
    /edit has no option "colour"\. Its options are action, field/,
  ],
  [
    "preset",
    { "virtual-staging": { style: "moden" } },
    { "virtual-staging": { style: "moden" } },
    /virtual-staging\.style cannot be "moden"\. Its values are .*scandinavian/,
  ],
  ["prepare", "stretch", true, /prepare must be "crop", "pad", "off" or an object of options, not "stretch"/],
  ["prepare", "[object Object]", true, /prepare is the text "\[object Object\]"/],
  ["prepare", { fitt: "pad" }, {}, /prepare: "fitt" is not an option\. The options are fit, focus/],
  ["prepare", { fit: "stretch", quality: 1 }, { quality: 1 }, /prepare: fit must be "crop" or "pad", not "stretch"/],
  ["client", "[object Object]", null, /client must be a ReRoom/],
  ["photo", "/room.jpg", null, /photo must be a File or a Blob.*set src/],
  ["texts", "de", null, /texts must be an object/],
];

describe("an invalid value logs one warning and breaks nothing", () => {
  for (const [name, value, read, words] of invalidValues)
    for (const asAttribute of typeof value === "string" && /tools|preset|prepare/.test(name) ? [true, false] : [false])
      test(`${name} as ${asAttribute ? "an attribute" : "a property"}: ${JSON.stringify(value)}`, async () => {
        const outcome = await assign("reroom-studio", name, value, { asAttribute, warns: true });
        assert.deepEqual([outcome.read, outcome.problems], [read, []]);
        assert.equal(outcome.warnings.length, 1, outcome.warnings.join("\n"));
        assert.match(outcome.warnings[0], /^<reroom-studio> /);
        assert.match(outcome.warnings[0], words);
      });

  for (const [name, value, read, words] of [
    ["disclosure", "nowhere", "adjacent", /disclosure must be one of adjacent, overlay, none, not "nowhere"/],
    ["orientation", "diagonal", "horizontal", /orientation must be one of horizontal, vertical/],
    ["value", "half", 50, /value must be a number, not "half"/],
    ["width", "wide", null, /width must be a number/],
  ])
    test(`${name} of <reroom-compare>: ${JSON.stringify(value)}`, async () => {
      const outcome = await assign("reroom-compare", name, value, { warns: true });
      assert.deepEqual([outcome.read, outcome.problems], [read, []]);
      assert.equal(outcome.warnings.length, 1);
      assert.match(outcome.warnings[0], words);
    });
});

test("incomplete texts are completed in English, and one warning names what is missing", async () => {
  const outcome = await assign("reroom-studio", "texts", { studio: { drop: "Hier ablegen" } }, { warns: true });
  assert.deepEqual(outcome.problems, []);
  assert.equal(outcome.warnings.length, 1, outcome.warnings.join("\n"));
  assert.match(
    outcome.warnings[0],
    /^<reroom-studio> texts is missing studio\.studio, studio\.starting, .*, …\. Start/,
  );
  assert.deepEqual([outcome.read.studio.drop, outcome.read.studio.more], ["Hier ablegen", "More options"]);
});

test("properties that were set before the element is defined are read when it is", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  await page.addInitScript(() => {
    new MutationObserver(() => {
      const studio = document.querySelector("reroom-studio");
      if (!studio || "tools" in studio) return;
      const preset = '{ "edit": { "action": "remove" } }';
      Object.assign(studio, { tools: "edit upscale", preset, prepare: "off", lang: "de" });
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto(elements.show({ body: "<reroom-studio></reroom-studio>" }));
  await page.locator("reroom-studio .panel").waitFor();
  const read = await page
    .locator("reroom-studio")
    .evaluate(({ tools, preset, prepare, lang }) => ({ tools, preset, prepare, lang }));
  assert.deepEqual(read, {
    tools: ["edit", "upscale"],
    preset: { edit: { action: "remove" } },
    prepare: false,
    lang: "de",
  });
  await page.getByText("Was möchten Sie tun?").waitFor();
  assert.deepEqual(problems, []);
  await context.close();
});

test("elements do not add attributes to themselves", async () => {
  const ui = await open(`<reroom-studio tools="edit"></reroom-studio><reroom-compare></reroom-compare>`);
  await ui.page.locator("reroom-studio .panel").waitFor();
  const names = await ui.page.evaluate(() =>
    ["reroom-studio", "reroom-compare"].map((tag) => document.querySelector(tag).getAttributeNames()),
  );
  assert.deepEqual(names, [["tools"], []]);
  await ui.page.evaluate(() => (document.querySelector("reroom-studio").lang = "de"));
  await ui.page.getByText("Beginnen Sie mit einem Foto").waitFor();
  await ui.close();
});

describe("a misconfigured page", () => {
  test("without a service logs a warning when a photo is opened", async () => {
    const ui = await open("<reroom-studio></reroom-studio>");
    await ui.page.locator("reroom-studio .panel").waitFor();
    const warned = warningOn(ui.page);
    await ui.page.locator("reroom-studio #file").setInputFiles("www/public/samples/living-room-empty.jpg");
    await ui.verdict.waitFor();
    await warned;
    assert.match(ui.warnings.join(), /^<reroom-studio> cannot send photos: no service is configured\. Set base-url/);
    await ui.close();
  });

  for (const [condition, baseUrl, told] of [
    ["whose base-url returns an HTML page", "/nowhere", /<reroom-studio> /],
    ["whose base-url is invalid", "http://", /base-url is invalid/],
    ["whose base-url is unreachable", "http://127.0.0.1:9", /<reroom-studio> /],
  ])
    test(`${condition} logs the details and shows the visitor neither markup nor URLs`, async () => {
      const ui = await open(`<reroom-studio base-url="${baseUrl}" src="${sample}" tools="empty-room"></reroom-studio>`);
      await ui.page.route("**/nowhere/**", (route) =>
        route.fulfill({ status: 404, contentType: "text/html", body: "<!doctype html><h1>Not found</h1>" }),
      );
      await ui.verdict.waitFor();
      await ui.submit();
      await ui.notice.waitFor();
      const shown = await ui.notice.textContent();
      assert.doesNotMatch(shown, /<|doctype|base-url|127\.0\.0\.1|nowhere|online/);
      assert.match(ui.problems.join("\n"), told);
      assert.equal(await ui.submitButton.isEnabled(), true);
      await ui.screenshot(`not-set-up-${baseUrl.replace(/\W+/g, "")}`);
      await ui.close();
    });
});

test("if the CSP blocks wasm, the visitor sees a translated message and the console names the directive", async () => {
  for (const [lang, words] of [
    ["en", "couldn’t be loaded"],
    ["de", "konnte nicht geladen werden"],
    ["fr", "Impossible de charger"],
    ["es", "No se ha podido cargar"],
  ]) {
    const url = elements.show({ body: `<reroom-studio lang="${lang}" src="${sample}"></reroom-studio>` });
    const context = await browser.newContext();
    const page = await context.newPage();
    const problems = [];
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    await page.addInitScript(() => {
      globalThis.told = [];
      document.addEventListener("reroom-error", ({ detail }) => globalThis.told.push(detail.error.code));
    });
    await page.route(url, async (route) => {
      const response = await route.fetch();
      const policy = response.headers()["content-security-policy"].replace(" 'wasm-unsafe-eval'", "");
      await route.fulfill({ response, headers: { ...response.headers(), "content-security-policy": policy } });
    });
    await page.goto(url);
    const notice = page.locator("reroom-studio [part~=notice]");
    await notice.filter({ hasText: words }).waitFor();
    assert.doesNotMatch(await notice.textContent(), /online|wasm|CSP|src/i);
    const told = problems.filter((text) => text.startsWith("<reroom-studio>"));
    assert.equal(told.length, 1, problems.join("\n"));
    assert.match(told[0], /wasm-unsafe-eval/);
    assert.equal(await page.evaluate(() => globalThis.told.length), 1);
    await context.close();
  }
});

test("a photo URL with a literal % loads", async () => {
  elements.files.set("/100%.jpg", await readFile("www/public/samples/living-room-empty.jpg"));
  const ui = await open(`<reroom-studio src="/100%.jpg"></reroom-studio>`);
  await ui.page.locator("reroom-studio .file b", { hasText: "100%.jpg" }).waitFor();
  await ui.close();
});

describe("pending renders", () => {
  /** Counts the listed renders, of which there must be one. `after` are their submission times, in milliseconds after the page loaded. */
  async function listed(...after) {
    const ui = await open("<reroom-studio></reroom-studio>");
    await ui.studio.evaluate((studio, after) => {
      const now = Date.now();
      const entry = (each, index) => ({
        renderId: `r${index}`,
        idempotencyKey: `k${index}`,
        tool: "interior",
        submittedAt: new Date(now + each).toISOString(),
      });
      // Simulates a page whose two clocks disagree.
      Object.defineProperty(performance, "timeOrigin", { value: now - 86_400_000 });
      studio.client = { run: () => {}, pending: () => after.map(entry), waitFor: () => new Promise(() => {}) };
    }, after);
    const items = ui.page.locator("reroom-studio .earlier li");
    await items.first().waitFor();
    const count = await items.count();
    await ui.close();
    return count;
  }

  test("submitted before the page loaded are listed", async () => {
    assert.equal(await listed(-60_000), 1);
  });
  test("submitted before the clock was set back are listed", async () => {
    assert.equal(await listed(3_600_000), 1);
  });
  test("submitted by this page are not listed", async () => {
    assert.equal(await listed(0, -60_000), 1);
  });

  test("that the service no longer has leave the list, and are left to the client, which forgets only its own", async () => {
    const ui = await open("<reroom-studio></reroom-studio>");
    await ui.studio.evaluate((studio) => {
      Object.assign(globalThis, { forgotten: [], asked: 0 });
      const gone = new globalThis.client.ReRoomError("not_found", "gone", { status: 404 });
      const submittedAt = "2020-01-01T00:00:00Z";
      studio.client = {
        run: () => {},
        pending: () => [{ renderId: "r1", idempotencyKey: "k1", tool: "interior", submittedAt }],
        waitFor: () => {
          globalThis.asked++;
          return Promise.reject(gone);
        },
        forget: (id) => globalThis.forgotten.push(id),
      };
    });
    await ui.page.waitForFunction(() => globalThis.asked === 1);
    await ui.page.waitForFunction(() => !document.querySelector("reroom-studio").shadowRoot.querySelector(".earlier"));
    assert.deepEqual(await ui.page.evaluate(() => globalThis.forgotten), []);
    await ui.close();
  });
});
