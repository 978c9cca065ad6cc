// Reads the format and the size of an image from its first bytes.

/** What an image's header contains. */
export interface ImageHeader {
  type: "image/jpeg" | "image/png";
  width: number;
  height: number;
}

/** Returns `undefined` if the bytes are not the start of a JPEG or PNG. */
export function readImageHeader(bytes: Uint8Array): ImageHeader | undefined {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return readPngHeader(data) ?? readJpegHeader(data);
  } catch {
    // The header is longer than the file.
    return undefined;
  }
}

/** A PNG starts with its signature and an IHDR chunk of 13 bytes. */
const PNG_START = [0x89504e47, 0x0d0a1a0a, 13, 0x49484452];

function readPngHeader(data: DataView): ImageHeader | undefined {
  if (!PNG_START.every((word, index) => data.getUint32(4 * index) === word)) return undefined;
  return { type: "image/png", width: data.getUint32(16), height: data.getUint32(20) };
}

/** Follows the segments of a JPEG to its first frame header. */
function readJpegHeader(data: DataView): ImageHeader | undefined {
  if (data.getUint16(0) !== 0xffd8) return undefined;
  for (let at = 2; ;) {
    if (data.getUint8(at) !== 0xff) return undefined;
    const marker = data.getUint8(at + 1);
    // Fill bytes, and markers without a segment.
    if (marker === 0xff) at += 1;
    else if (marker === 0x01) at += 2;
    else if (isFrameHeader(marker))
      return { type: "image/jpeg", height: data.getUint16(at + 5), width: data.getUint16(at + 7) };
    // The image data starts, or the image ends, without a frame header.
    else if (marker >= 0xd0 && marker <= 0xda) return undefined;
    else at += 2 + Math.max(2, data.getUint16(at + 2));
  }
}

/** SOF0 to SOF15, without DHT, JPG, and DAC, which use numbers of that range. */
const isFrameHeader = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
