// The package without a bundler: in a page, in a module worker, and with a missing wasm file.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createSandbox } from "../../dist/sandbox/index.js";
import { createSandboxListener } from "../../dist/sandbox/node.js";
import { browser } from "./browser.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const types = { ".js": "text/javascript", ".wasm": "application/wasm", ".html": "text/html", ".jpg": "image/jpeg" };

/** Runs in the page and in the worker. Returns the result. */
const program = `
  import init, { ReRoom, ReRoomError, catalog } from "/dist/client/index.js";
  const attempt = async () => {
    const early = (() => { try { catalog(); } catch (error) { return error instanceof ReRoomError && error.code; } })();
    await init();
    const photo = await (await fetch("/www/public/samples/living-room-empty.jpg")).blob();
    const client = new ReRoom({ baseUrl: "", apiKey: "sandbox" });
    const params = { tool: "virtual-staging", action: "preset", type: "living-room", style: "modern" };
    const { status, outputs } = await client.run(photo, params);
    const output = await fetch(outputs[0]);
    return { early, status, type: output.headers.get("content-type") };
  };
  const outcome = attempt().catch((error) => ({ error: String(error) }));
`;
const pages = {
  "/page.html": `<!doctype html><script type="module">${program} window.outcome = await outcome;</script>`,
  "/worker.js": `${program} outcome.then((value) => postMessage(value));`,
  "/empty.html": "<!doctype html><title>empty</title>",
};

let server, origin;

before(async () => {
  const sandbox = createSandboxListener(await createSandbox());
  server = createServer((req, res) => sandbox(req, res, () => serveFile(req, res)));
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${server.address().port}`;
});

after(async () => {
  server?.closeAllConnections();
  server?.close();
});

async function serveFile(req, res) {
  const { pathname } = new URL(req.url, origin);
  const body = pages[pathname] ?? (await readFile(join(root, normalize(pathname))).catch(() => undefined));
  res.writeHead(body === undefined ? 404 : 200, { "content-type": types[extname(pathname)] ?? "text/plain" }).end(body);
}

const expected = { early: "invalid_request", status: "painted", type: "image/jpeg" };

test("the client works in a page without a bundler", async () => {
  const page = await browser.newPage();
  await page.goto(`${origin}/page.html`);
  await page.waitForFunction(() => window.outcome);
  assert.deepEqual(await page.evaluate(() => window.outcome), expected);
  await page.close();
});

test("the client works in a module worker", async () => {
  const page = await browser.newPage();
  await page.goto(`${origin}/empty.html`);
  const outcome = await page.evaluate(
    () =>
      new Promise((done, failed) => {
        const worker = new Worker("/worker.js", { type: "module" });
        worker.onmessage = ({ data }) => done(data);
        worker.onerror = (event) => failed(new Error(event.message));
      }),
  );
  assert.deepEqual(outcome, expected);
  await page.close();
});

test("init() rejects with advice if the wasm URL returns HTML, and a second call tries again", async () => {
  const page = await browser.newPage();
  await page.route("**/*.wasm", (route) => route.fulfill({ contentType: "text/html", body: "<!doctype html>" }), {
    times: 1,
  });
  await page.goto(`${origin}/empty.html`);
  const outcome = await page.evaluate(async () => {
    const { default: init, ReRoomError } = await import("/dist/client/index.js");
    const file = "/pkg/reroom_bg.wasm";
    const error = await init(file).catch((error) => error);
    await init(file);
    return { known: error instanceof ReRoomError, code: error.code, message: error.message };
  });
  assert.equal(outcome.code, "unexpected_response");
  assert.ok(outcome.known && outcome.message.includes("optimizeDeps"), outcome.message);
  await page.close();
});
