// Canvas read-back in browsers that change the pixels: no changed pixel is uploaded.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import sharp from "sharp";
import { addNoise, countProbes, decodedFrom, limitCanvases, readBack, takes } from "./canvas.mjs";
import { engines, missing, open } from "./driver.mjs";
import { serve } from "./server.mjs";

const photos = {};
let pixels;
let address;
let server;

before(async () => {
  const [width, height] = [1200, 1600];
  pixels = Buffer.alloc(width * height * 3);
  for (let at = 0; at < pixels.length; at += 3) {
    const [x, y] = [(at / 3) % width, Math.floor(at / 3 / width)];
    pixels.set([40 + (x >> 3), 40 + (y >> 4), (x ^ y) & 255], at);
  }
  const portrait = sharp(pixels, { raw: { width, height, channels: 3 } });
  photos["portrait.png"] = await portrait.png().toBuffer();
  photos["portrait.jpg"] = await portrait.clone().jpeg().toBuffer();
  for (const kind of ["png", "jpg"]) {
    const whole = photos[`portrait.${kind}`];
    const [half, end] = [whole.length / 2, whole.subarray(kind === "png" ? -12 : -2)];
    photos[`damaged.${kind}`] = Buffer.from(whole).fill(0xa5, half, half + 40);
    photos[`cut.${kind}`] = Buffer.concat([whole.subarray(0, half), end]);
  }
  const landscape = sharp(
    await portrait.clone().extract({ left: 0, top: 0, width: 1200, height: 900 }).png().toBuffer(),
  );
  photos["plain.jpg"] = await landscape.clone().jpeg().toBuffer();
  photos["exif.jpg"] = await landscape
    .clone()
    .withExif({ IFD0: { Copyright: "somebody" } })
    .jpeg()
    .toBuffer();
  const white = await sharp({ create: { width: 200, height: 450, channels: 3, background: "#fff" } })
    .png()
    .toBuffer();
  const black = sharp({ create: { width: 600, height: 450, channels: 3, background: "#000" } });
  photos["mask.png"] = await black
    .composite([{ input: white, left: 0, top: 0 }])
    .png()
    .toBuffer();
  server = await serve(photos);
  ({ address } = server);
});
after(() => server.close());

/** Asserts, with another decoder, that a mask is white in its left third and black elsewhere. */
async function isThird(mask, name) {
  assert.equal(typeof mask, "string", `${name}: ${JSON.stringify(mask)}`);
  const { data, info } = await sharp(Buffer.from(mask, "base64"))
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  assert.deepEqual([info.width, info.height], [600, 450], name);
  const wrong = data.findIndex((value, at) => value !== (at % 600 < 200 ? 255 : 0));
  assert.equal(wrong, -1, `${name}: pixel ${wrong}`);
}

/** Asserts, with another decoder, that the result is the middle of the portrait, pixel by pixel. */
async function isPortrait({ file, refused, changes }) {
  assert.equal(refused, undefined);
  assert.deepEqual(changes, ["cropped", "reencoded"]);
  const { data, info } = await sharp(Buffer.from(file, "base64"))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  assert.deepEqual([info.width, info.height], [1200, 900]);
  assert.ok(data.equals(pixels.subarray(1200 * 350 * 3, 1200 * 1250 * 3)), "every pixel");
}

const isProtected = ({ refused, message }, name) => {
  assert.equal(refused, "ReRoomError invalid_image canvas_protected", name);
  assert.match(message, /Allow canvas access for this site/, name);
};

/** Asserts that the named calls reject as `canvas_protected` and that all others have the right result. */
async function check(came, refused) {
  for (const [name, what] of Object.entries(came))
    if (refused.includes(name)) isProtected(what, name);
    else if (/^(mask|load):/.test(name)) await isThird(what, name);
    else if (name === "prepare: portrait") await isPortrait(what);
    else assert.ok(what.file, `${name}: ${JSON.stringify(what)}`);
}

const draws = ["prepare: portrait", "export: label"];
const reads = [
  ...["mask: element", "mask: element, alpha", "mask: element, luminance", "mask: large element", "mask: offscreen"],
  ...["mask: bitmap", "load: file", "load: canvas"],
];

/** Starts a browser for one test, or skips the test if it is missing. */
async function browserFor(t, engine, prefs) {
  if (missing(engine)) return t.skip(missing(engine));
  const browser = await open(engine, { prefs });
  t.after(() => browser.close());
  return browser;
}

