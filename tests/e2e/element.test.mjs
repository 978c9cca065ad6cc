// <reroom-studio> under a strict CSP: attributes, properties, methods and events.
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build } from "vite";
import { chunk, chunks, png as joined } from "../photos/png.mjs";
import { accessible } from "./elements.mjs";
import { openPage } from "./elements-page.mjs";
import { png } from "./gray-png.mjs";
import { actions } from "./studio.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const sample = "/samples/living-room-empty.jpg";

let ui;

/** Opens a page with a studio that has these attributes and a sandbox client. Logs events to `window.events`. */
async function open(attributes = "", { options, ...content } = {}) {
  const body = `<reroom-studio ${attributes}></reroom-studio>`;
  const opened = await openPage({ body, ...content }, options);
  ui = { ...opened, ...actions(opened.page) };
  await ui.studio.evaluate(async (studio) => {
    await globalThis.init();
    globalThis.events = [];
    for (const name of ["photo", "change", "submit", "progress", "complete", "accept", "error"])
      document.addEventListener(`reroom-${name}`, ({ type, detail, composed }) =>
        globalThis.events.push({ type, composed, detail: JSON.parse(JSON.stringify(detail)) }),
      );
    studio.client = new globalThis.client.ReRoom({ baseUrl: location.origin, apiKey: "sandbox" });
  });
  await ui.page.locator("reroom-studio .panel").waitFor();
  return ui;
}

const events = (type) => ui.page.evaluate((type) => globalThis.events.filter((event) => event.type === type), type);
const evaluate = (program, argument) => ui.studio.evaluate(program, argument);

describe("attributes", () => {
  test("src loads the first photo, and tools sets the tools and their order", async () => {
    await open(`tools="upscale edit nonsense"`);
    await evaluate((studio, src) => studio.setAttribute("src", src), sample);
    await ui.verdict.filter({ hasText: "Ready to use" }).waitFor();
    const offered = await ui.page.locator("input[name=tool]").evaluateAll((radios) => radios.map(({ value }) => value));
    assert.deepEqual(offered, ["upscale", "edit"]);
    const [{ detail, composed }] = await events("reroom-photo");
    assert.equal(composed, true);
    assert.deepEqual([detail.name, detail.ok, detail.width], ["living-room-empty.jpg", true, 1800]);
  });

  test("a single tool with nothing to choose becomes one button", async () => {
    const preset = {
      "virtual-staging": {
        action: { include: ["preset"] },
        type: { value: "bedroom", fixed: true },
        style: { include: ["luxury"] },
      },
    };
    await open(`src="${sample}" tools="virtual-staging" preset='${JSON.stringify(preset)}'`);
    await ui.verdict.waitFor();
    assert.equal(await ui.page.locator("reroom-studio .panel fieldset").count(), 0);
    await ui.page.locator("reroom-studio .panel button", { hasText: "Bedroom, Luxury" }).click();
    await ui.result();
    assert.equal(await ui.page.locator("reroom-studio [data-action=upscale]").count(), 0);
    await accessible(ui.page);
  });

  test("a single tool and a fixed option have no controls", async () => {
    const preset = { "virtual-staging": { style: "luxury", type: { value: "bedroom", fixed: true } } };
    await open(`src="${sample}" tools="virtual-staging" preset='${JSON.stringify(preset)}'`);
    await ui.verdict.waitFor();
    assert.equal(await ui.page.locator("input[name=tool]").count(), 0);
    assert.equal(await ui.page.locator(".field[data-param=type]").count(), 0);
    assert.equal(await ui.page.locator("input[value=luxury]").isChecked(), true);
    await ui.submit();
    await ui.result();
    const [{ detail }] = await events("reroom-submit");
    const params = { tool: "virtual-staging", action: "preset", type: "bedroom", style: "luxury" };
    assert.deepEqual(detail, { tool: "virtual-staging", params });
  });

  test("prepare='off' does not prepare the photo", async () => {
    await open(`prepare="off"`);
    assert.equal(await evaluate((studio) => studio.prepare), false);
    await evaluate(async (studio) => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 900, height: 900 });
      canvas.getContext("2d").fillRect(0, 0, 900, 900);
      await studio.open(await new Promise((done) => canvas.toBlob(done)));
    });
    await ui.verdict.filter({ hasText: "between 4:3 and 16:9" }).waitFor();
    assert.equal(await ui.submitButton.isDisabled(), true);
  });

  test("prepare='off' rejects a photo whose damage only shows when decoded", async () => {
    await open(`prepare="off"`);
    const [header, data, end] = chunks(png(900, 600));
    const half = chunk("IDAT", data.data.subarray(0, data.data.length / 2));
    await ui.file("damaged.png", "image/png", joined(header.bytes, half, end.bytes));
    assert.match(await ui.verdict.textContent(), /damaged|decoded|broken/);
    assert.equal(await ui.submitButton.isDisabled(), true);
    await ui.file("whole.png", "image/png", png(900, 600));
    await ui.verdict.filter({ hasText: "Ready to use" }).waitFor();
  });

  for (const [lang, words] of [
    ["de-AT", "Was möchten Sie tun?"],
    ["fr", "Que souhaitez-vous faire ?"],
    ["es", "¿Qué quiere hacer?"],
    ["nl", "What would you like to do?"],
  ])
    test(`lang="${lang}" sets the language`, async () => {
      await open(`lang="${lang}" src="${sample}"`);
      await ui.page.getByText(words).waitFor();
      await ui.verdict.waitFor();
      await accessible(ui.page);
      await ui.screenshot(`language-${lang}`);
    });

  test("the page's language and direction apply", async () => {
    await open(`src="${sample}" tools="exterior edit"`, { lang: "de", dir: "rtl" });
    await ui.page.getByText("Was möchten Sie tun?").waitFor();
    await ui.verdict.waitFor();
    const [stage, panel] = await Promise.all([
      ui.page.locator("reroom-studio .stage").boundingBox(),
      ui.page.locator("reroom-studio .panel").boundingBox(),
    ]);
    assert.ok(panel.x + panel.width <= stage.x, "the panel is at the inline end, on the left");
    const [width, height] = await ui.page.locator("reroom-studio .file bdi").evaluate((element) => {
      const text = [...element.childNodes].find(({ data }) => data?.includes("1800"));
      return ["1800", "1200"].map((digits) => {
        const range = new globalThis.Range();
        range.setStart(text, text.data.indexOf(digits));
        range.setEnd(text, text.data.indexOf(digits) + digits.length);
        return range.getBoundingClientRect().x;
      });
    });
    assert.ok(width < height, "the width is before the height");
    assert.equal(
      await ui.page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth),
      true,
    );
    await accessible(ui.page);
    await ui.screenshot("right-to-left");
  });

  test("changing lang switches the language", async () => {
    await open();
    await evaluate((studio) => studio.setAttribute("lang", "es"));
    await ui.page.getByText("¿Qué quiere hacer?").waitFor();
  });
});

