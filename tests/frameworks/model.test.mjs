// The recipe of docs/guides/models.md: a model that runs in the page, with ONNX Runtime Web, and selects in the studio. The model is
// a tiny one with the inputs and outputs of EfficientSAM (tests/packaging/consumers/onnx).
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { before, test } from "node:test";
import { build } from "vite";
import { elements, sandbox } from "../e2e/elements-page.mjs";
import { openStudioElement } from "../e2e/studio-element.mjs";
import { artifact } from "../e2e/site.mjs";
import { installed, root } from "../packaging/project.mjs";
import { recipe } from "./recipes.mjs";

const fixture = join(root, "tests/packaging/consumers/onnx");
const photo = await readFile(join(root, "www/public/samples/living-room-staged.jpg"));

before(async () => {
  const folder = await installed(fixture, "onnx");
  const files = recipe("models", "## Run a model in the page");
  assert.match(files["src/main.js"], /segmenter = segment;/);
  elements.files.set("/segmenter.js", await bundle(folder, files["src/segmenter.js"]));
  const runtime = join(folder, "node_modules/onnxruntime-web/dist");
  for (const name of ["ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm"])
    elements.files.set(`/models/${name}`, await readFile(join(runtime, name)));
  elements.files.set("/models/efficient-sam.onnx", await readFile(join(fixture, "color-distance.onnx")));
});

/** Bundles the recipe as a site would. */
async function bundle(folder, code) {
  const entry = join(folder, "segmenter.js");
  const { output } = await build({
    configFile: false,
    logLevel: "error",
    root: folder,
    plugins: [
      {
        name: "recipe",
        resolveId: (id) => (id === "entry" ? entry : undefined),
        load: (id) => (id === entry ? `${code}\nglobalThis.segment = segment;` : undefined),
      },
    ],
    build: { write: false, target: "es2022", assetsInlineLimit: 0, rollupOptions: { input: "entry" } },
  });
  return Buffer.from(output.find((file) => file.isEntry).code);
}

/** Opens the studio with the photo and the model, and waits for the painter. */
async function open(options) {
  const ui = await openStudioElement({ head: '<script type="module" src="/segmenter.js"></script>', ...options });
  await ui.page.waitForFunction(() => globalThis.segment);
  await ui.studio.evaluate((studio) => (studio.segmenter = globalThis.segment));
  await ui.file("room.jpg", "image/jpeg", photo);
  await ui.tool("edit");
  const painter = ui.page.locator("reroom-mask-painter");
  await painter.locator("label[data-value=select] input:checked").waitFor({ state: "attached" });
  const settled = () => painter.locator(".window[aria-busy=false]").waitFor();
  const at = async ([x, y]) => {
    const box = await painter.locator(".window").boundingBox();
    return [box.x + x * box.width, box.y + y * box.height];
  };
  const marked = () => painter.evaluate((painter) => painter.marked);
  /** Taps a place, and waits until the model has run. */
  const tap = async (place) => {
    await painter.evaluate((painter) => {
      const window = painter.renderRoot.querySelector(".window");
      globalThis.ran = new Promise((resolve) => {
        const observer = new MutationObserver(() => {
          if (window.ariaBusy === "true") return;
          observer.disconnect();
          resolve();
        });
        observer.observe(window, { attributeFilter: ["aria-busy"] });
      });
    });
    await ui.page.mouse.click(...(await at(place)));
    await ui.page.evaluate(() => globalThis.ran);
  };
  return { ...ui, painter, at, settled, marked, tap };
}

/** The encoded mask, and how much of it agrees with the colors near those of the places to keep, and nearer than to those to drop. */
const agreement = (painter, keep, drop = []) =>
  painter.evaluate(
    async (painter, [keep, drop]) => {
      const encoded = await painter.encode();
      const bytes = Uint8Array.from(atob(encoded), (char) => char.charCodeAt(0));
      const [width, height] = [1024, 683];
      const read = async (source) => {
        const context = new OffscreenCanvas(width, height).getContext("2d");
        context.drawImage(await createImageBitmap(source), 0, 0, width, height);
        return context.getImageData(0, 0, width, height).data;
      };
      const mask = await read(new Blob([bytes]));
      const pixels = await read(await (await fetch(painter.src)).blob());
      const at = ([x, y]) => 4 * (Math.floor(y * height) * width + Math.floor(x * width));
      const far = (index, places) =>
        Math.min(
          1e6,
          ...places.map((place) =>
            [0, 1, 2].reduce(
              (sum, channel) => sum + ((pixels[index + channel] - pixels[at(place) + channel]) / 255) ** 2,
              0,
            ),
          ),
        );
      let [both, any] = [0, 0];
      for (let index = 0; index < mask.length; index += 4) {
        const expected = far(index, keep) < Math.min(0.03, far(index, drop));
        const found = mask[index] > 127;
        both += expected && found;
        any += expected || found;
      }
      return { encoded, overlap: both / any };
    },
    [keep, drop],
  );

const [SEAT, FLOOR, WALL] = [
  [0.45, 0.6],
  [0.3, 0.92],
  [0.4, 0.3],
];

test("points go to the model, and its mask is shown and goes out with the edit", async () => {
  const ui = await open();
  await ui.tap(SEAT);
  assert.equal(await ui.marked(), true);
  const first = await agreement(ui.painter, [SEAT]);
  assert.ok(first.overlap > 0.9, `the mask agrees with the model in ${first.overlap}`);
  await ui.tap(FLOOR);
  await ui.painter.locator("label[data-value=erase]").click();
  await ui.tap(WALL);
  const { encoded, overlap } = await agreement(ui.painter, [SEAT, FLOOR], [WALL]);
  assert.ok(overlap > 0.9, `the mask agrees with the model in ${overlap}`);
  await artifact(ui.page, "model");
  await ui.choose("action", "remove");
  await ui.submitButton.click();
  await ui.result();
  const orders = (await sandbox("requests")).filter(({ method, path }) => method === "POST" && /\/render/.test(path));
  assert.equal(orders.length, 1);
  assert.equal(orders[0].json.mask, encoded);
});

test("a model that cannot load leaves the mask, and the next selection tries again", async () => {
  const model = elements.files.get("/models/efficient-sam.onnx");
  elements.files.set("/models/efficient-sam.onnx", Buffer.from("no model"));
  const ui = await open();
  await ui.tap(SEAT);
  await ui.painter.locator("[role=status]", { hasText: "Use another tool" }).waitFor();
  assert.equal(await ui.marked(), false);
  elements.files.set("/models/efficient-sam.onnx", model);
  await ui.tap(SEAT);
  assert.equal(await ui.marked(), true);
  ui.problems.length = 0;
});

test("undo stops a model that is still loading", async () => {
  const model = elements.files.get("/models/efficient-sam.onnx");
  const ui = await open();
  let ask;
  const asked = new Promise((resolve) => (ask = resolve));
  await ui.page.route("**/efficient-sam.onnx", ask);
  await ui.page.mouse.click(...(await ui.at(SEAT)));
  const route = await asked;
  await ui.painter.locator(".window[aria-busy=true]").waitFor();
  await ui.painter.locator(".window").focus();
  await ui.page.keyboard.press("Control+z");
  await ui.settled();
  assert.equal(await ui.marked(), false);
  await route.fulfill({ body: model });
  await ui.tap(SEAT);
  assert.equal(await ui.marked(), true);
});
