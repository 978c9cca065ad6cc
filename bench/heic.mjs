// Decoding a HEIC photo of 12 megapixels, in tiles as phones store it: the decoder of `reroom/heic` and libheif's wasm, in Node.
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root, run } from "../scripts/run.mjs";
import { decodeHeic, memoryOfLatest } from "../tests/heic/support.mjs";
import { measureOne } from "./in-chromium.mjs";

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

/** Measures the section of the results. */
export async function heic(rounds) {
  const file = join(tmpdir(), "reroom-bench.heic");
  run(process.env.HEIC_PYTHON, [join(root, "tests/heic/generate.py"), "--large", file]);
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
  const page = await measureOne("heic", Math.min(rounds, 3), file);
  const [reference] = ways.at(-1).slice(-1).map(median);
  const rows = ways.map(([name, , memory, times]) => {
    const time = median(times);
    return `| ${name} | ${Math.round(time)} | ${(time / reference).toFixed(2)} | ${megabytes(memory())} |`;
  });
  return [
    "## Decoding a HEIC photo",
    "",
    `4032×3024 pixels in 48 tiles, ${megabytes(bytes.length)}, in Node. Medians of ${rounds} rounds.`,
    "",
    "| way | ms | of libheif | memory of the wasm |",
    "|---|--:|--:|--:|",
    ...rows,
    "",
    `In a page of Chromium, \`prepareImage()\` of this photo takes ${Math.round(page.time)} ms, and the page cannot respond for at most`,
    `${Math.round(page.blocked)} ms.`,
    "",
  ].join("\n");
}
