// `npm run bench -- selection --person` selects things of the sample living room with the painter, in Chromium, as a person would: an
// outline or a box, then boxes around what hangs in front of it, and then taps in the middle of what is wrong. What makes it worse is
// undone, and that place is left. Counts the interactions, and draws each step on a sheet in tests/artifacts. The masks in `living-room` are exact: they were rendered with the photo (CC0).
import { mkdirSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { startElements } from "../../tests/e2e/elements.mjs";
import { openPainter } from "../../tests/e2e/painter.mjs";
import { startBrowser } from "../../tests/e2e/site.mjs";
import { nextDab, overlap } from "./robot.mjs";

const folder = fileURLToPath(new URL("living-room/", import.meta.url));
const artifacts = fileURLToPath(new URL("../../tests/artifacts/", import.meta.url));
const [WIDTH, HEIGHT] = [900, 600];
const ENOUGH = 0.9;
const MAX_INTERACTIONS = 24;

/** Interactions with brush and lasso to a mask of this kind, counted before there was a selection. */
const BY_HAND = { sofa: 24, wall: 50 };
/**
 * What a person drags, traced by hand in the photo: outlines of what is visible, and boxes around what is in front of it. Positions
 * are percentages of the photo.
 */
const DRAGS = {
  armchair: [["outline", "mark", "60 64.5, 70 64.5, 73 55, 80 56.5, 80 70, 79 89, 77 90, 76 80, 67 80, 66 90.5, 64 90.5, 64 80, 61 79"]], // prettier-ignore
  curtain: [
    ["outline", "mark", "23.5 23.5, 28.7 25, 28.7 42.5, 23.5 41"],
    ["outline", "mark", "25 51, 28.7 51, 28.7 64, 24 61, 23.5 55"],
  ],
  picture: [["box", "mark", "42.6 31.5, 50.2 48"]],
  rug: [["outline", "mark", "5 78, 28 68, 60 71, 63.5 78, 56 94.5"]],
  sofa: [["outline", "mark", "32.5 58.5, 37.5 57, 39 52, 45 53, 52 52, 59 52.5, 62.5 56, 62 64, 59 70.5, 50 69.5, 42 66, 33 64.5"]], // prettier-ignore
  wall: [
    ["outline", "mark", "30.1 24.2, 50 21.3, 70 18.3, 95 14.6, 95 27.5, 90.5 31, 89.5 50, 89.3 70, 88.4 70, 88.4 28.5, 73.5 29.5, 73.3 55, 71 60, 70 66, 62 66.5, 61.5 56, 59 53.5, 50 54, 40 53, 37.5 55, 33 57, 32.5 62.5, 30.1 62.5"], // prettier-ignore
    ["box", "erase", "42.7 31.5, 50.3 48"],
    ["box", "erase", "50.3 31.5, 57.8 48"],
    ["box", "erase", "32 22, 41 31"],
    ["box", "erase", "62 37, 69 45"],
  ],
};

const readPlaces = (text) => text.split(", ").map((place) => place.split(" ").map((value) => Number(value) / 100));

async function readTruth(name) {
  const { data } = await sharp(join(folder, `${name}.png`))
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: WIDTH, height: HEIGHT, data: Uint8Array.from(data, (value) => Number(value > 127)) };
}

/** The painter's mask at the size of the truth. */
async function readMask(ui) {
  if (!(await ui.marked())) return new Uint8Array(WIDTH * HEIGHT);
  const png = Buffer.from(await ui.painter.evaluate((painter) => painter.encode()), "base64");
  const { data, info } = await sharp(png).resize(WIDTH, HEIGHT, { fit: "fill" }).greyscale().raw().toBuffer({ resolveWithObject: true }); // prettier-ignore
  return Uint8Array.from({ length: WIDTH * HEIGHT }, (_, at) => Number(data[at * info.channels] > 127));
}

/** Resolves when the painter has finished a selection that begins after the call. */
const startWaiting = (ui) =>
  ui.painter.evaluate((painter) => {
    const window = painter.renderRoot.querySelector(".window");
    globalThis.selected = new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        if (window.ariaBusy === "true") return;
        observer.disconnect();
        resolve();
      });
      observer.observe(window, { attributeFilter: ["aria-busy"] });
    });
  });

