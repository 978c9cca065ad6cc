// Resizes a 24-megapixel photo to 4096 pixels with reroom, with the browser alone, and with pica.
import { prepareImage } from "reroom";
import Pica from "pica";
import { photo } from "./inspect.js";
import { longestBlock, takeTurns } from "./measure.js";

const [WIDTH, HEIGHT] = [6000, 4000];
const TARGET = { width: 4096, height: Math.round((4096 * HEIGHT) / WIDTH) };
const JPEG = { type: "image/jpeg", quality: 0.92 };

/** The browser's fastest method, without any checks. */
async function native(file) {
  const options = { resizeWidth: TARGET.width, resizeHeight: TARGET.height, resizeQuality: "high" };
  const bitmap = await createImageBitmap(file, options);
  const canvas = new OffscreenCanvas(TARGET.width, TARGET.height);
  canvas.getContext("bitmaprenderer").transferFromImageBitmap(bitmap);
  return canvas.convertToBlob(JPEG);
}

async function withPica(pica, file) {
  const bitmap = await createImageBitmap(file);
  const canvas = Object.assign(document.createElement("canvas"), TARGET);
  await pica.resize(bitmap, canvas);
  bitmap.close();
  return pica.toBlob(canvas, JPEG.type, JPEG.quality);
}

/** Resizes the photo with each method. `result` is the size in bytes, and `blocked` is how long the page was blocked. */
export async function prepare(rounds) {
  const file = await photo(WIDTH, HEIGHT, JPEG.type, JPEG.quality);
  const pica = new Pica();
  const ways = [
    ["reroom: prepareImage", async () => (await prepareImage(file)).blob.size],
    ["createImageBitmap + convertToBlob", async () => (await native(file)).size],
    ["pica", async () => (await withPica(pica, file)).size],
  ];
  const rows = await takeTurns(
    ways.map(([name, run]) => ({ name, run })),
    rounds,
  );
  for (const [index, [, run]] of ways.entries()) rows[index].blocked = await longestBlock(run);
  return { bytes: file.size, rows };
}

/** Measures how long each kind of preparation blocks the page. */
export async function blocks() {
  const jpeg = await photo(WIDTH, HEIGHT, "image/jpeg", 0.92);
  const tall = await photo(HEIGHT, WIDTH, "image/jpeg", 0.92);
  const png = await photo(4000, 3000, "image/png");
  const kinds = [
    ["24 MP JPEG, scaled", jpeg, {}],
    ["24 MP JPEG, cropped and scaled", tall, {}],
    ["24 MP JPEG, padded and scaled", tall, { fit: "pad" }],
    ["12 MP PNG to JPEG", png, { format: "jpeg" }],
  ];
  const rows = [];
  for (const [name, file, options] of kinds) {
    await prepareImage(file, options);
    const start = performance.now();
    const blocked = await longestBlock(() => prepareImage(file, options));
    rows.push({ name, blocked, whole: performance.now() - start });
  }
  return rows;
}
