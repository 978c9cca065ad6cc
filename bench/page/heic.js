// Prepares a HEIC photo that the browser cannot decode: how long it takes, and how long it blocks the page.
import { prepareImage } from "reroom";
import { longestBlock, median } from "./measure.js";

const prepare = async () => {
  await import("reroom/heic");
  await prepareImage(document.querySelector("#file").files[0]);
};

export async function heic(rounds) {
  const [times, blocks] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    blocks.push(await longestBlock(prepare));
    times.push(performance.now() - start);
  }
  return { time: median(times), blocked: median(blocks) };
}

/** Only prepares it: measuring how long a page is blocked takes memory itself. */
export const prepareHeic = prepare;
