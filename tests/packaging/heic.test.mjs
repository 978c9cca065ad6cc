// `reroom/heic` from the packed tarball: a site with the import has exactly one wasm file more, and prepares a HEIC photo.
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { recipe } from "../frameworks/recipes.mjs";
import { consumer, project, root, run } from "./project.mjs";
import { files, launch, serve, visit } from "./site.mjs";

const main = `import "reroom/heic";
import init, { prepareImage } from "reroom";

globalThis.outcome = (async () => {
  await init();
  const photo = await (await fetch("/phone.heic")).blob();
  const { blob, width, height } = await prepareImage(photo);
  return [blob.type, width, height];
})();
`;
const outcome = ["image/jpeg", 1024, 768];
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src blob:";
const photos = join(root, "tests/heic/photos");

let folder, browser;
before(async () => {
  folder = await project();
  browser = await launch();
});
after(() => browser?.close());

const tool = (path) => join(folder, "node_modules", path);

async function visited(folders, headers = {}) {
  const { origin, stop } = await serve(files([...folders, photos], headers));
  try {
    return await visit(browser, origin);
  } finally {
    stop();
  }
}

/** Builds a consumer whose page imports the decoder, counts its wasm files, and visits the result. */
async function built(name, program, args) {
  const app = await consumer(folder, name, { "main.js": main });
  const script = program === "build.mjs" ? program : tool(program);
  await run(process.execPath, [script, ...args], { cwd: app, env: { ...process.env, NODE_ENV: "production" } });
  const made = await readdir(join(app, "dist"), { recursive: true });
  assert.equal(made.filter((path) => path.endsWith(".wasm")).length, 3, made.join("\n"));
  const folders = [join(app, "dist"), join(app, "public")];
  assert.deepEqual(await visited(folders, { "content-security-policy": policy }), { outcome, problems: [], wasm: 3 });
}

for (const vite of ["vite-8", "vite-7"])
  test(`${vite} adds the decoder`, () => built(vite, `${vite}/bin/vite.js`, ["build"]));
test("webpack 5 adds the decoder", () => built("webpack", "build.mjs", []));
test("Rollup adds the decoder", () => built("rollup", "rollup/dist/bin/rollup", ["--config"]));
test("esbuild adds the decoder, if its file is copied like the others", () => {
  const wasm = ["reroom_bg", "imaging_bg", "heic_bg"].map((name) => `${name}=reroom/${name}.wasm`);
  const args = ["--loader:.wasm=copy", "--splitting", "--bundle", "--format=esm", "--outdir=dist"];
  return built("esbuild", "esbuild/bin/esbuild", ["main.js", ...wasm, ...args]);
});

test("a page that cannot start a worker decodes on its own thread", async () => {
  const app = await consumer(folder, "vite-8", { "main.js": main });
  await run(process.execPath, [tool("vite-8/bin/vite.js"), "build"], { cwd: app });
  const strict = policy.replace("worker-src blob:", "worker-src 'none'");
  const page = await visited([join(app, "dist")], { "content-security-policy": strict });
  assert.deepEqual([page.outcome, page.wasm], [outcome, 3]);
});

test("a page decodes with libheif-js instead, as in the guide", async () => {
  const own = recipe("photos", "#### Use another HEIC decoder");
  const page = main.replace('"reroom/heic"', '"./heic-decoder.js"');
  const app = await consumer(folder, "vite-8", { "main.js": page, ...own });
  await run(process.execPath, [tool("vite-8/bin/vite.js"), "build"], { cwd: app });
  const headers = { "content-security-policy": policy.replace("worker-src", "worker-src 'self'") };
  assert.deepEqual(await visited([join(app, "dist")], headers), { outcome, problems: [], wasm: 2 });
});

test("reroom/inline with reroom/heic/inline requests no file", async () => {
  const single = main.replaceAll('"reroom"', '"reroom/inline"').replace('"reroom/heic"', '"reroom/heic/inline"');
  const script = await readFile(join(root, "tests/packaging/consumers/inline/build.mjs"), "utf8");
  const build = script.replace("../shared/page.js", "main.js").replace(/^ *alias: .*\n/m, "");
  const app = await consumer(folder, "inline", { "main.js": single, "build.mjs": build });
  await run(process.execPath, ["build.mjs"], { cwd: app });
  assert.deepEqual(await visited([join(app, "dist")]), { outcome, problems: [], wasm: 0 });
});
