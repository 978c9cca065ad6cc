// Builds all that the package contains: the wasm files, and the JavaScript around them.
import { copyFileSync, cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import {
  withGlobalThis,
  withLateText,
  withManyInstances,
  withNewViews,
  withoutCleanup,
  withShortCalls,
  withShortImports,
  withShortInit,
  withShortInitTypes,
} from "./glue.mjs";
import { root, run } from "./run.mjs";
import { setUp } from "./setup/index.mjs";
import { isStale } from "./stale.mjs";
import { heicIsStale, pack, packImaging, wasmIsStale } from "./wasm.mjs";

/** Builds everything, or all but the HEIC decoder. */
export async function build({ heic = true } = {}) {
  console.log(`build: the client, imaging${heic ? ", HEIC" : ""} and the sandbox (wasm-pack)`);
  rmSync(join(root, "pkg"), { recursive: true, force: true });
  await pack({ heic });
  // Beside the client. Not built there: wasm-pack optimizes every wasm of a folder.
  cpSync(join(root, "pkg/imaging"), join(root, "pkg"), { recursive: true });
  rmSync(join(root, "pkg/imaging"), { recursive: true });
  for (const name of ["reroom", "imaging"]) change(`pkg/${name}.js`, shortenGlue);
  change("pkg/reroom.js", withGlobalThis);
  change("pkg/sandbox/sandbox.js", convertGlue);
  for (const name of ["reroom", "imaging", "sandbox/sandbox"]) change(`pkg/${name}.d.ts`, withShortInitTypes);
  change("pkg/imaging.js", (glue) => withoutCleanup(glue, ["MaskReader", "PhotoPlan", "Restorer", "SelectionTask"]));
  for (const name of ["reroom", "imaging"]) documentExports(name);
  shrink(["reroom", "imaging"].map((name) => join(root, "pkg", `${name}.js`)));
  // What wasm-pack leaves beside its output would keep it out of the npm package and hide that it is ES modules.
  for (const folder of ["pkg", "pkg/sandbox"])
    for (const name of [".gitignore", "package.json"]) rmSync(join(root, folder, name), { force: true });
  if (heic) finishHeic();
  buildJavaScript();
}

/** Builds imaging with some of its cargo features into a folder, to measure them. `without` are the scripts to leave out. */
export async function buildImagingPart(features, without, out) {
  rmSync(join(root, out), { recursive: true, force: true });
  await packImaging(features, out);
  const classes = Object.entries({ restoring: "Restorer", selection: "SelectionTask" });
  const used = classes.flatMap(([feature, name]) => (features.includes(feature) ? [name] : []));
  change(join(out, "imaging.js"), (glue) => withoutCleanup(shortenGlue(glue), ["MaskReader", "PhotoPlan", ...used]));
  shrink([join(root, out, "imaging.js")], without);
}

const convertGlue = (glue) => withNewViews(withLateText(withShortInit(glue)));
const shortenGlue = (glue) => withShortCalls(withShortImports(convertGlue(glue)));

/** Gives wasm files and their glue short names, and bundles the glue. */
function shrink(paths, without = []) {
  run(process.execPath, [join(root, "scripts/short-names.mjs"), ...paths]);
  bundle(paths, without);
}

/** Builds the HEIC decoder. */
async function buildHeic() {
  console.log("build: HEIC");
  await pack({ site: false });
  finishHeic();
  wasmModules(["heic"]);
}

/** Joins the decoder's glue with the scripts that use it, and moves its wasm next to the others. */
function finishHeic() {
  change("pkg/heic/heic.js", (glue) => withManyInstances(withLateText(withShortInit(glue))));
  run(process.execPath, [join(root, "scripts/bundle.mjs"), "--heic"]);
  cpSync(join(root, "pkg/heic/heic_bg.wasm"), join(root, "pkg/heic_bg.wasm"));
  rmSync(join(root, "pkg/heic"), { recursive: true });
}

/** Changes a text file. */
function change(path, convert) {
  const file = join(root, path);
  writeFileSync(file, convert(readFileSync(file, "utf8")));
}

/** Builds all but the wasm. */
export function buildJavaScript() {
  console.log("build: JavaScript");
  wasmModules([
    "reroom",
    "imaging",
    "sandbox/sandbox",
    ...(existsSync(join(root, "pkg/heic_bg.wasm")) ? ["heic"] : []),
  ]);
  declareHeic();
  declare("pkg");
  rmSync(join(root, "dist"), { recursive: true, force: true });
  run("tsc", ["-p", "js/tsconfig.json"]);
  buildRules();
  run(process.execPath, [join(root, "scripts/bundle-facade.mjs")]);
  console.log("build: the elements");
  run(process.execPath, [join(root, "scripts", "templates.mjs"), join(root, "dist/element")]);
  run(process.execPath, [join(root, "scripts", "element.mjs")]);
  declare("dist");
}

/** Makes the declarations in a folder compile for every project. */
function declare(folder) {
  run(process.execPath, [join(root, "scripts/declarations.mjs"), join(root, folder)]);
}

/** Docs and types for what wasm-bindgen declares without any. */
function documentExports(name) {
  const path = join(root, "pkg", `${name}.d.ts`);
  const documented = readFileSync(path, "utf8")
    .replaceAll(
      /^( +)(free|\[Symbol\.dispose\])\(\): void;$/gm,
      "$1/** Gives its memory back; it cannot be used afterwards. */\n$&",
    )
    .replace("export let readsBack: unknown;", readsBack)
    .replace("export let provideImaging: unknown;", provideImaging)
    .replace("export let provideClient: unknown;", provideClient)
    .replace("export let provideRaster: unknown;", provideRaster);
  writeFileSync(path, name === "reroom" ? documented + inspectPhoto : documented);
}

/** What the facade uses of `js/shims/imaging.js`, which has no declarations. */
const provideImaging = `/** Says how the client loads the imaging module; for the facade. */
export function provideImaging(load: () => Promise<unknown>): void;`;

/** What the facade uses of `imaging/js/client.js` and of the client, neither of which has declarations. */
const provideClient = `/** Provides what the imaging module needs from the client; for the facade. */
export function provideClient(client: object): void;`;

/** What the facade uses of `imaging/js/raster.js`, which has no declarations. */
const provideRaster = `/** Provides what decodes, draws and encodes on servers; for the facade. */
export function provideRaster(raster: object): void;`;
const inspectPhoto = `
/** Inspects a photo for the imaging module. */
export function inspectPhoto(image: unknown): Promise<object>;
`;

/** What the elements use of `imaging/js/canvas.js`, which has no declarations. */
const readsBack = `/** Whether what is read from a canvas this way is what was drawn on it; for the elements. */
export function readsBack(way: "pixels" | "file" | "frame", like?: unknown, painted?: boolean): Promise<boolean>;`;

/** Joins the JSON files of the rules into one module, because pages without a bundler would load each file. */
function buildRules() {
  bundle([join(root, "dist/rules/data.js")]);
  for (const name of ["data", "markets.json"]) rmSync(join(root, "dist/rules", name), { recursive: true });
  copyFileSync(join(root, "js/rules/rule.schema.json"), join(root, "dist/rules/rule.schema.json"));
}

/** In a process of its own: what it needs may not have been installed when this module was loaded. */
function bundle(paths, without = []) {
  const options = without.map((name) => `--without=${name}`);
  run(process.execPath, [join(root, "scripts/bundle.mjs"), ...options, ...paths]);
}

/**
 * The two ways to each wasm, a module each beside it. `…_url.js` for pages: bundlers make an asset of the file, and if one
 * does not, a copy beside the bundle is found. `…_inline.js` for servers, for pages that find no file and for
 * `reroom/inline`: the wasm itself, as gzip, which every platform unpacks, in base64. And the types of an import of the file.
 */
function wasmModules(names) {
  for (const name of names) {
    const write = (end, text) => writeFileSync(join(root, "pkg", `${name}${end}`), text);
    const file = `${basename(name)}_bg.wasm`;
    write("_url.js", `export const url = () => new URL("${file}", import.meta.url);\n`);
    write("_url.d.ts", "export declare const url: () => URL;\n");
    const packed = gzipSync(readFileSync(join(root, "pkg", `${name}_bg.wasm`)), { level: 9 });
    write("_inline.js", `export const packed = "${packed.toString("base64")}";\n`);
    write("_inline.d.ts", "export declare const packed: string;\n");
    write("_bg.wasm.d.ts", wasmTypes(name === "heic" ? "./reroom.js" : `./${basename(name)}.js`));
  }
}

/** Declares the decoder's modules, which the JavaScript can be compiled without. */
function declareHeic() {
  const declarations = {
    url: "export declare const url: () => URL;",
    inline: "export declare const packed: string;",
    worker: "export declare const text: string;",
    decode:
      "export declare function decode(module: WebAssembly.Module, photo: Blob, pause: () => unknown): Promise<ImageBitmap>;",
  };
  for (const [name, text] of Object.entries(declarations))
    writeFileSync(join(root, `pkg/heic_${name}.d.ts`), `${text}\n`);
}

const wasmTypes = (glue) => `import type { InitInput } from "${glue}";

/** What the bundler makes of the file: give it to \`init()\`. */
declare const wasm: InitInput;
export default wasm;
`;

const modules = [
  "pkg/reroom_inline.js",
  "pkg/imaging_inline.js",
  "pkg/sandbox/sandbox_inline.js",
  "dist/client/index.js",
  "dist/sandbox/index.js",
  "dist/rules/index.js",
  "dist/element/reroom-element.js",
];

/** Builds what is older than what it was built from, or all of that but the HEIC decoder. */
export async function buildIfStale({ heic = true } = {}) {
  if (wasmIsStale()) return build({ heic });
  if (heic) await buildHeicIfStale();
  if (isStale(modules, ["js", "package.json", "scripts/bundle-facade.mjs", "scripts/element.mjs"])) buildJavaScript();
}

/** Builds the HEIC decoder if it is older than what it is built from. */
export async function buildHeicIfStale() {
  if (heicIsStale()) await buildHeic();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await setUp();
  await build();
}
