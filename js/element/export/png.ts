// XMP in a PNG: an iTXt chunk of the name that Adobe gave it, before the picture's data.
import { decode, encode, join, readUint32, startsWith, uint32 } from "./bytes.js";
import { withSourceType } from "./xmp.js";

const SIGNATURE = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const KEYWORD = encode("XML:com.adobe.xmp\0");

interface Chunk {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly data: Uint8Array;
}

/** Whether the bytes are a PNG's. */
export const isPng = (bytes: Uint8Array) => startsWith(bytes, SIGNATURE);

/** The same picture, bit by bit, with the property in its XMP. */
export async function tagPng(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const chunks = [...read(bytes)];
  const old = chunks.find(({ type, data }) => type === "iTXt" && startsWith(data, KEYWORD));
  const place = old?.start ?? chunks[0]?.end ?? SIGNATURE.length;
  const packet = withSourceType(old && (await textOf(old.data)));
  // Not compressed, without a language and a translated keyword.
  const data = join([KEYWORD, new Uint8Array(4), encode(packet)]);
  return join([bytes.subarray(0, place), chunk("iTXt", data), bytes.subarray(old?.end ?? place)]);
}

function* read(bytes: Uint8Array): Generator<Chunk> {
  let start = SIGNATURE.length;
  while (start + 12 <= bytes.length) {
    const end = start + 12 + readUint32(bytes, start);
    const type = decode(bytes.subarray(start + 4, start + 8));
    yield { type, start, end, data: bytes.subarray(start + 8, end - 4) };
    start = end;
  }
}

/** The text of an iTXt chunk: after the keyword a flag and a method of compression, a language, and a translation. */
async function textOf(data: Uint8Array): Promise<string | undefined> {
  const compressed = data[KEYWORD.length] === 1;
  const language = data.indexOf(0, KEYWORD.length + 2);
  const text = data.slice(data.indexOf(0, language + 1) + 1);
  if (!compressed) return decode(text);
  try {
    return await new Response(new Blob([text]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
  } catch {
    // What cannot be unpacked says nothing to anybody.
    return undefined;
  }
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const named = join([encode(type), data]);
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
