// A mask for edits, made without a canvas.
import { deflateSync } from "node:zlib";
import { chunk, png } from "./png.mjs";

/** A grayscale PNG in base64 whose left half is white. */
export function halfMask(width, height) {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const row = Buffer.alloc(width + 1);
  row.fill(255, 1, 1 + width / 2);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  return png(chunk("IHDR", header), chunk("IDAT", pixels), chunk("IEND")).toString("base64");
}
