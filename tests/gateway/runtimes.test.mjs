// The gateway in workerd, Deno, Bun and Hono. The checks are the same for all.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { Hono } from "hono";
import { ReRoom } from "reroom";
import { createGateway } from "reroom/gateway";
import { createSandboxListener } from "reroom/sandbox/node";
import { build } from "vite";
import { project } from "../packaging/project.mjs";
import { sendRaw, serve } from "./servers.mjs";
import {
  authorizeByHeader,
  key,
  renderRequest,
  fastPolling,
  paths,
  photo,
  photoUrl,
  createFastSandbox,
  rejectsWith,
  initClient,
} from "./support.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
let sandbox, service, modules;
before(async () => {
  await initClient();
  sandbox = await createFastSandbox();
  service = await serve(createSandboxListener(sandbox));
  modules = join(await project(), "node_modules");
});
after(() => service?.close());

/** Checks a gateway under `/reroom`. `fetch` sends requests to it. */
async function checkGateway(origin, fetch = globalThis.fetch) {
  sandbox.reset();
  const page = (user) =>
    new ReRoom({
      baseUrl: `${origin}/reroom`,
      headers: { "x-user": user },
      maxRetries: 0,
      fetch: (request) => fetch(request),
    });
  const ann = page("ann");
  const render = await ann.run(photo, { creativity: "balanced" }, fastPolling);
  assert.equal(render.status, "completed");
  assert.equal((await ann.run(photoUrl, { tool: "empty-room" })).status, "painted");
  assert.deepEqual([(await ann.account()).credits, (await ann.account()).key], [-1, undefined]);
  await rejectsWith(page("bob").getRender(render._id), "not_found");
  await rejectsWith(
    new ReRoom({ baseUrl: `${origin}/reroom`, fetch: (request) => fetch(request) }).account(),
    "unauthorized",
  );
  const { length } = sandbox.requests();

  const sendRequest = async (path, init = {}) => {
    const headers = { "x-user": "ann", ...init.headers };
    const response = await fetch(new Request(`${origin}/reroom${path}`, { ...init, headers }));
    return [response.status, JSON.parse(await response.text()).err];
  };
  const png = { "content-type": "image/png" };
  assert.deepEqual(await sendRequest("/api/enterprise/keys"), [404, "Not found"]);
  assert.deepEqual(await sendRequest("/api/enterprise/render/..%2fstatus"), [404, "Not found"]);
  assert.deepEqual(await sendRequest(paths.status, { method: "POST" }), [405, "Method not allowed"]);
  assert.deepEqual(await sendRequest(paths.status, { headers: { origin: "https://evil.example" } }), [
    403,
    "This origin is not allowed. Add it to the gateway's allowedOrigins.",
  ]);
  const tooLarge = async (body) => {
    const answer = sendRequest(paths.upload, { method: "POST", body, duplex: "half", headers: png });
    // Some platforms close the connection if the client keeps sending after the response.
    assert.deepEqual(await answer.catch(() => [413, "Max file size: 15MB"]), [413, "Max file size: 15MB"]);
  };
  await tooLarge(new Uint8Array(15 * 2 ** 20 + 1));
  let left = 240;
  await tooLarge(
    new ReadableStream({
      pull: (controller) => (left-- ? controller.enqueue(new Uint8Array(65_537)) : controller.close()),
    }),
  );
  assert.equal(sandbox.requests().length, length, "no photo over the limit arrived");

  sandbox.fault({ path: paths.status, status: 302, headers: { location: `${service.origin}${paths.status}` } });
  assert.deepEqual(await sendRequest(paths.status), [
    502,
    "The ReRoom service responded with a redirect, which the gateway does not follow.",
  ]);
  sandbox.fault({ path: paths.upload, status: 500, body: { err: `the key ${key}` } });
  assert.deepEqual(await sendRequest(paths.upload, { method: "POST", body: photo, headers: png }), [
    500,
    "the key [key]",
  ]);
  sandbox.fault({ path: paths.render, broken: "after" });
  const before = sandbox.requests().length;
  await rejectsWith(ann.render(renderRequest), "outcome_unknown");
  assert.equal(sandbox.requests().length, before + 1, "no platform retries it");
}

