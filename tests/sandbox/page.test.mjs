// The sandbox in a page without a server. Its images have URLs that the page can load.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { startBrowser } from "../e2e/site.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const types = { ".js": "text/javascript", ".wasm": "application/wasm", ".jpg": "image/jpeg" };
const blank = "<!doctype html><title>page</title>";

let server, browser, page;
before(async () => {
  server = createServer(async (req, res) => {
    const { pathname } = new URL(req.url, "http://localhost");
    const body = pathname === "/" ? blank : await readFile(join(root, normalize(pathname))).catch(() => undefined);
    res
      .writeHead(body === undefined ? 404 : 200, { "content-type": types[extname(pathname)] ?? "text/html" })
      .end(body);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  browser = await startBrowser();
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.evaluate(async () => {
    const { default: init, ReRoom } = await import("/dist/client/index.js");
    const { createSandbox } = await import("/dist/sandbox/index.js");
    await init();
    /** Creates a sandbox, a client for it, and a photo. */
    window.start = async (options = {}) => {
      const sandbox = await createSandbox({ speeds: { queuedMs: 0, renderingMs: 0 }, ...options });
      const client = new ReRoom({ apiKey: "sandbox", fetch: sandbox });
      const photo = await (await fetch("/www/public/samples/living-room-empty.jpg")).blob();
      return { sandbox, client, photo };
    };
    /** The size of an image; `undefined` if it does not load. */
    window.loaded = async (url) => {
      const image = new Image();
      image.src = url;
      return image.decode().then(
        () => [image.naturalWidth, image.naturalHeight],
        () => undefined,
      );
    };
  });
});
after(async () => {
  await browser?.close();
  server?.close();
});

test("a page loads the results and the photo from its own sandbox", async () => {
  const found = await page.evaluate(async () => {
    const { sandbox, client, photo } = await window.start();
    const staged = await client.run(photo, { tool: "empty-room" });
    const mask = new OffscreenCanvas(1800, 1200);
    mask.getContext("2d").fillRect(100, 100, 400, 300);
    const { encodeMask } = await import("/dist/client/index.js");
    const edit = { tool: "edit", action: "material", material: "oak", mask: await encodeMask(mask) };
    const edited = await client.run(photo, edit, { pollMs: 5 });
    const urls = [staged.outputs[0], staged.source, edited.outputs[0]];
    const again = await client.getRender(staged._id);
    const type = (await (await fetch(edited.outputs[0])).blob()).type;
    const sizes = await Promise.all(urls.map(window.loaded));
    const direct = await (await sandbox(staged.outputs[0])).blob();
    sandbox.free();
    return { urls, sizes, same: again.outputs[0] === urls[0], type, directType: direct.type };
  });
  for (const url of found.urls) assert.match(url, /^blob:http/);
  assert.deepEqual(found.sizes, Array(3).fill([1800, 1200]));
  assert.deepEqual([found.same, found.type, found.directType], [true, "image/png", "image/jpeg"]);
});

test("a result can be rendered again by its URL", async () => {
  const found = await page.evaluate(async () => {
    const { sandbox, client, photo } = await window.start();
    const { outputs } = await client.run(photo, { tool: "empty-room" });
    const source = { file_url: outputs[0] };
    const upscaled = await client.run(source, { tool: "upscale" }, { pollMs: 5 });
    const restyled = await client.run(source, { creativity: "balanced" }, { pollMs: 5 });
    const reference = { tool: "virtual-staging", action: "preset", type: "office", style: "modern" };
    const staged = await client.run(source, reference);
    const sizes = await Promise.all([upscaled, restyled, staged].map(({ outputs: [url] }) => window.loaded(url)));
    const sent = sandbox.requests().flatMap(({ json }) => (json?.file_url ? [json.file_url] : []));
    sandbox.free();
    return { sizes, sent };
  });
  assert.deepEqual(found.sizes, [
    [2304, 1536],
    [1800, 1200],
    [1800, 1200],
  ]);
  for (const url of found.sent) assert.match(url, /^https:\/\/reroom\.ai\/sandbox\/outputs\//);
});

test("the sandbox rejects a blob: URL that it did not create", async () => {
  const code = await page.evaluate(async () => {
    const { sandbox, client, photo } = await window.start();
    const file_url = URL.createObjectURL(photo);
    const error = await client.run({ file_url }, { tool: "empty-room" }).catch((reason) => reason);
    sandbox.free();
    return [error.code, error.message];
  });
  assert.deepEqual(code, ["rejected", "Invalid URL"]);
});

test("reset() and free() revoke the URLs of images", async () => {
  const sizes = await page.evaluate(async () => {
    const { sandbox, client, photo } = await window.start();
    const result = async () => (await client.run(photo, { tool: "empty-room" })).outputs[0];
    const [first, sizes] = [await result(), []];
    sandbox.reset();
    sizes.push(await window.loaded(first));
    const second = await result();
    sizes.push(await window.loaded(second));
    sandbox.free();
    sizes.push(await window.loaded(second));
    return sizes;
  });
  assert.deepEqual(sizes, [undefined, [1800, 1200], undefined]);
});

test('outputs: "http" returns the URLs of a server', async () => {
  const url = await page.evaluate(async () => {
    const { sandbox, client, photo } = await window.start({ outputs: "http" });
    const { outputs } = await client.run(photo, { tool: "empty-room" });
    sandbox.free();
    return outputs[0];
  });
  assert.match(url, /^https:\/\/reroom\.ai\/sandbox\/outputs\/[\da-f]{24}\.jpg$/);
});

test("a studio without a server shows its result, which can be upscaled", async () => {
  const found = await page.evaluate(async () => {
    await import("/dist/element/reroom-element.js");
    const { sandbox, client } = await window.start();
    const studio = Object.assign(document.createElement("reroom-studio"), { client, tools: ["empty-room"] });
    document.body.append(studio);
    await studio.open("/www/public/samples/living-room-empty.jpg");
    const { outputs } = await studio.submit();
    await studio.updateComplete;
    const compare = studio.shadowRoot.querySelector("reroom-compare");
    await compare.updateComplete;
    const images = [...compare.shadowRoot.querySelectorAll("img")];
    await Promise.all(images.map((image) => image.decode()));
    const shown = images.map(({ src, naturalWidth }) => [src === outputs[0], naturalWidth]);
    const upscaled = await client.run({ file_url: outputs[0] }, { tool: "upscale" }, { pollMs: 5 });
    const size = await window.loaded(upscaled.outputs[0]);
    studio.remove();
    sandbox.free();
    return { shown, size };
  });
  assert.ok(
    found.shown.some(([isResult, width]) => isResult && width === 1800),
    JSON.stringify(found),
  );
  assert.deepEqual(found.size, [2304, 1536]);
});
