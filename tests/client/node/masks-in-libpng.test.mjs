// Encoded masks, decoded by libpng. Other suites decode them with browsers and with Rust.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import init, { MaskEditor, encodeMask } from "reroom";
import sharp from "sharp";

before(() => init());

/** The gray levels that libpng decodes, row by row. */
async function decoded(base64) {
  const picture = sharp(Buffer.from(base64, "base64"), { failOn: "warning" });
  const { channels, depth, hasAlpha, width, height } = await picture.metadata();
  assert.deepEqual([channels, depth, hasAlpha], [1, "uchar", false], "gray without alpha");
  const levels = await picture.extractChannel(0).raw().toBuffer();
  assert.equal(levels.length, width * height);
  return { width, height, levels };
}

/** Gray noise as `ImageData`, without long runs of equal bytes. */
function noise(width, height) {
  const data = new Uint8ClampedArray(width * height * 4);
  let state = 7;
  for (let index = 0; index < data.length; index += 4) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    data.fill(state >>> 24, index, index + 3);
    data[index + 3] = 255;
  }
  return { width, height, data };
}

/** A disc and a frame, with long runs as in real masks. */
function shapes(width, height) {
  const image = noise(width, height);
  for (let index = 0; index < width * height; index += 1) {
    const [x, y] = [index % width, Math.floor(index / width)];
    const inside = Math.hypot(x - width / 2, y - height / 2) < height / 3 || x < 3 || y > height - 3;
    image.data.fill(inside ? 255 : 0, index * 4, index * 4 + 3);
  }
  return image;
}

const images = [noise(1, 1), noise(37, 21), noise(640, 480), shapes(1001, 303), shapes(4096, 3072)];

for (const { width, height, data } of images)
  for (const [bitDepth, polarity, threshold] of [
    [8, "white-edits", 128],
    [1, "white-edits", 100],
    [8, "black-edits", 200],
    [1, "black-edits", 128],
  ])
    test(`${width} by ${height}, ${bitDepth} bit, ${polarity}: libpng decodes every pixel`, async () => {
      const options = { bitDepth, polarity, threshold: width === 1 ? 0 : threshold };
      const mask = await decoded(await encodeMask({ width, height, data }, options));
      assert.deepEqual([mask.width, mask.height], [width, height]);
      const [marked, kept] = polarity === "white-edits" ? [255, 0] : [0, 255];
      const wrong = mask.levels.findIndex(
        (level, index) => level !== (data[index * 4] >= options.threshold ? marked : kept),
      );
      assert.equal(wrong, -1);
    });

test("libpng decodes every level of a soft edge, in either polarity", async () => {
  const editor = await MaskEditor.create({ width: 900, height: 700 });
  editor.stroke([[100, 90], [500, 400], [810, 130]], { size: 90, hardness: 0.3 }); // prettier-ignore
  editor.polygon([[60, 300], [400, 620], [120, 650]]); // prettier-ignore
  const white = await decoded(await encodeMask(editor, { feather: 30 }));
  const black = await decoded(await encodeMask(editor, { feather: 30, polarity: "black-edits" }));
  editor.free();
  assert.ok(new Set(white.levels).size > 200, "all levels occur");
  assert.ok(white.levels.every((level, index) => level === 255 - black.levels[index]));
});
