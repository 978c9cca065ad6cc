// Builds photo files from segments and chunks: metadata, Content Credentials and malformed variants.
import { crc32, deflateSync } from "node:zlib";

export const TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia";

const latin1 = (text) => Buffer.from(text, "latin1");

/** A JPEG segment. `length` can be wrong on purpose. */
export function segment(marker, data = Buffer.alloc(0), length = data.length + 2) {
  return Buffer.concat([Buffer.from([0xff, marker, length >> 8, length & 0xff]), data]);
}

/** Inserts parts after the start marker of a JPEG. */
export const jpegWith = (jpeg, ...parts) => Buffer.concat([jpeg.subarray(0, 2), ...parts, jpeg.subarray(2)]);

export const exif = () =>
  segment(0xe1, latin1("Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x01\0\0\0\0\0\0"));

export const xmp = (text) => segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${text}`));

/** An XMP packet. `inside` continues the description's tag and closes it. */
export const packet = (inside, padding = "") =>
  `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="uuid:1" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" dc:format="image/jpeg" ${inside}</rdf:RDF></x:xmpmeta>${padding}<?xpacket end="w"?>`;

const box = (type, ...parts) => {
  const data = Buffer.concat(parts);
  const head = Buffer.alloc(8, `\0\0\0\0${type}`, "latin1");
  head.writeUInt32BE(data.length + 8);
  return Buffer.concat([head, data]);
};

/** A JUMBF box. `type` is the start of its UUID: `c2pa` for a manifest store. */
export const jumbf = (uuid = "c2pa", size = 100) =>
  box(
    "jumb",
    box("jumd", latin1(`${uuid}\0\x11\0\x10\x80\0\0\xaa\0\x38\x9b\x71\x03${uuid}\0`)),
    box("cbor", Buffer.alloc(size, 7)),
  );

/** Splits a box into APP11 segments with at most `most` bytes each. `long` writes a 64-bit length. */
export function app11(whole, { instance = 1, most = 65_000, long = false } = {}) {
  const head = long
    ? Buffer.concat([Buffer.from([0, 0, 0, 1]), whole.subarray(4, 8), Buffer.alloc(8)])
    : whole.subarray(0, 8);
  if (long) head.writeUInt32BE(whole.length + 8, 12);
  const segments = [];
  for (let at = 8; at < whole.length; at += most) {
    const numbers = Buffer.from([0x4a, 0x50, 0, instance, 0, 0, 0, 0]);
    numbers.writeUInt32BE(segments.length + 1, 4);
    segments.push(segment(0xeb, Buffer.concat([numbers, head, whole.subarray(at, at + most)])));
  }
  return segments;
}

/** A JPEG with an image list (MPF) and a second image. */
export function withSecondPicture(first, second, byteOrder = "BE", ...behindTheList) {
  const long = `writeUInt32${byteOrder}`;
  const short = `writeUInt16${byteOrder}`;
  const data = Buffer.alloc(4 + 8 + 2 + 12 + 4 + 32);
  data.write(`MPF\0${byteOrder === "BE" ? "MM\0*" : "II*\0"}`, "latin1");
  data[long](8, 8);
  data[short](1, 12);
  data[short](0xb002, 14);
  data[short](7, 16);
  data[long](32, 18);
  data[long](26, 22);
  data[long](0x030000, 30);
  data[long](second.length, 30 + 20);
  const list = segment(0xe2, data);
  const whole = jpegWith(first, list, ...behindTheList);
  const at = 2 + 4 + 30;
  whole[long](whole.length, at + 4);
  whole[long](whole.length - (2 + 4 + 4), at + 24);
  return Buffer.concat([whole, second]);
}

/** A PNG chunk. `wrong` gives it an invalid checksum. */
export function chunk(type, data = Buffer.alloc(0), { wrong = false } = {}) {
  const named = Buffer.concat([latin1(type), data]);
  const numbers = Buffer.alloc(8);
  numbers.writeUInt32BE(data.length);
  numbers.writeUInt32BE((crc32(named) ^ (wrong ? 1 : 0)) >>> 0, 4);
  return Buffer.concat([numbers.subarray(0, 4), named, numbers.subarray(4)]);
}

/** A PNG with one gray pixel and these chunks after its header. */
export function png(...extra) {
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  const picture = chunk("IDAT", deflateSync(Buffer.from([0, 128])));
  return Buffer.concat([latin1("\x89PNG\r\n\x1a\n"), chunk("IHDR", header), ...extra, picture, chunk("IEND")]);
}

/** An XMP chunk of a PNG. */
export const xmpChunk = (text, options) => chunk("iTXt", Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${text}`), options);

/** A compressed XMP chunk of a PNG. */
export const packedXmpChunk = (text) =>
  chunk("iTXt", Buffer.concat([latin1("XML:com.adobe.xmp\0\x01\0en\0t\0"), deflateSync(text)]));

/** The image data of a JPEG, from its first table on. */
export const picture = (jpeg) => jpeg.subarray(jpeg.indexOf(Buffer.from([0xff, 0xdb])));
