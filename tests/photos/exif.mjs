// EXIF blocks with only an orientation.
import { segment } from "./jpeg.mjs";

/** A TIFF header and a directory with one entry. */
export function tiff(orientation) {
  const block = Buffer.from("49492a0008000000010012010300010000000000000000000000", "hex");
  block[18] = orientation;
  return block;
}

/** The EXIF segment of a JPEG. */
export const exif = (orientation) => segment(0xe1, Buffer.concat([Buffer.from("Exif\0\0"), tiff(orientation)]));
