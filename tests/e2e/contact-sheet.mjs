// Draws screenshots next to each other on one picture in tests/artifacts.
import sharp from "sharp";
import { saveArtifact } from "./site.mjs";

const GAP = 16;

/** Writes a sheet of rows of pictures. All columns have the width of the widest picture, and a row the height of its tallest one. */
export async function writeSheet(name, rows) {
  const sizes = await Promise.all(rows.map((row) => Promise.all(row.map((picture) => sharp(picture).metadata()))));
  const width = Math.max(...sizes.flat().map((size) => size.width));
  const heights = sizes.map((row) => Math.max(...row.map((size) => size.height)));
  const place = (lengths) => lengths.reduce((sum, length) => sum + length + GAP, GAP);
  const columns = Math.max(...rows.map((row) => row.length));
  const sheet = sharp({
    create: { width: place(Array(columns).fill(width)), height: place(heights), channels: 3, background: "#888" },
  }).composite(
    rows.flatMap((row, down) =>
      row.map((input, across) => ({
        input,
        left: place(Array(across).fill(width)),
        top: place(heights.slice(0, down)),
      })),
    ),
  );
  saveArtifact(`${name}.png`, await sheet.png().toBuffer());
}
