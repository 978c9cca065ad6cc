// Formats the measurements as bench/RESULTS.md.
import { blocked, encoders, frames, prepared, restored, targets, turns } from "./tables.mjs";

/** Formats the measurements from `run.mjs` and the environment. */
export function report(measured, { date, machine, browser, rounds, client, imaging }) {
  const count = (number) => Math.round(number).toLocaleString("en");
  const size = ({ raw, brotli }) => `${count(raw)} bytes, or ${count(brotli)} with brotli`;
  return `# Benchmark results

${date}, ${machine}; ${browser}. \`npm run bench\` repeats the measurements and updates this file. After a first call, which is
reported separately, the methods alternate for ${rounds} rounds. The numbers are medians. Milliseconds vary between machines, so
compare the ratios.

The client's wasm has ${size(client)}. \`init()\` takes ${measured.start.first.toFixed(1)} ms. A second call takes
${measured.start.second.toFixed(2)} ms. The imaging wasm has ${size(imaging)}. It loads with the first call
that needs it, which adds ${measured.imaging.toFixed(1)} ms.

## Targets

${targets(goals(measured))}

## Encoding a 4096×3072 mask as a base64 PNG

${turns(measured.mask, "bytes")}

${compression(measured.deflate)}

## Inspecting a photo on disk

JPEG, 4000×3000, ${count(measured.jpeg.bytes)} bytes:

${turns(measured.jpeg.rows, "bytes read")}

PNG, 4000×3000, ${count(measured.png.bytes)} bytes:

${turns(measured.png.rows, "bytes read")}

## Resizing a 6000×4000 JPEG to 4096 pixels

${prepared(measured.prepare.rows)}

The longest time that the page is blocked:

${blocked(measured.blocks)}

${restoring(measured.restore)}
## Painting on a 4096×3072 mask

In each frame, the test draws a stroke through the nine points that a pen reports and updates the overlay on a 1024×768
canvas.

${frames(measured.editor, measured.frames)}

${measured.gateway}

${measured.loading}

${measured.heic}
`;
}

/** Formats the section about restoring. */
export const restoring = (rows) => `## Restoring results of 1536 pixels into a 12-megapixel JPEG

The browser alone only draws and encodes: it does not look for a shift, and an edit has a hard edge.
\`npm run bench -- --only restore\` updates only this section.

${restored(rows)}
`;

/** Formats the comparison of deflate encoders. */
export function compression(measured) {
  return `## Compressing the rows of a 4096×3072 mask

Each encoder compresses the same filtered rows of a PNG, as WebAssembly in Node, with SIMD. Ours is compiled for size, as in
the package, and the others with \`opt-level = 3\`. Times are relative to the first row. The last column is what an encoder
adds to a wasm. \`npm run bench -- --only deflate\` updates only this table.

${encoders(measured)}`;
}

/** Replaces the section with the same heading in the results, or adds it before the handwritten findings. */
export function replaceSection(text, section) {
  const [heading] = section.split("\n");
  const mark = text.indexOf("\n<!-- findings -->");
  const found = text.indexOf(`${heading}\n`);
  const start = found < 0 ? mark : found;
  const next = text.indexOf("\n## ", start + 1);
  const end = next < 0 ? mark : Math.min(next, mark);
  return `${text.slice(0, start)}${found < 0 ? "\n" : ""}${section}\n${text.slice(end)}`;
}

/** The target for each measurement. */
function goals({ mask, jpeg, png, prepare, restore, editor }) {
  const row = (rows, name) => rows.find((row) => row.name === name);
  const of = (name) => row(mask, name);
  const faster = (ours, other) => other.median / ours.median;
  const smaller = (ours, other) => other.result / ours.result;
  const [url, blob, soft] = [of("toDataURL"), of("toBlob + FileReader"), of("soft edges, toDataURL")];
  const [kept, full] = [of("reroom: MaskEditor"), of("reroom: full-size canvas")];
  const [display, enlarged] = [of("reroom: 1024×768 canvas, enlarged"), of("1024×768 canvas enlarged, toDataURL")];
  const softly = of("reroom: MaskEditor, soft edges");
  const library = ({ rows }) => Math.min(rows[1].median, rows[2].median) / rows[0].median;
  const decoder = ({ rows }) => rows[3].median / rows[0].median;
  const [ours, native, pica] = prepare.rows;
  return [
    { path: "MaskEditor, faster than toDataURL", target: 18, measured: faster(kept, url) },
    { path: "MaskEditor, faster than toBlob", target: 10, measured: faster(kept, blob) },
    { path: "MaskEditor, 1 bit, smaller", target: 15, measured: smaller(of("reroom: MaskEditor, 1 bit"), url) },
    { path: "display canvas, faster than enlarging", target: 25, measured: faster(display, enlarged) },
    {
      path: "display canvas, 1 bit, smaller",
      target: 25,
      measured: smaller(of("reroom: 1024×768 canvas, enlarged, 1 bit"), enlarged),
    },
    { path: "full-size canvas, faster than toDataURL", target: 4, measured: faster(full, url) },
    { path: "full-size canvas, faster than toBlob", target: 2.5, measured: faster(full, blob) },
    { path: "soft edges, faster", target: 15, measured: faster(softly, soft) },
    { path: "soft edges, smaller", target: 4.5, measured: smaller(softly, soft) },
    { path: "JPEG, bytes read", target: 65_536, measured: jpeg.rows[0].result, most: true, unit: "" },
    { path: "PNG, bytes read", target: 65_536, measured: png.rows[0].result, most: true, unit: "" },
    { path: "JPEG, faster than createImageBitmap", target: 50, measured: decoder(jpeg) },
    { path: "PNG, faster than createImageBitmap", target: 50, measured: decoder(png) },
    { path: "JPEG, faster than a library", target: 6, measured: library(jpeg) },
    { path: "PNG, faster than a library", target: 6, measured: library(png) },
    { path: "24 MP, compared with the browser alone", target: 1.05, measured: ours.median / native.median, most: true },
    {
      path: "12 MP restored, compared with the browser alone",
      target: 1.2,
      measured: restore[0].median / restore[1].median,
      most: true,
    },
    { path: "24 MP, faster than pica", target: 3, measured: pica.median / ours.median },
    {
      path: "painting, frames over 16.7 ms",
      target: 0,
      measured: editor.reduce((sum, { late }) => sum + late, 0),
      most: true,
      unit: "",
    },
  ];
}
