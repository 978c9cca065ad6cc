// Prepares a HEIC photo that the browser cannot decode: how long it takes, and how long it blocks the page.
import { prepareImage } from "reroom";
import { longestBlock, median } from "./measure.js";

export async function heic(rounds) {
  const [file] = document.querySelector("#file").files;
  await import("reroom/heic");
  const [times, blocks] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    const start = performance.now();
    blocks.push(await longestBlock(() => prepareImage(file)));
    times.push(performance.now() - start);
  }
  return { time: median(times), blocked: Math.max(...blocks) };
}
