// Decodes and encodes with sharp, as browsers do: sRGB with 8 bits per channel, and no metadata.
import type { Sharp } from "sharp";
import { loadSharp } from "./require-sharp.js";
import { Pixels, type Matrix, type Rect } from "./pixels.js";

/** The formats that sharp may decode: those that browsers display, and TIFF. */
const FORMATS = ["jpeg", "png", "webp", "gif", "heif", "tiff"];
/** Damage that browsers display is decoded, but not a file whose end is missing. */
const failOn = "truncated";

/** How to decode an image. */
export interface Decoding {
  /** The part to keep. Default: everything. */
  part?: Rect;
  /** The size to scale to. Default: the size of the part. */
  size?: readonly [width: number, height: number];
  /** Whether to apply an orientation in the file. */
  orients?: boolean;
  /** Applied after scaling. Only quarter turns and reflections. */
  matrix?: Matrix;
}

/** Decodes a file, or transforms pixels. */
export async function decodePixels(source: Blob | Pixels, decoding: Decoding = {}): Promise<Pixels> {
  const { part, size, matrix = [1, 0, 0, 1, 0, 0] } = decoding;
  const isFile = "arrayBuffer" in source;
  let image = isFile ? await open(source, decoding.orients) : fromPixels(source);
  if (part) image = extract(image, part);
  if (size && part && (size[0] !== part[2] || size[1] !== part[3])) {
    image = image.resize(...size, { fit: "fill", kernel: "mitchell" });
  }
  const { data, info } = await turn(image, matrix).toColourspace("srgb").ensureAlpha().raw().toBuffer(rawOptions);
  const { buffer, byteOffset, length } = data;
  return new Pixels(info.width, info.height, new Uint8ClampedArray(buffer, byteOffset, length));
}

const rawOptions = { resolveWithObject: true } as const;

/** Without this step, sharp would decode a smaller version of an image that is scaled, which is less exact. */
const extract = (image: Sharp, [left, top, width, height]: Rect): Sharp => image.extract({ left, top, width, height });

async function open(file: Blob, orients = false): Promise<Sharp> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const image = loadSharp()(bytes, { failOn });
  const { format, compression } = await image.metadata();
  // Other builds of sharp decode HEIC, too, but ignore some color properties.
  if (!FORMATS.includes(format) || compression === "hevc") throw new Error(`The format ${format} is not supported.`);
  return orients ? image.autoOrient() : image;
}

const fromPixels = ({ data, width, height }: Pixels): Sharp =>
  loadSharp()(data, { raw: { width, height, channels: 4 } });

/** Turns and reflects an image. sharp reflects first, in whichever order it is told. */
function turn(image: Sharp, [a, b, c, d]: Matrix): Sharp {
  if (a === 0)
    return image
      .flip(c > 0)
      .flop(b < 0)
      .rotate(90);
  return image.flip(d < 0).flop(a < 0);
}

/** Decodes a file and discards the pixels. Rejects if it cannot be decoded. */
export async function tryDecode(file: Blob): Promise<void> {
  const image = await open(file);
  const { width, height } = await image.metadata();
  await extract(image, [0, 0, width, height]).resize(8, 8).raw().toBuffer();
}

/** Encodes an image. A JPEG shows black where the image is transparent. */
export async function encode(image: Pixels, type: string, quality: number): Promise<Blob> {
  const isOpaque = image.data.every((value, at) => at % 4 !== 3 || value === 255);
  const source = isOpaque ? fromPixels(image).removeAlpha() : fromPixels(image);
  const percent = Math.max(1, Math.round(quality * 100));
  // Without subsampling of colors at the highest quality, as Chromium does.
  const chromaSubsampling = percent === 100 ? "4:4:4" : "4:2:0";
  const encoded = type === "image/png" ? source.png() : source.jpeg({ quality: percent, chromaSubsampling });
  return new Blob([new Uint8Array(await encoded.toBuffer())], { type });
}
