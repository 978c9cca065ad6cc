// Photos of every kind that are edited and restored, and results in every format that a browser displays.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import sharp from "sharp";
import { engines, missing, open } from "./driver.mjs";
import { restoreEdit } from "./restore-page.mjs";
import { serve } from "./server.mjs";

const pad = { fit: "pad", fill: "edge" };

/** Shapes that are different everywhere, so that a shift is found. */
function draw(width, height) {
  let state = width * 7 + height;
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
  const shapes = Array.from({ length: 80 }, () => {
    const [x, y, side] = [random() * width, random() * height, 10 + random() * 80];
    const color = [0, 0, 0].map(() => Math.round(90 + random() * 150));
    return `<rect x="${x}" y="${y}" width="${side}" height="${side}" fill="rgb(${color})"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#d8d2c8"/>${shapes.join("")}</svg>`;
  return sharp(Buffer.from(svg)).removeAlpha();
}

const jpeg = { quality: 92 };
/** Photos, with their displayed size. `prepare` is how each gets a shape that the service accepts. */
const photos = {
  "PNG with transparency": [[800, 600], (image) => image.ensureAlpha(0.6).png()],
  "PNG with 16 bits": [[800, 600], (image) => image.toColourspace("rgb16").png()],
  "gray JPEG": [[800, 600], (image) => image.toColourspace("b-w").jpeg(jpeg)],
  "gray PNG": [[800, 600], (image) => image.toColourspace("b-w").png()],
  "CMYK JPEG": [[800, 600], (image) => image.toColourspace("cmyk").jpeg(jpeg)],
  "Display P3 JPEG": [[800, 600], (image) => image.withIccProfile("p3").jpeg(jpeg)],
  "Display P3 PNG": [[600, 800], (image) => image.withIccProfile("p3").png(), pad],
  "palette PNG": [[800, 600], (image) => image.png({ palette: true, colours: 32 })],
  WebP: [[800, 600], (image) => image.webp(jpeg)],
  GIF: [[800, 600], (image) => image.gif()],
  AVIF: [[800, 600], (image) => image.avif()],
  "progressive JPEG, rotated": [[600, 800], (image) => image.rotate(-90).withMetadata({ orientation: 6 }).jpeg({ ...jpeg, progressive: true }), pad], // prettier-ignore
  "smallest photo": [[512, 512], (image) => image.png(), pad],
  "very wide": [[3600, 520], (image) => image.jpeg(jpeg), pad],
  "very tall": [[520, 3600], (image) => image.jpeg(jpeg), pad],
};

const source = [1200, 900];
/** Results for a photo of 1200 by 900 pixels. */
const results = {
  "JPEG, 1536 px": (image) => image.resize(1536, 1152).jpeg(jpeg),
  "PNG, upscaled four times": (image) => image.resize(4800, 3600).png(),
  WebP: (image) => image.resize(1024, 768).webp(jpeg),
  AVIF: (image) => image.resize(1024, 768).avif(),
  GIF: (image) => image.resize(768, 576).gif(),
  "PNG with transparency": (image) => image.ensureAlpha(0.9).png(),
  "gray JPEG": (image) => image.toColourspace("b-w").jpeg(jpeg),
  "Display P3 JPEG": (image) => image.withIccProfile("p3").jpeg(jpeg),
  "rotated JPEG": (image) => image.rotate(-90).withMetadata({ orientation: 6 }).jpeg(jpeg),
  "rounded to 64 px": (image) => image.resize(1024, 768 - 16, { fit: "fill" }).jpeg(jpeg),
  tiny: (image) => image.resize(256, 192).jpeg(jpeg),
};
/** Results that show something else. */
const others = {
  "another aspect ratio": (image) => image.extract({ left: 0, top: 0, width: 900, height: 900 }).jpeg(jpeg),
  "another picture": () => draw(1201, 907).resize(1200, 900).jpeg(jpeg),
};

/** Restores the result of one index into the photo of another. */
async function restoreResult(photo, result) {
  const { default: init, prepareImage } = await import("/dist/client/index.js");
  await init();
  const [file, answer] = await Promise.all([photo, result].map(async (at) => (await fetch(`/files/${at}`)).blob()));
  const prepared = await prepareImage(file);
  const restored = await prepared.restore(answer);
  const { width, height } = await createImageBitmap(restored);
  const { fits, shift, type } = restored;
  return { fits, shift, type, size: [width, height], isUnchanged: restored.size === answer.size };
}

let server;
before(async () => {
  const files = {};
  for (const [name, [size, convert]] of Object.entries(photos)) files[name] = await convert(draw(...size)).toBuffer();
  const png = await draw(...source).png().toBuffer(); // prettier-ignore
  files.photo = await sharp(png).jpeg(jpeg).toBuffer();
  for (const [name, convert] of Object.entries({ ...results, ...others }))
    files[`result ${name}`] = await convert(sharp(png)).toBuffer();
  server = await serve(
    Object.fromEntries(Object.entries(files).map(([name, file]) => [encodeURIComponent(name), file])),
  );
});
after(() => server?.close());

/** Formats that an engine may lack. */
const isOptional = (engine, name) => engine === "webkit" && name.includes("AVIF");

for (const engine of engines) {
  test(`${engine}: photos of every kind come back at their size, with their own pixels outside the mask`, async (t) => {
    if (missing(engine)) return t.skip(missing(engine));
    const browser = await open(engine);
    t.after(() => browser.close());
    const failures = [];
    for (const [name, [[width, height], , prepare = {}]] of Object.entries(photos)) {
      const box = [100, 130, Math.round(width * 0.3), Math.round(height * 0.3)];
      const kind = { size: [width, height], box, dot: [200, 200], prepare };
      const deviation = { size: 1536, shift: { x: 1.5, y: -1 }, tone: 0.04 };
      const found = await browser
        .evaluate(server.address, restoreEdit, encodeURIComponent(name), kind, deviation)
        .catch((error) => ({ error: String(error) }));
      // Browsers round the colors of transparent pixels when they draw them.
      const isOwn = found.outside === 0 || (name.includes("transparency") && found.farthest <= 2);
      // The sandbox ignores profiles, so it changes the colors of a photo that is sent as it is.
      const isLike = found.fits && (found.outsideChanged < 0.01 || name === "Display P3 JPEG");
      const isRight = found.size?.join() === `${width},${height}` && isLike && isOwn && found.inside > 0;
      if (!isRight && !isOptional(engine, name)) failures.push(`${name}: ${JSON.stringify(found)}`);
    }
    assert.deepEqual(failures, []);
  });

  test(`${engine}: results in every format are restored, and others are returned as they came`, async (t) => {
    if (missing(engine)) return t.skip(missing(engine));
    const browser = await open(engine);
    t.after(() => browser.close());
    const failures = [];
    for (const name of Object.keys({ ...results, ...others })) {
      const found = await browser
        .evaluate(server.address, restoreResult, "photo", encodeURIComponent(`result ${name}`))
        .catch((error) => ({ error: String(error) }));
      const isRight = others[name]
        ? found.fits === false && found.isUnchanged
        : found.fits && found.size.join() === source.join() && found.type === "image/jpeg";
      if (!isRight && !isOptional(engine, name)) failures.push(`${name}: ${JSON.stringify(found)}`);
    }
    assert.deepEqual(failures, []);
  });
}