for (const engine of engines)
  test(`${engine}: without protection the canvas is probed once and every call succeeds`, async (t) => {
    const browser = await browserFor(t, engine);
    if (!browser) return;
    await check(await browser.evaluate(address, readBack), []);
    const { masks, all, ms } = await browser.evaluate(`${address}?again`, countProbes);
    assert.ok(masks <= 1 && all <= 3, `${masks} probes for masks, ${all} in all`);
    t.diagnostic(`five masks and two photos: ${Math.round(ms)} ms`);
  });

test("chromium: prepareImage rejects if the canvas exceeds the device's limit and stays empty", async (t) => {
  const browser = await browserFor(t, "chromium");
  if (!browser) return;
  const came = await browser.evaluate(address, `async () => { (${limitCanvases})(); return (${readBack})(); }`);
  for (const name of draws) {
    assert.equal(came[name].refused, "ReRoomError invalid_image malformed", name);
    assert.match(came[name].message, /redrawn photo is blank/, name);
  }
});

describe("firefox", () => {
  test("resistFingerprinting: calls that read back reject, all others succeed", async (t) => {
    const browser = await browserFor(t, "firefox", { "privacy.resistFingerprinting": true });
    if (!browser) return;
    const came = await browser.evaluate(address, readBack);
    await check(came, [...draws, ...reads]);
    assert.match(came["mask: element"].message, /paint the mask with MaskEditor/);
    assert.deepEqual(came["prepare: metadata"].changes, ["metadata-removed"]);
  });

  test("canvas randomization: masks are read another way, photos that must be redrawn are rejected", async (t) => {
    const browser = await browserFor(t, "firefox", {
      "privacy.fingerprintingProtection": true,
      "privacy.fingerprintingProtection.overrides": "+CanvasRandomization,-EfficientCanvasRandomization",
    });
    if (browser) await check(await browser.evaluate(address, readBack), draws);
  });

  test("prepareImage decodes in the worker, because createImageBitmap of a file decodes on the main thread", async (t) => {
    const browser = await browserFor(t, "firefox");
    if (!browser) return;
    const { seen, file } = await browser.evaluate(address, decodedFrom, "portrait.jpg");
    assert.deepEqual(seen, ["VideoFrame"]);
    const result = await sharp(Buffer.from(file, "base64")).raw().toBuffer();
    const crop = { left: 0, top: 350, width: 1200, height: 900 };
    const wanted = await sharp(photos["portrait.jpg"]).extract(crop).raw().toBuffer();
    assert.equal(result.length, wanted.length);
    const off = result.reduce((sum, value, at) => sum + Math.abs(value - wanted[at]), 0) / wanted.length;
    assert.ok(off < 4, `the same picture: ${off}`);
  });

  test("prepareImage accepts a damaged photo only if the browser decodes it", async (t) => {
    const browser = await browserFor(t, "firefox");
    if (!browser) return;
    for (const name of ["damaged.png", "damaged.jpg", "cut.png", "cut.jpg"]) {
      const { prepared, decoded } = await browser.evaluate(address, takes, name);
      assert.equal(prepared, decoded, name);
    }
  });

  test("default fingerprinting protection: every call succeeds", async (t) => {
    const browser = await browserFor(t, "firefox", { "privacy.fingerprintingProtection": true });
    if (browser) await check(await browser.evaluate(address, readBack), []);
  });
});

describe("chromium with noise as Brave adds it", () => {
  const noisy = `async (ways) => { (${addNoise})(ways); return (${readBack})(); }`;
  for (const [ways, refused] of [
    [["getImageData"], []],
    [["toBlob"], []],
    [["copyTo"], []],
    [["convertToBlob"], draws],
    [
      ["getImageData", "copyTo"],
      [...draws, ...reads],
    ],
    [["getImageData", "convertToBlob", "toBlob"], draws],
    [
      ["getImageData", "convertToBlob", "toBlob", "copyTo"],
      [...draws, ...reads],
    ],
  ])
    test(`${ways.join(", ")}: ${refused.length > 0 ? "calls that would use the noise reject" : "calls use another way"}`, async (t) => {
      const browser = await browserFor(t, "chromium");
      if (browser) await check(await browser.evaluate(address, noisy, ways), refused);
    });
});
