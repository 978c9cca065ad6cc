// `npm run bench -- --only selection` has a robot select objects in scenes, with the built package and with OpenCV's GrabCut if
// Python has it. `-- --manifest FILE` uses other photos: a table with the columns `image` and `mask`, separated by tabs.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { MaskEditor, encodeMask } from "../../dist/client/node.js";
import { DABS, boxOf, edgeScore, nextDab, overlap } from "./robot.mjs";
import { drawScenes } from "./scenes.mjs";

const python = process.env.PYTHON ?? "python3";

/** A `MaskEditor` for the robot. */
async function createEditor(image) {
  const editor = await MaskEditor.create(image);
  return {
    select: (box) => editor.select({ box }),
    refine: ({ x, y, radius, keep }) => editor.refine([[x, y]], keep ? "keep" : "drop", { size: 2 * radius }),
    read: () => readMask(editor),
    close: () => editor.free(),
  };
}

async function readMask(editor) {
  if (!editor.bounds()) return new Uint8Array(editor.width * editor.height);
  const png = Buffer.from(await encodeMask(editor), "base64");
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  return Uint8Array.from({ length: info.width * info.height }, (_, at) => Number(data[at * info.channels] > 127));
}

/** OpenCV in a process of its own. */
function startOpenCv() {
  if (spawnSync(python, ["-c", "import cv2"]).status !== 0) return undefined;
  const script = fileURLToPath(new URL("grabcut.py", import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), "reroom-selection-"));
  const [image, out] = ["image", "mask"].map((name) => join(folder, name));
  const child = spawn(python, [script], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = (job) => {
    child.stdin.write(`${JSON.stringify({ ...job, out })}\n`);
    return lines.next();
  };
  const create = async ({ data, width, height }) => ({
    select: ({ x, y, width: across, height: down }) => {
      writeFileSync(image, data);
      return ask({ image, width, height, box: [x, y, across, down] });
    },
    refine: ({ x, y, radius, keep }) => ask({ dab: [x, y, radius], keep }),
    read: async () => new Uint8Array(readFileSync(out)),
    close: () => undefined,
  });
  return {
    create,
    stop: () => {
      child.kill();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Selects an object: a box, then a dab in the largest error, eight times. */
async function selectObject(create, image, truth) {
  const tool = await create(image);
  const steps = [];
  const measure = async (act) => {
    const start = performance.now();
    await act();
    const ms = performance.now() - start;
    const mask = await tool.read();
    steps.push({ overlap: overlap(truth, mask), edge: edgeScore(truth, mask), ms });
    return mask;
  };
  let mask = await measure(() => tool.select(boxOf(truth)));
  for (let dab; steps.length <= DABS && (dab = nextDab(truth, mask));) {
    const next = dab;
    mask = await measure(() => tool.refine(next));
  }
  tool.close();
  const count = steps.length;
  while (steps.length <= DABS) steps.push({ ...steps[count - 1], ms: undefined });
  return steps;
}

/** The photos and masks of a table. */
async function* readManifest(file) {
  const [head, ...rows] = readFileSync(file, "utf8")
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split("\t"));
  for (const row of rows) {
    const path = (name) => resolve(dirname(file), row[head.indexOf(name)]);
    const pixels = sharp(path("image")).ensureAlpha().raw();
    const { data, info } = await pixels.toBuffer({ resolveWithObject: true });
    const { width, height } = info;
    const mask = await sharp(path("mask")).greyscale().raw().toBuffer();
    const truth = {
      name: row[head.indexOf("mask")],
      width,
      height,
      data: Uint8Array.from(mask, (value) => Number(value > 127)),
    };
    yield { image: { data, width, height }, masks: [truth] };
  }
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

function row(name, results) {
  const at = (step, key) => mean(results.map((steps) => steps[step][key])).toFixed(3);
  const needed = results.map((steps) => steps.findIndex(({ overlap }) => overlap >= 0.9));
  const reached = needed.filter((step) => step >= 0).length;
  const dabs = mean(needed.map((step) => (step < 0 ? DABS + 1 : step)));
  const changes = results.flatMap((steps) => steps.slice(1).map((step, at) => step.overlap - steps[at].overlap));
  const worse = changes.filter((change) => change < -0.05).length / changes.length;
  const failed = results.filter((steps) => steps[0].overlap < 0.1).length;
  const ms = [results.map((steps) => steps[0].ms), results.flatMap((steps) => steps.slice(1).map((step) => step.ms))];
  const times = ms.map((values) => Math.round(median(values.filter((value) => value !== undefined))));
  const cells = [
    name,
    results.length,
    at(0, "overlap"),
    at(4, "overlap"),
    at(8, "overlap"),
    at(8, "edge"),
    `${dabs.toFixed(1)} (${Math.round((100 * reached) / results.length)} %)`,
    `${(100 * worse).toFixed(1)} %`,
    failed,
    times.join(" / "),
  ];
  return `| ${cells.join(" | ")} |`;
}

const HEAD = `| tool | objects | IoU after the box | 4 dabs | 8 dabs | edge F after 8 dabs | dabs to 0.90 (reached) | worse by > 0.05 | IoU < 0.1 after the box | ms: box / dab |
|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|`;

/** Measures the selection. Returns the table. */
export async function selection(manifest) {
  const openCv = startOpenCv();
  const tools = { "MaskEditor.select()": createEditor, ...(openCv && { "OpenCV GrabCut, 450 px": openCv.create }) };
  const results = Object.fromEntries(Object.keys(tools).map((name) => [name, []]));
  try {
    for await (const { image, masks } of manifest ? readManifest(manifest) : drawScenes())
      for (const truth of masks)
        for (const [name, create] of Object.entries(tools)) {
          const steps = await selectObject(create, image, truth);
          results[name].push(steps);
          console.error(truth.name, name, ...steps.map(({ overlap }) => overlap.toFixed(2)));
        }
  } finally {
    openCv?.stop();
  }
  const rows = Object.entries(results).map(([name, values]) => row(name, values));
  const source = manifest ? "the photos of the manifest" : "scenes that `bench/selection/scenes.mjs` draws";
  return `## Selecting objects

A robot marks each object in ${source} with a box, and then corrects the largest error with a dab.

${HEAD}
${rows.join("\n")}
`;
}
