// Splits JPEG files into segments and builds them from segments.

/** A marker, its length and a payload. `length` may be wrong. */
export function segment(marker, payload = Buffer.alloc(0), length = payload.length + 2) {
  return Buffer.concat([Buffer.from([0xff, marker, length >> 8, length & 0xff]), Buffer.from(payload)]);
}

/** The start and end markers. */
export const START = Buffer.from([0xff, 0xd8]);
export const END = Buffer.from([0xff, 0xd9]);

/** The segments before the scan, and the scan without the end marker. */
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

/** The segments that decoding needs, without the application segments. */
export const tables = (segments) => segments.filter((one) => one[1] < 0xe0);

/** A file of these segments, this scan and this end. */
export const jpeg = (segments, scan, end = END) => Buffer.concat([START, ...segments, scan, end]);
