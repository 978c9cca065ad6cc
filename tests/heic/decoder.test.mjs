// The decoder against libheif, on photos that libheif encodes: with every kind of sampling, depth, color, tiling and orientation.
// Set REROOM_HEIC_PHOTOS to a folder with more photos, and the test prints how they compare.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import init, { inspectImage } from "reroom";
import { run } from "../../scripts/run.mjs";
import { decodeHeic } from "./support.mjs";

const python = process.env.HEIC_PYTHON;
const skip = !python && "pillow-heif is missing";
const more = process.env.REROOM_HEIC_PHOTOS;

let folder, photos;
before(() => {
  if (skip) return;
  folder = mkdtempSync(join(tmpdir(), "heic-"));
  const further = more ? readdirSync(more).map((name) => join(more, name)) : [];
  run(python, [fileURLToPath(new URL("generate.py", import.meta.url)), folder, ...further], { quiet: true });
  photos = JSON.parse(readFileSync(join(folder, "index.json")));
});
after(() => folder && rmSync(folder, { recursive: true }));

const decibels = (squares, count) => (squares === 0 ? 99 : 10 * Math.log10((255 * 255 * count) / squares));

/** How similar two images are: the brightness, all colors, and the transparency, in decibels. */
function compare(ours, theirs) {
  const luma = (data, at) => 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];
  const [sum, squares] = [{ luma: 0, color: 0, alpha: 0 }, (a, b) => (a - b) ** 2];
  for (let at = 0; at < theirs.length; at += 4) {
    sum.luma += squares(luma(ours, at), luma(theirs, at));
    for (let channel = 0; channel < 3; channel += 1) sum.color += squares(ours[at + channel], theirs[at + channel]) / 3;
    sum.alpha += squares(ours[at + 3], theirs[at + 3]);
  }
  return Object.fromEntries(Object.entries(sum).map(([name, value]) => [name, decibels(value, theirs.length / 4)]));
}

async function compareFile({ file, name, width, height }) {
  const ours = await decodeHeic(readFileSync(file));
  assert.deepEqual([ours.width, ours.height], [width, height], name);
  return compare(ours.data, readFileSync(join(folder, `${basename(file)}.rgba`)));
}

/**
 * The least similarity. Colors of half the resolution are scaled up smoothly here, but not by libheif, which shows at the edges
 * of the noisy test images. A profile's conversion clips colors, which affects the brightness, too.
 */
function limits(name) {
  if (/^(gray|lossless)/.test(name)) return { luma: 99, color: 99 };
  if (/^10-bit-444/.test(name)) return { luma: 50, color: 50 };
  if (/^444/.test(name)) return { luma: 70, color: 70 };
  if (/^(p3|adobe|wide)/.test(name)) return { luma: 40, color: 30 };
  return { luma: 49, color: name.startsWith("tiny") ? 23 : 33 };
}

test("every kind of photo looks like libheif shows it", { skip }, async () => {
  const found = [];
  for (const photo of photos.filter(({ file }) => file.startsWith(folder))) {
    const { luma, color, alpha } = await compareFile(photo);
    const least = limits(photo.name);
    const fits = luma >= least.luma && color >= least.color && alpha === 99;
    found.push(`${fits ? " " : "!"} ${photo.name}: ${[luma, color, alpha].map((value) => value.toFixed(1)).join(" ")}`);
  }
  assert.ok(found.length > 50, `${found.length} photos`);
  assert.deepEqual(
    found.filter((line) => line.startsWith("!")),
    [],
    found.join("\n"),
  );
});

test("inspectImage reports every kind of photo at the size at which libheif shows it", { skip }, async () => {
  await init();
  const wrong = [];
  for (const { file, name, width, height } of photos) {
    const report = await inspectImage(new Uint8Array(readFileSync(file)));
    if (report.format !== "heic" || report.width !== width || report.height !== height)
      wrong.push(`${name}: ${report.format}, ${report.width}×${report.height} instead of ${width}×${height}`);
  }
  assert.deepEqual(wrong, []);
});

test(
  "photos of cameras look like libheif shows them",
  { skip: skip || (!more && "REROOM_HEIC_PHOTOS is not set") },
  async () => {
    for (const photo of photos.filter(({ file }) => !file.startsWith(folder))) {
      const result = await compareFile(photo).catch(String);
      const shown = typeof result === "string" ? result : `${result.luma.toFixed(1)} ${result.color.toFixed(1)}`;
      console.log(`${photo.name} ${photo.width}×${photo.height}: ${shown}`);
    }
  },
);
