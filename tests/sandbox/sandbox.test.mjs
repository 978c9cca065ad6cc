// The sandbox as a fetch handler and on a Node server, with the built wasm and real photos.
import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after, before, describe, test } from "node:test";
import { ConnectionBroken, createSandbox } from "../../dist/sandbox/index.js";
import { createSandboxListener } from "../../dist/sandbox/node.js";
import { jpegSize, png as photo } from "./photo.mjs";

const origin = "https://reroom.ai";
const authorization = "Bearer sandbox";

/** Calls the handler; returns the status and the JSON body. */
async function call(sandbox, path, init = {}) {
  const json = init.json === undefined ? {} : { method: "POST", body: JSON.stringify(init.json) };
  const type = init.json === undefined ? {} : { "content-type": "application/json" };
  const headers = { authorization, ...type, ...init.headers };
  const response = await sandbox(new Request(new URL(path, origin), { ...json, ...init, headers }));
  return { status: response.status, body: await response.json() };
}

async function upload(sandbox, bytes, type = "image/png") {
  const init = { method: "POST", body: bytes, headers: { "content-type": type } };
  const { status, body } = await call(sandbox, "/api/enterprise/upload", init);
  assert.equal(status, 200, JSON.stringify(body));
  return body.fileName;
}

const staging = { tool: "virtual-staging", action: "preset", type: "living-room", style: "modern" };

