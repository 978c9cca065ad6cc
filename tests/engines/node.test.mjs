// prepareImage and restore in Node, with sharp, beside the same calls in Chromium.
//
// The results must be as similar as JPEG files of the same pixels are: the noise of an encoder is how much Chromium's JPEG differs
// from its own PNG of the same photo. Three decibels less are allowed (half of the noise again), because two scalers and color
// converters round differently, too. Without scaling and conversion, the pixels are the same.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import init, { MaskEditor, prepareImage } from "reroom";
import "reroom/heic";
import sharp from "sharp";
import { missing, open } from "./driver.mjs";
import { prepareInPage } from "./node-page.mjs";
import { orientations, storeUnder } from "./oriented.mjs";
import { serve } from "./server.mjs";

const skip = missing("chromium");
const file = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const corpora = process.env.REROOM_CORPORA ?? file("../shared/corpora");
const sample = readFileSync(file("www/public/samples/phone-portrait.jpg"));

/** The noise of a good JPEG, in decibels. */
const GOOD = 48;
/** Decibels that a result may be below the noise of an encoder. */
const MARGIN = 3;
/** The similarity of photos in CMYK, of which decoders differ in how they convert the colors. */
const CMYK = 40;

const pad = { fit: "pad" };
const edge = { fit: "pad", fill: "edge" };
const small = sharp(sample).resize(900);

/** Photos, with what `prepare` does to them. */
async function createPhotos() {
  const photos = [
    ["portrait, cropped", sample, { focus: { x: 0.5, y: 0.2 } }],
    ["portrait, padded", sample, pad],
    ["portrait, padded with edges", sample, edge],
    ["highest quality", sample, { quality: 1 }],
    ["too large", await sharp(sample).resize(4200, 3300).jpeg().toBuffer(), {}],
    ["too large, padded with edges", await sharp(sample).resize(2400, 4200).jpeg().toBuffer(), edge],
    ["Display P3", await small.clone().withIccProfile("p3").jpeg({ quality: 95 }).toBuffer(), {}],
    ["Display P3 PNG", await small.clone().withIccProfile("p3").png().toBuffer(), pad],
    ["16-bit PNG", await small.clone().toColourspace("rgb16").png().toBuffer(), {}],
    ["gray", await small.clone().toColourspace("b-w").jpeg().toBuffer(), {}],
    ["palette", await small.clone().png({ palette: true, colours: 64 }).toBuffer(), {}],
    ["transparent", await small.clone().ensureAlpha(0.6).png().toBuffer(), pad],
    ["partly transparent", await fade(await sharp(sample).resize(800, 600).png().toBuffer()), {}],
    ["WebP", await small.clone().webp().toBuffer(), {}],
    ["HEIC", readFileSync(file("tests/heic/photos/phone.heic")), { format: "png" }],
  ];
  const stored = await small.clone().png().toBuffer();
  for (const orientation of orientations) {
    photos.push([`orientation ${orientation}`, await storeUnder(stored, orientation), orientation % 2 ? {} : edge]);
  }
  const cameras = ["canon-s400", "cmyk-swop", "pixel3a-orientation-6", "two-exif-blocks", "xmp-before-exif-6"];
  for (const name of cameras) {
    const path = join(corpora, "cameras", `${name}.jpg`);
    if (existsSync(path)) photos.push([name, readFileSync(path), {}]);
  }
  return photos;
}

