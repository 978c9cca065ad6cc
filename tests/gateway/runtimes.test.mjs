// The same gateway where there is no Node: in workerd, Deno, Bun, and Hono. Each does the same job, and refuses the same.
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
import { raw, serve } from "./servers.mjs";
import { byName, key, order, patient, paths, photo, photoUrl, quickSandbox, refused, start } from "./support.mjs";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
let sandbox, service, modules;
before(async () => {
  await start();
  sandbox = await quickSandbox();
  service = await serve(createSandboxListener(sandbox));
  modules = join(await project(), "node_modules");
});
after(() => service?.close());

/** What a gateway under `/reroom` of a site must do, wherever it runs. `fetch` reaches it. */
async function doesItsWork(origin, fetch = globalThis.fetch) {
  sandbox.reset();
  const page = (user) =>
    new ReRoom({
      baseUrl: `${origin}/reroom`,
      headers: { "x-user": user },
      maxRetries: 0,
      fetch: (request) => fetch(request),
    });
  const ann = page("ann");
  const render = await ann.run(photo, { creativity: "balanced" }, patient);
  assert.equal(render.status, "completed");
  assert.equal((await ann.run(photoUrl, { tool: "empty-room" })).status, "painted");
  assert.deepEqual([(await ann.account()).credits, (await ann.account()).key], [-1, undefined]);
  await refused(page("bob").getRender(render._id), "not_found");
  await refused(
    new ReRoom({ baseUrl: `${origin}/reroom`, fetch: (request) => fetch(request) }).account(),
    "unauthorized",
  );
  const { length } = sandbox.requests();

  const ask = async (path, init = {}) => {
    const headers = { "x-user": "ann", ...init.headers };
    const response = await fetch(new Request(`${origin}/reroom${path}`, { ...init, headers }));
    return [response.status, JSON.parse(await response.text()).err];
  };
  const png = { "content-type": "image/png" };
  assert.deepEqual(await ask("/api/enterprise/keys"), [404, "Not found"]);
  assert.deepEqual(await ask("/api/enterprise/render/..%2fstatus"), [404, "Not found"]);
  assert.deepEqual(await ask(paths.status, { method: "POST" }), [405, "Method not allowed"]);
  assert.deepEqual(await ask(paths.status, { headers: { origin: "https://evil.example" } }), [
    403,
    "This origin is not allowed. Add it to the gateway's allowedOrigins.",
  ]);
  const tooLarge = async (body) => {
    const answer = ask(paths.upload, { method: "POST", body, duplex: "half", headers: png });
    // Some platforms hang up on who still sends after the answer.
    assert.deepEqual(await answer.catch(() => [413, "Max file size: 15MB"]), [413, "Max file size: 15MB"]);
  };
  await tooLarge(new Uint8Array(15 * 2 ** 20 + 1));
  let left = 240;
  await tooLarge(
    new ReadableStream({
      pull: (controller) => (left-- ? controller.enqueue(new Uint8Array(65_537)) : controller.close()),
    }),
  );
  assert.equal(sandbox.requests().length, length, "no such photo arrived");

  sandbox.fault({ path: paths.status, status: 302, headers: { location: `${service.origin}${paths.status}` } });
  assert.deepEqual(await ask(paths.status), [
    502,
    "The ReRoom service responded with a redirect, which the gateway does not follow.",
  ]);
  sandbox.fault({ path: paths.upload, status: 500, body: { err: `the key ${key}` } });
  assert.deepEqual(await ask(paths.upload, { method: "POST", body: photo, headers: png }), [500, "the key [key]"]);
  sandbox.fault({ path: paths.render, broken: "after" });
  const before = sandbox.requests().length;
  await refused(ann.render(order), "outcome_unknown");
  assert.equal(sandbox.requests().length, before + 1, "no platform sends it again");
}

