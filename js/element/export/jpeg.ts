// XMP and Content Credentials in a JPEG: segments of APP1 and APP11.
import { decode, edited, encode, join, startsWith, type Bytes, type Edit, type Segment } from "./bytes.js";
import { readJumbf } from "./manifest.js";
import { withOffsets } from "./mpf.js";
import { freshPacket, linksManifest, withSourceType } from "./xmp.js";

const XMP = encode("http://ns.adobe.com/xap/1.0/\0");
const EXIF = encode("Exif\0");
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP11 = 0xeb;
const SOS = 0xda;
const EOI = 0xd9;
/** What a segment holds at most beside its marker and its length. */
const MAX_SEGMENT = 0xffff - 2;

/** Whether the bytes are a JPEG's. */
export const isJpeg = (bytes: Uint8Array) => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;

/** Whether the file has Content Credentials, or its XMP links to them. */
export function isSignedJpeg(bytes: Uint8Array): boolean {
  const segments = [...read(bytes)];
  return storeOf(segments).length > 0 || packetsOf(segments).some(({ data }) => linksManifest(packetOf(data)));
}

/** The same picture, bit by bit, with the property in its XMP, and without Content Credentials. */
export function tagJpeg(bytes: Uint8Array): Bytes {
  const segments = [...read(bytes)];
  const packets = packetsOf(segments);
  const leading = segments.find(({ marker, data }) => marker !== APP0 && !(marker === APP1 && startsWith(data, EXIF)));
  const place = leading?.start ?? 2;
  const [first, ...further] = packets;
  // Every reader finds it here. Some stop at a broken segment, or at the frame header.
  const xmp = segment(withSourceType(first && packetOf(first.data)));
  const edits: Edit[] = [
    { start: place, end: place, bytes: xmp },
    ...[...storeOf(segments), ...packets.slice(0, 1)].map(({ start, end }) => ({ start, end })),
    ...further.map(({ start, end, data }) => ({ start, end, bytes: segment(withSourceType(packetOf(data))) })),
  ];
  return edited(bytes, [...edits, ...withOffsets(segments, edits)]);
}

/** The XMP packets, which precede the picture. Some programs add a second one. */
function packetsOf(segments: readonly Segment[]): Segment[] {
  const picture = segments.findIndex(({ marker }) => marker === SOS);
  const before = picture < 0 ? segments : segments.slice(0, picture);
  return before.filter(({ marker, data }) => marker === APP1 && startsWith(data, XMP));
}

const packetOf = (data: Uint8Array) => decode(data.subarray(XMP.length));

/** The segments of manifest stores. Other JUMBF boxes stay, such as those of 360-degree photos. */
function storeOf(segments: readonly Segment[]): Segment[] {
  const boxes = new Map<number, boolean>();
  return segments.filter(({ marker, data }) => {
    const jumbf = marker === APP11 ? readJumbf(data) : undefined;
    if (!jumbf) return false;
    if (jumbf.begins) boxes.set(jumbf.box, jumbf.begins === "store");
    return boxes.get(jumbf.box) ?? false;
  });
}

/** The segments up to the end of the picture. Like decoders, this skips stray bytes between segments. */
function* read(bytes: Uint8Array): Generator<Segment> {
  let from = 2;
  for (;;) {
    const start = nextMarker(bytes, from);
    let at = start + 1;
    while (bytes[at] === 0xff) at++;
    const marker = bytes[at];
    if (marker === undefined || marker === EOI) return;
    from = at + 1;
    if (standsAlone(marker)) continue;
    // Decoders skip just the length field if it says 0 or 1.
    const length = Math.max(2, ((bytes[from] ?? 0) << 8) | (bytes[from + 1] ?? 0));
    const end = from + length;
    if (end > bytes.length) return;
    yield { marker, start, end, data: bytes.subarray(from + 2, end) };
    from = end;
  }
}

/** Where the next marker begins. In entropy-coded data, a 0xFF is followed by a zero. */
function nextMarker(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1))
    if (bytes[at + 1] !== 0) return at;
  return bytes.length;
}

/** Restart markers and the like have no length. */
const standsAlone = (marker: number) => (marker >= 0xd0 && marker <= 0xd8) || marker === 0x01;

/** An APP1 segment of this packet, without its padding if that is too much, or of the property alone if all of it is. */
function segment(packet: string): Uint8Array {
  const data = [packet, unpadded(packet), freshPacket()]
    .map((text) => join([XMP, encode(text)]))
    .find(({ length }) => length <= MAX_SEGMENT);
  const { length } = data ?? XMP;
  return join([new Uint8Array([0xff, APP1, (length + 2) >> 8, (length + 2) & 0xff]), data ?? XMP]);
}

function unpadded(packet: string): string {
  const end = packet.lastIndexOf("<?xpacket end");
  return end < 0 ? packet.trimEnd() : packet.slice(0, end).trimEnd() + packet.slice(end);
}
