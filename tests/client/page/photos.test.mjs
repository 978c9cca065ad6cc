// inspectImage and upload with photos that this browser encodes.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { inspectImage, prepareImage } from "reroom";
import { clientOver, json, refused, start } from "../support.mjs";
import { decode, picture as encodePhoto } from "../../browser/support.js";

before(start);

test("inspectImage reports format, size and orientation of a photo from its first 64 KiB", async () => {
  for (const format of ["png", "jpeg"]) {
    const file = await encodePhoto(1600, 1200, `image/${format}`);
    const { bytesRead, ...report } = await inspectImage(file);
    const expected = { ok: true, format, mime: `image/${format}`, width: 1600, height: 1200, orientation: 1 };
    for (const [name, value] of Object.entries(expected)) assert.equal(report[name], value, `${format} ${name}`);
    assert.deepEqual([report.bytes, report.issues], [file.size, []]);
    assert.ok(file.size > 100_000 && bytesRead <= 65_536, `${bytesRead} of ${file.size}`);
  }
});

test("inspectImage returns the same report for a Blob, its buffer and views of it", async () => {
  const file = await encodePhoto(1600, 1200, "image/jpeg");
  const buffer = await file.arrayBuffer();
  const shifted = new Uint8Array(buffer.byteLength + 100);
  shifted.set(new Uint8Array(buffer), 64);
  const view = shifted.subarray(64, 64 + buffer.byteLength);
  const expected = await inspectImage(file);
  for (const source of [buffer, new Uint8Array(buffer), view]) assert.deepEqual(await inspectImage(source), expected);
  assert.ok(buffer.byteLength > 0, "the buffer is not detached");
});

test("inspectImage names what the service would reject", async () => {
  const png = await encodePhoto(1600, 1200, "image/png");
  for (const [image, code] of [
    [await encodePhoto(400, 300, "image/png"), "resolution_too_small"],
    [await encodePhoto(4100, 3000, "image/jpeg"), "resolution_too_large"],
    [await encodePhoto(1024, 1024, "image/png"), "aspect_ratio"],
    [new Blob(["RIFF\x10\0\0\0WEBPVP8 "]), "unsupported_format"],
    [new Blob(["<html>"]), "unsupported_format"],
    [new Blob([]), "empty_file"],
    [new ArrayBuffer(0), "empty_file"],
    [png.slice(0, 20), "truncated"],
    ["data:image/png;base64,AAAA", "malformed"],
    [null, "malformed"],
    [{ size: 7 }, "malformed"],
  ]) {
    const { ok, issues } = await inspectImage(image);
    assert.deepEqual([ok, issues[0].code], [false, code]);
    assert.ok(issues[0].message.length > 0);
  }
});

test("upload rejects a photo that is too small, and sends it with validate: off", async () => {
  const small = await encodePhoto(400, 300, "image/png");
  const answer = () => json({ success: true, fileName: "a.png" });
  const { client, seen } = clientOver(answer);
  assert.equal((await refused(client.upload(small), "invalid_image")).issues[0].code, "resolution_too_small");
  assert.equal(seen.length, 0);
  const unchecked = clientOver(answer, { validate: "off" });
  assert.equal((await unchecked.client.upload(small)).fileName, "a.png");
  assert.equal(unchecked.seen[0].headers.get("content-type"), "image/png");
});

test("prepareImage continues the edges of a photo in its padding with fill: edge", async () => {
  for (const [width, height] of [
    [600, 900],
    [1800, 600],
  ]) {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d");
    // Red and green at one end, blue and yellow at the other.
    const isWide = width > height;
    ["#c02020", "#2020c0", "#20a020", "#c0c020"].forEach((color, at) => {
      context.fillStyle = color;
      const [along, across] = isWide ? [Math.floor(at / 2), at % 2] : [at % 2, Math.floor(at / 2)];
      context.fillRect((along * width) / 2, (across * height) / 2, width / 2, height / 2);
    });
    const photo = await canvas.convertToBlob({ type: "image/png" });
    const prepared = await prepareImage(photo, { fit: "pad", fill: "edge" });
    const white = await prepareImage(photo, { fit: "pad" });
    assert.deepEqual(prepared.changes, ["padded", "reencoded"]);
    assert.deepEqual(prepared.toSource(0, 0), white.toSource(0, 0));
    const { data, width: whole, height: tall } = await decode(prepared.blob);
    const pixel = (x, y) =>
      Array.from(data.slice((Math.floor(y * tall) * whole + Math.floor(x * whole)) * 4).slice(0, 3));
    const isNear = (found, expected, place) => {
      const far = Math.max(...found.map((value, at) => Math.abs(value - expected[at])));
      assert.ok(far < 12, `${found} at ${place}, not ${expected}`);
    };
    for (const [x, y, color] of [
      [0.02, 0.1, [192, 32, 32]],
      [0.98, 0.1, [32, 32, 192]],
      [0.02, 0.9, [32, 160, 32]],
      [0.98, 0.9, [192, 192, 32]],
    ])
      isNear(isWide ? pixel(y, x) : pixel(x, y), color, [x, y]);
    // Soft far away, and sharp next to the photo.
    const middle = isWide ? pixel(0.49, 0.01) : pixel(0.01, 0.49);
    assert.ok(middle[0] < 185 && middle[0] > 60, `${middle} is neither color`);
  }
});
