// How the built package loads its wasm in a Chromium page without a bundler, and what happens if the file is missing.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { root } from "./project.mjs";
import { files, launch, serve } from "./site.mjs";

let browser;
before(async () => {
  browser = await launch();
});
after(() => browser?.close());

const client = "/pkg/reroom_bg.wasm";
const imaging = "/pkg/imaging_bg.wasm";
const sandbox = "/pkg/sandbox/sandbox_bg.wasm";
const copies = ["/pkg/reroom_inline.js", "/pkg/sandbox/sandbox_inline.js"];
const page = "<!doctype html><title>A site</title>";
const html = { "content-type": "text/html" };

/** Serves the package's folder; `responses` (`{ path: (res) => void }`) take precedence over its files. */
function site(responses, headers = {}) {
  const packaged = files([root], headers);
  return (req, res) => {
    const { pathname } = new URL(req.url, "http://localhost");
    if (responses[pathname]) return responses[pathname](res, req);
    return pathname === "/" ? res.writeHead(200, { ...html, ...headers }).end(page) : packaged(req, res);
  };
}

/**
 * Runs a function in a page of that site; returns its result or error, the console warnings, and the paths that the page
 * requested.
 */
async function load(script, responses = {}, headers = {}) {
  const { origin, stop } = await serve(site(responses, headers));
  const tab = await browser.newPage();
  const warnings = [];
  const paths = [];
  tab.on("console", (message) => message.type() === "warning" && warnings.push(message.text()));
  tab.on("request", (request) => paths.push(new URL(request.url()).pathname));
  try {
    await tab.goto(origin);
    const settled = await tab.evaluate(script).catch(({ message }) => ({ crashed: message }));
    return { ...settled, warnings, paths };
  } finally {
    await tab.close();
    stop();
  }
}

/** Runs in the page: loads the client ten times concurrently, and returns the outcome. */
const start = async () => {
  const { default: init, catalog } = await import("/dist/client/index.js");
  const fields = ({ name, code, message }) => ({ name, code, message });
  try {
    const all = await Promise.all(Array.from({ length: 10 }, () => init()));
    return { same: new Set(all).size, styles: catalog().interior.style.length > 20 };
  } catch (error) {
    return { error: fields(error) };
  }
};

const gone = (res) => res.writeHead(404).end("Not found");
const asPage = (res) => res.writeHead(200, html).end(page);
const broken = (res) => res.writeHead(200, { "content-type": "application/wasm" }).end(Buffer.alloc(100, 7));
const cut = (res) => res.destroy();
const count = (paths, path) => paths.filter((asked) => asked === path).length;

test("ten concurrent init() calls load the file once and the copy never", async () => {
  const { same, styles, warnings, paths } = await load(start);
  assert.deepEqual([same, styles, warnings], [1, true, []]);
  assert.deepEqual(
    [client, ...copies].map((path) => count(paths, path)),
    [1, 0, 0],
  );
});

test("a file with another media type loads without a warning", async () => {
  const { readFile } = await import("node:fs/promises");
  const bytes = await readFile(new URL("../../pkg/reroom_bg.wasm", import.meta.url));
  const plain = (res) => res.writeHead(200, { "content-type": "application/octet-stream" }).end(bytes);
  const { same, warnings, paths } = await load(start, { [client]: plain });
  assert.deepEqual([same, warnings, count(paths, copies[0])], [1, [], 0]);
});

for (const [what, answer, reason] of [
  ["is missing", gone, /404/],
  ["is an HTML page", asPage, /magic word/],
  ["is damaged", broken, /magic word/],
  ["cannot be fetched", cut, /Failed to fetch/],
])
  test(`if the file ${what}, init() loads the copy and logs one warning that explains how to serve the file`, async () => {
    const { same, styles, warnings, paths } = await load(start, { [client]: answer });
    assert.deepEqual([same, styles, warnings.length], [1, true, 1]);
    assert.match(warnings[0], reason);
    for (const advice of [/optimizeDeps: \{ exclude: \["reroom"\] \}/, /Angular/, /connect-src/, /CORS/])
      assert.match(warnings[0], advice);
    assert.deepEqual(
      [client, copies[0]].map((path) => count(paths, path)),
      [1, 1],
    );
  });