describe("properties and methods", () => {
  test("photo accepts a file, open() a URL, and reset() clears both", async () => {
    await open();
    await evaluate(async (studio) => {
      const blob = await (await fetch("/samples/house-exterior.jpg")).blob();
      studio.photo = new File([blob], "house.jpg", { type: "image/jpeg" });
    });
    await ui.page.locator("reroom-studio .file", { hasText: "house.jpg" }).waitFor();
    await evaluate((studio) => studio.open("/samples/bedroom-empty.jpg"));
    await ui.page.locator("reroom-studio .file", { hasText: "bedroom-empty.jpg" }).waitFor();
    await evaluate((studio) => studio.reset());
    await ui.page.locator("reroom-studio .drop").waitFor();
  });

  test("a URL without a photo shows a message", async () => {
    await open(`src="/samples/none.jpg"`);
    await ui.page.locator("reroom-studio .drop [role=alert]").waitFor();
    ui.problems.length = 0; // The browser reports the 404.
  });

  test("open() without an argument opens the file picker", async () => {
    await open();
    const [chooser] = await Promise.all([
      ui.page.waitForEvent("filechooser"),
      evaluate((studio) => void studio.open()),
    ]);
    assert.equal(chooser.isMultiple(), true);
  });

  test("without a service, the console names the missing attribute and the visitor sees a general message", async () => {
    await open(`src="${sample}" tools="upscale"`);
    await evaluate((studio) => void (studio.client = undefined));
    await ui.verdict.waitFor();
    await ui.submit();
    await ui.notice.filter({ hasText: "isn’t available right now" }).waitFor();
    assert.doesNotMatch(await ui.notice.textContent(), /base-url/);
    assert.match(ui.problems.splice(0).join(), /^<reroom-studio> .*base-url.*client/);
  });

  test("submit() resolves to the finished render, or undefined without a photo", async () => {
    await open(`tools="empty-room"`);
    assert.equal(await evaluate((studio) => studio.submit()), undefined);
    await evaluate((studio) => studio.open("/samples/living-room-staged.jpg"));
    await ui.verdict.waitFor();
    assert.equal((await evaluate((studio) => studio.submit())).status, "painted");
  });

  test("results, busy and balance change with an event each", async () => {
    await open(`src="${sample}" tools="empty-room"`);
    await ui.verdict.waitFor();
    await evaluate((studio) => {
      globalThis.heard = [];
      for (const name of ["results", "busy", "balance"])
        studio.addEventListener(`reroom-${name}`, ({ detail }) => {
          const same = detail[name] === studio[name];
          globalThis.heard.push([
            name,
            name === "results" ? detail.results.map(({ state }) => state) : detail[name],
            same,
          ]);
        });
    });
    await ui.submit();
    await ui.result();
    await ui.page.waitForFunction(() => globalThis.heard.some(([name, busy]) => name === "busy" && busy === false));
    const heard = await ui.page.evaluate(() => globalThis.heard);
    assert.ok(heard.every(([, , same]) => same));
    assert.deepEqual(
      heard.filter(([name]) => name === "busy").map(([, busy]) => busy),
      [true, false],
    );
    assert.deepEqual(heard.findLast(([name]) => name === "results")[1], ["seen"]);
    assert.deepEqual(await evaluate(({ busy, results }) => [busy, results.length]), [false, 1]);
  });

  test("slots hold the page's own content, and the buttons of the empty state stay", async () => {
    await open();
    await evaluate((studio) => {
      studio.innerHTML = `<p slot="header">Above</p><p slot="empty">An empty room, please</p><p slot="footer">Below</p>`;
    });
    const tops = await Promise.all(
      ["Above", "An empty room, please", "Below"].map(
        async (words) => (await ui.page.getByText(words).boundingBox()).y,
      ),
    );
    assert.deepEqual(
      tops,
      [...tops].sort((a, b) => a - b),
    );
    assert.equal(await ui.page.getByText("Start with a photo").isVisible(), false);
    await ui.page.getByRole("button", { name: "Choose photos" }).waitFor();
    await accessible(ui.page);
  });

  test("custom texts replace the built-in ones", async () => {
    await open();
    await evaluate((studio) => {
      const { en } = globalThis.element;
      studio.texts = { ...en, studio: { ...en.studio, drop: "Hand us a photo" } };
    });
    await ui.page.getByText("Hand us a photo").waitFor();
  });
});

