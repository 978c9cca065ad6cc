// The examples of the guides about the elements, disclosure and listing rules, run as they are written: each in a page of its own, built
// from the packed package. They print what their comments state, and neither warnings nor errors.
import assert from "node:assert/strict";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { readPage } from "../../scripts/pages.mjs";
import { createGateway } from "../../dist/gateway/index.js";
import { createGatewayListener } from "../../dist/gateway/node.js";
import { consumer, project, run, samplePhoto } from "./project.mjs";
import { files, launch, serve } from "./site.mjs";

/** What the examples use without declaring it, and how a page would get it. */
const prelude = {
  photo: `new File([await (await fetch("/room.jpg")).blob()], "photo.jpg", { type: "image/jpeg" })`,
  mask: `""`,
  client: `(await import("reroom").then(async ({ default: init, ReRoom }) => {
    await init();
    return new ReRoom({ baseUrl: location.origin, apiKey: "a-key-of-its-own" });
  }))`,
  uploadToBucket: `(name) => Promise.resolve("https://example.com/" + name)`,
};

/** The examples of a guide in these languages, each with a name. Those for the compiler of a framework are tested with it. */
function examplesOf(guide) {
  const text = readPage(`docs/guides/${guide}.md`);
  return [...text.matchAll(/^```(ts|html|css)\n(.*?)^```/gms)].flatMap(({ 1: language, 2: code, index }) => {
    const line = text.slice(0, index).split("\n").length;
    const isCompiled = /reroom\/element\/(vue|svelte)/.test(code);
    return isCompiled ? [] : [{ guide, name: `${guide}-${line}`, language, code }];
  });
}

const examples = ["element", "disclosure", "rules"].flatMap(examplesOf);
const studio = `<reroom-studio base-url="/reroom"></reroom-studio><img id="cover" alt="" />`;

