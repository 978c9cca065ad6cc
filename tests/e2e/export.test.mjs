// Exported pairs, read with ExifTool, exifr and a browser.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, describe, test } from "node:test";
import { promisify } from "node:util";
import { crc32 } from "node:zlib";
import exifr from "exifr";
import { markAsAltered } from "reroom/element";
import { browser } from "./browser.mjs";
import { openElements } from "./elements.mjs";
import { elements } from "./elements-page.mjs";
import { exif, jpegWith, packedXmpChunk, packet, picture, png, TYPE, xmp, xmpChunk } from "./photo-files.mjs";
import { artifact } from "./site.mjs";

const { EXIFTOOL: exiftool } = process.env;
const samples = new URL("../../www/public/samples/", import.meta.url);

const marked = async (bytes) => Buffer.from(await (await markAsAltered(new Blob([bytes]))).blob.arrayBuffer());
const metadata = (bytes) => exifr.parse(bytes, { xmp: true, tiff: true, icc: true });

describe("the metadata", () => {
  let jpeg;
  before(async () => {
    jpeg = await readFile(new URL("bedroom-staged.jpg", samples));
  });

  test("of a JPEG without XMP gains the field; the color profile and the image data stay", async () => {
    const result = await marked(jpeg);
    const { DigitalSourceType, ProfileDescription } = await metadata(result);
    assert.equal(DigitalSourceType, TYPE);
    assert.match(ProfileDescription, /sRGB/);
    assert.deepEqual(picture(result), picture(jpeg));
    assert.deepEqual([...result.subarray(0, 4)], [0xff, 0xd8, 0xff, 0xe0], "JFIF comes first");
  });

  test("does not change when marked twice", async () => {
    for (const photo of [jpeg, png()]) {
      const once = await marked(photo);
      assert.deepEqual(await marked(once), once);
    }
  });

  for (const [form, inside] of [
    ["no such field", "/>"],
    ["the field as an attribute", 'Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/x/digitalCapture"/>'],
    [
      "the field as an element",
      "><Iptc4xmpExt:DigitalSourceType>digitalCapture</Iptc4xmpExt:DigitalSourceType></rdf:Description>",
    ],
    [
      "the field as a resource",
      '><Iptc4xmpExt:DigitalSourceType rdf:resource="http://x/digitalCapture"/></rdf:Description>',
    ],
  ])
    test(`of a photo that has XMP with ${form} has the field once and keeps the rest`, async () => {
      for (const photo of [jpegWith(jpeg, exif(), xmp(packet(inside))), png(xmpChunk(packet(inside)))]) {
        const result = await marked(photo);
        const { DigitalSourceType, format } = await metadata(result);
        assert.equal(DigitalSourceType, TYPE);
        assert.equal(format, "image/jpeg");
        const text = result.toString("latin1");
        assert.equal(text.split(TYPE).length - 1, 1);
        assert.doesNotMatch(text, /digitalCapture/);
        assert.equal(text.split("W5M0MpCehiHzreSzNTczkc9d").length - 1, 1, "one packet");
      }
    });

  test("keeps Exif first, drops padding if needed, and merges compressed packets", async () => {
    const withExif = await marked(jpegWith(jpeg, exif()));
    assert.equal(withExif.toString("latin1", 6, 10), "Exif");
    assert.equal((await metadata(withExif)).DigitalSourceType, TYPE);

    const full = jpegWith(jpeg, exif(), xmp(packet("/>", " ".repeat(64_900))));
    const result = await marked(full);
    assert.deepEqual(
      [(await metadata(result)).DigitalSourceType, (await metadata(result)).format],
      [TYPE, "image/jpeg"],
    );
    assert.ok(result.length < full.length);

    const { DigitalSourceType, format } = await metadata(await marked(png(packedXmpChunk(packet("/>")))));
    assert.deepEqual([DigitalSourceType, format], [TYPE, "image/jpeg"]);
  });

  test("of a PNG is in valid chunks with correct lengths and checksums", async () => {
    const result = await marked(png());
    const types = [];
    for (let at = 8; at < result.length;) {
      const end = at + 8 + result.readUInt32BE(at);
      types.push(result.toString("latin1", at + 4, at + 8));
      assert.equal(result.readUInt32BE(end), crc32(result.subarray(at + 4, end)), types.at(-1));
      at = end + 4;
    }
    assert.deepEqual(types, ["IHDR", "iTXt", "IDAT", "IEND"]);
  });

  test("is valid for ExifTool", async (context) => {
    if (!exiftool) return context.skip("`npm test -- e2e` installs ExifTool");
    const run = promisify(execFile);
    const folder = await mkdtemp(join(tmpdir(), "reroom-"));
    try {
      for (const [name, photo] of [
        ["a.jpg", jpeg],
        ["b.png", png()],
      ]) {
        await writeFile(join(folder, name), await marked(photo));
        const { stdout } = await run(exiftool, [
          "-json",
          "-validate",
          "-XMP-iptcExt:DigitalSourceType",
          join(folder, name),
        ]);
        const [{ DigitalSourceType, Validate }] = JSON.parse(stdout);
        assert.deepEqual([DigitalSourceType, Validate], [TYPE, "OK"]);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe("exportPair() in a page", () => {
  let page, problems;
  before(async () => {
    ({ page, problems } = await openElements(browser, elements.show({ body: "<canvas></canvas><p></p>" })));
    await page.waitForFunction(() => globalThis.element);
  });

  /** Exports in the page. Returns the name, type, size and bytes of each file, and the result. */
  const exported = (options) =>
    page.evaluate(async (options) => {
      const { original, altered, ...done } = await globalThis.element.exportPair({
        original: "/samples/bedroom-empty.jpg",
        altered: "/samples/bedroom-staged.jpg",
        ...options,
      });
      const base64 = async (blob) => {
        let text = "";
        for (const byte of new Uint8Array(await blob.arrayBuffer())) text += String.fromCharCode(byte);
        return btoa(text);
      };
      const described = async (file) => {
        const { width, height } = await createImageBitmap(file);
        return { name: file.name, type: file.type, width, height, base64: await base64(file) };
      };
      return { original: await described(original), altered: await described(altered), done };
    }, options);
  const bytes = ({ base64 }) => Buffer.from(base64, "base64");

  test("returns the unchanged original and the marked altered photo, without a label by default", async () => {
    const { original, altered, done } = await exported({ name: "bedroom" });
    assert.deepEqual(done, { marked: true, labeled: false, credentials: "none" });
    assert.deepEqual([original.name, altered.name], ["bedroom-1-original.jpg", "bedroom-2-altered.jpg"]);
    assert.deepEqual(bytes(original), await readFile(new URL("bedroom-empty.jpg", samples)));
    assert.deepEqual(picture(bytes(altered)), picture(await readFile(new URL("bedroom-staged.jpg", samples))));
    assert.equal((await metadata(bytes(altered))).DigitalSourceType, TYPE);
    assert.deepEqual([altered.width, altered.height], [1800, 1200]);
  });

  test("draws the label only in the corner, and marks the photo", async () => {
    const renders = { tool: "virtual-staging", action: "preset", type: "bedroom", style: "modern" };
    const { original, altered, done } = await exported({ label: true, lang: "de", renders });
    assert.deepEqual(done, { marked: true, labeled: true, credentials: "none" });
    assert.deepEqual(bytes(original), await readFile(new URL("bedroom-empty.jpg", samples)));
    assert.equal((await metadata(bytes(altered))).DigitalSourceType, TYPE);
    assert.deepEqual([altered.type, altered.width, altered.height], ["image/jpeg", 1800, 1200]);
    const changed = await page.evaluate(async (base64) => {
      const canvas = document.querySelector("canvas");
      const read = async (url) => {
        const bitmap = await createImageBitmap(typeof url === "string" ? await (await fetch(url)).blob() : url);
        [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
        const context = canvas.getContext("2d");
        context.drawImage(bitmap, 0, 0);
        return context.getImageData(0, 0, bitmap.width, bitmap.height).data;
      };
      const before = await read("/samples/bedroom-staged.jpg");
      const after = await read(new Blob([Uint8Array.from(atob(base64), (char) => char.charCodeAt(0))]));
      const mean = (inside) => {
        let [sum, count] = [0, 0];
        for (let y = 0; y < 1200; y += 2)
          for (let x = 0; x < 1800; x += 2)
            if ((x > 1300 && y > 1050) === inside) {
              sum += Math.abs(before[4 * (y * 1800 + x)] - after[4 * (y * 1800 + x)]);
              count++;
            }
        return sum / count;
      };
      return { label: mean(true), rest: mean(false) };
    }, altered.base64);
    assert.ok(changed.label > 15, `the label changed its corner by ${changed.label}`);
    assert.ok(changed.rest < 2, `the rest of the image changed by ${changed.rest}`);
    await artifact(page, "export-label");
  });

  test("draws what the renders changed, in the chosen language, or that this is unknown", async () => {
    const sunset = { field: "exterior", creativity: "precise", daylight: "sunset" };
    for (const [options, label] of [
      [{ lang: "fr", renders: sunset }, "Photo modifiée numériquement\u00a0: heure de la journée"],
      [{ renders: [{ tool: "upscale" }] }, "Digitally enlarged"],
      [{}, "Digitally altered"],
    ]) {
      const [drawn, expected] = [await exported({ ...options, label: true }), await exported({ label })];
      assert.equal(drawn.altered.base64, expected.altered.base64, label);
    }
  });

  test("shrinks long labels, keeps PNG, and converts other formats to JPEG", async () => {
    const files = await page.evaluate(async () => {
      const canvas = new OffscreenCanvas(600, 400);
      canvas.getContext("2d").fillRect(0, 0, 600, 400);
      const results = [];
      for (const type of ["image/png", "image/webp"]) {
        const altered = await canvas.convertToBlob({ type });
        const label =
          "This photo was digitally altered; furniture and decoration were added and are not part of the sale";
        const { altered: file } = await globalThis.element.exportPair({ original: altered, altered, label });
        const { blob: plain } = await globalThis.element.markAsAltered(altered);
        const { width } = await createImageBitmap(file);
        results.push([file.type, plain.type, width]);
      }
      return results;
    });
    assert.deepEqual(files, [
      ["image/png", "image/png", 600],
      ["image/jpeg", "image/jpeg", 600],
    ]);
  });

  test("rejects if a photo cannot be read", async () => {
    const failure = (options) =>
      page.evaluate(
        (options) =>
          globalThis.element
            .exportPair({ original: "/samples/bedroom-empty.jpg", ...options })
            .catch((error) => [error instanceof globalThis.client.ReRoomError, error.code, error.message]),
        options,
      );
    assert.deepEqual(await failure({ altered: "/nothing-there.jpg?signature=secret" }), [
      true,
      "network",
      "Cannot load /nothing-there.jpg: status 404. Check the URL.",
    ]);
    problems.length = 0;
    for (const options of [{ altered: "/entry.js", label: true }, { altered: "/entry.js" }]) {
      const [is, code] = await failure(options);
      assert.deepEqual([is, code], [true, "invalid_image"]);
    }
    assert.deepEqual(problems, []);
    const [, code, message] = await failure({ altered: "https://elsewhere.example/a.jpg?signature=secret" });
    assert.deepEqual(
      [code, message],
      ["network", "Cannot read https://elsewhere.example/a.jpg. Its host must allow this origin (CORS)."],
    );
    problems.length = 0;
  });
});
