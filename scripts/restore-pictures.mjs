// Draws what restoring does, from the sample photos: `node scripts/restore-pictures.mjs [folder]`, after a build. By default, the
// pictures are in tests/artifacts/restore.
//
// portrait.png: a portrait photo before, as sent, as it came back, and restored. lamp.png: an edit of a lamp in a 12-megapixel
// photo at 100 %, as it came back, and restored.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { open } from "../tests/engines/driver.mjs";
import { serve } from "../tests/engines/server.mjs";
import { root } from "./run.mjs";

const folder = process.argv[2] ?? join(root, "tests/artifacts/restore");
const sample = (name) => readFileSync(join(root, "www/public/samples", name));
const results = { size: 1536, shift: { x: 2.5, y: -1.5 }, tone: 0.04 };
/** The shade of the lamp, in pixels of the enlarged photo. */
const shade = [
  [2540, 1008],
  [2716, 1008],
  [2744, 1180],
  [2506, 1180],
];

/** Runs in the page: runs the job of a photo, and gives every file of it in base64. */
async function runJob(name, params, shape, options, results) {
  const { default: init, ReRoom, MaskEditor, prepareImage } = await import("/dist/client/index.js");
  const { createSandbox } = await import("/dist/sandbox/index.js");
  await init();
  const sandbox = await createSandbox({ speeds: { queuedMs: 0, renderingMs: 0 }, outputs: "blob", results });
  const client = new ReRoom({ baseUrl: "http://127.0.0.1:9", apiKey: "sandbox", fetch: sandbox });
  const photo = await (await fetch(`/files/${name}`)).blob();
  let mask;
  if (shape) {
    mask = await MaskEditor.create(photo);
    mask.polygon(shape);
  }
  const run = { prepare: options, restore: { format: "png" }, pollMs: 10 };
  const { outputs, restored } = await client.run(photo, { ...params, ...(mask && { mask }) }, run);
  const sent = (await prepareImage(photo, options)).blob;
  const returned = await (await fetch(outputs[0])).blob();
  const base64 = async (file) => {
    const url = await new Promise((done) => {
      const reader = new FileReader();
      reader.onload = () => done(reader.result);
      reader.readAsDataURL(file);
    });
    return url.slice(url.indexOf(",") + 1);
  };
  const { fits, shift, outsideChanged } = restored;
  const files = await Promise.all([photo, sent, returned, restored].map(base64));
  return { files, facts: { fits, shift, outsideChanged } };
}

/** Puts images next to each other, each with its name and size below it. */
async function placeSideBySide(path, images, height) {
  const gap = 24;
  const parts = await Promise.all(
    images.map(async ({ name, image }) => {
      const scaled = await image.resize({ height }).png().toBuffer({ resolveWithObject: true });
      return { name, input: scaled.data, width: scaled.info.width };
    }),
  );
  let left = gap;
  const layers = parts.flatMap(({ name, input, width }) => {
    const text = `<svg width="${width}" height="40"><text x="0" y="26" font-family="sans-serif" font-size="20">${name}</text></svg>`;
    const placed = [
      { input, left, top: gap },
      { input: Buffer.from(text), left, top: gap + height + 8 },
    ];
    left += width + gap;
    return placed;
  });
  const canvas = { width: left, height: height + 2 * gap + 48, channels: 3, background: "#fff" };
  await sharp({ create: canvas }).composite(layers).png().toFile(path);
}

/** A 12-megapixel photo with details that a result of 1536 pixels cannot have: a fine weave and grain. */
async function enlarge(photo) {
  const [width, height] = [4000, 2667];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><defs>
    <pattern id="weave" width="6" height="6" patternUnits="userSpaceOnUse"><path d="M0 0L6 6M6 0L0 6" stroke="#000" stroke-width=".8"/></pattern>
    </defs><rect width="100%" height="100%" fill="url(#weave)" opacity=".16"/></svg>`;
  const grain = { create: { width, height, channels: 3, noise: { type: "gaussian", mean: 128, sigma: 9 } } };
  const noise = await sharp(grain).png().toBuffer();
  return sharp(photo)
    .resize(width, height, { kernel: "lanczos3" })
    .composite([
      { input: Buffer.from(svg), blend: "over" },
      { input: noise, blend: "soft-light" },
    ])
    .jpeg({ quality: 95 })
    .toBuffer();
}

mkdirSync(folder, { recursive: true });
const portrait = sample("phone-portrait.jpg");
const large = await enlarge(sample("living-room-staged.jpg"));
const server = await serve({ portrait, large });
const browser = await open("chromium");
try {
  const image = (base64) => sharp(Buffer.from(base64, "base64"), { limitInputPixels: false });
  const sized = async (name, base64) => {
    const { width, height } = await image(base64).metadata();
    return { name: `${name} (${width}×${height})`, image: image(base64) };
  };
  const pad = { fit: "pad", fill: "edge" };
  const whole = await browser.evaluate(
    server.address,
    runJob,
    "portrait",
    { creativity: "balanced", daylight: "sunset" },
    null,
    pad,
    results,
  );
  const names = ["The photo", "As sent", "As it came back", "Restored"];
  await placeSideBySide(
    join(folder, "portrait.png"),
    await Promise.all(whole.files.map((file, at) => sized(names[at], file))),
    700,
  );
  console.log("portrait.png", JSON.stringify(whole.facts));

  const params = { tool: "edit", action: "material", field: "interior", material: "bronze" };
  const edit = await browser.evaluate(server.address, runJob, "large", params, shade, {}, results);
  const view = { left: 2170, top: 880, width: 900, height: 700 };
  const cut = async (name, file, enlarges) => {
    const source = enlarges
      ? image(
          await image(file)
            .resize(4000, 2667)
            .png()
            .toBuffer()
            .then((data) => data.toString("base64")),
        )
      : image(file);
    return { name, image: source.extract(view) };
  };
  const [before, , returned, restored] = edit.files;
  const cuts = [
    await cut("The photo at 100 %", before),
    await cut("As it came back, enlarged", returned, true),
    await cut("Restored at 100 %", restored),
  ];
  await placeSideBySide(join(folder, "lamp.png"), cuts, view.height);
  console.log("lamp.png", JSON.stringify(edit.facts));
} finally {
  await browser.close();
  server.close();
}
