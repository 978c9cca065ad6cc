// JPEG files taken apart into segments, and put together from them.

/** A marker, its length and a payload. `length` may lie. */
export function segment(marker, payload = Buffer.alloc(0), length = payload.length + 2) {
  return Buffer.concat([Buffer.from([0xff, marker, length >> 8, length & 0xff]), Buffer.from(payload)]);
}

/** The start and end markers. */
export const START = Buffer.from([0xff, 0xd8]);
export const END = Buffer.from([0xff, 0xd9]);

/** An ordinary file in its parts: the segments before the scan, and from the scan on, without the end marker. */
export function parts(bytes) {
  const segments = [];
  let at = 2;
  while (bytes[at + 1] !== 0xda) {
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    segments.push(bytes.subarray(at, end));
    at = end;
  }
  return { segments, scan: bytes.subarray(at, bytes.length - 2) };
}

/** The segments that say how the picture is to be decoded, without those of applications. */
export const tables = (segments) => segments.filter((one) => one[1] < 0xe0);

/** A file of these segments and this scan, and what follows it. */
export const jpeg = (segments, scan, end = END) => Buffer.concat([START, ...segments, scan, end]);