/** The page of an example. */
function pageOf({ name, language, code }) {
  const script = { ts: `/${name}-start.ts`, html: "/elements.ts", css: "/elements.ts" }[language];
  const body = { ts: studio, html: code, css: studio }[language];
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>An example</title>
    ${language === "css" ? `<link rel="stylesheet" href="/${name}.css" />` : ""}
  </head>
  <body>${body}<script type="module" src="${script}"></script></body>
</html>`;
}

/** The files of the example. */
function filesOf(example) {
  const { name, language, code } = example;
  const page = { [`${name}.html`]: pageOf(example) };
  if (language === "html") return page;
  if (language === "css") return { ...page, [`${name}.css`]: code };
  const isDeclared = (word) => new RegExp(`^(import .*|const |declare const )\\b${word}\\b`, "m").test(code);
  const given = Object.entries(prelude).filter(([word]) => new RegExp(`\\b${word}\\b`).test(code) && !isDeclared(word));
  // The example with the model declares the studio.
  const found = /declare const studio/.test(code) ? { studio: `document.querySelector("reroom-studio")` } : {};
  const values = [...given, ...Object.entries(found)].map(([word, value]) => `${word}: ${value}`);
  const start = `Object.assign(globalThis, { ${values.join(", ")} });
await import("/${name}.ts");
globalThis.outcome = "done";
export {};
`;
  return { ...page, [`${name}.ts`]: code, [`${name}-start.ts`]: start };
}

/** What the comments of an example say that it prints. */
function printedBy(code) {
  const calls = [...code.matchAll(/console\.log\((?:.*?)\);(?:[^\n]* \/\/ |\n\/\/ )(.*)/g)];
  return calls.map(([, text]) => text.trim());
}

/** Whether printed values are what a comment states. A comment can continue with the reason after a comma. */
function isStated(values, stated) {
  const same = (text) => text.replaceAll(/[\s"]/g, "");
  const [actual, wanted] = [same(values.map((value) => JSON.stringify(value)).join(" ")), same(stated)];
  return wanted === actual || wanted.startsWith(`${actual},`);
}

let browser, app, site, stop;

before(async () => {
  const folder = await project();
  browser = await launch();
  app = await consumer(folder, "guides");
  const all = Object.assign({ "elements.ts": `import "reroom/element/define";\n` }, ...examples.map(filesOf));
  const pages = Object.keys(all).filter((path) => path.endsWith(".html"));
  all["vite.config.js"] = `export default {
  build: { target: "es2022", modulePreload: false, rollupOptions: { input: ${JSON.stringify(pages)} } },
};
`;
  for (const [path, text] of Object.entries(all)) await writeFile(join(app, path), text);
  await mkdir(join(app, "public/assets"), { recursive: true });
  const element = join(folder, "node_modules/reroom/dist/element/reroom-element.js");
  await cp(element, join(app, "public/assets/reroom-element.js"));
  await run(process.execPath, [join(folder, "node_modules/vite-8/bin/vite.js"), "build"], { cwd: app });
  await start();
});

/** Serves the pages, and what the examples expect of their server: two gateways, photos, and a service that signs. */
async function start() {
  // The gateway removes the key from every response, so the key must not be part of a URL.
  const apiKey = "a-key-of-its-own";
  const built = files([join(app, "dist")]);
  const photo = await samplePhoto();
  const gateways = [];
  ({ origin: site, stop } = await serve(async (request, response) => {
    const { pathname } = new URL(request.url, "http://localhost");
    const gateway = gateways.find(({ basePath }) => pathname.startsWith(`${basePath}/`));
    if (gateway) return gateway.listener(request, response);
    if (pathname.startsWith("/photos/")) return response.writeHead(200, { "content-type": "image/jpeg" }).end(photo);
    if (request.method === "POST") return response.writeHead(200, { "content-type": "image/jpeg" }).end(photo);
    return built(request, response);
  }, apiKey));
  for (const basePath of ["/reroom", "/api/reroom"]) {
    const options = { apiKey, upstream: site, basePath, authorize: () => true };
    gateways.push({ basePath, listener: createGatewayListener(createGateway(options), { basePath }) });
  }
}

after(async () => {
  await browser?.close();
  stop?.();
});

/** Opens the page of an example; returns it, with what it printed. */
async function open({ name }) {
  const page = await browser.newPage();
  page.setDefaultTimeout(20_000);
  const [printed, problems] = [[], []];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "log") printed.push(Promise.all(message.args().map((arg) => arg.jsonValue())));
    if (["error", "warning"].includes(message.type())) problems.push(message.text());
  });
  const photo = await samplePhoto();
  await page.route("https://*.example.com/**", (route) =>
    route.fulfill({ contentType: "image/jpeg", body: photo, headers: { "access-control-allow-origin": "*" } }),
  );
  await page.goto(`${site}/${name}.html`);
  return { page, printed, problems };
}

/** Waits until the elements of a page are on display. */
const shown = (page) =>
  page.waitForFunction(() =>
    [...document.querySelectorAll("reroom-studio, reroom-compare")].every((element) =>
      element.shadowRoot?.querySelector(".drop, .verdict, figure img"),
    ),
  );

for (const guide of ["element", "disclosure", "rules"])
  describe(`docs/guides/${guide}.md`, () => {
    for (const example of examples.filter((each) => each.guide === guide))
      test(`${example.name}: ${example.code.split("\n")[0]}`, async () => {
        const { page, printed, problems } = await open(example);
        if (example.language === "ts") await page.waitForFunction(() => "outcome" in globalThis);
        else await shown(page);
        const lines = await Promise.all(printed);
        for (const stated of printedBy(example.code))
          assert.ok(
            lines.some((values) => isStated(values, stated)),
            `printed ${JSON.stringify(lines)}, not ${stated}`,
          );
        assert.deepEqual(problems, []);
        await page.close();
      });
  });

describe("what the examples do", () => {
  const opened = async (text) => {
    const found = examples.filter(({ code }) => code.includes(text));
    assert.equal(found.length, 1, `examples with ${text}`);
    const { page, problems } = await open(found[0]);
    await shown(page);
    const studio = page.locator("reroom-studio");
    return {
      page,
      problems,
      studio,
      /** Opens the photo, and furnishes the room. */
      async furnish() {
        await studio.evaluate((element) => {
          element.tools = "virtual-staging";
          element.preset = { "virtual-staging": { type: "bedroom", style: "modern" } };
          return element.updateComplete.then(() => element.open("/room.jpg"));
        });
        await studio.locator("[data-action=submit]:enabled").click();
      },
    };
  };
  const accept = "[data-action=accept]:visible";

  test("a fixed preset makes the studio one button, which furnishes the photo through the gateway", async () => {
    const { studio, problems } = await opened('"style": { "include": ["scandinavian"] }');
    await studio.locator(".verdict").waitFor();
    assert.equal(await studio.locator(":is(.tools, [data-param])").filter({ visible: true }).count(), 0);
    await studio.locator("[data-action=submit]").click();
    await studio.locator(accept).waitFor();
    assert.deepEqual(problems, []);
  });

  test("content in the slots is on display", async () => {
    const { page } = await opened('slot="empty"');
    for (const text of ["Stage your listing", "Drop a photo of an empty room here.", "Images are created by AI."])
      assert.equal(await page.getByText(text).isVisible(), true, text);
  });

  test("a confirmation before the order, and the accepted image in the page", async () => {
    const { page, studio, furnish, problems } = await opened("This takes");
    const asked = [];
    page.on("dialog", (dialog) => {
      asked.push(dialog.message());
      void dialog.accept();
    });
    await furnish();
    await studio.locator(accept).click();
    await page.waitForFunction(() => document.querySelector("#cover").naturalWidth > 0);
    assert.deepEqual([asked, problems], [["This takes 1 credits."], []]);
  });

  test("one accent color, and a style for a part", async () => {
    const { studio } = await opened("--reroom-color-accent: #0a5c3c");
    const look = await studio.locator(".drop [part~=primary]").evaluate((button) => {
      const { backgroundColor, textTransform } = getComputedStyle(button);
      return [backgroundColor, textTransform];
    });
    assert.deepEqual(look, ["rgb(10, 92, 60)", "uppercase"]);
  });

  test("texts of your own", async () => {
    const { studio, furnish } = await opened("Ins Exposé übernehmen");
    await furnish();
    await studio.locator(accept, { hasText: "Ins Exposé übernehmen" }).waitFor();
  });

  test("the statement and the original next to a photo", async () => {
    const { page } = await opened("renders='{");
    const compare = page.locator("reroom-compare");
    await compare.getByText("Virtually staged", { exact: true }).waitFor();
    assert.equal(await compare.getByRole("link").getAttribute("href"), "/photos/bedroom.jpg");
  });
});
