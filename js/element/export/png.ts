// XMP and Content Credentials in a PNG: an iTXt chunk of the name that Adobe gave it, and caBX.
import { decode, edited, encode, join, startsWith, uint32, view, type Bytes, type Edit } from "./bytes.js";
import { linksManifest, withSourceType } from "./xmp.js";

const SIGNATURE = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const KEYWORD = encode("XML:com.adobe.xmp\0");
/** C2PA manifest stores, and the digital signatures of the PNG extensions. */
const SIGNATURES = new Set(["caBX", "dSIG"]);
/** Longer texts are not decompressed: a small file can hold gigabytes. */
const MAX_TEXT = 4 * 1024 * 1024;

interface Chunk {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly data: Uint8Array;
}

/** Whether the bytes are a PNG's. */
export const isPng = (bytes: Uint8Array) => startsWith(bytes, SIGNATURE);

/** Whether the file has Content Credentials, or its XMP links to them. */
export async function isSignedPng(bytes: Uint8Array): Promise<boolean> {
  const chunks = [...read(bytes)];
  if (chunks.some(isSignature)) return true;
  const packets = await Promise.all(chunks.filter(isPacket).map(({ data }) => textOf(data)));
  return packets.some((packet) => packet !== undefined && linksManifest(packet));
}

/** The same picture, bit by bit, with the property in its XMP, and without Content Credentials. */
export async function tagPng(bytes: Uint8Array): Promise<Bytes> {
  const chunks = [...read(bytes)];
  const packets = chunks.filter(isPacket);
  const edits: Edit[] = chunks.filter(isSignature).map(({ start, end }) => ({ start, end }));
  for (const { start, end, data } of packets)
    edits.push({ start, end, bytes: chunk(withSourceType(await textOf(data))) });
  const place = (chunks.find(({ type }) => type === "IHDR") ?? chunks[0])?.end ?? SIGNATURE.length;
  if (packets.length === 0) edits.push({ start: place, end: place, bytes: chunk(withSourceType()) });
  return edited(bytes, edits);
}

const isPacket = ({ type, data }: Chunk) => type === "iTXt" && startsWith(data, KEYWORD);
const isSignature = ({ type }: Chunk) => SIGNATURES.has(type);

/** The complete chunks up to the end of the picture, whatever their checksums. */
function* read(bytes: Uint8Array): Generator<Chunk> {
  const numbers = view(bytes);
  let start = SIGNATURE.length;
  while (start + 12 <= bytes.length) {
    const end = start + 12 + numbers.getUint32(start);
    if (end > bytes.length) return;
    const type = decode(bytes.subarray(start + 4, start + 8));
    yield { type, start, end, data: bytes.subarray(start + 8, end - 4) };
    if (type === "IEND") return;
    start = end;
  }
}

/** The text of an iTXt chunk: after the keyword a flag and a method of compression, a language, and a translation. */
async function textOf(data: Uint8Array): Promise<string | undefined> {
  const compressed = data[KEYWORD.length] === 1;
  const language = data.indexOf(0, KEYWORD.length + 2);
  const translation = language < 0 ? -1 : data.indexOf(0, language + 1);
  if (translation < 0) return undefined;
  const text = data.slice(translation + 1);
  // No reader can decompress it either.
  return compressed ? unpacked(text).catch(() => undefined) : decode(text);
}

async function unpacked(text: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = new Blob([text]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    parts.push(next.value);
    length += next.value.length;
    if (length > MAX_TEXT) {
      await reader.cancel();
      return undefined;
    }
  }
  return decode(join(parts));
}

/** An iTXt chunk of this packet: not compressed, without a language and a translated keyword. */
function chunk(packet: string): Uint8Array {
  const data = join([KEYWORD, new Uint8Array(4), encode(packet)]);
  const named = join([encode("iTXt"), data]);
  return join([uint32(data.length), named, uint32(crc(named))]);
}

function crc(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return ~value >>> 0;
}
