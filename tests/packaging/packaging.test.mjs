// The packed tarball: what is in it, and that it works in Node, under TypeScript, and in a site built by Vite.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";
import { createSandbox } from "reroom/sandbox";
import { createSandboxListener } from "reroom/sandbox/node";
import { build, createServer as createDevServer, preview } from "vite";
import { install, pack, root, run, samplePhoto, temporary } from "./consumer.mjs";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

let place, packed, service, origin;
before(async () => {
  place = await temporary();
  packed = await pack(place.folder);
  service = createServer(createSandboxListener(await createSandbox({ speeds: { queuedMs: 50, renderingMs: 50 } })));
  await new Promise((listening) => service.listen(0, "127.0.0.1", listening));
  origin = `http://127.0.0.1:${service.address().port}`;
});
after(async () => {
  service.closeAllConnections();
  service.close();
  await place.remove();
});

test("the tarball has what it needs and nothing else", async () => {
  const { files } = packed;
  const needed = ["README.md", "CHANGELOG.md", "LICENSE-MIT", "LICENSE-APACHE", "package.json", "openapi.yaml"];
  const built = ["pkg/reroom.js", "pkg/reroom.d.ts", "pkg/reroom_bg.wasm", "pkg/sandbox/sandbox_bg.wasm"];
  for (const path of [...needed, ...built]) assert.ok(files.includes(path), `${path} is missing`);
  assert.ok(files.some((path) => /^pkg\/snippets\/.*error\.js$/.test(path)));
  const strangers = files.filter(
    (path) => !needed.includes(path) && !/^(?:dist|pkg)\/.*\.(?:js|wasm|ts|map)$/.test(path),
  );
  assert.deepEqual(strangers, []);

  const { exports, bin } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const leaves = (tree) => (typeof tree === "string" ? [tree] : Object.values(tree).flatMap(leaves));
  for (const path of leaves([exports, bin])) {
    assert.ok(files.includes(path.slice(2)), `package.json names ${path}, which is not there`);
  }
});

test("in Node, with the sandbox in the same process", async () => {
  const script = `
    import { readFile } from "node:fs/promises";
    import init, { ReRoom, catalog } from "reroom";
    import { createSandbox } from "reroom/sandbox";
    await init();
    const fetch = await createSandbox({ speeds: { queuedMs: 0, renderingMs: 0 } });
    const client = new ReRoom({ apiKey: "sandbox", fetch });
    const render = await client.run(await readFile("room.jpg"), { creativity: "balanced" }, { pollMs: 5 });
    const output = await (await fetch(new Request(render.outputs[0]))).arrayBuffer();
    console.log(JSON.stringify([catalog().staging.style.length, render.status, output.byteLength > 10_000]));
  `;
  const project = await install(place.folder, "node-app", packed.tarball, {
    "check.mjs": script,
    "room.jpg": await samplePhoto(),
  });
  assert.deepEqual(JSON.parse(await run(process.execPath, ["check.mjs"], { cwd: project })), [8, "completed", true]);
  const bin = join(project, "node_modules", ".bin", "reroom");
  assert.match(await run(bin, ["sandbox", "--help"], { cwd: project }), /^Usage: reroom sandbox/);
});

test("under TypeScript, with both ways of resolving modules", async () => {
  const source = `import init, { ReRoom, type Render } from "reroom";
    import { createSandbox } from "reroom/sandbox";
    await init();
    const client = new ReRoom({ fetch: await createSandbox() });
    export const render: Render = await client.run(new Blob(), { tool: "empty-room" });
    // @ts-expect-error an empty room has no style
    void client.run(new Blob(), { tool: "empty-room", style: "modern" });
  `;
  const project = await install(place.folder, "typescript-app", packed.tarball, { "check.ts": source });
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const common = ["--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "check.ts"];
  await run(process.execPath, [compiler, "--module", "nodenext", ...common], { cwd: project });
  const bundler = ["--module", "esnext", "--moduleResolution", "bundler"];
  await run(process.execPath, [compiler, ...bundler, ...common], { cwd: project });
});

test("in a site that Vite builds, under a strict content security policy, and in its dev server", async () => {
  const main = `
    import init, { ReRoom, catalog } from "reroom";
    globalThis.check = async (baseUrl) => {
      await init();
      const photo = await (await fetch("/room.jpg")).blob();
      const client = new ReRoom({ apiKey: "sandbox", baseUrl });
      const params = { tool: "virtual-staging", action: "preset", type: "living-room", style: "modern" };
      const staged = await client.run(photo, params);
      const render = await client.run({ file_url: staged.outputs[0] }, { creativity: "balanced" }, { pollMs: 20 });
      const picture = new Image();
      picture.src = render.outputs[0];
      await picture.decode();
      return [catalog().staging.style.length, staged.status, render.status, picture.naturalWidth > 500];
    };
  `;
  const project = await install(place.folder, "vite-app", packed.tarball, {
    "index.html": '<!doctype html><title>a site</title><script type="module" src="/main.js"></script>',
    "main.js": main,
    "public/room.jpg": await samplePhoto(),
  });
  const settings = { root: project, configFile: false, logLevel: "error" };
  await build(settings);
  const assets = await readdir(join(project, "dist"), { recursive: true });
  assert.equal(assets.filter((path) => path.endsWith(".wasm")).length, 1, assets.join());

  const policy = `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' ${origin}; img-src ${origin}`;
  const headers = { "content-security-policy": policy };
  const site = await preview({ ...settings, preview: { host: "127.0.0.1", port: 0, headers } });
  const dev = await createDevServer({ ...settings, server: { host: "127.0.0.1", port: 0 } });
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });
  try {
    await dev.listen();
    for (const server of [site, dev]) {
      const page = await browser.newPage();
      const problems = [];
      page.on("pageerror", (error) => problems.push(error.message));
      await page.goto(`http://127.0.0.1:${server.httpServer.address().port}/`);
      await page.waitForFunction(() => globalThis.check);
      const seen = await page.evaluate((baseUrl) => globalThis.check(baseUrl), origin);
      assert.deepEqual(seen, [8, "painted", "completed", true]);
      assert.deepEqual(problems, []);
    }
  } finally {
    await browser.close();
    await dev.close();
    await site.close();
  }
});
