// Results that are put back into their photos, although the service returns another size, a shifted image, and another tone.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import sharp from "sharp";
import { engines, missing, open } from "./driver.mjs";
import { orientations, storeUnder } from "./oriented.mjs";
import { restoreEdit } from "./restore-page.mjs";
import { serve } from "./server.mjs";

/** Photos as displayed, with the box of an edit, a dark dot in it, and what `prepare` does to them. */
const kinds = {
  unchanged: { size: [800, 600], box: [301, 122, 330, 311], dot: [400, 180] },
  cropped: { size: [700, 900], box: [121, 322, 330, 211], dot: [200, 370], prepare: { focus: { x: 0.5, y: 0.4 } } },
  "padded with white": { size: [600, 900], box: [100, 122, 330, 411], dot: [200, 180], prepare: { fit: "pad" } },
  "padded with edges": {
    size: [1400, 600],
    box: [1000, 122, 330, 411],
    dot: [1100, 180],
    prepare: { fit: "pad", fill: "edge" },
  },
  resized: { size: [1200, 900], box: [301, 222, 630, 511], dot: [500, 310], resizes: true },
  "padded and resized": {
    size: [900, 1400],
    box: [201, 222, 500, 511],
    dot: [400, 310],
    prepare: { fit: "pad", fill: "edge" },
    resizes: true,
  },
};

/** What the sandbox does to the results, in turn. */
const deviations = [
  { size: 1024, shift: { x: 2.5, y: -1.75 }, tone: 0.04 },
  { size: 800, shift: { x: -3, y: 3 }, tone: -0.05 },
  { size: 768, shift: { x: 0.4, y: 0 }, tone: 0.02 },
];

/** A room: a wall with pictures, and the dot. */
async function draw({ size: [width, height], dot }) {
  let state = width * 7 + height;
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
  const rectangles = Array.from({ length: 60 }, () => {
    const [x, y] = [random() * width, random() * height];
    const [wide, high] = [8 + random() * 90, 8 + random() * 90];
    const color = [0, 0, 0].map(() => Math.round(150 + random() * 90));
    const isNearDot = Math.abs(x + wide / 2 - dot[0]) < 90 && Math.abs(y + high / 2 - dot[1]) < 90;
    return isNearDot ? "" : `<rect x="${x}" y="${y}" width="${wide}" height="${high}" fill="rgb(${color})"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="100%" height="100%" fill="#e4e0da"/>${rectangles.join("")}
    <circle cx="${dot[0]}" cy="${dot[1]}" r="14" fill="#101010"/></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

const cases = orientations.flatMap((orientation) =>
  Object.entries(kinds).map(([name, kind], at) => ({
    ...{ name, kind, orientation },
    results: deviations[(orientation + at) % deviations.length],
  })),
);

let server;
before(async () => {
  const drawn = new Map();
  for (const kind of Object.values(kinds)) drawn.set(kind, await draw(kind));
  server = await serve(
    await Promise.all(cases.map(({ kind, orientation }) => storeUnder(drawn.get(kind), orientation))),
  );
});
after(() => server?.close());

for (const engine of engines)
  test(`${engine}: an edit is restored into every photo, to the pixel outside its mask, and within a pixel inside`, async (t) => {
    if (missing(engine)) return t.skip(missing(engine));
    const browser = await open(engine);
    t.after(() => browser.close());
    const failures = [];
    for (const [index, { name, kind, orientation, results }] of cases.entries()) {
      // The geometry is the same in every engine, so the others take every second case.
      if (engine !== "chromium" && (index + orientation) % 2 === 1) continue;
      const found = await browser.evaluate(server.address, restoreEdit, index, kind, results);
      const what = `${name}, orientation ${orientation}: ${JSON.stringify(found)}`;
      const checks = {
        size: found.size.join() === kind.size.join(),
        type: found.type === "image/png",
        fits: found.fits,
        shift: found.shift && Math.hypot(found.shift.x - results.shift.x, found.shift.y - results.shift.y) < 0.25,
        "outside the mask": found.outside === 0,
        "inside the mask": found.inside > 0.5 * kind.box[2] * kind.box[3],
        place: found.moved <= 1,
        outsideChanged: found.outsideChanged < 0.01,
      };
      for (const [check, passes] of Object.entries(checks)) if (!passes) failures.push(`${check}: ${what}`);
    }
    assert.deepEqual(failures, []);
  });
