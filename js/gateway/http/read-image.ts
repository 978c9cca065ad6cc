// Reads an image from a request into memory, and checks that it is one.
import { HttpError } from "./http-error.js";
import { readImageHeader } from "./image-header.js";
import type { ImageHeader } from "./image-header.js";
import type { BodyMemory } from "./memory-budget.js";
import { readBytes } from "./read-bytes.js";
import { readMediaType } from "./read-media-type.js";

/** An image, and its type. */
export interface Image {
  type: ImageHeader["type"];
  bytes: Uint8Array;
}

const TYPES: Record<string, ImageHeader["type"]> = {
  "image/jpeg": "image/jpeg",
  "image/jpg": "image/jpeg",
  "image/png": "image/png",
};

/** The service's limit for photos. */
const MAX_SIDE = 4096;

/** Throws an `HttpError` if the body is not a JPEG or PNG of the declared type and at most `maxBytes`. */
export async function readImage(
  request: Request,
  { maxBytes, pauseMs }: { maxBytes: number; pauseMs: number },
  memory: BodyMemory,
): Promise<Image> {
  const type = TYPES[readMediaType(request)];
  if (!type) throw new HttpError(415, "JPEG and PNG files only");
  const tooLarge = `The image is larger than ${maxBytes} bytes. Use a smaller one.`;
  const bytes = await readBytes(request, { maxBytes, pauseMs, tooLarge, isPhoto: true }, memory);
  if (bytes.length === 0) throw new HttpError(400, "Empty file");
  const header = readImageHeader(bytes);
  if (header?.type !== type) throw new HttpError(415, `The file is not ${type}. Send a JPEG or PNG with its own type.`);
  const sides = [header.width, header.height];
  if (Math.min(...sides) < 1 || Math.max(...sides) > MAX_SIDE)
    throw new HttpError(400, `The image is ${sides.join(" × ")} pixels. Use one of at most ${MAX_SIDE} per side.`);
  return { type, bytes };
}
