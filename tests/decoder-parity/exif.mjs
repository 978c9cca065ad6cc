// EXIF blocks that hold an orientation and nothing else.
import { crc32 } from "node:zlib";

/** A TIFF header and a directory of one entry. */
function tiff(orientation) {
  const block = Buffer.from("49492a0008000000010012010300010000000000000000000000", "hex");
  block[18] = orientation;
  return block;
}

/** The segment of a JPEG, which goes behind its start. */
export function exifSegment(orientation) {
  const payload = Buffer.concat([Buffer.from("Exif\0\0"), tiff(orientation)]);
  const head = Buffer.from([0xff, 0xe1, 0, payload.length + 2]);
  return Buffer.concat([head, payload]);
}

/** The chunk of a PNG, which goes behind its header. */
export function exifChunk(orientation) {
  const body = Buffer.concat([Buffer.from("eXIf"), tiff(orientation)]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length - 4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** A file with something put into it. */
export const spliced = (bytes, at, part) => Buffer.concat([bytes.subarray(0, at), part, bytes.subarray(at)]);
