// The installed package in server runtimes, against the sandbox over HTTP and in the same process.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, test } from "node:test";
import { recipe } from "../frameworks/recipes.mjs";
import { consumer, project, root, run } from "./project.mjs";
import { serve } from "./site.mjs";

const outcome = { ok: true, format: "jpeg", status: "painted", picture: "jpeg", editor: true, edited: "completed" };

let folder, site;
before(async () => {
  folder = await project();
  site = await serve((req, res) => res.writeHead(404).end());
});
after(() => site?.stop());

const script = `
  import { createSandbox } from "reroom/sandbox";
  import init, { ReRoom } from "reroom";
  import { stage } from "../shared/stage.js";
  const outcome = await stage(process.argv.at(-1));
  const client = new ReRoom({ apiKey: "sandbox", fetch: await createSandbox({ credits: 7 }) });
  console.log(JSON.stringify([outcome, (await client.account()).credits]));
`;

/** Asserts that the script has the same outcome as in a page. */
async function runs(name, program, args = []) {
  const app = await consumer(folder, name, { "check.mjs": script });
  assert.deepEqual(JSON.parse(await run(program, [...args, "check.mjs", site.origin], { cwd: app })), [outcome, 7]);
}

test("Node renders a photo, and `npx reroom` works", async () => {
  await runs("node", process.execPath);
  const bin = join(folder, "node_modules", ".bin", "reroom");
  assert.match(await run(bin, ["sandbox", "--help"]), /^Usage: reroom sandbox/);
});

// `reroom-element.js` is a file to serve, which servers find with `import.meta.resolve`.
test("every module can be imported in Node, as server rendering does", async () => {
  const { exports } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const modules = Object.keys(exports).filter((name) => !/\.\w+$/.test(name));
  const text = modules.map((name) => `await import(${JSON.stringify(name.replace(".", "reroom"))});`).join("\n");
  const app = await consumer(folder, "node-imports", { "check.mjs": `${text}\nconsole.log("done");` });
  assert.equal((await run(process.execPath, ["check.mjs"], { cwd: app })).trim(), "done");
});

test("Deno renders a photo", async (t) => {
  const deno = join(folder, "node_modules", ".bin", "deno");
  if (!existsSync(deno)) return t.skip("npm has no Deno for this system");
  return runs("deno", deno, [
    "run",
    "--no-config",
    "--node-modules-dir=manual",
    "--allow-read",
    "--allow-net=127.0.0.1",
  ]);
});

test("Bun renders a photo", async (t) => {
  const builds = join(folder, "node_modules", "@oven");
  const [build] = existsSync(builds) ? await readdir(builds) : [];
  if (!build) return t.skip("npm has no Bun for this system");
  return runs("bun", join(builds, build, "bin", "bun"));
});

const photos = `
  import { readFile } from "node:fs/promises";
  import process from "node:process";
  import init, { MaskEditor, prepareImage } from "reroom";
  import "reroom/heic";
  await init();
  const found = [];
  for (const path of process.argv.slice(-2)) {
    const prepared = await prepareImage(new Blob([await readFile(path)]), { fit: "pad", fill: "edge" });
    const mask = await MaskEditor.create(prepared.original);
    mask.rectangle(50, 50, 100, 100);
    const { fits, type } = await prepared.restore(prepared.blob, { mask });
    found.push([prepared.width, prepared.height, prepared.changes, fits, type]);
  }
  console.log(JSON.stringify(found));
`;
const restored = [
  [2667, 2000, ["padded", "reencoded"], true, "image/jpeg"],
  [1024, 768, ["reencoded"], true, "image/jpeg"],
];

/** Prepares and restores a portrait photo and a HEIC photo with sharp, which is installed in the app's folder. */
async function restores(name, program, { args = [], files: own = {}, decoder = "reroom/heic" } = {}) {
  const script = photos.replace('"reroom/heic"', JSON.stringify(decoder));
  const app = await consumer(folder, name, { "photos.mjs": script, ...own });
  await mkdir(join(app, "node_modules"), { recursive: true });
  await symlink(join(root, "node_modules/sharp"), join(app, "node_modules/sharp"));
  const files = ["www/public/samples/phone-portrait.jpg", "tests/heic/photos/phone.heic"].map((path) =>
    join(root, path),
  );
  assert.deepEqual(JSON.parse(await run(program, [...args, "photos.mjs", ...files], { cwd: app })), restored);
}

test("Node prepares and restores photos with sharp", () => restores("node", process.execPath));

test("Node reads HEIC photos with libheif-js instead, as in the guide", () => {
  const files = recipe("node", "## Use another HEIC decoder");
  return restores("node", process.execPath, { files, decoder: "./heic-decoder.mjs" });
});

test("Deno prepares and restores photos with sharp, with the permissions in the guide", async (t) => {
  const deno = join(folder, "node_modules", ".bin", "deno");
  if (!existsSync(deno)) return t.skip("npm has no Deno for this system");
  const permissions = ["--allow-read", "--allow-env", "--allow-ffi"];
  const args = ["run", "--no-prompt", "--no-config", "--node-modules-dir=manual", ...permissions];
  return restores("deno", deno, { args });
});

