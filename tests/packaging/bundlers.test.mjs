// The installed package, used against the sandbox in a browser, from every bundler and from none.
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

/** Builds a consumer with a program of node_modules, or its own script; answers its folder. */
async function make(name, program, args, env = {}) {
  const app = await consumer(folder, name);
  const script = program === "build.mjs" ? program : tool(program);
  await run(process.execPath, [script, ...args], { cwd: app, env: { ...process.env, NODE_ENV: "production", ...env } });
  return app;
}

/** Builds a consumer, counts the wasm files, and visits what was built. */
async function built(name, program, args, { headers = strict, wasm = 2, env } = {}) {
  const app = await make(name, program, args, env);
  const made = await readdir(join(app, "dist"), { recursive: true });
  assert.equal(made.filter((path) => path.endsWith(".wasm")).length, wasm, made.join("\n"));
  assert.deepEqual(await visited(output(app, headers)), { outcome, problems: [], wasm });
}

const output = (app, headers) => files([join(app, "dist"), join(app, "public")], headers);

/** What came of a visit to a site with the sandbox beside it. */
async function visited(site) {
  const { origin, stop } = await serve(site);
  try {
    return await visit(browser, origin);
  } finally {
    stop();
  }
}

/** What came of a visit to a consumer in Vite's dev server, with these settings instead of its own. */
async function developed(name, vite, settings = {}) {
  const app = await consumer(folder, name);
  const { createServer } = await import(pathToFileURL(tool(`${vite}/dist/node/index.js`)).href);
  const beside = await sandboxAndPhoto();
  const server = await createServer({
    root: app,
    cacheDir: join(app, ".vite"),
    logLevel: "error",
    server: { host: "127.0.0.1", port: 0, watch: null },
    plugins: [{ name: "beside", configureServer: ({ middlewares }) => void middlewares.use(beside) }],
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
  test(`${vite}, built`, () => built(vite, `${vite}/bin/vite.js`, ["build"]));
  test(`${vite}, in its dev server`, async () => {
    assert.deepEqual(await developed(vite, vite), { outcome, problems: [], wasm: 2 });
  });
}

test("a web worker, built by Vite", () => built("worker", "vite-8/bin/vite.js", ["build"]));
test("a web worker, in Vite's dev server", async () => {
  assert.deepEqual(await developed("worker", "vite-8"), { outcome, problems: [], wasm: 2 });
});
test("a web worker, built by Vite 7", () =>
  built("worker", "vite-7/bin/vite.js", ["build", "--config", "vite-7.config.js"]));
test("webpack 5", () => built("webpack", "build.mjs", []));

test("esbuild, which copies the files beside the bundle", () => {
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

test("Rollup, with a plugin for assets", () => built("rollup", "rollup/dist/bin/rollup", ["--config"]));
test("Parcel", () => {
  // Its page holds an import map, which a strict policy would need a hash for.
  const args = ["build", "index.html", "--dist-dir", "dist", "--no-cache"];
  return built("parcel", "parcel/lib/bin.js", args, { headers: {} });
});

test("Next.js, in a client component that the server renders first", () => {
  // Next's pages hold scripts of their own, which a strict policy would need a nonce for.
  const env = { NEXT_TELEMETRY_DISABLED: "1" };
  return built("next", "next/dist/bin/next", ["build"], { headers: {}, env });
});

test("one file of HTML, with reroom/inline", () => built("inline", "build.mjs", [], { headers: {}, wasm: 0 }));

test("no bundler, with an import map", async () => {
  const app = await consumer(folder, "plain");
  assert.deepEqual(await visited(files([app, join(app, ".."), folder])), { outcome, problems: [], wasm: 2 });
});

test("where a setting is missing, the copies in the package are used, and a warning for each file names the setting", async () => {
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
    const failed = alone.problems.filter((problem) => problem.includes("404"));
    const warnings = alone.problems.filter((problem) => /with esbuild, copy it beside the bundle/.test(problem));
    assert.deepEqual([failed.length, warnings.length, alone.problems.length], [2, 2, 4], alone.problems.join("\n"));
    assert.deepEqual(
      warnings.map((warning) => /\w+_bg\.wasm/.exec(warning)[0]),
      ["reroom_bg.wasm", "imaging_bg.wasm"],
    );
  }
});

test("where the policy forbids WebAssembly, the error names what it needs", async () => {
  const forbidding = { "content-security-policy": policy.replace("'wasm-unsafe-eval'", "") };
  const strangled = await visited(output(await make("vite-8", "vite-8/bin/vite.js", ["build"]), forbidding));
  assert.match(strangled.outcome, /could not be loaded.*script-src needs 'wasm-unsafe-eval'/);
});