test("Hono", async () => {
  const onEvent = () => {};
  const gateway = createGateway({
    apiKey: key,
    authorize: byName,
    upstream: service.origin,
    basePath: "/reroom",
    onEvent,
  });
  const app = new Hono();
  app.get("/", (c) => c.text("the site"));
  app.all("/reroom/*", (c) => gateway(c.req.raw));
  await doesItsWork("https://site.example", (request) => app.fetch(request));
});

test("workerd", async () => {
  const worker = await inWorkerd(service.origin);
  try {
    await doesItsWork((await worker.ready).origin);
  } finally {
    await worker.dispose();
  }
});

test("workerd, where the same is ordered twice at the same time", async () => {
  const orders = [];
  let arrive;
  const arrival = () => new Promise((resolve) => (arrive = resolve));
  const slow = await serve((req, res) => req.resume().once("end", () => arrive(orders.push(res))));
  const reply = (order, id) =>
    order.setHeader("content-type", "application/json").end(JSON.stringify({ success: true, data: { render_id: id } }));
  const worker = await inWorkerd(slow.origin, ["enable_request_signal"]);
  try {
    const { origin } = await worker.ready;
    const post = async () => {
      const headers = { "content-type": "application/json", "x-user": "ann" };
      const init = { method: "POST", headers, body: JSON.stringify(order) };
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

/** The worker in workerd. */
async function inWorkerd(upstream, compatibilityFlags = []) {
  const { Miniflare } = await import(pathToFileURL(join(modules, "miniflare/dist/src/index.js")).href);
  return new Miniflare({
    host: "127.0.0.1",
    compatibilityDate: "2024-01-01",
    compatibilityFlags,
    modules: [{ type: "ESModule", path: "worker.js", contents: await bundle(here("worker.mjs")) }],
    bindings: { REROOM_API_KEY: key, UPSTREAM: upstream },
  });
}

/** One module of it all. */
async function bundle(entry) {
  const lib = { entry, formats: ["es"], fileName: "worker" };
  const settings = { configFile: false, logLevel: "error", publicDir: false };
  const [{ output }] = await build({ ...settings, build: { lib, write: false, minify: false } });
  assert.equal(output.length, 1);
  return output[0].code;
}

test("Deno", async (t) => {
  const deno = join(modules, ".bin", "deno");
  if (!existsSync(deno)) return t.skip("npm brings no Deno for this system");
  const allowed = ["--allow-net=127.0.0.1", "--allow-env=REROOM_API_KEY,UPSTREAM", "--allow-read"];
  return inRuntime(deno, ["run", "--no-config", "--node-modules-dir=none", ...allowed, here("deno.mjs")]);
});

test("Bun", async (t) => {
  const builds = join(modules, "@oven");
  const [found] = existsSync(builds) ? readdirSync(builds) : [];
  if (!found) return t.skip("npm brings no Bun for this system");
  return inRuntime(join(builds, found, "bin", "bun"), [here("bun.mjs")]);
});

/** Runs a program that serves the gateway and says on which port. */
async function inRuntime(program, args) {
  const env = { ...process.env, REROOM_API_KEY: key, UPSTREAM: service.origin, NO_COLOR: "1" };
  // In a group of its own: what npm brings may be a script that starts the program.
  const child = spawn(program, args, { env, stdio: ["ignore", "pipe", "inherit"], detached: true });
  try {
    const port = await new Promise((listening, failed) => {
      let said = "";
      child.stdout.on("data", (text) => {
        const found = /port (\d+)\n/.exec((said += text));
        if (found) listening(Number(found[1]));
      });
      child.once("error", failed).once("exit", (status) => failed(new Error(`ended with ${status}: ${said}`)));
    });
    await doesItsWork(`http://127.0.0.1:${port}`);
    assert.match(
      await raw(port, "GET /reroom/api/enterprise/render/..%2fstatus HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
      / 404 /,
    );
  } finally {
    process.kill(-child.pid, "SIGKILL");
  }
}
