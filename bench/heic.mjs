// Decoding a HEIC photo of 12 megapixels, in tiles as phones store it: the decoder of `reroom/heic` and libheif's wasm, in Node.
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, run } from "../scripts/run.mjs";
import { decodeHeic, memoryOfLatest } from "../tests/heic/support.mjs";
import { measureMemory, measureOne } from "./in-chromium.mjs";

const megabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Decodes with libheif. It does not convert colors. */
async function decodeWithLibheif(libheif, bytes) {
  const [image] = new libheif.HeifDecoder().decode(bytes);
  const [width, height] = [image.get_width(), image.get_height()];
  await new Promise((resolve, reject) => {
    const target = { data: new Uint8ClampedArray(width * height * 4), width, height };
    image.display(target, (shown) => (shown ? resolve() : reject(new Error("libheif failed"))));
  });
  image.free();
}

/** Writes a photo of this size, as phones store it. Returns its path. */
function createPhoto(width, height) {
  const file = join(tmpdir(), `reroom-bench-${width}.heic`);
  run(process.env.HEIC_PYTHON, [join(root, "tests/heic/generate.py"), "--large", `${width}`, `${height}`, file]);
  return file;
}

/** Measures the section of the results. */
export async function heic(rounds) {
  const [file, large] = [createPhoto(4032, 3024), createPhoto(8064, 6048)];
  const bytes = new Uint8Array(readFileSync(file));
  const { default: libheif } = await import("libheif-js/wasm-bundle.js");
  const ways = [
    ["reroom/heic, colors converted from Display P3", () => decodeHeic(bytes), memoryOfLatest],
    ["libheif-js", () => decodeWithLibheif(libheif, bytes), () => libheif.HEAPU8.buffer.byteLength],
  ].map((way) => [...way, []]);
  for (let round = 0; round < rounds; round += 1)
    for (const [, decode, , times] of ways) {
      const start = performance.now();
      await decode();
      times.push(performance.now() - start);
    }
  const [reference] = ways.at(-1).slice(-1).map(median);
  const rows = ways.map(([name, , memory, times]) => {
    const time = median(times);
    return `| ${name} | ${Math.round(time)} | ${(time / reference).toFixed(2)} | ${megabytes(memory())} |`;
  });
  const inPage = [];
  for (const [name, photo] of [
    ["4032×3024", file],
    ["8064×6048", large],
  ]) {
    const { time, blocked } = await measureOne("heic", Math.min(rounds, 3), photo);
    const memory = await measureMemory("prepareHeic", photo);
    inPage.push(`| ${name} | ${Math.round(time)} | ${Math.round(blocked)} | ${megabytes(memory)} |`);
  }
  return [
    "## Decoding a HEIC photo",
    "",
    `4032×3024 pixels in 48 tiles, ${megabytes(bytes.length)}, in Node. Medians of ${rounds} rounds.`,
    "",
    "| way | ms | of libheif | memory of the wasm |",
    "|---|--:|--:|--:|",
    ...rows,
    "",
    "`prepareImage()` in a page of Chromium. The memory is that of the whole page, with the decoded pixels.",
    "",
    "| pixels | ms | page blocked, ms | memory |",
    "|---|--:|--:|--:|",
    ...inPage,
    "",
  ].join("\n");
}