describe("events", () => {
  test("a canceled reroom-submit can be confirmed later", async () => {
    await open(`src="${sample}" tools="upscale"`);
    await ui.verdict.waitFor();
    await evaluate((studio) => studio.addEventListener("reroom-submit", (event) => event.preventDefault()));
    await ui.submit();
    assert.deepEqual((await events("reroom-submit")).at(0).detail, {
      tool: "upscale",
      params: { tool: "upscale" },
      cost: 4,
    });
    assert.deepEqual(await events("reroom-progress"), []);
    await evaluate((studio) => void studio.submit({ confirmed: true }));
    await ui.result();
    assert.equal((await events("reroom-submit")).length, 1);
    const stages = (await events("reroom-progress")).map(({ detail }) => detail.stage);
    assert.equal(stages[0], "preparing");
    assert.ok(stages.includes("uploading"), stages.join());
    const [{ detail }] = await events("reroom-complete");
    assert.equal(detail.tool, "upscale");
    assert.equal(detail.after, detail.render.outputs[0]);
  });

  test("reroom-complete contains the uploaded photo as a file, and images() both images", async () => {
    await open(`src="${sample}" tools="empty-room"`);
    await ui.verdict.waitFor();
    const sizes = evaluate(
      (studio) =>
        new Promise((done) =>
          studio.addEventListener("reroom-complete", async ({ detail }) => {
            const { before, after } = await detail.images();
            done([detail.beforeBlob === before, detail.afterBlob, before.size > 10_000, after.size > 10_000]);
          }),
        ),
    );
    await ui.submit();
    assert.deepEqual(await sizes, [true, undefined, true, true]);
  });

  test("changing an option fires reroom-change with the request", async () => {
    await open(`tools="exterior"`);
    await ui.choose("daylight", "night");
    const [{ detail }] = await events("reroom-change");
    assert.deepEqual(detail, {
      tool: "exterior",
      params: { field: "exterior", creativity: "balanced", daylight: "night" },
    });
    assert.deepEqual(await evaluate((studio) => studio.params), detail.params);
  });
});

test("results are stored with a small picture, separately for each user", async () => {
  await open(`src="${sample}" tools="empty-room" user="anna"`);
  await ui.verdict.waitFor();
  await ui.submit();
  await ui.result();
  const readThumbnail = () =>
    ui.page.evaluate(() => {
      const key = `reroom.studio ${location.origin}#anna`;
      return JSON.parse(localStorage.getItem(key)).photos[0].thumbnail;
    });
  await ui.page.waitForFunction(() => Object.values(localStorage).join().includes("data:image/jpeg"));
  const thumbnail = await readThumbnail();
  assert.ok(thumbnail.length <= 4096, `${thumbnail.length} characters`);
  const size = await ui.page.evaluate(async (url) => {
    const bytes = Uint8Array.from(atob(url.split(",")[1]), (character) => character.charCodeAt(0));
    const { width, height } = await createImageBitmap(new Blob([bytes]));
    return [width, height];
  }, thumbnail);
  assert.deepEqual(size, [160, 107]);
  const photos = ui.page.locator("reroom-studio [part~=photos] .tile[data-photo]");
  await evaluate((studio) => studio.removeAttribute("src"));
  const drop = ui.page.locator("reroom-studio .drop");
  await evaluate((studio) => studio.setAttribute("user", "ben"));
  await drop.waitFor();
  await evaluate((studio) => studio.setAttribute("user", "anna"));
  await photos.waitFor();
  await photos.locator("img").evaluate((image) => image.decode());
  // Now, the view of the row has loaded.
  await evaluate((studio) => studio.setAttribute("user", "ben"));
  await photos.waitFor({ state: "detached" });
  await drop.waitFor();
});

