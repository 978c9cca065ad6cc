// XMP (iTXt) and Content Credentials (caBX) in PNG files.
import { decode, applyEdits, encode, concat, startsWith, uint32, dataView, type Bytes, type Edit } from "./bytes.js";
import { linksToManifest, setSourceType } from "./xmp.js";

const SIGNATURE = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const KEYWORD = encode("XML:com.adobe.xmp\0");
/** Chunk types of C2PA manifest stores and of PNG's own digital signatures. */
const SIGNATURES = new Set(["caBX", "dSIG"]);
/** Limit for decompressed text, against decompression bombs. */
const MAX_TEXT = 4 * 1024 * 1024;

interface Chunk {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly data: Uint8Array;
}

/** Whether the bytes are a PNG file. */
export const isPng = (bytes: Uint8Array) => startsWith(bytes, SIGNATURE);

/** Whether the file has Content Credentials or an XMP link to them. */
export async function isSignedPng(bytes: Uint8Array): Promise<boolean> {
  const chunks = [...readChunks(bytes)];
  if (chunks.some(isSignature)) return true;
  const packets = await Promise.all(chunks.filter(isPacket).map(({ data }) => readText(data)));
  return packets.some((packet) => packet !== undefined && linksToManifest(packet));
}

/** Sets the XMP property and removes Content Credentials. The image data stays the same. */
export async function tagPng(bytes: Uint8Array): Promise<Bytes> {
  const chunks = [...readChunks(bytes)];
  const packets = chunks.filter(isPacket);
  const edits: Edit[] = chunks.filter(isSignature).map(({ start, end }) => ({ start, end }));
  for (const { start, end, data } of packets)
    edits.push({ start, end, bytes: createXmpChunk(setSourceType(await readText(data))) });
  const place = (chunks.find(({ type }) => type === "IHDR") ?? chunks[0])?.end ?? SIGNATURE.length;
  if (packets.length === 0) edits.push({ start: place, end: place, bytes: createXmpChunk(setSourceType()) });
  return applyEdits(bytes, edits);
}

const isPacket = ({ type, data }: Chunk) => type === "iTXt" && startsWith(data, KEYWORD);
const isSignature = ({ type }: Chunk) => SIGNATURES.has(type);

/** Reads the complete chunks up to the end of the image. Ignores checksums. */
function* readChunks(bytes: Uint8Array): Generator<Chunk> {
  const numbers = dataView(bytes);
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

/** Reads the text of an iTXt chunk. It follows the keyword, two compression bytes, a language and a translated keyword. */
async function readText(data: Uint8Array): Promise<string | undefined> {
  const compressed = data[KEYWORD.length] === 1;
  const language = data.indexOf(0, KEYWORD.length + 2);
  const translation = language < 0 ? -1 : data.indexOf(0, language + 1);
  if (translation < 0) return undefined;
  const text = data.slice(translation + 1);
  // Malformed or too long: ignore it.
  return compressed ? inflate(text).catch(() => undefined) : decode(text);
}

async function inflate(text: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
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
  return decode(concat(parts));
}

/** Creates an uncompressed iTXt chunk without language or translated keyword. */
function createXmpChunk(packet: string): Uint8Array {
  const data = concat([KEYWORD, new Uint8Array(4), encode(packet)]);
  const named = concat([encode("iTXt"), data]);
  return concat([uint32(data.length), named, uint32(crc(named))]);
}

function crc(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return ~value >>> 0;
}
