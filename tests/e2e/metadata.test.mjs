// Marking photos with unusual, malformed or malicious metadata. Verified with ExifTool, exifr and sharp.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import exifr from "exifr";
import { ReRoomError } from "reroom";
import { markAsAltered } from "reroom/element";
import sharp from "sharp";
import * as files from "./photo-files.mjs";

const { app11, chunk, exif, jpegWith, jumbf, packedXmpChunk, packet, png, segment, TYPE, xmp, xmpChunk } = files;
const run = promisify(execFile);
const { EXIFTOOL: exiftool } = process.env;

const mark = async (bytes, options) => {
  const { blob, ...done } = await markAsAltered(new Blob([bytes]), options);
  return { ...done, bytes: Buffer.from(await blob.arrayBuffer()) };
};
const fieldOf = async (bytes) => (await exifr.parse(bytes, { xmp: true }))?.DigitalSourceType;
const pixels = async (bytes) => sharp(bytes, { failOn: "none" }).raw().toBuffer();
const times = (bytes, text) => bytes.toString("latin1").split(text).length - 1;

let baseline, progressive;
before(async () => {
  const small = sharp(await readFile(new URL("../../www/public/samples/bedroom-staged.jpg", import.meta.url))).resize(
    96,
    64,
  );
  baseline = await small.clone().jpeg().toBuffer();
  progressive = await small.clone().jpeg({ progressive: true }).toBuffer();
});

/** Reads the segments in order and checks that they are complete. */
function assertKept(bytes, parts, about) {
  let from = 0;
  for (const [index, part] of parts.entries()) {
    from = bytes.indexOf(part, from);
    assert.ok(from >= 0, `${about}: part ${index} is missing or moved`);
    from += part.length;
  }
}

