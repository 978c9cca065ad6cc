// `npm run bench -- selection --person` selects things of the sample living room with the painter, in Chromium, as a person would: a box
// or a stroke, and then taps in the middle of what is wrong. Counts the interactions, and draws each step on a sheet in
// tests/artifacts. The masks in `living-room` are exact: they were rendered with the photo (CC0).
import { mkdirSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { startElements } from "../../tests/e2e/elements.mjs";
import { openPainter } from "../../tests/e2e/painter.mjs";
import { startBrowser } from "../../tests/e2e/site.mjs";
import { boxOf, nextDab, overlap } from "./robot.mjs";

const folder = fileURLToPath(new URL("living-room/", import.meta.url));
const artifacts = fileURLToPath(new URL("../../tests/artifacts/", import.meta.url));
const [WIDTH, HEIGHT] = [900, 600];
const ENOUGH = 0.9;
const MAX_INTERACTIONS = 24;

/** Interactions with brush and lasso to a mask of this kind, counted before there was a selection. */
const BY_HAND = { sofa: 24, wall: 50 };
/** Surfaces begin with a stroke, in fractions of the photo. */
const STROKES = {
  wall: [
    [0.35, 0.28],
    [0.48, 0.2],
    [0.62, 0.25],
    [0.7, 0.3],
  ],
  rug: [
    [0.34, 0.82],
    [0.5, 0.88],
    [0.62, 0.84],
  ],
};

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
  const line = STROKES[name];
  if (line) await switchTo("stroke");
  const { x, y, width, height } = boxOf(truth);
  const corners = [
    [x / WIDTH, y / HEIGHT],
    [(x + width) / WIDTH, (y + height) / HEIGHT],
  ];
  let mask = await act(() => ui.drag(...(line ?? corners)));
  for (let dab; interactions < MAX_INTERACTIONS && (dab = nextDab(truth, mask)) && steps.at(-1).overlap < ENOUGH;) {
    await switchTo(dab.keep ? "mark" : "erase");
    const place = [dab.x / WIDTH, dab.y / HEIGHT];
    mask = await act(async () => ui.page.mouse.click(...(await ui.at(place))));
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

Interactions in the sample living room, with the mouse: each drag, tap and change of a tool counts.

| thing | IoU after the first drag | interactions to 0.90 | best IoU | by hand |
|---|--:|--:|--:|--:|
${rows.join("\n")}
`;
}
