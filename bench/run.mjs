// `npm run bench` runs the benchmarks in headless Chromium and updates bench/RESULTS.md. Use `-- --rounds 5` for a short run, and
// `-- --only deflate` to compare only the deflate encoders.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { chromium } from "playwright-core";
import { build, preview } from "vite";
import { buildIfStale } from "../scripts/build.mjs";
import { readEnvironment, root, run } from "../scripts/run.mjs";
import { setUp } from "../scripts/setup/index.mjs";
import { deflate } from "./deflate.mjs";
import { compression, replaceSection, report } from "./report.mjs";

const here = join(root, "bench");
const results = join(here, "RESULTS.md");
const roundsAt = process.argv.indexOf("--rounds");
const rounds = roundsAt > 0 ? Number(process.argv[roundsAt + 1]) : 15;

const vite = {
  root: join(here, "page"),
  configFile: false,
  logLevel: "error",
  resolve: { alias: { reroom: join(root, "dist", "client", "index.js") } },
  build: { outDir: join(here, "dist"), emptyOutDir: true, assetsInlineLimit: 0, chunkSizeWarningLimit: 4096 },
  preview: { port: 0, host: "127.0.0.1" },
};

const flags = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync"],
];

function install() {
  if (existsSync(join(here, "node_modules"))) return;
  console.log("bench: installing the libraries to compare with");
  run("npm", ["ci", "--no-fund", "--no-audit"], { cwd: here, quiet: true });
}

/** Runs one function in a new page, so that its first call is not warmed up. */
async function measure(browser, origin, name, { file, argument = rounds, start = true } = {}) {
  console.log(`bench: ${name}${file ? ` with ${file}` : ""}`);
  const page = await browser.newPage();
  page.setDefaultTimeout(900_000);
  try {
    await page.goto(origin);
    await page.waitForFunction(() => globalThis.bench);
    if (file) await page.setInputFiles("#file", file);
    if (start) await page.evaluate(() => globalThis.bench.startUp());
    return await page.evaluate(([name, argument]) => globalThis.bench[name](argument), [name, argument]);
  } finally {
    await page.close();
  }
}

/** Generates a photo in the page and saves it to disk. */
async function write(browser, origin, path, type) {
  const page = await browser.newPage();
  await page.goto(origin);
  await page.waitForFunction(() => globalThis.bench);
  const download = page.waitForEvent("download");
  await page.evaluate((type) => globalThis.bench.save(4000, 3000, type), type);
  await (await download).saveAs(path);
  await page.close();
}

async function all(browser, origin) {
  const folder = mkdtempSync(join(tmpdir(), "reroom-bench-"));
  try {
    const [jpeg, png] = [join(folder, "photo.jpg"), join(folder, "photo.png")];
    await write(browser, origin, jpeg, "image/jpeg");
    await write(browser, origin, png, "image/png");
    const bytes = (path) => readFileSync(path).length;
    return {
      start: await measure(browser, origin, "startUp", { start: false }),
      mask: await measure(browser, origin, "mask"),
      deflate: await deflate(rounds),
      jpeg: { bytes: bytes(jpeg), rows: await measure(browser, origin, "inspect", { file: jpeg }) },
      png: { bytes: bytes(png), rows: await measure(browser, origin, "inspect", { file: png }) },
      prepare: await measure(browser, origin, "prepare"),
      blocks: await measure(browser, origin, "blocks"),
      frames: 600,
      editor: await measure(browser, origin, "editor", { argument: 600 }),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await setUp({ suites: ["build", "browser"] });
const only = process.argv.indexOf("--only");
if (only > 0 && process.argv[only + 1] === "deflate") {
  const section = compression(await deflate(rounds));
  writeFileSync(results, replaceSection(readFileSync(results, "utf8"), section));
  console.log(section);
  process.exit();
}
buildIfStale();
install();
await build(vite);
const server = await preview({ ...vite, build: { outDir: join(here, "dist") } });
const { CHROMIUM } = readEnvironment().browsers;
const browser = await chromium.launch({ executablePath: CHROMIUM, args: flags });
try {
  const measured = await all(browser, `http://127.0.0.1:${server.httpServer.address().port}`);
  const wasm = readFileSync(join(root, "pkg", "reroom_bg.wasm"));
  const text = report(measured, {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} × ${cpus()[0].model}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform}`,
    browser: `Chromium ${browser.version()}, headless, without a GPU`,
    rounds,
    wasm: { raw: wasm.length, brotli: brotliCompressSync(wasm).length },
  });
  // Keeps the handwritten findings.
  const mark = "<!-- findings -->";
  const kept = existsSync(results) ? readFileSync(results, "utf8").split(mark)[1] : undefined;
  writeFileSync(results, `${text}\n${mark}${kept ?? "\n"}`);
  console.log(text);
} finally {
  await browser.close();
  await new Promise((resolve) => server.httpServer.close(resolve));
}