test("Bun prepares and restores photos with sharp", async (t) => {
  const builds = join(folder, "node_modules", "@oven");
  const [build] = existsSync(builds) ? await readdir(builds) : [];
  if (!build) return t.skip("npm has no Bun for this system");
  return restores("bun", join(builds, build, "bin", "bun"));
});

/** Commands that bundle `check.mjs` for Node into `dist/check.mjs`. */
const bundles = {
  esbuild: [
    "esbuild/bin/esbuild",
    ["check.mjs", "--bundle", "--platform=node", "--format=esm", "--outfile=dist/check.mjs"],
  ],
  Rollup: ["rollup/dist/bin/rollup", ["--config", "bundle.mjs"]],
  webpack: ["webpack.mjs", []],
  Vite: ["vite-7/bin/vite.js", ["build", "--ssr", "check.mjs", "--config", "vite.mjs"]],
};

const configs = {
  "bundle.mjs": `import resolve from "@rollup/plugin-node-resolve";
    const plugins = [resolve({ exportConditions: ["node"], preferBuiltins: true })];
    export default { input: "check.mjs", output: { dir: "dist", entryFileNames: "[name].mjs" }, plugins };`,
  "vite.mjs": `export default { ssr: { noExternal: true }, build: { rollupOptions: { output: { entryFileNames: "[name].mjs" } } } };`,
  "webpack.mjs": `import webpack from "webpack";
    const output = { filename: "check.mjs", module: true, chunkFormat: "module" };
    const options = { mode: "production", target: "node20", entry: "./check.mjs", experiments: { outputModule: true }, output };
    webpack(options, (error, stats) => {
      if (error || stats.hasErrors()) throw error ?? new Error(stats.toString());
    });`,
};

for (const [name, [program, args]] of Object.entries(bundles))
  test(`a Node bundle made by ${name} renders a photo without the wasm files`, async () => {
    const app = await consumer(folder, `node-${name.toLowerCase()}`, { "check.mjs": script, ...configs });
    const tool = program in configs ? join(app, program) : join(folder, "node_modules", program);
    await run(process.execPath, [tool, ...args], { cwd: app });
    // A folder without node_modules, so that the bundle must contain everything.
    const alone = await mkdtemp(join(tmpdir(), "reroom-bundle-"));
    try {
      const isNoWasm = (path) => !path.endsWith(".wasm");
      await cp(join(app, "dist"), alone, { recursive: true, filter: isNoWasm });
      const output = await run(process.execPath, [join(alone, "check.mjs"), site.origin], { cwd: alone });
      assert.deepEqual(JSON.parse(output), [outcome, 7]);
    } finally {
      await rm(alone, { recursive: true });
    }
  });

// With the older date, requests do not support `cache`.
for (const compatibilityDate of ["2026-01-01", "2024-01-01"])
  test(`workerd with compatibility date ${compatibilityDate} renders a photo`, async () => {
    const app = await consumer(folder, "workerd");
    const modules = join(folder, "node_modules");
    const load = async (path) => import(pathToFileURL(join(modules, path)).href);
    const { build } = await load("esbuild/lib/main.js");
    await build({
      entryPoints: [join(app, "worker.js")],
      outdir: join(app, "dist"),
      bundle: true,
      format: "esm",
      loader: { ".wasm": "copy" },
      logLevel: "error",
    });
    const made = await readdir(join(app, "dist"));
    assert.equal(made.filter((path) => path.endsWith(".wasm")).length, 2, made.join());
    const { Miniflare } = await load("miniflare/dist/src/index.js");
    const worker = new Miniflare({
      host: "127.0.0.1",
      compatibilityDate,
      modules: await Promise.all(
        // Miniflare uses the first module as the entry point.
        made
          .sort((name) => (name === "worker.js" ? -1 : 1))
          .map(async (name) => ({
            type: name.endsWith(".wasm") ? "CompiledWasm" : "ESModule",
            path: name,
            contents: await readFile(join(app, "dist", name)),
          })),
      ),
    });
    try {
      const response = await worker.dispatchFetch(`http://worker/?site=${encodeURIComponent(site.origin)}`);
      const text = await response.text();
      assert.equal(response.status, 200, text);
      assert.deepEqual(JSON.parse(text), outcome);
    } finally {
      await worker.dispose();
    }
  });

test("the types compile with both kinds of module resolution", async () => {
  const source = `import init, { ReRoom, type Render } from "reroom";
    import load, { ReRoom as Same } from "reroom/inline";
    import wasm from "reroom/reroom_bg.wasm";
    import imaging from "reroom/imaging_bg.wasm";
    import { createSandbox } from "reroom/sandbox";
    await Promise.all([init(wasm), init({ client: wasm, imaging }), load()]);
    const client: Same = new ReRoom({ fetch: await createSandbox() });
    export const render: Render = await client.run(new Blob(), { tool: "empty-room" });
    // @ts-expect-error an empty room has no style
    void client.run(new Blob(), { tool: "empty-room", style: "modern" });
  `;
  const app = await consumer(folder, "typescript", { "check.ts": source });
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const common = [compiler, "--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "check.ts"];
  await run(process.execPath, [...common, "--module", "nodenext"], { cwd: app });
  await run(process.execPath, [...common, "--module", "esnext", "--moduleResolution", "bundler"], { cwd: app });
});
