// inspectImage against the browser's decoder. Prints each file on which they disagree.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import init, { inspectImage } from "reroom";
import { exif, tiff } from "../photos/exif.mjs";
import { chunk } from "../photos/png.mjs";

const corpora = process.env.REROOM_CORPORA ?? fileURLToPath(new URL("../../../shared/corpora", import.meta.url));
const damage = new Set(["corrupt", "truncated", "unsupported_format", "empty_file"]);
const flags = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync"],
];
let browser;
let page;

before(async () => {
  await init();
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: flags });
  page = await browser.newPage();
});
after(() => browser.close());

/** The size of a file in the browser; undefined if it does not decode. */
const decodedSize = (bytes) =>
  page.evaluate(async (base64) => {
    const blob = new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]);
    return createImageBitmap(blob).then(
      ({ width, height }) => [width, height],
      () => undefined,
    );
  }, Buffer.from(bytes).toString("base64"));

/** Both results. Sizes that the service rejects do not count as damage. */
async function compare(name, bytes) {
  const report = await inspectImage(new Uint8Array(bytes));
  const found = report.issues.filter(({ code }) => damage.has(code)).map(({ message }) => message);
  const shown = await decodedSize(bytes);
  const sameSize = !shown || (shown[0] === report.width && shown[1] === report.height);
  return { name, report, found, shown, agrees: sameSize && Boolean(shown) === (found.length === 0) };
}

/** A photo that the browser encodes. */
async function encode(type) {
  const base64 = await page.evaluate(async (type) => {
    const canvas = new OffscreenCanvas(640, 480);
    const context = canvas.getContext("2d");
    for (let x = 0; x < 640; x += 8) {
      context.fillStyle = `hsl(${x} 70% ${20 + (x % 60)}%)`;
      context.fillRect(x, (x * 7) % 300, 20, 200);
    }
    const blob = await canvas.convertToBlob({ type });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    return btoa(bytes.reduce((text, byte) => text + String.fromCharCode(byte), ""));
  }, type);
  return Buffer.from(base64, "base64");
}

/** A file with something inserted. */
const insert = (bytes, at, part) => Buffer.concat([bytes.subarray(0, at), part, bytes.subarray(at)]);

/** Each photo unchanged, in every orientation, truncated, and with damaged headers. */
async function generate() {
  const [jpeg, png] = [await encode("image/jpeg"), await encode("image/png")];
  const files = [];
  for (let orientation = 1; orientation <= 8; orientation += 1) {
    files.push([`orientation-${orientation}.jpg`, insert(jpeg, 2, exif(orientation))]);
    files.push([`orientation-${orientation}.png`, insert(png, 33, chunk("eXIf", tiff(orientation)))]);
  }
  for (const [name, bytes] of [
    ["jpg", jpeg],
    ["png", png],
  ]) {
    files.push([`whole.${name}`, bytes]);
    for (const share of [0.2, 0.5, 0.9, 0.99])
      files.push([`cut-${share * 100}.${name}`, bytes.subarray(0, bytes.length * share)]);
    files.push([`trailer.${name}`, Buffer.concat([bytes, Buffer.alloc(5000, 0x42)])]);
  }
  const damaged = (bytes, at, value) => Buffer.from(bytes).fill(value, at, at + 1);
  files.push(["ihdr-checksum.png", damaged(png, 30, png[30] ^ 1)]);
  files.push(["no-depth.png", damaged(png, 24, 5)]);
  files.push(["two-starts.jpg", Buffer.concat([jpeg.subarray(0, 2), jpeg])]);
  return files;
}

test("inspectImage and the browser agree on generated photos", async () => {
  for (const [name, bytes] of await generate()) {
    const { agrees, found, shown, report } = await compare(name, bytes);
    assert.ok(agrees, `${name}: shown at ${shown}, found ${report.width}×${report.height} ${found}`);
  }
});

/** Why inspectImage accepts a file that the browser does not decode. */
const reason = ({ report }) =>
  report.width * report.height > 2 ** 28
    ? "more pixels than the browser has memory for; rejected by its size"
    : "valid headers, damaged image data: only decoding finds it";

/** Prints the results of a folder as a table. */
function table(folder, all, differ) {
  const refused = ({ found }) => found.length > 0;
  const [bad, good] = [all.filter(({ shown }) => !shown), all.filter(({ shown }) => shown)];
  const right = good.filter(({ shown, report }) => shown[0] === report.width && shown[1] === report.height);
  const rows = [
    ["rejected by the browser, accepted here", bad.filter((one) => !refused(one)).length, bad.length],
    ["decoded by the browser, damaged here", good.filter(refused).length, good.length],
    ["same displayed size", right.length, good.length],
    ["within 65,536 bytes read", all.filter(({ report }) => report.bytesRead <= 65_536).length, all.length],
  ];
  console.log(`\n| ${folder} | files | of |\n|---|--:|--:|`);
  for (const row of rows) console.log(`| ${row.join(" | ")} |`);
  for (const one of differ) console.log(`${one.name}: accepted, not decoded: ${reason(one)}`);
}

for (const [folder, files] of [
  ["pngsuite", 175],
  ["exif-orientation", 18],
  ["jpeg", 153],
])
  test(`inspectImage and the browser agree on the corpus ${folder}`, async (t) => {
    const path = join(corpora, folder);
    if (!existsSync(path)) return t.skip(`${path} does not exist. Set REROOM_CORPORA to the folder of the corpora.`);
    const names = readdirSync(path).filter((name) => /\.(jpe?g|png)$/i.test(name));
    const all = [];
    for (const name of names) all.push(await compare(name, readFileSync(join(path, name))));
    const differ = all.filter(({ agrees }) => !agrees);
    table(folder, all, differ);
    assert.equal(names.length, files);
    // inspectImage never rejects what the browser decodes, and never reports another size.
    assert.deepEqual(
      differ.filter(({ shown, found }) => shown || found.length > 0).map(({ name }) => name),
      [],
    );
    assert.ok(folder === "jpeg" || differ.length === 0);
    // These files were made to crash decoders. On all others both agree.
    assert.ok(differ.every(({ name }) => name.startsWith("crashtest_") || name.includes("missing-dc")));
  });
