// Creates the smaller versions of the sample photos that the listing shows. `node scripts/sample-images.mjs`
import { mkdirSync, readdirSync } from "node:fs";
import { join, parse } from "node:path";
import sharp from "sharp";
import { root } from "./run.mjs";

const samples = join(root, "www/public/samples");

for (const width of [640, 1280]) {
  const folder = join(samples, String(width));
  mkdirSync(folder, { recursive: true });
  for (const file of readdirSync(samples).filter((name) => name.endsWith(".jpg")))
    await sharp(join(samples, file))
      .resize({ width })
      .webp({ quality: 72, effort: 6 })
      .toFile(join(folder, `${parse(file).name}.webp`));
}
