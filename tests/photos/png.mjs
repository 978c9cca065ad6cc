// Splits PNG files into chunks and builds them from chunks.
import { crc32 } from "node:zlib";

const SIGNATURE = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");

/** A chunk with this name, which may be invalid. `wrong` gives it a wrong checksum. */
export function chunk(name, data = Buffer.alloc(0), { wrong = false } = {}) {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE((crc32(body) ^ (wrong ? 1 : 0)) >>> 0);
  return Buffer.concat([length, body, checksum]);
}

/** The chunks of a file with their names and data. */
export function chunks(bytes) {
  const found = [];
  for (let at = SIGNATURE.length; at < bytes.length;) {
    const end = at + 12 + bytes.readUInt32BE(at);
    const name = bytes.toString("latin1", at + 4, at + 8);
    found.push({ name, data: bytes.subarray(at + 8, end - 4), bytes: bytes.subarray(at, end) });
    at = end;
  }
  return found;
}

/** A file of these chunks. */
export const png = (...all) => Buffer.concat([SIGNATURE, ...all]);