describe("as a handler", () => {
  test("a render of an uploaded photo ends with a simulated image", async () => {
    let time = 1_700_000_000_000;
    const sandbox = await createSandbox({ now: () => time });
    const file_name = await upload(sandbox, photo(800, 600));
    const request = { file_name, creativity: "balanced", style: "japanese-zen" };
    const submitted = await call(sandbox, "/api/enterprise/render?field=interior", { json: request });
    const path = `/api/enterprise/render/${submitted.body.data.render_id}`;
    assert.equal((await call(sandbox, path)).body.status, "queued");
    time += 1500;
    assert.equal((await call(sandbox, path)).body.status, "rendering");
    time += 3500;
    const { body: record } = await call(sandbox, path);
    assert.equal(record.status, "completed");
    const image = await sandbox(record.outputs[0]);
    assert.equal(image.headers.get("content-type"), "image/jpeg");
    assert.deepEqual(jpegSize(new Uint8Array(await image.arrayBuffer())), [800, 600]);
    sandbox.free();
  });

  test("unknown options are rejected", async () => {
    await assert.rejects(createSandbox({ credit: 4 }), /unknown field `credit`/);
    const sandbox = await createSandbox();
    assert.throws(() => sandbox.fault({ sttus: 500 }), /unknown field `sttus`/);
    assert.throws(() => sandbox.fault({ status: 42 }), /between 200 and 599/);
  });

  test("a value of the wrong type is rejected with the name of its option, and without names of Rust", async () => {
    for (const [options, expected] of [
      [{ seed: 1, credits: "20" }, 'The sandbox rejects "credits": invalid type: string "20", expected a number.'],
      [
        { results: "blobs", credits: 3 },
        'The sandbox rejects "results": invalid type: string "blobs", expected an object.',
      ],
      [
        { speeds: { queuedMs: true } },
        'The sandbox rejects "queuedMs": invalid type: boolean `true`, expected a number.',
      ],
      ["http://127.0.0.1:8787", "The options of the sandbox must be an object."],
    ])
      await assert.rejects(createSandbox(options), { name: "TypeError", message: expected });
    const sandbox = await createSandbox();
    assert.throws(() => sandbox.fault({ path: "/", status: "500" }), /^TypeError: The sandbox rejects "status": /);
    assert.throws(() => sandbox.reset({ credits: "5" }), /^TypeError: The sandbox rejects "credits": /);
  });

  test("an argument that is not an object, or not what an option takes, is rejected with what it must be", async () => {
    const photo = new Uint8Array(8);
    for (const [options, expected] of [
      [null, /^The options of the sandbox must be an object\.$/],
      [[], /^The options of the sandbox must be an object\.$/],
      [{ now: 5 }, /^The option now must be a function\.$/],
      [{ fetch: "x" }, /^The option fetch must be a function\.$/],
      [{ fixtures: {} }, /^The option fixtures must be an array\.$/],
      [{ fixtures: [null] }, /^A fixture must be an object\.$/],
      [{ fixtures: [{ photo: "a.jpg", result: photo }] }, /fixture must be a Blob.*not a path/],
      [{ fixtures: [{ photo }] }, /fixture must be a Blob/],
      [{ fixture: [] }, /unknown field `fixture`, expected one of `now`, `fixtures`/],
    ])
      await assert.rejects(createSandbox(options), { name: "TypeError", message: expected });
    const sandbox = await createSandbox();
    for (const fault of [undefined, null, "/api", 500, []])
      assert.throws(() => sandbox.fault(fault), {
        name: "TypeError",
        message: /^The fault, such as \{ path: .*object\.$/,
      });
    for (const fault of [{}, { path: "/api" }, { times: 3, method: "POST" }])
      assert.throws(() => sandbox.fault(fault), {
        name: "TypeError",
        message: /^The fault has no effect\. Set status/,
      });
    for (const times of ["3", true])
      assert.throws(() => sandbox.fault({ status: 500, times }), /^TypeError: The sandbox rejects "times": /);
    for (const fault of [{ status: 99999 }, { status: 500, times: -1 }])
      assert.throws(() => sandbox.fault(fault), /^TypeError: The sandbox rejects "\w+": -?\d+ is out of range\.$/);
    for (const options of [null, 5, []])
      assert.throws(() => sandbox.reset(options), /^TypeError: The options of reset\(\) must be an object\.$/);
    assert.equal((await call(sandbox, "/api/enterprise/status")).status, 200);
  });

  test("a freed sandbox says so, and can be freed again", async () => {
    const sandbox = await createSandbox();
    sandbox.free();
    sandbox.free();
    const freed = { name: "TypeError", message: /freed with free\(\)/ };
    assert.throws(() => sandbox.requests(), freed);
    assert.throws(() => sandbox.fault({ status: 500 }), freed);
    assert.throws(() => sandbox.reset(), freed);
    await assert.rejects(call(sandbox, "/api/enterprise/account"), freed);
  });

  test("requests() lists requests without the key", async () => {
    const sandbox = await createSandbox({ apiKey: "top-secret" });
    const headers = { authorization: "Bearer top-secret" };
    await call(sandbox, "/api/enterprise/upscale", { json: { file_name: "x" }, headers });
    const [request] = sandbox.requests();
    assert.equal(request.path, "/api/enterprise/upscale");
    assert.deepEqual(request.json, { file_name: "x" });
    assert.equal(request.headers.authorization, "Bearer <10 chars>");
    assert.doesNotMatch(JSON.stringify(sandbox.requests()), /top-secret/);
  });

  test("fault() simulates statuses, latency, and broken connections", async () => {
    const sandbox = await createSandbox();
    const status = () => call(sandbox, "/api/enterprise/status");
    sandbox.fault({ path: "/api/enterprise/status", status: 503, times: 2, body: { err: "busy" } });
    assert.deepEqual(await status(), { status: 503, body: { err: "busy" } });
    assert.equal((await status()).status, 503);
    assert.equal((await status()).status, 200);
    sandbox.fault({ status: 500, times: Infinity });
    for (let i = 0; i < 5; i += 1) assert.equal((await status()).status, 500);
    sandbox.reset();
    sandbox.fault({ latencyMs: 60 });
    const start = performance.now();
    assert.equal((await status()).status, 200);
    assert.ok(performance.now() - start >= 55);
    sandbox.fault({ broken: "before" });
    await assert.rejects(status(), (error) => error instanceof TypeError && error instanceof ConnectionBroken);
  });

  test("a render is paid for although its response is lost", async () => {
    const sandbox = await createSandbox({ credits: 5 });
    const file_name = await upload(sandbox, photo(800, 600));
    sandbox.fault({ broken: "after", path: "/api/enterprise/render" });
    await assert.rejects(call(sandbox, "/api/enterprise/render", { json: { file_name, ...staging } }), TypeError);
    assert.equal((await call(sandbox, "/api/enterprise/status")).body.credits, 4);
    assert.equal((await call(sandbox, "/sandbox/renders")).body.length, 1);
  });

  test("aborting a request ends its latency", async () => {
    const sandbox = await createSandbox();
    sandbox.fault({ latencyMs: 60_000, times: 2 });
    const signal = AbortSignal.timeout(30);
    await assert.rejects(call(sandbox, "/api/enterprise/status", { signal }), { name: "TimeoutError" });
    await assert.rejects(call(sandbox, "/api/enterprise/status", { signal: AbortSignal.abort() }), {
      name: "AbortError",
    });
  });

  test("an endless body is rejected at the size limit", async () => {
    const sandbox = await createSandbox();
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(1 << 20));
      },
    });
    const init = { method: "POST", body, duplex: "half", headers: { "content-type": "image/png" } };
    const { status, body: response } = await call(sandbox, "/api/enterprise/upload", init);
    assert.deepEqual([status, response], [400, { err: "Max file size: 15MB" }]);
    assert.ok(sent < 70, `the sandbox read ${sent} MiB of an endless body`);
  });

  test("a photo URL is fetched only from allowed hosts and up to the size limit", async () => {
    const asked = [];
    const big = new Uint8Array(16 << 20);
    const responses = {
      "/a.jpg": () => new Response(photo(800, 600)),
      "/big.jpg": () => new Response(big),
      "/moved": () => new Response(null, { status: 302, headers: { location: "/a.jpg" } }),
      "/away": () => new Response(null, { status: 302, headers: { location: "https://evil.example/a.jpg" } }),
      "/down": () => Promise.reject(new TypeError("fetch failed")),
    };
    const sandbox = await createSandbox({
      allowedHosts: ["photos.example"],
      fetch: async (url) => {
        asked.push(url);
        return responses[new URL(url).pathname]();
      },
    });
    const upscale = (file_url) => call(sandbox, "/api/enterprise/upscale", { json: { file_url } });
    assert.equal((await upscale("https://photos.example/a.jpg")).status, 200);
    assert.equal((await upscale("https://photos.example/moved")).status, 200);
    const invalid = { status: 400, body: { err: "Invalid URL" } };
    for (const path of ["/big.jpg", "/away", "/down"])
      assert.deepEqual(await upscale(`https://photos.example${path}`), invalid, path);
    assert.deepEqual(await upscale("https://evil.example/a.jpg"), invalid);
    assert.ok(!asked.some((url) => url.includes("evil")), asked.join());
  });
});

