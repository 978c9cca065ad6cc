// The installed package in a browser, built with every bundler and used without one, against the sandbox.
import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { consumer, project, run } from "./project.mjs";
import { files, launch, sandboxAndPhoto, serve, visit } from "./site.mjs";

const outcome = { ok: true, format: "jpeg", status: "painted", picture: "jpeg", editor: true, edited: "completed" };
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'";
const strict = { "content-security-policy": policy };

let folder, browser;
before(async () => {
  folder = await project();
  browser = await launch();
});
after(() => browser?.close());

const tool = (path) => join(folder, "node_modules", path);

/** Builds a consumer with a program in node_modules or its own script; returns its folder. */
async function make(name, program, args, env = {}) {
  const app = await consumer(folder, name);
  const script = program === "build.mjs" ? program : tool(program);
  await run(process.execPath, [script, ...args], { cwd: app, env: { ...process.env, NODE_ENV: "production", ...env } });
  return app;
}

/** Builds a consumer, counts its wasm files, and visits the result. */
async function built(name, program, args, { headers = strict, wasm = 2, env } = {}) {
  const app = await make(name, program, args, env);
  const made = await readdir(join(app, "dist"), { recursive: true });
  assert.equal(made.filter((path) => path.endsWith(".wasm")).length, wasm, made.join("\n"));
  assert.deepEqual(await visited(output(app, headers)), { outcome, problems: [], wasm });
}

const output = (app, headers) => files([join(app, "dist"), join(app, "public")], headers);

/** Serves a site together with the sandbox; returns the outcome of a visit. */
async function visited(site) {
  const { origin, stop } = await serve(site);
  try {
    return await visit(browser, origin);
  } finally {
    stop();
  }
}

/** Serves a consumer with Vite's dev server; returns the outcome of a visit. `settings` override its own. */
async function developed(name, vite, settings = {}) {
  const app = await consumer(folder, name);
  const { createServer } = await import(pathToFileURL(tool(`${vite}/dist/node/index.js`)).href);
  const sandbox = await sandboxAndPhoto();
  const server = await createServer({
    root: app,
    cacheDir: join(app, ".vite"),
    logLevel: "error",
    server: { host: "127.0.0.1", port: 0, watch: null },
    plugins: [{ name: "sandbox", configureServer: ({ middlewares }) => void middlewares.use(sandbox) }],
    ...settings,
  });
  try {
    await server.listen();
    return await visit(browser, `http://127.0.0.1:${server.httpServer.address().port}`);
  } finally {
    await server.close();
  }
}

for (const vite of ["vite-8", "vite-7"]) {
  test(`${vite} renders a photo in production`, () => built(vite, `${vite}/bin/vite.js`, ["build"]));
  test(`${vite} renders a photo in its dev server`, async () => {
    assert.deepEqual(await developed(vite, vite), { outcome, problems: [], wasm: 2 });
  });
}

test("a web worker built by Vite renders a photo", () => built("worker", "vite-8/bin/vite.js", ["build"]));
test("a web worker in Vite's dev server renders a photo", async () => {
  assert.deepEqual(await developed("worker", "vite-8"), { outcome, problems: [], wasm: 2 });
});
test("a web worker built by Vite 7 renders a photo", () =>
  built("worker", "vite-7/bin/vite.js", ["build", "--config", "vite-7.config.js"]));
test("webpack 5 renders a photo", () => built("webpack", "build.mjs", []));

test("esbuild with the files copied next to the bundle renders a photo", () => {
  const wasm = ["reroom_bg", "imaging_bg"].map((name) => `${name}=reroom/${name}.wasm`);
  return built("esbuild", "esbuild/bin/esbuild", [
    "main.js",
    ...wasm,
    "--loader:.wasm=copy",
    "--splitting",
    "--bundle",
    "--format=esm",
    "--outdir=dist",
  ]);
});

test("Rollup with an asset plugin renders a photo", () => built("rollup", "rollup/dist/bin/rollup", ["--config"]));
test("Parcel renders a photo", () => {
  // No strict policy: the page contains an inline import map.
  const args = ["build", "index.html", "--dist-dir", "dist", "--no-cache"];
  return built("parcel", "parcel/lib/bin.js", args, { headers: {} });
});

test("Next.js renders a photo in a server-rendered client component", () => {
  // No strict policy: pages of Next.js contain inline scripts.
  const env = { NEXT_TELEMETRY_DISABLED: "1" };
  return built("next", "next/dist/bin/next", ["build"], { headers: {}, env });
});

test("a single HTML file with reroom/inline renders a photo", () =>
  built("inline", "build.mjs", [], { headers: {}, wasm: 0 }));

test("a page with an import map and no bundler renders a photo", async () => {
  const app = await consumer(folder, "plain");
  assert.deepEqual(await visited(files([app, join(app, ".."), folder])), { outcome, problems: [], wasm: 2 });
});

test("without the setting for a bundler, the package's copies are loaded and one warning per file names the setting", async () => {
  const bundled = await developed("vite-7", "vite-7", { configFile: false });
  assert.deepEqual(bundled.outcome, outcome);
  assert.equal(bundled.problems.length, 2, bundled.problems.join("\n"));
  assert.match(bundled.problems[0], /reroom_bg\.wasm.*optimizeDeps: \{ exclude: \["reroom"\] \}/);
  assert.match(bundled.problems[1], /imaging_bg\.wasm.*optimizeDeps: \{ exclude: \["reroom"\] \}/);

  const args = ["main.js", "--bundle", "--format=esm", "--outdir=dist", "--log-level=error"];
  for (const options of [[], ["--splitting"]]) {
    const app = await make("esbuild", "esbuild/bin/esbuild", [...args, ...options]);
    const alone = await visited(output(app, strict));
    assert.deepEqual(alone.outcome, outcome);
    const failed = alone.problems.filter((problem) => problem.startsWith("Failed to load resource"));
    const warnings = alone.problems.filter((problem) => /with esbuild, copy it beside the bundle/.test(problem));
    assert.deepEqual([failed.length, warnings.length, alone.problems.length], [2, 2, 4], alone.problems.join("\n"));
    assert.deepEqual(
      warnings.map((warning) => /\w+_bg\.wasm/.exec(warning)[0]),
      ["reroom_bg.wasm", "imaging_bg.wasm"],
    );
  }
});

test("a policy that forbids WebAssembly causes an error that names the missing directive", async () => {
  const forbidding = { "content-security-policy": policy.replace("'wasm-unsafe-eval'", "") };
  const strangled = await visited(output(await make("vite-8", "vite-8/bin/vite.js", ["build"]), forbidding));
  assert.match(strangled.outcome, /could not be loaded.*script-src needs 'wasm-unsafe-eval'/);
});