const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'";

test("if connect-src blocks the file, init() loads the copy", async () => {
  const { same, warnings } = await load(start, {}, { "content-security-policy": policy });
  assert.deepEqual([same, warnings.length], [1, 1]);
});

test("if the policy forbids WebAssembly, init() rejects with an error that names 'wasm-unsafe-eval'", async () => {
  for (const connect of ["; connect-src 'self'", ""]) {
    const forbidding = `${policy.replace(" 'wasm-unsafe-eval'", "")}${connect}`;
    const { error, warnings } = await load(start, {}, { "content-security-policy": forbidding });
    assert.deepEqual([error?.name, error?.code, warnings], ["ReRoomError", "network", []]);
    assert.match(error.message, /script-src needs 'wasm-unsafe-eval'/);
  }
});

test("if neither the file nor the copy loads, init() rejects with the reason and can be called again", async () => {
  let down = true;
  const packaged = files([root]);
  const whenUp = (res, req) => (down ? gone(res) : packaged(req, res));
  const responses = {
    [client]: whenUp,
    [copies[0]]: whenUp,
    "/up": (res) => {
      down = false;
      res.writeHead(204).end();
    },
  };
  const retry = async () => {
    const { default: init } = await import("/dist/client/index.js");
    const { name, code, message } = await init().catch((error) => error);
    await fetch("/up");
    const exports = await init();
    return { error: { name, code, message }, loaded: exports === (await init()) };
  };
  const { error, loaded, warnings } = await load(retry, responses);
  assert.deepEqual([error?.name, error?.code, loaded, warnings], ["ReRoomError", "network", true, []]);
  for (const advice of [/404/, /CORS/, /connect-src/, /optimizeDeps/]) assert.match(error.message, advice);
});

test("init() with a URL loads only that file and rejects if it fails", async () => {
  const withUrl = async () => {
    const { default: init } = await import("/dist/client/index.js");
    const { code, message } = await init("/static/other.wasm").catch((error) => error);
    return { error: { code, message } };
  };
  const { error, paths } = await load(withUrl, { "/static/other.wasm": asPage });
  assert.equal(error.code, "unexpected_response");
  assert.deepEqual(
    [client, copies[0]].map((path) => count(paths, path)),
    [0, 0],
  );
});

test("createSandbox() loads its file once, or its copy with one warning", async () => {
  const make = async () => {
    const { createSandbox } = await import("/dist/sandbox/index.js");
    const made = await Promise.all([createSandbox(), createSandbox({ credits: 7 })]);
    const request = { headers: { authorization: "Bearer sandbox" } };
    const response = await made[1](`${location.origin}/api/enterprise/status`, request);
    return { credits: JSON.stringify(await response.json()).includes("7") };
  };
  const found = await load(make);
  assert.deepEqual([found.credits, found.warnings], [true, []]);
  assert.deepEqual(
    [sandbox, copies[1]].map((path) => count(found.paths, path)),
    [1, 0],
  );
  for (const answer of [gone, asPage, broken]) {
    const { credits, warnings, paths } = await load(make, { [sandbox]: answer });
    assert.deepEqual([credits, warnings.length, count(paths, copies[1])], [true, 1, 1]);
    assert.match(warnings[0], /sandbox_bg\.wasm/);
  }
});

/** Runs in the page: encodes ten masks concurrently, without `init()`. */
const paint = async () => {
  const { MaskEditor, encodeMask } = await import("/dist/client/index.js");
  const mask = async () => {
    const editor = await MaskEditor.create({ width: 600, height: 400 });
    editor.rectangle(0, 0, 300, 400);
    const base64 = await encodeMask(editor);
    return editor instanceof MaskEditor && base64.startsWith("iVBOR");
  };
  try {
    const masks = await Promise.all(Array.from({ length: 10 }, mask));
    return { masks: masks.every(Boolean) };
  } catch ({ name, code, message }) {
    return { error: { name, code, message } };
  }
};

