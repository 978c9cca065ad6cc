// What the inspection says of a file, and what the browser's own decoder makes of it. Prints each disagreement.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import init, { inspectImage } from "reroom";
import { exifChunk, exifSegment, spliced } from "./exif.mjs";

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

/** The size that the browser shows a file at; none where it does not decode it. */
const judged = (bytes) =>
  page.evaluate(async (base64) => {
    const blob = new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))]);
    return createImageBitmap(blob).then(
      ({ width, height }) => [width, height],
      () => undefined,
    );
  }, Buffer.from(bytes).toString("base64"));

/** Both verdicts. Sizes that the service does not take are not what this is about. */
async function compared(name, bytes) {
  const report = await inspectImage(new Uint8Array(bytes));
  const found = report.issues.filter(({ code }) => damage.has(code)).map(({ message }) => message);
  const shown = await judged(bytes);
  const sameSize = !shown || (shown[0] === report.width && shown[1] === report.height);
  return { name, report, found, shown, agrees: sameSize && Boolean(shown) === (found.length === 0) };
}

/** A photo that the browser itself wrote. */
async function written(type) {
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

/** Each photo as it is, in every orientation, cut off, and with damage to its headers. */
async function generated() {
  const [jpeg, png] = [await written("image/jpeg"), await written("image/png")];
  const files = [];
  for (let orientation = 1; orientation <= 8; orientation += 1) {
    files.push([`orientation-${orientation}.jpg`, spliced(jpeg, 2, exifSegment(orientation))]);
    files.push([`orientation-${orientation}.png`, spliced(png, 33, exifChunk(orientation))]);
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

test("the browser's decoder agrees about photos made for this", async () => {
  for (const [name, bytes] of await generated()) {
    const { agrees, found, shown, report } = await compared(name, bytes);
    assert.ok(agrees, `${name}: shown at ${shown}, found ${report.width}×${report.height} ${found}`);
  }
});

/** Why the inspection lets a file pass that the browser does not show. */
const reason = ({ report }) =>
  report.width * report.height > 2 ** 28
    ? "more pixels than the browser has memory for; refused for its size"
    : "its headers are right, its picture data is not: found only by decoding";

/** What came of a folder, as a table. */
function table(folder, all, differ) {
  const refused = ({ found }) => found.length > 0;
  const [bad, good] = [all.filter(({ shown }) => !shown), all.filter(({ shown }) => shown)];
  const right = good.filter(({ shown, report }) => shown[0] === report.width && shown[1] === report.height);
  const rows = [
    ["not shown by the browser, accepted here", bad.filter((one) => !refused(one)).length, bad.length],
    ["shown by the browser, called damaged here", good.filter(refused).length, good.length],
    ["displayed size right", right.length, good.length],
    ["within 65,536 bytes read", all.filter(({ report }) => report.bytesRead <= 65_536).length, all.length],
  ];
  console.log(`\n| ${folder} | files | of |\n|---|--:|--:|`);
  for (const row of rows) console.log(`| ${row.join(" | ")} |`);
  for (const one of differ) console.log(`${one.name}: accepted, not shown: ${reason(one)}`);
}

for (const [folder, files] of [
  ["pngsuite", 175],
  ["exif-orientation", 18],
  ["jpeg", 153],
])
  test(`the browser's decoder is asked about ${folder}`, async (t) => {
    const path = join(corpora, folder);
    if (!existsSync(path)) return t.skip(`there is no ${path}; the variable REROOM_CORPORA names another folder`);
    const names = readdirSync(path).filter((name) => /\.(jpe?g|png)$/i.test(name));
    const all = [];
    for (const name of names) all.push(await compared(name, readFileSync(join(path, name))));
    const differ = all.filter(({ agrees }) => !agrees);
    table(folder, all, differ);
    assert.equal(names.length, files);
    // Nothing that the browser shows is refused or has another size there.
    assert.deepEqual(
      differ.filter(({ shown, found }) => shown || found.length > 0).map(({ name }) => name),
      [],
    );
    assert.ok(folder === "jpeg" || differ.length === 0);
    // Made to crash decoders; every ordinary one is judged alike.
    assert.ok(differ.every(({ name }) => name.startsWith("crashtest_") || name.includes("missing-dc")));
  });