test("custom properties and parts style the element", async () => {
  await open(`src="${sample}"`);
  await ui.page.evaluate(() => {
    const sheet = new globalThis.CSSStyleSheet();
    sheet.replaceSync(
      "reroom-studio { --reroom-color-accent: rgb(0, 90, 60); } reroom-studio::part(primary) { border-radius: 20px; }",
    );
    document.adoptedStyleSheets = [sheet];
  });
  const style = await ui.submitButton.evaluate((button) => {
    button.disabled = false;
    const { backgroundColor, borderTopLeftRadius } = getComputedStyle(button);
    return [backgroundColor, borderTopLeftRadius];
  });
  assert.deepEqual(style, ["rgb(0, 90, 60)", "20px"]);
});

test("the page's text alignment, case and line breaking stay out", async () => {
  await open(`src="${sample}"`);
  await ui.page.evaluate(() => {
    const sheet = new globalThis.CSSStyleSheet();
    sheet.replaceSync("main { text-align: center; text-transform: uppercase; white-space: nowrap; }");
    document.adoptedStyleSheets = [sheet];
  });
  await ui.verdict.waitFor();
  const style = await ui.page
    .locator("reroom-studio legend")
    .first()
    .evaluate((legend) => {
      const { textAlign, textTransform, whiteSpace } = getComputedStyle(legend);
      return [textAlign, textTransform, whiteSpace];
    });
  assert.deepEqual(style, ["start", "none", "normal"]);
});

test("in a container as wide as its content, such as a dialog, the studio is as wide as on a phone", async () => {
  await open(`src="${sample}"`);
  const width = await ui.studio.evaluate((studio) => {
    const dialog = document.body.appendChild(document.createElement("dialog"));
    dialog.append(studio);
    dialog.showModal();
    return studio.getBoundingClientRect().width;
  });
  assert.ok(width >= 270, `${width} pixels`);
});

test("in a narrow sidebar, the studio uses the phone layout", async () => {
  await open(`src="${sample}"`);
  await ui.page.evaluate(() => {
    const sheet = new globalThis.CSSStyleSheet();
    sheet.replaceSync("reroom-studio { inline-size: 340px; }");
    document.adoptedStyleSheets = [sheet];
  });
  await ui.verdict.waitFor();
  const [stage, panel] = await Promise.all([
    ui.page.locator("reroom-studio .stage").boundingBox(),
    ui.page.locator("reroom-studio .panel").boundingBox(),
  ]);
  assert.ok(panel.y > stage.y + stage.height);
  assert.ok(panel.x + panel.width <= stage.x + 340);
  await ui.screenshot("sidebar");
});

test("the JavaScript of the elements and the studio, without Lit, is at most 40 KB with brotli", async () => {
  const { output } = await build({
    configFile: false,
    logLevel: "error",
    root,
    build: {
      write: false,
      target: "es2022",
      lib: { entry: join(root, "dist/element/define.js"), formats: ["es"], fileName: "element" },
      rolldownOptions: { external: /client\/(index|imaging)\.js$|pkg\/reroom\.js$|^lit/, output: { minify: true } },
    },
  }).then((built) => (Array.isArray(built) ? built[0] : built));
  // Count only static imports. Languages, painter, views that few visits need, pictures, export code and warning texts load on demand.
  const chunks = new Map(output.map((chunk) => [chunk.fileName, chunk]));
  const atOnce = new Set([output[0].fileName]);
  for (const name of atOnce) for (const imported of chunks.get(name)?.imports ?? []) atOnce.add(imported);
  const loaded = [...atOnce].map((name) => chunks.get(name)).filter(Boolean);
  const later = new Set(loaded.flatMap(({ dynamicImports }) => dynamicImports).map((name) => name.replace(/-.*/, "")));
  assert.equal(
    [...later].sort().join(" "),
    "de define es fr hosting lazy mark mask pair pictures restoration rules save thumbnail warnings zoom",
  );
  const size = loaded.reduce((sum, { code }) => sum + brotliCompressSync(code).length, 0);
  console.log(`the elements weigh ${size} bytes of brotli`);
  assert.ok(size <= 40 * 1024, `${size} bytes`);
});