test("ten concurrent masks load the imaging module once, without init() and without the client's wasm", async () => {
  const { masks, warnings, paths } = await load(paint);
  assert.deepEqual([masks, warnings], [true, []]);
  assert.deepEqual(
    [imaging, client, "/pkg/imaging_inline.js"].map((path) => count(paths, path)),
    [1, 0, 0],
  );
});

test("without imaging's file, its copy is loaded and one warning explains how to serve the file", async () => {
  for (const answer of [gone, asPage, broken, cut]) {
    const { masks, warnings, paths } = await load(paint, { [imaging]: answer });
    assert.deepEqual([masks, warnings.length, count(paths, "/pkg/imaging_inline.js")], [true, 1, 1]);
    assert.match(warnings[0], /imaging_bg\.wasm.*optimizeDeps/);
  }
});

test("if connect-src blocks imaging's file, its copy is loaded; if the CSP forbids WebAssembly, the error says so", async () => {
  const copied = await load(paint, {}, { "content-security-policy": policy });
  assert.deepEqual([copied.masks, copied.warnings.length], [true, 1]);
  const forbidding = `${policy.replace(" 'wasm-unsafe-eval'", "")}; connect-src 'self'`;
  const { error, warnings } = await load(paint, {}, { "content-security-policy": forbidding });
  assert.deepEqual([error?.name, error?.code, warnings], ["ReRoomError", "network", []]);
  assert.match(error.message, /imaging_bg\.wasm could not be loaded: .*script-src needs 'wasm-unsafe-eval'/);
});

test("a failed load of the imaging module rejects with what to do, and the next call tries again", async () => {
  let down = true;
  const packaged = files([root]);
  const whenUp = (res, req) => (down ? gone(res) : packaged(req, res));
  const up = (res) => {
    down = false;
    res.writeHead(204).end();
  };
  const retry = async () => {
    const { MaskEditor } = await import("/dist/client/index.js");
    const size = { width: 600, height: 400 };
    const { name, code, message, retryable } = await MaskEditor.create(size).catch((error) => error);
    await fetch("/up");
    const editor = await MaskEditor.create(size);
    return { error: { name, code, message, retryable }, width: editor.width };
  };
  const answers = { [imaging]: whenUp, "/pkg/imaging_inline.js": whenUp, "/up": up };
  const { error, width } = await load(retry, answers);
  assert.deepEqual([error?.name, error?.code, error?.retryable, width], ["ReRoomError", "network", true, 600]);
  assert.match(error.message, /imaging_bg\.wasm could not be loaded\. Check the network/);
});

test("a page that loads the client never asks for the imaging module", async () => {
  const { paths } = await load(start);
  assert.deepEqual(
    paths.filter((path) => path.includes("imaging") && !path.endsWith("/client/imaging.js")),
    [],
  );
});

test("in a worker from a blob, a path like those of Turbopack is resolved against the page's origin", async () => {
  const inWorker = async () => {
    const script = `import { loadFile, readFile } from "${location.origin}/dist/client/file.js";
      const path = { origin: "", protocol: "", toString: () => "/pkg/reroom_bg.wasm" };
      const size = async (source) => (await (await readFile(source)).arrayBuffer()).byteLength;
      const copy = () => Promise.reject(new Error("The copy was asked for."));
      loadFile(() => path, size, copy).then(postMessage, (error) => postMessage(String(error)));`;
    const worker = new Worker(URL.createObjectURL(new Blob([script], { type: "text/javascript" })), { type: "module" });
    return { size: await new Promise((resolve) => (worker.onmessage = ({ data }) => resolve(data))) };
  };
  const { size, warnings } = await load(inWorker);
  assert.ok(size > 100_000, String(size));
  assert.deepEqual(warnings, []);
});
