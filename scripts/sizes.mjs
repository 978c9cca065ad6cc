// What the client and imaging weigh, raw and brotli, and the same table in the README. With `--check`, nothing is written: it fails
// where something is heavier than its ceiling, or the README's table is no longer true. With `--parts`, only the parts of imaging
// are measured: it is built without selecting, and without restoring, too. Each part is the difference of two builds.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { buildIfStale, buildImagingPart } from "./build.mjs";
import { root } from "./run.mjs";
import { setUp } from "./setup/index.mjs";
import { otherRust } from "./setup/toolchain.mjs";

/**
 * The maximum brotli size of a row in bytes. The targets are 60,000 for the client, 7,000 before `init()`, and 65,000 for imaging: at most
 * 40,000 for masks and preparing photos, and 20,000 for selecting. `--parts` measures these.
 *
 * The targets of the client and of imaging are missed. The client needs 64,000, after 71,400 without HEIC. It shrank by link-time
 * optimization (4,500), by short names for what the wasm shares with its glue (1,000), by a facade in one script (810), by inlining less
 * (`-inline-threshold=10` instead of 25: 800; 0, 5, 15, and 50 are larger), by string functions that need no Unicode search (440), by a
 * facade that downloads the wasm (400), by `--low-memory-unused` (250), by glue that keeps no views of the memory (70), by imports that are
 * a list of arrow functions without names (530), by positions in files that have 32 bits (200 to 300), by loads and stores without alignment
 * hints (100 to 150), by functions that follow those that they resemble (640; imaging 600), and by objects that are built in one call and
 * options that are read without generics (60). gloo-net needs 2,300: it brings formatting and parses each URL twice. `opt-level = "s"` would
 * add 3,900. Other orders of the variables of functions, MIR without inlining, other LLVM options, a smaller stack,
 * and other passes of wasm-opt (`--converge`, `-Oz` twice, `--flatten`, `--gufa`, `--const-hoisting`, `-iit`, and leaving out single
 * passes) save nothing, or less than 180. Choosing the best of five orders of the variables for each of the 80 largest functions saves 190.
 * Such numbers vary by 100 with the names and the order of the imports alone. Data below the stack would save 300, but a stack that
 * overflows would then overwrite it. The futures of a render (9,000), the photo inspector (5,000), and the strings (6,200) need the most.
 * Inspecting HEIC photos needs 1,300 of them.
 *
 * Imaging shrank by link-time optimization with `opt-level = "s"` for all but `imaging/kernels` (4,300), by loops that are not unrolled (760), by
 * brush profiles that are not vectorized (2,500 before compression), by lists of numbers that are built in calls (300), by glue without views and finalizers that the
 * package's own scripts do not need (200), by glue with one function for all types of arrays (290), by functions in order of their use and
 * loads without alignment hints (510), and by pixels that are counted before they are written (110). With "z", imaging would be 400 smaller,
 * but masks would encode up to 1.6 times as slowly. With "s" for the kernels, too, 2,000 would be saved, but growing, shrinking, and painting
 * would take up to 4.6 times as long. Cells of a grid that are read by a call would save 440, but the selection would take up to four times as
 * long. In the selection, "z" and one loop for all functions over a grid, in place of one for each, make fewer bytes, but 100 more of
 * brotli. A quarter of the wasm's brotli are the numbers of local variables, and a third the instructions
 * themselves. Masks and preparing photos need 44,000, after 45,100, of which growing, smoothing, and combining masks need 1,400. Restoring
 * results needs 8,900, and selecting 28,000.
 */
const ceilings = {
  together: 64_400,
  "JavaScript before `init()`, bundled": 5_850,
  "imaging, masks and preparing": 44_000,
  "imaging, restoring": 9_400,
  "imaging, selecting": 28_100,
  "imaging, together": 80_900,
  "HEIC, together": 83_500,
};

/** How far the README's table may be from the truth in bytes: another compiler makes others. */
const tolerance = (bytes) => 1_000 + bytes / 20;

const marked = /(?<=<!-- sizes -->\n)[^]*?(?=<!-- \/sizes -->)/;

/** Why the table and the ceilings do not apply here, if they do not: another compiler makes other bytes. */
export function unheld() {
  const other = otherRust();
  return other !== undefined && `Rust ${other} built the wasm, not the one in rust-toolchain.toml`;
}

/** The rows of the table: `{ name, bytes, brotli }`. */
export async function measure() {
  return [
    ...summed("together", [
      weigh("wasm", [read("pkg/reroom_bg.wasm")]),
      weigh("glue", [read("pkg/reroom.js"), read("pkg/reroom_url.js")]),
      // What a page loads if it finds the wasm file.
      weigh("facade", ["dist/client/index.js", "dist/client/facade.js"].map(read)),
    ]),
    weigh("JavaScript before `init()`, bundled", await bundled()),
    ...summed("imaging, together", [
      weigh("imaging, wasm", [read("pkg/imaging_bg.wasm")]),
      weigh("imaging, glue", ["pkg/imaging.js", "pkg/imaging_url.js", "dist/client/imaging-page.js"].map(read)),
    ]),
    ...summed("HEIC, together", [
      weigh("HEIC, wasm", [read("pkg/heic_bg.wasm")]),
      weigh("HEIC, glue", [
        ...["pkg/heic_worker.js", "pkg/heic_decode.js", "pkg/heic_url.js"].map(read),
        ...scripts("dist/heic", ["inline.js", "inlined.js", "node.js", "thread.js"]),
      ]),
    ]),
  ];
}