describe("a JPEG", () => {
  const comment = segment(0xfe, Buffer.from("comment"));
  const store = (options) => Buffer.concat(app11(jumbf(), options));
  const link = (target) => xmp(packet(`dcterms:provenance="${target}"/>`));

  for (const [condition, parts, credentials] of [
    [
      "with fill bytes before its segments",
      () => [Buffer.from([0xff, 0xff, 0xff]), exif(), Buffer.from([0xff]), xmp(packet("/>"))],
      "none",
    ],
    ["with a comment of length 0", () => [segment(0xfe, Buffer.alloc(0), 0), xmp(packet("/>"))], "none"],
    ["with stray bytes between its segments", () => [comment, Buffer.from([0, 1, 2]), xmp(packet("/>"))], "none"],
    ["with a manifest in one segment", () => [store()], "removed"],
    ["with a manifest behind fill bytes", () => [comment, Buffer.from([0xff, 0xff]), store()], "removed"],
    ["with a manifest in eighty segments", () => app11(jumbf("c2pa", 80_000), { most: 1000 }), "removed"],
    [
      "with a manifest whose length takes eight bytes",
      () => app11(jumbf("c2pa", 9000), { most: 4000, long: true }),
      "removed",
    ],
    ["with two manifests", () => [store({ instance: 1 }), comment, store({ instance: 2 })], "removed"],
    ["with a link to its own manifest in XMP", () => [link("self#jumbf=/c2pa/urn:uuid:1"), store()], "removed"],
    ["with a manifest elsewhere, which XMP links to", () => [link("https://example.com/photo.c2pa")], "removed"],
  ])
    test(`${condition} is marked and keeps its image data and other segments`, async () => {
      for (const jpeg of [baseline, progressive]) {
        const photo = jpegWith(jpeg, ...parts());
        const result = await mark(photo);
        assert.deepEqual([result.marked, result.credentials], [true, credentials]);
        assert.equal(await fieldOf(result.bytes), TYPE);
        assert.deepEqual(files.picture(result.bytes), files.picture(jpeg));
        assert.equal(times(result.bytes, "jumdc2pa"), 0);
        assert.doesNotMatch(result.bytes.toString("latin1"), /dcterms:provenance/);
        assert.deepEqual(await mark(result.bytes), { marked: true, credentials: "none", bytes: result.bytes }, "again");
        const kept = await mark(photo, { credentials: "keep" });
        if (credentials === "none") assert.deepEqual(kept, result);
        else assert.deepEqual(kept, { marked: false, credentials: "kept", bytes: photo });
      }
    });

  test("with a manifest between its scans loses the manifest and keeps the scans", async () => {
    const scans = [];
    for (let at = 0; (at = progressive.indexOf(Buffer.from([0xff, 0xda]), at)) >= 0; at += 2) scans.push(at);
    assert.ok(scans.length > 2);
    for (const at of scans) {
      const photo = Buffer.concat([progressive.subarray(0, at), store(), progressive.subarray(at)]);
      const result = await mark(photo);
      assert.equal(result.credentials, "removed");
      assert.deepEqual(result.bytes, (await mark(progressive)).bytes);
    }
  });

  test("with other boxes in APP11 keeps them, whatever their box numbers", async () => {
    const others = [
      ...app11(jumbf("\x78\x36\x30\x01"), { instance: 1 }),
      segment(0xeb, Buffer.from("JP\0\x01\0\0\0\x01\0\0\0\x10SPEC\0\0\0\0\0\0\0\0", "latin1")),
      segment(0xeb, Buffer.from("HDR_RI ver=11", "latin1")),
      segment(0xeb, Buffer.from("JP", "latin1")),
      ...app11(jumbf("\x78\x36\x30\x02", 5000), { instance: 1, most: 1000 }),
    ];
    const result = await mark(jpegWith(baseline, ...others.slice(0, 3), store({ instance: 1 }), ...others.slice(3)));
    assert.equal(result.credentials, "removed");
    assertKept(result.bytes, others, "the other boxes");
    assert.deepEqual((await mark(jpegWith(baseline, ...others))).credentials, "none");
  });

  test("with another provenance statement keeps it", async () => {
    const said = 'dcterms:provenance="From the estate of the photographer"';
    const result = await mark(jpegWith(baseline, xmp(packet(`${said}/>`))));
    assert.equal(result.credentials, "none");
    assert.equal(times(result.bytes, said), 1);
  });

  for (const [form, inside] of [
    ["an element", "><dcterms:provenance>https://example.com/a.c2pa</dcterms:provenance></rdf:Description>"],
    ["a resource", '><dcterms:provenance rdf:resource="https://example.com/a.c2pa"/></rdf:Description>'],
    ["single quotes", "dcterms:provenance = 'self#jumbf=c2pa'/>"],
  ])
    test(`with a link to a manifest as ${form} loses only the link from its XMP`, async () => {
      for (const photo of [
        jpegWith(baseline, xmp(packet(inside))),
        png(xmpChunk(packet(inside))),
        png(packedXmpChunk(packet(inside))),
      ]) {
        const result = await mark(photo);
        assert.equal(result.credentials, "removed");
        assert.doesNotMatch(result.bytes.toString("latin1"), /example\.com|self#jumbf/);
        const { format, DigitalSourceType } = await exifr.parse(result.bytes, { xmp: true });
        assert.deepEqual([format, DigitalSourceType], ["image/jpeg", TYPE]);
      }
    });

  test("with two XMP packets is marked in both", async () => {
    const old = (format) =>
      xmp(packet(`Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/x/digitalCapture" dc:title="${format}"/>`));
    const { bytes } = await mark(jpegWith(baseline, old("one"), segment(0xfe, Buffer.from("between")), old("two")));
    assert.equal(times(bytes, TYPE), 2);
    assert.doesNotMatch(bytes.toString("latin1"), /digitalCapture/);
    for (const title of ["one", "two"]) assert.equal(times(bytes, `dc:title="${title}"`), 1);
  });

  test("with XMP after its frame header is marked before it", async () => {
    const frame = baseline.indexOf(Buffer.from([0xff, 0xc0]));
    const behind = frame + 2 + baseline.readUInt16BE(frame + 2);
    const photo = Buffer.concat([baseline.subarray(0, behind), xmp(packet("/>")), baseline.subarray(behind)]);
    const { bytes } = await mark(photo);
    assert.equal(times(bytes, "http://ns.adobe.com/xap/1.0/"), 1);
    assert.equal(await fieldOf(bytes), TYPE);
    assert.ok(bytes.indexOf(TYPE) < bytes.indexOf(Buffer.from([0xff, 0xdb])));
    assert.deepEqual(await pixels(bytes), await pixels(baseline));
  });

  test("with extended XMP keeps it, and the link to it", async () => {
    const guid = "0123456789ABCDEF0123456789ABCDEF";
    const note = `xmlns:xmpNote="http://ns.adobe.com/xmp/note/" xmpNote:HasExtendedXMP="${guid}"/>`;
    const head = Buffer.alloc(8);
    head.writeUInt32BE(9);
    const extended = segment(
      0xe1,
      Buffer.concat([Buffer.from(`http://ns.adobe.com/xmp/extension/\0${guid}`), head, Buffer.from("<x:more/>")]),
    );
    const { bytes } = await mark(jpegWith(baseline, xmp(packet(note)), extended));
    assertKept(bytes, [extended], "extended XMP");
    assert.equal(times(bytes, `HasExtendedXMP="${guid}"`), 1);
    assert.equal(await fieldOf(bytes), TYPE);
  });

  test("with a second image keeps a valid offset to it", async () => {
    for (const order of ["BE", "LE"])
      for (const behind of [[], [xmp(packet("/>"))], [store(), comment]]) {
        const photo = files.withSecondPicture(baseline, progressive, order, ...behind);
        const { bytes } = await mark(photo);
        assert.deepEqual(bytes.subarray(-progressive.length), progressive);
        const list = bytes.indexOf("MPF\0") + 4;
        const [size, offset] = [list + 26 + 4, list + 26 + 24].map((at) => bytes[`readUInt32${order}`](at));
        assert.deepEqual([size, list + offset], [bytes.length - progressive.length, bytes.length - progressive.length]);
      }
  });

  test("truncated anywhere keeps its bytes and throws no error", async () => {
    const photo = jpegWith(baseline, exif(), store(), xmp(packet("/>")));
    for (let length = 3; length < photo.length; length += 7) {
      const { bytes, marked } = await mark(photo.subarray(0, length));
      assert.equal(marked, true);
      assert.equal(times(bytes, TYPE), 1, `truncated after ${length} bytes`);
    }
  });
});

describe("a PNG", () => {
  for (const [condition, photo, credentials] of [
    ["with a manifest", () => png(chunk("caBX", jumbf())), "removed"],
    [
      "with two manifests, one with a wrong checksum",
      () => png(chunk("caBX", jumbf()), chunk("caBX", jumbf(), { wrong: true })),
      "removed",
    ],
    ["with a digital signature", () => png(chunk("dSIG", Buffer.alloc(20))), "removed"],
    [
      "with a manifest behind its picture",
      () => Buffer.concat([png().subarray(0, -12), chunk("caBX", jumbf()), png().subarray(-12)]),
      "removed",
    ],
    ["with XMP of a wrong checksum", () => png(xmpChunk(packet("/>"), { wrong: true })), "none"],
    [
      "with a wrong checksum elsewhere",
      () => png(chunk("gAMA", Buffer.from([0, 1, 134, 160]), { wrong: true })),
      "none",
    ],
    [
      "with two XMP packets",
      () => png(xmpChunk(packet("/>")), packedXmpChunk(packet('Iptc4xmpExt:DigitalSourceType="digitalCapture"/>'))),
      "none",
    ],
    ["with an impossible chunk name", () => png(chunk("\0\x01ab", Buffer.alloc(3))), "none"],
    [
      "with XMP that cannot be unpacked",
      () => png(chunk("iTXt", Buffer.from("XML:com.adobe.xmp\0\x01\0\0\0nothing packed", "latin1"))),
      "none",
    ],
    [
      "with XMP that ends within its header",
      () => png(chunk("iTXt", Buffer.from("XML:com.adobe.xmp\0\0", "latin1"))),
      "none",
    ],
  ])
    test(`${condition} is marked and keeps its image data`, async () => {
      const { bytes, marked, ...done } = await mark(photo());
      assert.deepEqual([marked, done.credentials], [true, credentials]);
      assert.equal(await fieldOf(bytes), TYPE);
      assert.doesNotMatch(bytes.toString("latin1"), /caBX|dSIG|digitalCapture/);
      assert.ok(bytes.includes(png().subarray(33)), "the image data");
      assert.deepEqual(await mark(bytes), { marked: true, credentials: "none", bytes }, "again");
      const kept = await mark(photo(), { credentials: "keep" });
      if (credentials === "removed") assert.deepEqual(kept, { marked: false, credentials: "kept", bytes: photo() });
    });

  test("truncated anywhere or with a wrong length keeps its bytes and throws no error", async () => {
    const photo = png(xmpChunk(packet("/>")), chunk("tEXt", Buffer.from("Comment\0hello")));
    for (let length = 8; length < photo.length; length += 3) {
      const { bytes, marked } = await mark(photo.subarray(0, length));
      assert.equal(marked, true);
      assert.equal(times(bytes, TYPE), 1, `truncated after ${length} bytes`);
    }
    const lie = Buffer.from(photo);
    lie.writeUInt32BE(0xffffffff, 33);
    assert.deepEqual(await pixels((await mark(png())).bytes), await pixels(png()));
    assert.equal((await mark(lie)).marked, true);
  });

  test("with a decompression bomb as XMP is marked without decompressing all of it", async () => {
    const bomb = packedXmpChunk(Buffer.alloc(64 * 1024 * 1024, " "));
    const before = process.memoryUsage().arrayBuffers;
    const { bytes } = await mark(png(bomb));
    assert.ok(process.memoryUsage().arrayBuffers - before < 40 * 1024 * 1024);
    assert.equal(await fieldOf(bytes), TYPE);
  });
});

describe("unusual XMP", () => {
  const rdf = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"';
  for (const [name, text] of [
    ["without statements", `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ${rdf}/></x:xmpmeta>`],
    ["with another prefix", packet("/>").replaceAll("rdf:", "r:").replaceAll("xmlns:rdf", "xmlns:r")],
    ["about something with quotes in its name", packet("/>").replace('"uuid:1"', "'of \"one\"'")],
    ["without a wrapper", `<rdf:RDF ${rdf}><rdf:Description rdf:about=""/></rdf:RDF>`],
    ["that is not XML", "nothing of the kind"],
    ["that is empty", ""],
  ])
    test(`${name} is well-formed after marking and has the field`, async () => {
      for (const photo of [jpegWith(baseline, xmp(text)), png(xmpChunk(text))]) {
        const { bytes } = await mark(photo);
        assert.equal(times(bytes, TYPE), 1);
        // exifr does not support other prefixes.
        if (!text.includes("<r:RDF")) assert.equal(await fieldOf(bytes), TYPE);
        const whole = bytes.toString("latin1");
        const quotes =
          /<\w+:RDF[^]*<\/\w+:RDF\s*>/
            .exec(whole)[0]
            .replaceAll(/'[^'<]*'/g, "")
            .split('"').length - 1;
        assert.equal(quotes % 2, 0);
        assert.deepEqual((await mark(bytes)).bytes, bytes, "again");
      }
    });
});

describe("malicious XMP", () => {
  // Each of these takes minutes if a pattern scans to the end of the text from every position.
  for (const [name, text] of [
    ["opened and never closed", "<a:DigitalSourceType>".repeat(200_000)],
    ["in tags that do not end", "<a:DigitalSourceType ".repeat(200_000)],
    ["with quotes that do not end", ` a:DigitalSourceType="`.repeat(200_000)],
    [
      "with links that do not end",
      `<rdf xmlns:d="http://purl.org/dc/terms/">${"<d:provenance>self#jumbf=".repeat(200_000)}`,
    ],
    ["of spaces alone", " ".repeat(3_000_000)],
  ])
    test(`${name} is processed in linear time`, async () => {
      const { bytes } = await mark(png(xmpChunk(text)));
      assert.ok(times(bytes, TYPE) > 0);
    });
});

describe("random arrangements", () => {
  /** A seeded random number generator. */
  function dice(seed) {
    let state = seed;
    return (sides) => {
      state = (state + 0x6d2b79f5) | 0;
      let value = Math.imul(state ^ (state >>> 15), 1 | state);
      value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
      return ((value ^ (value >>> 14)) >>> 0) % sides;
    };
  }

  const shuffled = (roll, list) => {
    const rest = [...list];
    return list.map(() => rest.splice(roll(rest.length), 1)[0]);
  };

  /** A photo with random segments, what must stay of it, and whether it is signed. */
  function arrangement(seed) {
    const roll = dice(seed);
    const jpeg = roll(2) ? baseline : progressive;
    const some = (make) => (roll(3) === 0 ? [make()] : []);
    const stay = [
      ...some(exif),
      ...some(() => segment(0xfe, Buffer.from(`comment ${seed}`))),
      ...some(() => segment(0xe2, Buffer.from("ICC_PROFILE\0\x01\x02half", "latin1"))),
      ...some(() => segment(0xed, Buffer.from("Photoshop 3.0\0", "latin1"))),
      ...some(() => app11(jumbf("x360"), { instance: 9 })[0]),
      ...some(() => segment(0xeb, Buffer.from("JP\0\x09\0\0\0\x01\0\0\0\x10SPEC\0\0\0\0\0\0\0\0", "latin1"))),
    ];
    const stores = some(() => Buffer.concat(app11(jumbf("c2pa", 1 + roll(9000)), { most: 500, long: roll(2) === 1 })));
    const packets = some(() => xmp(packet(roll(2) ? "/>" : 'Iptc4xmpExt:DigitalSourceType="digitalCapture"/>')));
    const fill = some(() => Buffer.alloc(1 + roll(4), 0xff));
    const broken = some(() => segment(0xfe, Buffer.alloc(0), 0));
    const parts = shuffled(roll, [...stay, ...stores, ...packets, ...fill, ...broken]);
    const photo = jpegWith(jpeg, ...parts);
    const end = [photo, Buffer.concat([photo, Buffer.from("film behind it")]), photo.subarray(0, -2)][roll(3)];
    return {
      photo: end,
      jpeg,
      stay: parts.filter((part) => stay.includes(part)),
      signed: stores.length > 0,
      broken: broken.length > 0,
    };
  }

  let folder;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "reroom-"));
  });
  after(() => rm(folder, { recursive: true }));

  test("of segments are marked and keep their image data and other segments, for every reader", async (context) => {
    let whole = 0;
    const seeds = Array.from({ length: 300 }, (_, index) => index + 1);
    for (const seed of seeds) {
      const { photo, jpeg, stay, signed, broken } = arrangement(seed);
      const { bytes, marked, credentials } = await mark(photo);
      assert.deepEqual([marked, credentials], [true, signed ? "removed" : "none"], `seed ${seed}`);
      assert.equal(await fieldOf(bytes), TYPE, `seed ${seed}`);
      assertKept(bytes, stay, `seed ${seed}`);
      assert.deepEqual(await pixels(bytes), await pixels(jpeg), `seed ${seed}`);
      assert.deepEqual((await mark(bytes)).bytes, bytes, `seed ${seed}, again`);
      // ExifTool stops at a segment without a length and ignores the one before it.
      if (broken) continue;
      whole += 1;
      await writeFile(join(folder, `${seed}.jpg`), bytes);
    }
    if (!exiftool) return context.skip("`npm test -- e2e` installs ExifTool");
    const { stdout } = await run(
      exiftool,
      ["-json", "-q", "-XMP-iptcExt:DigitalSourceType", "-JUMBF:JUMDLabel", folder],
      { maxBuffer: 1e8 },
    );
    const found = JSON.parse(stdout);
    assert.equal(found.length, whole);
    for (const { SourceFile, DigitalSourceType, JUMDLabel } of found) {
      assert.equal(DigitalSourceType, TYPE, SourceFile);
      assert.notEqual(JUMDLabel, "c2pa", SourceFile);
    }
  });
});

