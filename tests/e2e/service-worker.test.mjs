// Uploads through a service worker, where the browser reports no upload progress to the page.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createSandbox } from "../../dist/sandbox/index.js";
import { startWire } from "../wire/server.mjs";
import { browser } from "./browser.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const types = { ".js": "text/javascript", ".wasm": "application/wasm", ".jpg": "image/jpeg" };
/** Passes all requests through, like the service worker of an offline-capable app. */
const worker = `
  addEventListener("install", () => skipWaiting());
  addEventListener("activate", (event) => event.waitUntil(clients.claim()));
  addEventListener("fetch", (event) => event.respondWith(fetch(event.request)));`;
const page = `<!doctype html><title>uploads</title><script type="module">
  import init, { ReRoom } from "/dist/client/index.js";
  await init();
  const client = new ReRoom({ baseUrl: "", apiKey: "sandbox" });
  const photo = await (await fetch("/www/public/samples/living-room-empty.jpg")).blob();
  window.upload = async (options) => {
    const told = [];
    const onProgress = ({ loaded }) => told.push(loaded);
    const outcome = await client.upload(photo, { maxRetries: 0, ...options, onProgress }).catch(({ code }) => ({ code }));
    return { ...outcome, told, size: photo.size };
  };
  window.control = async () => {
    const controlled = new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done));
    await navigator.serviceWorker.register("/worker.js");
    await controlled;
  };
  window.ready = true;
</script>`;

async function serve(req, res) {
  const { pathname } = new URL(req.url, "http://localhost");
  const made = { "/": page, "/worker.js": worker }[pathname];
  const body = made ?? (await readFile(join(root, normalize(pathname))).catch(() => undefined));
  const type = types[extname(pathname)] ?? "text/html";
  res.writeHead(body === undefined ? 404 : 200, { "content-type": type, connection: "close" }).end(body);
}

let sandbox, wire;
before(async () => {
  sandbox = await createSandbox();
  wire = await startWire(sandbox, { elsewhere: serve });
});
after(async () => {
  wire?.stop();
  sandbox?.free();
});

test("through a service worker, an upload slower than timeoutMs is sent once, and a stalled one times out", async () => {
  const tab = await (await browser.newContext()).newPage();
  await tab.goto(wire.origin);
  await tab.waitForFunction(() => window.ready);
  await tab.evaluate(() => window.control());
  wire.plan.ask({ kind: "slow-upload", path: "/api/enterprise/upload", pauseMs: 250 });
  const { success, code, told, size } = await tab.evaluate(() => window.upload({ timeoutMs: 700 }));
  assert.deepEqual([code, success], [undefined, true]);
  assert.deepEqual([told[0], told.at(-1)], [0, size]);
  assert.equal(wire.log.length, 1);

  wire.plan.ask({ kind: "stall", path: "/api/enterprise/upload" });
  assert.equal((await tab.evaluate(() => window.upload({ timeoutMs: 700 }))).code, "timeout");
});
