// `npm run bench` runs the benchmarks in headless Chromium and updates bench/RESULTS.md. Use `-- --rounds 5` for a short run, and
// `-- --only deflate`, `-- --only gateway`, `-- --only selection` (also with `--large` or `--person`), `-- --only heic`, `-- --only loading` or `-- --only restore` for only one section. `-- --before FOLDER` attacks the gateway of an older package, too.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { buildIfStale } from "../scripts/build.mjs";
import { readEnvironment, root, run } from "../scripts/run.mjs";
import { setUp } from "../scripts/setup/index.mjs";
import { deflate } from "./deflate.mjs";
import { compression, replaceSection, report, restoring } from "./report.mjs";

const here = join(root, "bench");
const results = join(here, "RESULTS.md");
const roundsAt = process.argv.indexOf("--rounds");
const rounds = roundsAt > 0 ? Number(process.argv[roundsAt + 1]) : 15;

function install() {
  if (existsSync(join(here, "node_modules"))) return;
  console.log("bench: installing the libraries to compare with");
  run("npm", ["ci", "--no-fund", "--no-audit"], { cwd: here, quiet: true });
}

function sizeOf(name) {
  const wasm = readFileSync(join(root, "pkg", name));
  return { raw: wasm.length, brotli: brotliCompressSync(wasm).length };
}

await setUp({ suites: ["build", "browser", "gateway", "heic"] });
const { browsers, programs } = readEnvironment();
Object.assign(process.env, browsers, programs);

/** Measures one section and replaces it in the results. */
async function updateSection(measure) {
  const section = await measure();
  writeFileSync(results, replaceSection(readFileSync(results, "utf8"), section));
  console.log(section);
  process.exit();
}

const readArgument = (name) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : undefined);
const before = readArgument("--before");
if (before) {
  await buildIfStale();
  const { compareAttacks } = await import("./gateway.mjs");
  console.log(await compareAttacks(before));
  process.exit();
}
const only = readArgument("--only") ?? process.argv.slice(2).find((argument) => argument === "selection");
if (only === "deflate") await updateSection(async () => compression(await deflate(rounds)));
if (only === "gateway") {
  await buildIfStale();
  const { gateway } = await import("./gateway.mjs");
  await updateSection(() => gateway(rounds));
}
if (only === "loading") {
  await buildIfStale();
  const { loading } = await import("./loading.mjs");
  await updateSection(() => loading(rounds));
}
if (only === "selection") {
  await buildIfStale();
  if (process.argv.includes("--person")) {
    const { person } = await import("./selection/person.mjs");
    await updateSection(person);
  }
  if (process.argv.includes("--large")) {
    install();
    const { large } = await import("./selection/large.mjs");
    await updateSection(() => large(Math.min(rounds, 5)));
  }
  const { selection } = await import("./selection/index.mjs");
  const manifest = readArgument("--manifest");
  // Others cannot repeat a run with photos that are not in the repository.
  if (!manifest) await updateSection(() => selection());
  console.log(await selection(manifest));
  process.exit();
}
if (only === "heic") {
  await buildIfStale();
  install();
  const { heic } = await import("./heic.mjs");
  await updateSection(() => heic(rounds));
}
if (only === "restore") {
  await buildIfStale();
  install();
  const { measureOne } = await import("./in-chromium.mjs");
  await updateSection(async () => restoring(await measureOne("restore", rounds)));
}
await buildIfStale();
install();
const { heic } = await import("./heic.mjs");
const { measureInChromium } = await import("./in-chromium.mjs");
const { gateway } = await import("./gateway.mjs");
const { loading } = await import("./loading.mjs");
const { measured, version } = await measureInChromium(rounds);
const text = report(
  {
    ...measured,
    deflate: await deflate(rounds),
    gateway: await gateway(rounds),
    loading: await loading(rounds),
    heic: await heic(rounds),
  },
  {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} × ${cpus()[0].model}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform}`,
    browser: `Chromium ${version}, headless, without a GPU`,
    rounds,
    client: sizeOf("reroom_bg.wasm"),
    imaging: sizeOf("imaging_bg.wasm"),
  },
);
// Keeps the handwritten findings.
const mark = "<!-- findings -->";
const kept = existsSync(results) ? readFileSync(results, "utf8").split(mark)[1] : undefined;
writeFileSync(results, `${text}\n${mark}${kept ?? "\n"}`);
console.log(text);
