// `maxBytes` with each engine's encoder: first the quality is reduced, then the size in pixels.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import sharp from "sharp";
import { engines, missing, open } from "./driver.mjs";
import { serve } from "./server.mjs";

const photos = {};
let server;

/** A photo that compresses badly. */
const noisy = (width, height) => {
  const noise = { type: "gaussian", mean: 128, sigma: 60 };
  return sharp({ create: { width, height, channels: 3, background: "#888", noise } })
    .png()
    .toBuffer();
};

before(async () => {
  photos["noise.png"] = await noisy(2000, 1500);
  photos["tall.png"] = await noisy(1200, 1600);
  server = await serve(photos);
});
after(() => server.close());

/** The prepared photo with these options; with `run`, the uploaded photo. */
async function prepared(name, options, run) {
  const { default: init, prepareImage, ReRoom } = await import("/dist/client/index.js");
  await init();
  const photo = await (await fetch(`/files/${name}`)).blob();
  try {
    if (!run) {
      const { blob, width, height, changes, toSource } = await prepareImage(photo, options);
      return { bytes: blob.size, type: blob.type, width, height, changes, corner: toSource(width, height) };
    }
    let uploaded;
    const service = async (input, init) => {
      const request = new Request(input, init);
      if (request.url.endsWith("/upload")) uploaded = (await request.blob()).size;
      return Response.json({ success: false, error: "Not enough credits" }, { status: 400 });
    };
    const client = new ReRoom({ baseUrl: "http://127.0.0.1:9", fetch: service });
    await client.run(photo, { tool: "empty-room" }, { prepare: options }).catch(() => {});
    return { bytes: uploaded };
  } catch ({ code, issues }) {
    return { code, issues: issues.map(({ code, path, message }) => ({ code, path, message })) };
  }
}

for (const engine of engines)
  test(`${engine}: prepareImage reduces quality and then pixels until a photo fits maxBytes`, async (t) => {
    if (missing(engine)) return t.skip(missing(engine));
    const browser = await open(engine);
    t.after(() => browser.close());
    const prepare = (...given) => browser.evaluate(server.address, prepared, ...given);

    assert.deepEqual((await prepare("noise.png", {})).changes, [], "under the limit, nothing changes");
    const widths = [];
    for (const maxBytes of [2_500_000, 1_000_000, 300_000]) {
      const { bytes, type, width, height, changes, corner } = await prepare("noise.png", { maxBytes });
      assert.ok(bytes <= maxBytes, `${bytes} of ${maxBytes}`);
      assert.equal(type, "image/jpeg");
      assert.ok(height >= 512 && Math.abs(width / height - 4 / 3) < 0.01, `${width}×${height}`);
      assert.deepEqual(changes, width < 2000 ? ["resized", "reencoded"] : ["reencoded"]);
      assert.ok(Math.abs(corner[0] - 2000) < 1 && Math.abs(corner[1] - 1500) < 1, String(corner));
      widths.push(width);
    }
    assert.ok(widths[0] === 2000 && widths[2] < 2000, `quality first: ${widths}`);

    const padded = await prepare("tall.png", { maxBytes: 300_000, fit: "pad" });
    assert.deepEqual(padded.changes, ["padded", "resized", "reencoded"]);
    const { code, issues } = await prepare("noise.png", { maxBytes: 9000 });
    assert.deepEqual([code, issues[0].code, issues[0].path], ["invalid_image", "file_too_large", "image"]);
    assert.match(issues[0].message, /At its smallest/);
    for (const maxBytes of [0, 15_728_641, "4 MB"]) {
      const refused = await prepare("noise.png", { maxBytes });
      assert.deepEqual([refused.code, refused.issues[0].path], ["invalid_request", "maxBytes"]);
    }
    const sent = await prepare("noise.png", { maxBytes: 1_000_000 }, true);
    assert.ok(sent.bytes <= 1_000_000, `uploaded ${sent.bytes}`);
  });
