// XMP in a JPEG: an APP1 segment after those of JFIF and Exif.
import { decode, encode, join, startsWith } from "./bytes.js";
import { freshPacket, withSourceType } from "./xmp.js";

const XMP = encode("http://ns.adobe.com/xap/1.0/\0");
const EXIF = encode("Exif\0");
const APP0 = 0xe0;
const APP1 = 0xe1;
const SOS = 0xda;
/** What a segment holds at most beside its marker and its length. */
const MAX_SEGMENT = 0xffff - 2;

interface Segment {
  readonly marker: number;
  readonly start: number;
  readonly end: number;
  readonly data: Uint8Array;
}

/** Whether the bytes are a JPEG's. */
export const isJpeg = (bytes: Uint8Array) => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;

/** The same picture, bit by bit, with the property in its XMP. */
export function tagJpeg(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const segments = [...read(bytes)];
  const old = segments.find(({ marker, data }) => marker === APP1 && startsWith(data, XMP));
  const leading = segments.findIndex(
    ({ marker, data }) => marker !== APP0 && !(marker === APP1 && startsWith(data, EXIF)),
  );
  const place = old?.start ?? segments[leading]?.start ?? 2;
  const packet = withSourceType(old && decode(old.data.subarray(XMP.length)));
  return join([bytes.subarray(0, place), segment(packet), bytes.subarray(old?.end ?? place)]);
}

/** The segments up to the picture itself. */
function* read(bytes: Uint8Array): Generator<Segment> {
  let start = 2;
  while (start + 4 <= bytes.length && bytes[start] === 0xff) {
    // Bytes of 0xFF may stand before a marker.
    let at = start + 1;
    while (bytes[at] === 0xff) at++;
    const marker = bytes[at] ?? SOS;
    const end = at + 1 + (((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0));
    yield { marker, start, end, data: bytes.subarray(at + 3, end) };
    if (marker === SOS || end <= at + 2) return;
    start = end;
  }
}

/** An APP1 segment of this packet, without its padding if that is too much, or of the property alone if all of it is. */
function segment(packet: string): Uint8Array {
  const data = [packet, packet.replace(/\s+(?=<\?xpacket end)/, ""), freshPacket()]
    .map((text) => join([XMP, encode(text)]))
    .find(({ length }) => length <= MAX_SEGMENT);
  const { length } = data ?? XMP;
  return join([new Uint8Array([0xff, APP1, (length + 2) >> 8, (length + 2) & 0xff]), data ?? XMP]);
}