test("markAsAltered() rejects with a ReRoomError if the photo cannot be redrawn", async () => {
  const webp = await sharp({ create: { width: 8, height: 8, channels: 3, background: "red" } })
    .webp()
    .toBuffer();
  for (const bytes of [webp, Buffer.from("no photo"), Buffer.alloc(0), Buffer.from([0xff, 0xd8])])
    await assert.rejects(mark(bytes), (error) => error instanceof ReRoomError && error.code === "invalid_image");
  const gone = { arrayBuffer: () => Promise.reject(new Error("gone")) };
  for (const photo of [undefined, "a.jpg", gone])
    await assert.rejects(markAsAltered(photo), ({ name, code }) => name === "ReRoomError" && code === "invalid_image");
});

test("markAsAltered() rejects an invalid credentials option and removes nothing", async () => {
  for (const credentials of ["kept", true, null])
    await assert.rejects(mark(png(), { credentials }), ({ code, message }) => {
      assert.match(message, /"remove" or "keep"/);
      return code === "invalid_request";
    });
});

test("photos of the corpora are marked for exifr and decode to the same pixels in sharp", async (context) => {
  const corpora = new URL("../../../shared/corpora/", import.meta.url);
  if (!(await readdir(corpora).catch(() => undefined))) return context.skip("they are not beside the repository");
  let decoded = 0;
  for (const folder of ["cameras", "exif-orientation", "jpeg", "pngsuite"])
    for (const name of await readdir(new URL(`${folder}/`, corpora))) {
      const photo = await readFile(new URL(`${folder}/${name}`, corpora));
      // Browsers also reject files without one of these signatures.
      if (!/^(\xff\xd8\xff|\x89PNG\r\n)/.test(photo.toString("latin1", 0, 8))) continue;
      const before = await pixels(photo).catch(() => undefined);
      if (!before) continue;
      const { bytes } = await mark(photo);
      assert.deepEqual(await pixels(bytes), before, name);
      assert.equal(await fieldOf(bytes), TYPE, name);
      decoded += 1;
    }
  assert.ok(decoded > 200, `${decoded} were decoded`);
});
