// Masks given to `run` as they were painted: the edit must land where it was painted, whatever `prepare` does to the photo.
// sharp is the judge: it decodes what was uploaded, the mask that was sent, and what came back.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import sharp from "sharp";
import { engines, missing, open } from "./driver.mjs";
import { runEdit } from "./mask-page.mjs";
import { orientations, storeUnder } from "./oriented.mjs";
import { serve } from "./server.mjs";

/** Photos as displayed, each with a dark patch on a light ground, and what `prepare` does to them. */
const kinds = {
  unchanged: { size: [800, 600], patch: [201, 122, 330, 211] },
  cropped: { size: [1400, 600], patch: [500, 122, 330, 211], prepare: { focus: { x: 0.4, y: 0.5 } } },
  padded: { size: [600, 900], patch: [100, 122, 330, 211], prepare: { fit: "pad" } },
  resized: { size: [1200, 900], patch: [201, 122, 630, 411], resizes: true },
  "cropped and resized": { size: [1800, 800], patch: [700, 122, 630, 411], resizes: true },
};
const sources = ["editor", "canvas", "offscreen", "bitmap", "pixels"];

/** A JPEG that is stored under this orientation and displayed as `kind` says. */
async function photoOf({ size: [width, height], patch: [left, top, wide, high] }, orientation) {
  const solid = (width, height, background) => ({ create: { width, height, channels: 3, background } });
  const patch = await sharp(solid(wide, high, "#101010"))
    .png()
    .toBuffer();
  const image = await sharp(solid(width, height, "#e8e8e8"))
    .composite([{ input: patch, left, top }])
    .png()
    .toBuffer();
  const file = await storeUnder(image, orientation);
  const { data, info } = await sharp(file).rotate().greyscale().raw().toBuffer({ resolveWithObject: true });
  assert.deepEqual(
    bounds(data, info, (value) => value < 128),
    [left, top, left + wide, top + high],
    "the photo itself",
  );
  return file;
}

/** Left, top, right and bottom (both past the end) of the pixels that pass. */
function bounds(data, { width }, passes) {
  const box = [Infinity, Infinity, 0, 0];
  data.forEach((value, at) => {
    if (!passes(value, at)) return;
    const [x, y] = [at % width, Math.floor(at / width)];
    box.splice(0, 4, Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x + 1), Math.max(box[3], y + 1));
  });
  return box;
}

/** The grey pixels of a file in base64, and their size. */
const decode = (base64) => sharp(Buffer.from(base64, "base64")).greyscale().raw().toBuffer({ resolveWithObject: true });

const cases = orientations.flatMap((orientation) =>
  Object.entries(kinds).map(([name, kind], at) => ({
    ...{ name, kind, orientation },
    source: sources[(orientation + at) % sources.length],
  })),
);

let server;
before(async () => {
  server = await serve(await Promise.all(cases.map(({ kind, orientation }) => photoOf(kind, orientation))));
});
after(() => server?.close());

for (const engine of engines)
  test(`${engine}: an edit lands where its mask was painted, in every orientation, cropped, padded and resized`, async (t) => {
    if (missing(engine)) return t.skip(missing(engine));
    const browser = await open(engine);
    t.after(() => browser.close());
    for (const [index, { name, kind, orientation, source }] of cases.entries()) {
      const { uploaded, mask, output } = await browser.evaluate(server.address, runEdit, index, kind, source);
      const [photo, sent, edited] = await Promise.all([uploaded, mask, output].map(decode));
      const what = `${name}, orientation ${orientation}, from ${source}`;
      assert.deepEqual([sent.info.width, sent.info.height], [photo.info.width, photo.info.height], `${what}: size`);
      const wanted = bounds(photo.data, photo.info, (value) => value < 128);
      const marked = bounds(sent.data, sent.info, (value) => value > 127);
      const changed = bounds(edited.data, edited.info, (value, at) => Math.abs(value - photo.data[at]) > 48);
      const far = (box, from) => Math.max(...box.map((edge, at) => Math.abs(edge - from[at])));
      if (kind.resizes) assert.ok(photo.info.height < kind.size[1], `${what}: resized`);
      const tolerance = kind.resizes ? 1 : 0;
      assert.ok(far(marked, wanted) <= tolerance, `${what}: the mask is at ${marked}, its patch at ${wanted}`);
      assert.ok(far(changed, wanted) <= 1, `${what}: the edit is at ${changed}, the patch at ${wanted}`);
    }
  });