/** Accepts the error at a place: what is around it counts as right. */
function leave({ data, width, height }, mask, { x, y, keep }) {
  const open = [Math.floor(y) * width + Math.floor(x)];
  for (const at of open) {
    if (data[at] !== Number(keep) || mask[at] === data[at]) continue;
    data[at] = mask[at];
    const [across, down] = [at % width, Math.floor(at / width)];
    if (across > 0) open.push(at - 1);
    if (across + 1 < width) open.push(at + 1);
    if (down > 0) open.push(at - width);
    if (down + 1 < height) open.push(at + width);
  }
}

/** Selects a thing. Returns the overlap after each interaction that changes the mask, and the pictures of the steps. */
async function selectThing(browser, elements, name) {
  const truth = await readTruth(name);
  const ui = await openPainter(browser, elements);
  await ui.painter.evaluate((painter) => (painter.photo = painter.src));
  await ui.painter.locator("label[data-value=select] input:checked").waitFor({ state: "attached" });
  const [steps, pictures] = [[], []];
  let interactions = 0;
  const act = async (run) => {
    await startWaiting(ui);
    await run();
    await ui.page.evaluate(() => globalThis.selected);
    interactions += 1;
    const mask = await readMask(ui);
    steps.push({ interactions, overlap: overlap(truth, mask) });
    pictures.push(await ui.painter.locator(".stage").screenshot());
    return mask;
  };
  const switchTo = async (tool) => {
    if (await ui.painter.locator(`label[data-value=${tool}] input`).isChecked()) return;
    await ui.tool(tool);
    interactions += 1;
  };
  let mask;
  for (const [shape, mode, line] of DRAGS[name]) {
    await switchTo(shape);
    await switchTo(mode);
    mask = await act(() => ui.drag(...readPlaces(line)));
  }
  /** What the person still wants to correct. */
  const wanted = { ...truth, data: truth.data.slice() };
  for (let dab; interactions < MAX_INTERACTIONS && steps.at(-1).overlap < ENOUGH && (dab = nextDab(wanted, mask));) {
    await switchTo(dab.keep ? "mark" : "erase");
    const [before, place] = [mask, [dab.x / WIDTH, dab.y / HEIGHT]];
    mask = await act(async () => ui.page.mouse.click(...(await ui.at(place))));
    if (steps.at(-1).overlap >= overlap(truth, before)) continue;
    await ui.page.keyboard.press("Control+z");
    interactions += 1;
    mask = before;
    steps.push({ interactions, overlap: overlap(truth, mask) });
    leave(wanted, mask, dab);
  }
  await ui.page.context().close();
  return { name, steps, pictures };
}

/** Draws the steps of all things, one thing per row. */
async function drawSheet(results, path) {
  const [across, down] = [480, 330];
  const columns = Math.max(...results.map(({ pictures }) => pictures.length));
  const cells = await Promise.all(
    results.flatMap(({ pictures }, row) =>
      pictures.map(async (picture, column) => ({
        input: await sharp(picture).resize(across, down, { fit: "contain", background: "#fff" }).toBuffer(),
        left: column * across,
        top: row * down,
      })),
    ),
  );
  const size = { width: columns * across, height: results.length * down, channels: 3, background: "#fff" };
  await sharp({ create: size }).composite(cells).jpeg({ quality: 85 }).toFile(path);
}

/** Selects every thing. Returns the table. */
export async function person() {
  mkdirSync(artifacts, { recursive: true });
  const names = (await readdir(folder)).filter((file) => file.endsWith(".png")).map((file) => file.slice(0, -4));
  const elements = await startElements();
  const browser = await startBrowser();
  const results = [];
  try {
    for (const name of names) results.push(await selectThing(browser, elements, name));
  } finally {
    await browser.close();
    elements.stop();
  }
  await drawSheet(results, join(artifacts, "selection-steps.jpg"));
  const rows = results.map(({ name, steps }) => {
    const reached = steps.find(({ overlap }) => overlap >= ENOUGH);
    const cells = [
      name,
      steps[0].overlap.toFixed(2),
      reached ? reached.interactions : `not in ${steps.at(-1).interactions}`,
      Math.max(...steps.map(({ overlap }) => overlap)).toFixed(2),
      BY_HAND[name] ?? "",
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return `## Selecting in the painter

Interactions in the sample living room, with the mouse: each drag, tap, undo and change of a tool counts.

| thing | IoU after the first drag | interactions to 0.90 | best IoU | by hand |
|---|--:|--:|--:|--:|
${rows.join("\n")}
`;
}