test("Hono: the gateway works", async () => {
  const onEvent = () => {};
  const gateway = createGateway({
    apiKey: key,
    authorize: authorizeByHeader,
    upstream: service.origin,
    basePath: "/reroom",
    onEvent,
  });
  const app = new Hono();
  app.get("/", (c) => c.text("the site"));
  app.all("/reroom/*", (c) => gateway(c.req.raw));
  await checkGateway("https://site.example", (request) => app.fetch(request));
});

test("workerd: the gateway works", async () => {
  const worker = await startWorkerd(service.origin);
  try {
    await checkGateway((await worker.ready).origin);
  } finally {
    await worker.dispose();
  }
});

test("workerd: concurrent equal requests are separate requests", async () => {
  const orders = [];
  let arrive;
  const arrival = () => new Promise((resolve) => (arrive = resolve));
  const slow = await serve((req, res) => req.resume().once("end", () => arrive(orders.push(res))));
  const reply = (renderRequest, id) =>
    renderRequest
      .setHeader("content-type", "application/json")
      .end(JSON.stringify({ success: true, data: { render_id: id } }));
  const worker = await startWorkerd(slow.origin, ["enable_request_signal"]);
  try {
    const { origin } = await worker.ready;
    const post = async () => {
      const headers = { "content-type": "application/json", "x-user": "ann" };
      const init = { method: "POST", headers, body: JSON.stringify(renderRequest) };
      const response = await fetch(`${origin}/reroom${paths.render}`, init);
      return [response.status, JSON.parse(await response.text()).data?.render_id.split(".")[0]];
    };
    const [first, second] = [arrival(), post()];
    await first;
    const third = [arrival(), post()];
    await third[0];
    reply(orders[0], "r1");
    reply(orders[1], "r2");
    assert.deepEqual(
      [await second, await third[1]],
      [
        [200, "r1"],
        [200, "r2"],
      ],
    );
  } finally {
    await worker.dispose();
    slow.close();
  }
});

/** Starts the worker in workerd. */
async function startWorkerd(upstream, compatibilityFlags = []) {
  const { Miniflare } = await import(pathToFileURL(join(modules, "miniflare/dist/src/index.js")).href);
  return new Miniflare({
    host: "127.0.0.1",
    compatibilityDate: "2024-01-01",
    compatibilityFlags,
    modules: [{ type: "ESModule", path: "worker.js", contents: await bundle(here("worker.mjs")) }],
    bindings: { REROOM_API_KEY: key, UPSTREAM: upstream },
  });
}

/** Bundles a module and its imports into one file. */
async function bundle(entry) {
  const lib = { entry, formats: ["es"], fileName: "worker" };
  const settings = { configFile: false, logLevel: "error", publicDir: false };
  const [{ output }] = await build({ ...settings, build: { lib, write: false, minify: false } });
  assert.equal(output.length, 1);
  return output[0].code;
}

test("Deno: the gateway works", async (t) => {
  const deno = join(modules, ".bin", "deno");
  if (!existsSync(deno)) return t.skip("npm has no Deno for this system");
  const allowed = ["--allow-net=127.0.0.1", "--allow-env=REROOM_API_KEY,UPSTREAM", "--allow-read"];
  return checkProgram(deno, ["run", "--no-config", "--node-modules-dir=none", ...allowed, here("deno.mjs")]);
});

test("Bun: the gateway works", async (t) => {
  const builds = join(modules, "@oven");
  const [found] = existsSync(builds) ? readdirSync(builds) : [];
  if (!found) return t.skip("npm has no Bun for this system");
  return checkProgram(join(builds, found, "bin", "bun"), [here("bun.mjs")]);
});

/** Checks a program that runs the gateway and prints its port. */
async function checkProgram(program, args) {
  const env = { ...process.env, REROOM_API_KEY: key, UPSTREAM: service.origin, NO_COLOR: "1" };
  // In a process group: the program from npm may be a script that starts another process.
  const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "inherit"], detached: true });
  try {
    const port = await new Promise((resolve, reject) => {
      let output = "";
      child.stdout.on("data", (text) => {
        const found = /port (\d+)\n/.exec((output += text));
        if (found) resolve(Number(found[1]));
      });
      child.once("error", reject).once("exit", (status) => reject(new Error(`ended with ${status}: ${output}`)));
    });
    await checkGateway(`http://127.0.0.1:${port}`);
    assert.match(
      await sendRaw(
        port,
        "GET /reroom/api/enterprise/render/..%2fstatus HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
      ),
      / 404 /,
    );
  } finally {
    process.kill(-child.pid, "SIGKILL");
  }
}
