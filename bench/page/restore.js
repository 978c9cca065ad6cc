// Puts results of 1536 pixels back into a 12-megapixel photo, with reroom and with the browser alone.
import { MaskEditor, prepareImage } from "reroom";
import { photo } from "./inspect.js";
import { longestBlock, takeTurns } from "./measure.js";

const [WIDTH, HEIGHT] = [4000, 3000];
const JPEG = { type: "image/jpeg", quality: 0.92 };

/** Draws both images and encodes them, without looking for a shift, and with a hard edge around the edit. */
async function bare(original, result, area) {
  const [below, above] = await Promise.all([original, result].map((file) => createImageBitmap(file)));
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
  const context = canvas.getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(below, 0, 0);
  if (area) {
    context.beginPath();
    context.rect(...area);
    context.clip();
  }
  context.drawImage(above, 0, 0, WIDTH, HEIGHT);
  const file = await canvas.convertToBlob(JPEG);
  below.close();
  above.close();
  return file;
}

/** The photo as a service returns it: scaled, and shifted by a few pixels. */
async function createResult(file) {
  const bitmap = await createImageBitmap(file, { resizeWidth: 1536, resizeHeight: 1152, resizeQuality: "high" });
  const canvas = new OffscreenCanvas(1536, 1152);
  canvas.getContext("2d").drawImage(bitmap, 2.5, -1);
  return canvas.convertToBlob(JPEG);
}

/** Restores an edit of 3 % of the photo, one of half of it, and a whole result. */
export async function restore(rounds) {
  const original = await photo(WIDTH, HEIGHT, JPEG.type, JPEG.quality);
  const result = await createResult(original);
  const prepared = await prepareImage(original);
  const areas = { "an edit of 3 %": [1800, 1200, 600, 600], "an edit of 50 %": [600, 500, 2800, 2140] };
  const ways = [];
  for (const [name, area] of [...Object.entries(areas), ["a whole result", undefined]]) {
    const mask = area && (await MaskEditor.create({ width: WIDTH, height: HEIGHT }));
    if (area) mask.rectangle(...area);
    ways.push({ name: `reroom: ${name}`, run: async () => (await prepared.restore(result, { mask })).size });
    ways.push({ name: `the browser alone: ${name}`, run: async () => (await bare(original, result, area)).size });
  }
  const rows = await takeTurns(ways, rounds);
  for (const [index, { run }] of ways.entries()) rows[index].blocked = await longestBlock(run);
  return rows;
}