describe("on a Node server", () => {
  let server;
  let url;
  let sandbox;

  before(async () => {
    sandbox = await createSandbox({ speeds: { queuedMs: 0, renderingMs: 0 } });
    server = createServer(createSandboxListener(sandbox)).listen(0, "127.0.0.1");
    await once(server, "listening");
    url = `http://127.0.0.1:${server.address().port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const overHttp = (path, init = {}) =>
    fetch(url + path, { ...init, headers: { authorization, "content-type": "application/json", ...init.headers } });

  test("results have URLs on the same server", async () => {
    const body = photo(800, 600);
    const headers = { "content-type": "image/png" };
    const { fileName } = await (await overHttp("/api/enterprise/upload", { method: "POST", body, headers })).json();
    const request = JSON.stringify({ file_name: fileName, ...staging });
    const record = await (await overHttp("/api/enterprise/render", { method: "POST", body: request })).json();
    assert.equal(record.status, "painted");
    assert.ok(record.outputs[0].startsWith(`${url}/sandbox/outputs/`), record.outputs[0]);
    const again = JSON.stringify({ file_url: record.outputs[0] });
    assert.equal((await overHttp("/api/enterprise/upscale", { method: "POST", body: again })).status, 200);
    for (const link of [record.source, record.outputs[0]]) assert.equal((await fetch(link)).status, 200, link);
  });

  test("a broken-connection fault breaks the connection", async () => {
    const fault = { broken: "before", path: "/api/enterprise/status" };
    assert.equal((await overHttp("/sandbox/faults", { method: "POST", body: JSON.stringify(fault) })).status, 200);
    await assert.rejects(overHttp("/api/enterprise/status"), TypeError);
    assert.equal((await overHttp("/api/enterprise/status")).status, 200);
  });

  test("a canceled request does not affect the next one", async () => {
    sandbox.fault({ latencyMs: 60_000 });
    await assert.rejects(overHttp("/api/enterprise/status", { signal: AbortSignal.timeout(50) }));
    assert.equal((await overHttp("/api/enterprise/status")).status, 200);
  });

  test("requests for other paths go to the next handler", async () => {
    for (const path of ["/index.html", "/reroom/api/enterprise/status", "/api/enterprise/api/enterprise/status"]) {
      const response = await overHttp(path);
      assert.deepEqual([response.status, /Check baseUrl/.test((await response.json()).err)], [404, true], path);
    }
    assert.throws(() => createSandboxListener(createSandbox()), /await createSandbox\(\)/);
    const passed = [];
    const listener = createSandboxListener(sandbox);
    for (const path of ["/", "/api/enterprise", "/sandbox.html", "/src/sandbox/x"])
      listener({ url: path }, {}, () => passed.push(path));
    assert.equal(passed.length, 4);
  });
});

describe("the wasm file", () => {
  test("is valid and small enough", async () => {
    const wasm = await readFile(new URL("../../pkg/sandbox/sandbox_bg.wasm", import.meta.url));
    assert.ok(WebAssembly.validate(wasm));
    assert.ok(wasm.length < 900_000, `${wasm.length} bytes`);
  });
});
