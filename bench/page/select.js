// Selects things in a 12-megapixel photo: how long each step takes, how long it blocks the page, and the memory it takes.
import { MaskEditor } from "reroom";
import { longestBlock, median } from "./measure.js";
import { memoryOf } from "./memory.js";

const [WIDTH, HEIGHT] = [4000, 3000];

/** Objects of the sample room, as boxes, and surfaces, as strokes, in fractions of the photo. */
const THINGS = [
  { box: [0.322, 0.515, 0.306, 0.2] }, // sofa
  { box: [0.2, 0.7, 0.55, 0.22] }, // rug
  { box: [0.01, 0.1, 0.24, 0.55] }, // window
  { stroke: [0.35, 0.28, 0.62, 0.25, 0.7, 0.3] }, // wall
];
/** Where the dabs go, in fractions of the photo. */
const DABS = [
  [0.42, 0.6, "drop"],
  [0.58, 0.62, "keep"],
  [0.3, 0.72, "keep"],
  [0.65, 0.45, "drop"],
  [0.12, 0.3, "keep"],
  [0.5, 0.85, "drop"],
];

const areaOf = ({ box, stroke }) => {
  if (stroke) return { stroke: new Float32Array(stroke.map((part, at) => part * (at % 2 ? HEIGHT : WIDTH))), size: 40 };
  const [x, y, width, height] = box.map((part, at) => part * (at % 2 ? HEIGHT : WIDTH));
  return { box: { x, y, width, height } };
};

/** The photo at 12 megapixels, with the noise of a camera. */
async function enlarge(file) {
  const bitmap = await createImageBitmap(file, { resizeWidth: WIDTH, resizeHeight: HEIGHT, resizeQuality: "high" });
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
  const context = canvas.getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const noise = new OffscreenCanvas(512, 512);
  const pixels = new ImageData(512, 512);
  for (let at = 0, seed = 1; at < pixels.data.length; at += 4) {
    seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
    pixels.data.fill((seed >>> 24) & 127, at, at + 3);
    pixels.data[at + 3] = 10;
  }
  noise.getContext("2d").putImageData(pixels, 0, 0);
  context.fillStyle = context.createPattern(noise, "repeat");
  context.fillRect(0, 0, WIDTH, HEIGHT);
  return canvas.convertToBlob({ type: "image/jpeg", quality: 0.92 });
}

async function time(run) {
  let ms;
  const still = await longestBlock(async () => {
    const start = performance.now();
    await run();
    ms = performance.now() - start;
  });
  return { ms, still };
}

/** Selects each thing in a new editor, and then dabs. */
export async function select(rounds) {
  const file = await enlarge(document.querySelector("#file").files[0]);
  const times = { decode: [], create: [], first: [], again: [], dab: [] };
  const idle = await MaskEditor.create({ width: WIDTH, height: HEIGHT });
  idle.rectangle(0, 0, 10, 10);
  const before = memoryOf();
  let most = before;
  for (let round = 0; round < rounds; round += 1)
    for (const thing of THINGS) {
      times.decode.push(await time(async () => (await createImageBitmap(file)).close()));
      let editor;
      times.create.push(await time(async () => (editor = await MaskEditor.create(file))));
      times.first.push(await time(() => editor.select(areaOf(thing))));
      times.again.push(await time(() => editor.select(areaOf(thing), { mode: "replace" })));
      for (const [x, y, as] of DABS)
        times.dab.push(await time(() => editor.refine([[x * WIDTH, y * HEIGHT]], as, { size: 80 })));
      most = Math.max(most, memoryOf());
      editor.free();
    }
  idle.free();
  const rows = Object.entries(times).map(([name, measured]) => ({
    name,
    median: median(measured.map(({ ms }) => ms)),
    longest: Math.max(...measured.map(({ ms }) => ms)),
    still: Math.max(...measured.map(({ still }) => still)),
  }));
  return { rows, memory: most - before };
}