/** A PNG that is transparent on the left, and less so to the right. */
async function fade(png) {
  const { data, width, height } = await pixelsOf(png);
  for (let at = 0; at < data.length; at += 4) {
    const x = (at / 4) % width;
    if (x < 300) data.fill(0, at, at + 4);
    else data[at + 3] = Math.min(255, 128 + Math.floor((x - 300) / 2));
  }
  return sharp(data, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
}

async function pixelsOf(bytes) {
  const { data, info } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** How similar two files are, in decibels. `Infinity` if their pixels are the same. */
async function compare(one, other) {
  const [a, b] = [await pixelsOf(one), await pixelsOf(other)];
  assert.deepEqual([a.width, a.height], [b.width, b.height]);
  // What is invisible has no color.
  const seen = ({ data }, at) => (at % 4 === 3 ? data[at] : (data[at] * data[at | 3]) / 255);
  let sum = 0;
  for (let at = 0; at < a.data.length; at += 1) sum += (seen(a, at) - seen(b, at)) ** 2;
  return 10 * Math.log10((255 * 255 * a.data.length) / sum);
}

const buffer = async (blob) => Buffer.from(await blob.arrayBuffer());
const decoded = ({ file }) => Buffer.from(file, "base64");

let photos, site, browser;
before(async () => {
  if (skip) return;
  await init();
  photos = await createPhotos();
  site = await serve(photos.map(([, bytes]) => bytes));
  browser = await open("chromium");
});
after(async () => {
  await browser?.close();
  site?.close();
});

test(
  "prepareImage makes the same changes in Node as in Chromium, within the noise of an encoder",
  { skip },
  async (t) => {
    const wrong = [];
    for (const [index, [name, bytes, options]] of photos.entries()) {
      const expected = await browser.evaluate(site.address, prepareInPage, index, options);
      // With the type that the site's server gives.
      const { blob, changes, width, height } = await prepareImage(new Blob([bytes], { type: "text/html" }), options);
      assert.deepEqual([changes, [width, height], blob.type], [expected.changes, expected.size, expected.type], name);
      const found = await compare(await buffer(blob), decoded(expected));
      if (found === Infinity) continue;
      const exact = await browser.evaluate(site.address, prepareInPage, index, { ...options, format: "png" });
      // A PNG has no noise. What its pixels may differ by is what a good JPEG may.
      const noise = Math.min(await compare(decoded(expected), decoded(exact)), GOOD);
      const least = name.startsWith("cmyk") ? CMYK : noise - MARGIN;
      t.diagnostic(`${name}: ${found.toFixed(1)} dB, at least ${least.toFixed(1)}`);
      if (found < least) wrong.push(name);
    }
    assert.deepEqual(wrong, []);
  },
);

test("restore gives the same in Node as in Chromium, and the same pixels outside the mask", { skip }, async (t) => {
  for (const [name, options, mask, restore] of [
    ["portrait, padded", edge, undefined, {}],
    ["portrait, padded", {}, undefined, {}],
    ["portrait, padded", edge, [400, 500, 500, 300], { feather: 8 }],
    ["partly transparent", {}, [200, 150, 300, 200], { feather: 40 }],
  ]) {
    const [index, format] = [photos.findIndex((photo) => photo[0] === name), "png"];
    const photo = photos[index][1];
    const prepared = await prepareImage(new Blob([photo]), options);
    // What the service returns for the prepared photo.
    const size = [Math.round(prepared.width * 0.6), Math.round(prepared.height * 0.6)];
    const sent = await sharp(await buffer(prepared.blob)).flatten({ background: "#fff" }).resize(...size).modulate({ brightness: 1.05 }).png().toBuffer(); // prettier-ignore
    const own = await addFile(sent);
    const given = { result: own, mask, restore: { ...restore, format } };
    const expected = await browser.evaluate(site.address, prepareInPage, index, options, given);
    const editor = mask && (await MaskEditor.create(prepared.original));
    editor?.rectangle(...mask);
    const restored = await prepared.restore(new Blob([sent]), { ...given.restore, ...(editor && { mask: editor }) });
    const what = JSON.stringify({ name, options, mask });
    assert.equal(restored.fits, expected.fits, what);
    assert.ok(Math.abs(restored.outsideChanged - expected.outsideChanged) < 0.01, what);
    const found = await compare(await buffer(restored), decoded(expected));
    t.diagnostic(`${what}: ${found.toFixed(1)} dB`);
    assert.ok(found >= GOOD - MARGIN, `${what}: ${found} dB`);
    assert.ok(restored.outsideChanged < 0.01, what);
    if (!mask) continue;
    const reach = restore.feather * 1.5 + 2;
    assert.equal(await countOutside(photo, await buffer(restored), mask, reach), 0, what);
  }
});

/** Adds a file to the site. Returns its index. */
async function addFile(bytes) {
  site.files.push(bytes);
  return site.files.length - 1;
}

/** The number of pixels that differ farther than `reach` from a box. */
async function countOutside(before, after, [left, top, wide, high], reach) {
  const [a, b] = [await pixelsOf(before), await pixelsOf(after)];
  let count = 0;
  for (let at = 0; at < a.data.length; at += 4) {
    if (a.data.readUInt32LE(at) === b.data.readUInt32LE(at)) continue;
    const [x, y] = [(at / 4) % a.width, Math.floor(at / 4 / a.width)];
    const away = (place, start, length) => Math.max(start - place - 1, place - start - length, 0);
    if (Math.hypot(away(x, left, wide), away(y, top, high)) > reach) count += 1;
  }
  return count;
}
