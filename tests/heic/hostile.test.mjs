// Broken and hostile files: each ends with an error that the decoder's callers can explain, and soon.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { decodeHeic, unfreedDecoders } from "./support.mjs";

const phone = readFileSync(new URL("photos/phone.heic", import.meta.url));

/** What the wasm rejects with, or the error of wasm that has no memory left. */
const EXPECTED = /^(damaged|unsupported|large):|^RuntimeError: /;

async function rejects(bytes, pattern = EXPECTED) {
  const start = process.cpuUsage();
  const reason = await decodeHeic(bytes).then(() => "decoded", String);
  const { user } = process.cpuUsage(start);
  assert.match(reason, pattern);
  assert.ok(user < 10_000_000, `${reason} after ${user / 1000} ms`);
  assert.equal(unfreedDecoders(), 0, reason);
  return reason;
}

/** A copy with other bytes, at the position after each occurrence of `name`. */
function changed(name, offset, bytes) {
  const copy = Buffer.from(phone);
  let at = copy.indexOf(name);
  assert.ok(at >= 0, name);
  for (; at >= 0; at = copy.indexOf(name, at + 1)) copy.set(bytes, at + name.length + offset);
  return copy;
}

const u16 = (...values) => values.flatMap((value) => [value >> 8, value & 255]);
const u32 = (...values) => values.flatMap((value) => u16(value >>> 16, value & 0xffff));
const box = (kind, ...content) => [
  ...u32(content.flat(Infinity).length + 8),
  ...Buffer.from(kind),
  ...content.flat(Infinity),
];
const full = (kind, ...content) => box(kind, u32(0), ...content);

/** A file with these items, `[id, type, data]`, whose first one is shown, and these references, `[type, from, to]`. */
function file(items, references, properties = [full("ispe", u32(640, 480))], method = 1) {
  const data = items.flatMap(([, , bytes = []]) => bytes);
  let offset = 0;
  const places = items.map(([id, , bytes = []]) => {
    const place = [...u16(id, method, 0, 1), ...u32(offset, bytes.length)];
    offset += bytes.length;
    return place;
  });
  const indexes = properties.map((_, index) => index + 1);
  const meta = full(
    "meta",
    full("hdlr", u32(0), [...Buffer.from("pict")], u32(0, 0, 0), 0),
    full("pitm", u16(items[0][0])),
    full(
      "iinf",
      u16(items.length),
      items.map(([id, type]) => box("infe", [2, 0, 0, 0], u16(id, 0), [...Buffer.from(type)], 0)),
    ),
    box("iloc", [1, 0, 0, 0, 0x44, 0x00], u16(items.length), places),
    full(
      "iref",
      references.map(([type, from, to]) => box(type, u16(from, to.length, ...to))),
    ),
    box(
      "iprp",
      box("ipco", properties),
      full(
        "ipma",
        u32(items.length),
        items.map(([id]) => [...u16(id), indexes.length, ...indexes]),
      ),
    ),
    box("idat", data),
  );
  return Uint8Array.from([...box("ftyp", [...Buffer.from("heic")], u32(0), [...Buffer.from("heic")]), ...meta]);
}

/** The decoder's configuration, so that an item's data is read. */
const at = phone.indexOf("hvcC") - 4;
const codec = [...phone.subarray(at, at + phone.readUInt32BE(at))];

const grid = (rows, columns, width, height) => [0, 1, rows - 1, columns - 1, ...u32(width, height)];

test("a photo that ends early is damaged, wherever it ends", async () => {
  for (let end = 0; end < phone.length; end += Math.ceil(phone.length / 40))
    await rejects(phone.subarray(0, end), /^damaged:/);
});

test("a photo with other sizes than its image data has is rejected without using memory for them", async () => {
  await rejects(changed("ispe", 4, u32(60_000, 60_000)), /^large:/);
  await rejects(changed("ispe", 4, u32(0xffffffff, 0xffffffff)), /^large:/);
  await rejects(changed("ispe", 4, u32(0, 512)), /^damaged: ?/);
  await rejects(changed("ispe", 4, u32(4096, 4096)), /^damaged: ?/);
});

test("an image that is derived from itself is rejected", async () => {
  await rejects(file([[1, "iden"]], [["dimg", 1, [1]]]), /^damaged:.*derived/);
  await rejects(file([[1, "iden"], [2, "iden"]], [["dimg", 1, [2]], ["dimg", 2, [1]]]), /^damaged:.*derived/); // prettier-ignore
  await rejects(file([[1, "grid", grid(1, 1, 640, 480)]], [["dimg", 1, [1]]]));
  const many = Array.from({ length: 256 * 256 }, () => 1);
  await rejects(file([[1, "grid", grid(256, 256, 640, 480)]], [["dimg", 1, many.slice(0, 0xffff)]]));
});

test("items whose data is made from each other are rejected", async () => {
  const items = [1, 2, 3].map((id) => [id, "hvc1", [0, 0, 0, 1, 0]]);
  const references = items.map(([id]) => ["iloc", id, [(id % 3) + 1]]);
  await rejects(file(items, references, [full("ispe", u32(640, 480)), codec], 2), /^damaged:.*nested/);
});

test("other codecs and image types are unsupported", async () => {
  for (const type of ["av01", "jpeg", "avc1", "unci", "iovl", "mime"])
    await rejects(file([[1, type]], []), /^unsupported:/);
});

test("an image sequence without a still image is unsupported", async () => {
  const film = [
    ...box("ftyp", [...Buffer.from("msf1"), ...u32(0), ...Buffer.from("hevc")]),
    ...box("moov", full("mvhd", u32(0))),
  ];
  await rejects(Uint8Array.from(film), /^unsupported:.*sequence/);
  await rejects(Uint8Array.from(film.slice(0, -20)), /^damaged:/);
});

test("a file of random boxes, and files with changed bytes, end with an error or a picture", async () => {
  let state = 1;
  const random = (below) => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) % below;
  await rejects(Uint8Array.from({ length: 5_000 }, () => random(256)));
  for (let round = 0; round < 60; round += 1) {
    const copy = Buffer.from(phone);
    // In the boxes at the start, or anywhere.
    for (let edit = 0; edit < 4; edit += 1) copy[random(round % 2 ? 1_500 : copy.length)] = random(256);
    const start = process.cpuUsage();
    const reason = await decodeHeic(copy).then(() => "damaged:", String);
    assert.match(reason, EXPECTED);
    assert.ok(process.cpuUsage(start).user < 10_000_000, reason);
    assert.equal(unfreedDecoders(), 0, reason);
  }
});
