// A masked edit through the sandbox: the marked pixels change, and no others.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { encodeMask } from "reroom";
import { createSandbox } from "reroom/sandbox";
import { clientWith, start } from "../support.mjs";
import { decode, picture as encodePhoto } from "../../browser/support.js";

before(start);

/** One number for each pixel. */
const pixelsOf = ({ data }) => new Int32Array(data.buffer);

const isMarked = (x, y) => x >= 400 && x < 1000 && y >= 300 && y < 700;

/** A mask at half the photo's size, as painted on a screen. */
function painted() {
  const image = new ImageData(800, 600);
  for (let at = 0; at < image.data.length / 4; at += 1)
    image.data.set([200, 0, 0, isMarked((at % 800) * 2, Math.floor(at / 800) * 2) ? 255 : 0], at * 4);
  return image;
}

test("an edit changes the marked pixels and no others, with masks of 8 bits and of 1 bit", async () => {
  const sandbox = await createSandbox({ speeds: { queuedMs: 0, renderingMs: 0 } });
  const client = clientWith({ apiKey: "sandbox", fetch: sandbox });
  const photo = await encodePhoto(1600, 1200, "image/png");
  const before = pixelsOf(await decode(photo));
  for (const bitDepth of [8, 1]) {
    const mask = await encodeMask(painted(), { width: 1600, height: 1200, bitDepth });
    const render = await client.run(
      photo,
      { tool: "edit", action: "material", material: "marble", mask },
      { pollMs: 5 },
    );
    const output = await (await sandbox(new Request(render.outputs[0]))).blob();
    const edited = await decode(output);
    assert.deepEqual([edited.width, edited.height], [1600, 1200]);
    const counts = { marked: 0, other: 0 };
    for (const [at, pixel] of pixelsOf(edited).entries()) {
      if (pixel === before[at]) continue;
      counts[isMarked(at % 1600, Math.floor(at / 1600)) ? "marked" : "other"] += 1;
    }
    assert.equal(counts.other, 0);
    assert.ok(counts.marked > 600 * 400 * 0.9, `${counts.marked} pixels changed with ${bitDepth} bits`);
  }
});