/** The rows of imaging's parts. */
export async function measureParts() {
  const masks = await measureImaging("", ["restore.js", "compose.js", "select.js"]);
  const restoring = await measureImaging("restoring", ["select.js"]);
  const all = await measureImaging("restoring,selection", []);
  return [
    { name: "imaging, masks and preparing", ...masks },
    { name: "imaging, restoring", ...subtract(restoring, masks) },
    { name: "imaging, selecting", ...subtract(all, restoring) },
    { name: "imaging, together", ...all },
  ];
}

/** The weight of imaging with some of its cargo features. */
async function measureImaging(features, without) {
  const out = "target/imaging-part";
  await buildImagingPart(features, without, out);
  const files = [`${out}/imaging_bg.wasm`, `${out}/imaging.js`, "pkg/imaging_url.js", "dist/client/imaging-page.js"];
  const { bytes, brotli } = weigh("", files.map(read));
  return { bytes, brotli };
}

const subtract = (one, other) => ({ bytes: one.bytes - other.bytes, brotli: one.brotli - other.brotli });

/** The rows and their sum. */
function summed(name, rows) {
  const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
  return [...rows, { name, bytes: sum("bytes"), brotli: sum("brotli") }];
}

/** What is wrong with these rows, and with a README: a sentence each. */
export function complaints(rows, readme) {
  const lines = readme.match(marked)?.[0].split("\n") ?? [];
  return rows.flatMap(({ name, bytes, brotli }) => {
    const line = lines.find((line) => line.startsWith(`| ${name} |`)) ?? "";
    const written = Number(/ ([\d,]+) \|/.exec(line)?.[1].replaceAll(",", ""));
    const stale = !(Math.abs(bytes - written) <= tolerance(bytes));
    return [
      ...findHeavy({ name, brotli }),
      ...(stale ? [`${name}: not what the README says; \`npm run sizes\` brings it up to date.`] : []),
    ];
  });
}

/** Says whether a row is heavier than its ceiling. */
const findHeavy = ({ name, brotli }) =>
  brotli > ceilings[name] ? [`${name}: ${brotli} bytes of brotli, which is more than ${ceilings[name]}.`] : [];

const read = (path) => readFileSync(join(root, path));

function scripts(folder, but) {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith(".js") && !but.includes(name));
  return names.map((name) => read(join(folder, name)));
}

function weigh(name, files) {
  const size = (buffers) => buffers.reduce((total, buffer) => total + buffer.length, 0);
  return { name, bytes: size(files), brotli: size(files.map((file) => brotliCompressSync(file))) };
}

/** Vite's own helper for every `import()` of a site, which is none of the package. */
const helper = {
  name: "helper",
  enforce: "pre",
  load: (id) => (id.includes("vite/preload-helper") ? "export const __vitePreload = (load) => load();" : undefined),
};

/** The scripts that a site loads before `init()` if it does nothing else, as Vite builds them. */
async function bundled() {
  const { build } = await import("vite"); // not before set-up has installed it
  const entry = "virtual:site";
  const code = `import init from ${JSON.stringify(join(root, "dist/client/index.js"))}; init();`;
  const only = (answer) => (id) => (id === entry ? answer : undefined);
  const { output } = await build({
    configFile: false,
    logLevel: "silent",
    build: { write: false, modulePreload: { polyfill: false }, rollupOptions: { input: entry } },
    plugins: [helper, { name: "site", resolveId: only(entry), load: only(code) }],
  });
  const chunks = new Map(output.filter(({ type }) => type === "chunk").map((chunk) => [chunk.fileName, chunk]));
  const loaded = new Set([...chunks.values()].filter(({ isEntry }) => isEntry));
  // A set also visits what is added during the iteration. Chunks of an `import()` are loaded only when they are needed.
  for (const { imports } of loaded) for (const name of imports) loaded.add(chunks.get(name));
  return [...loaded].map(({ code }) => Buffer.from(code));
}

function table(rows) {
  const number = (value) => value.toLocaleString("en");
  const lines = rows.map(({ name, bytes, brotli }) => `| ${name} | ${number(bytes)} | ${number(brotli)} |`);
  return ["| part | bytes | brotli |", "|---|--:|--:|", ...lines, ""].join("\n");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await setUp();
  await buildIfStale();
  const parts = process.argv.includes("--parts");
  const rows = parts ? await measureParts() : await measure();
  const readme = read("README.md").toString();
  console.log(table(rows));
  if (unheld()) console.log(`Limits are not checked: ${unheld()}.`);
  else if (process.argv.includes("--check")) {
    const found = parts ? rows.flatMap(findHeavy) : complaints(rows, readme);
    for (const complaint of found) console.error(complaint);
    process.exitCode = found.length > 0 ? 1 : 0;
  } else if (!parts) writeFileSync(join(root, "README.md"), readme.replace(marked, table(rows)));
}
