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

test("prepareImage with fill: edge shows no line at the seam, and no steps in the padding", async () => {
  for (const [width, height] of [
    [600, 900],
    [1800, 600],
  ]) {
    // Shapes and noise. JPEG, so that there are blocks.
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext("2d");
    const pixels = context.createImageData(width, height);
    let state = 1;
    for (let at = 0; at < pixels.data.length; at += 4) {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      const [x, y] = [(at / 4) % width, Math.floor(at / 4 / width)];
      const light = 90 + 60 * Math.sin(x / 19) * Math.cos(y / 23) + ((x + y) % 97 < 30 ? 30 : 0) + (state >>> 28);
      pixels.data.set([light, light * 0.9, light * 0.7, 255], at);
    }
    context.putImageData(pixels, 0, 0);
    const photo = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.8 });
    const prepared = await prepareImage(photo, { fit: "pad", fill: "edge", format: "png" });
    const { data, width: whole, height: tall } = await decode(prepared.blob);
    const isAcross = width < height;
    const [side, length] = isAcross ? [whole, tall] : [tall, whole];
    const value = (line, place) => data[(isAcross ? place * whole + line : line * whole + place) * 4];
    const mean = (measure) => Array.from({ length }, (_, place) => measure(place)).reduce((a, b) => a + b) / length;
    // How much a line differs from the next one, and how bright it is.
    const change = (line) => mean((place) => Math.abs(value(line, place) - value(line + 1, place)));
    const light = (line) => mean((place) => value(line, place));
    const [x, y] = prepared.toSource(0, 0);
    const start = Math.round(isAcross ? -x : -y);
    const end = start + (isAcross ? width : height);
    for (const [seam, inside, padding] of [
      [start - 1, start, (away) => start - 2 - away],
      [end - 1, end - 2, (away) => end + away],
    ]) {
      const what = `${width} x ${height}, at ${seam}`;
      assert.ok(change(seam) <= change(inside), `${what}: ${change(seam)} instead of ${change(inside)}`);
      const step = Math.abs(light(seam) - light(seam + 1));
      assert.ok(step <= Math.abs(light(inside) - light(inside + 1)) + 1, `${what}: ${step} brighter or darker`);
      for (let away = 0; padding(away) >= 0 && padding(away) < side - 1; away += 1) {
        const found = change(padding(away));
        assert.ok(found <= change(inside), `${what}, ${away} away: ${found} instead of ${change(inside)}`);
        if (away > 8) assert.ok(found < 1.5, `${what}, ${away} away: a step of ${found}`);
      }
    }
  }
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
