// XMP (APP1) and Content Credentials (APP11) in JPEG files.
import { decode, applyEdits, encode, concat, startsWith, type Bytes, type Edit, type Segment } from "./bytes.js";
import { readJumbfStart } from "./content-credentials.js";
import { fixPictureOffsets } from "./multi-picture.js";
import { createPacket, linksToManifest, setSourceType } from "./xmp.js";

const XMP = encode("http://ns.adobe.com/xap/1.0/\0");
const EXIF = encode("Exif\0");
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP11 = 0xeb;
const SOS = 0xda;
const EOI = 0xd9;
/** Maximum size of a segment's data, without marker and length. */
const MAX_SEGMENT = 0xffff - 2;

/** Whether the bytes are a JPEG file. */
export const isJpeg = (bytes: Uint8Array) => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;

/** Whether the file has Content Credentials or an XMP link to them. */
export function isSignedJpeg(bytes: Uint8Array): boolean {
  const segments = [...readSegments(bytes)];
  return (
    findManifestSegments(segments).length > 0 ||
    findXmpSegments(segments).some(({ data }) => linksToManifest(decodePacket(data)))
  );
}

/** Sets the XMP property and removes Content Credentials. The image data stays the same. */
export function tagJpeg(bytes: Uint8Array): Bytes {
  const segments = [...readSegments(bytes)];
  const packets = findXmpSegments(segments);
  const leading = segments.find(({ marker, data }) => marker !== APP0 && !(marker === APP1 && startsWith(data, EXIF)));
  const place = leading?.start ?? 2;
  const [first, ...further] = packets;
  // All readers find it here. Some stop at a malformed segment or at the frame header.
  const xmp = createXmpSegment(setSourceType(first && decodePacket(first.data)));
  const edits: Edit[] = [
    { start: place, end: place, bytes: xmp },
    ...[...findManifestSegments(segments), ...packets.slice(0, 1)].map(({ start, end }) => ({ start, end })),
    ...further.map(({ start, end, data }) => ({
      start,
      end,
      bytes: createXmpSegment(setSourceType(decodePacket(data))),
    })),
  ];
  return applyEdits(bytes, [...edits, ...fixPictureOffsets(segments, edits)]);
}

/** Finds the XMP packets before the image data. Some programs write more than one. */
function findXmpSegments(segments: readonly Segment[]): Segment[] {
  const scan = segments.findIndex(({ marker }) => marker === SOS);
  const before = scan < 0 ? segments : segments.slice(0, scan);
  return before.filter(({ marker, data }) => marker === APP1 && startsWith(data, XMP));
}

const decodePacket = (data: Uint8Array) => decode(data.subarray(XMP.length));

/** Finds the segments of C2PA manifest stores. Other JUMBF boxes stay, such as those of 360° photos. */
function findManifestSegments(segments: readonly Segment[]): Segment[] {
  const boxes = new Map<number, boolean>();
  return segments.filter(({ marker, data }) => {
    const jumbf = marker === APP11 ? readJumbfStart(data) : undefined;
    if (!jumbf) return false;
    if (jumbf.begins) boxes.set(jumbf.box, jumbf.begins === "store");
    return boxes.get(jumbf.box) ?? false;
  });
}

/** Reads the segments up to the end of the image. Skips stray bytes between them, as decoders do. */
function* readSegments(bytes: Uint8Array): Generator<Segment> {
  let from = 2;
  for (;;) {
    const start = findMarker(bytes, from);
    let at = start + 1;
    while (bytes[at] === 0xff) at++;
    const marker = bytes[at];
    if (marker === undefined || marker === EOI) return;
    from = at + 1;
    if (hasNoLength(marker)) continue;
    // A length below 2 is invalid. Decoders then skip only the length field.
    const length = Math.max(2, ((bytes[from] ?? 0) << 8) | (bytes[from + 1] ?? 0));
    const end = from + length;
    if (end > bytes.length) return;
    yield { marker, start, end, data: bytes.subarray(from + 2, end) };
    from = end;
  }
}

/** Finds the next marker. A 0xFF followed by 0 belongs to entropy-coded data. */
function findMarker(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1))
    if (bytes[at + 1] !== 0) return at;
  return bytes.length;
}

/** Whether a marker has no length field, such as a restart marker. */
const hasNoLength = (marker: number) => (marker >= 0xd0 && marker <= 0xd8) || marker === 0x01;

/** Creates an XMP segment. If the packet is too long, drops its padding; if that is not enough, creates a new packet. */
function createXmpSegment(packet: string): Uint8Array {
  const data = [packet, stripPadding(packet), createPacket()]
    .map((text) => concat([XMP, encode(text)]))
    .find(({ length }) => length <= MAX_SEGMENT);
  const { length } = data ?? XMP;
  return concat([new Uint8Array([0xff, APP1, (length + 2) >> 8, (length + 2) & 0xff]), data ?? XMP]);
}

function stripPadding(packet: string): string {
  const end = packet.lastIndexOf("<?xpacket end");
  return end < 0 ? packet.trimEnd() : packet.slice(0, end).trimEnd() + packet.slice(end);
}
