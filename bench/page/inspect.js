// Inspects a photo on disk with reroom, with two libraries that read the whole file, and with the browser's decoder.
import { inspectImage } from "reroom";
import { imageSize } from "image-size";
import probe from "probe-image-size/sync.js";
import { takeTurns } from "./measure.js";

const whole = async (file) => new Uint8Array(await file.arrayBuffer());

/** Measures the photo's size with each method. `result` is the number of bytes read. */
export function inspect(rounds) {
  const [file] = document.querySelector("#file").files;
  const ways = [
    ["reroom: inspectImage", async () => (await inspectImage(file)).bytesRead],
    ["image-size", async () => imageSize(await whole(file)).width && file.size],
    ["probe-image-size", async () => probe(await whole(file)).width && file.size],
    ["createImageBitmap", async () => (await createImageBitmap(file)).close() ?? file.size],
  ];
  return takeTurns(
    ways.map(([name, run]) => ({ name, run })),
    rounds,
  );
}

/** Generates a photo with shapes, gradients, and as much noise as a camera adds. */
export async function photo(width, height, type, quality) {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  const pixels = context.createImageData(width, height);
  const words = new Uint32Array(pixels.data.buffer);
  let state = 1;
  for (let index = 0; index < words.length; index += 1) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    const [x, y] = [index % width, Math.floor(index / width)];
    const noise = state >>> 28;
    const light = (((x * 150) / width + (y * 60) / height + ((x >> 8) ^ (y >> 8)) * 2) & 127) + 64 + noise;
    words[index] = 0xff000000 | (light << 16) | ((light + 12) << 8) | (light + 24);
  }
  context.putImageData(pixels, 0, 0);
  return canvas.convertToBlob({ type, quality });
}

/** Downloads a generated photo. A 12-megapixel JPEG has 5 MB, the size that the targets assume. */
export async function save(width, height, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await photo(width, height, type, 0.97));
  link.download = "photo";
  link.click();
}
