// `npm run bench -- selection --large` measures how long a selection in a 12-megapixel photo takes in Chromium, how long it blocks the
// page, and its memory. `--photo FILE` uses another photo than the sample living room.
import { fileURLToPath } from "node:url";
import { measureOne } from "../in-chromium.mjs";

const sample = fileURLToPath(new URL("../../www/public/samples/living-room-staged.jpg", import.meta.url));
const NAMES = {
  decode: "the browser decodes the photo",
  create: "`MaskEditor.create(photo)`",
  first: "the first `select()`, which decodes the photo",
  again: "a `select()` after that",
  dab: "`refine()`",
};

const ms = (value) => `${Math.round(value)} ms`;

/** Measures it. Returns the table. */
export async function large(rounds) {
  const at = process.argv.indexOf("--photo");
  const { rows, memory } = await measureOne("select", rounds, at > 0 ? process.argv[at + 1] : sample);
  const lines = Object.entries(NAMES).map(([key, name]) => {
    const { median, longest, still } = rows.find((row) => row.name === key);
    return `| ${[name, ms(median), ms(longest), ms(still)].join(" | ")} |`;
  });
  return `## Selecting in a large photo

The living room at 4000 × 3000 pixels, with the noise of a camera, in Chromium. "Blocked" is the longest time that the page could not
respond.

| call | median | longest | blocked |
|---|--:|--:|--:|
${lines.join("\n")}

The WebAssembly memory grows by ${Math.round(memory / 2 ** 20)} MiB, including the editor's mask and undo steps.
`;
}
