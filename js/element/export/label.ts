// Words on a photo, and photos encoded by the browser.
import { readsBack } from "../../../pkg/imaging.js";
import { ReRoomError } from "../../client/index.js";
import type { IssueCode } from "../../client/index.js";

const QUALITY = 0.92;
const PROTECTED =
  "The photo must be redrawn, but this browser changes what is read from a canvas, to protect against fingerprinting. " +
  "Allow canvas access for this site, or use another browser.";
const BLANK = "The photo came out blank: this device has no memory for a canvas of its size. Scale it down first.";

/**
 * The photo as a JPEG or PNG of the browser's making, with these words in its lower right corner, if any.
 *
 * Rejects with `invalid_image` if the browser changes what is read from a canvas (`canvas_protected`), or has no memory for
 * a canvas of the photo's size.
 */
export async function drawn(photo: Blob, words: string, type: "image/jpeg" | "image/png"): Promise<Blob> {
  // Without a canvas, as in Node, there is nothing to try.
  const hasCanvas = typeof OffscreenCanvas !== "undefined";
  if (hasCanvas && !(await readsBack("file", undefined, words !== ""))) throw refusal("canvas_protected", PROTECTED);
  try {
    return await draw(photo, words, type);
  } catch (cause) {
    if (cause instanceof ReRoomError) throw cause;
    throw new ReRoomError("invalid_image", "Cannot decode or draw the photo here. Use a JPEG or PNG.", { cause });
  }
}

async function draw(photo: Blob, words: string, type: string): Promise<Blob> {
  const bitmap = await createImageBitmap(photo);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext("2d");
  if (!context) throw new TypeError("There is no canvas to draw on.");
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  if (isBlank(canvas)) throw refusal("malformed", BLANK);
  if (words) label(context, words);
  return canvas.convertToBlob({ type, quality: QUALITY });
}

function refusal(code: IssueCode, message: string): ReRoomError {
  return new ReRoomError("invalid_image", message, { issues: [{ path: "altered", code, message }] });
}

/** Whether all of a canvas is transparent: one that the platform has no memory for stays so and says nothing. */
function isBlank(canvas: OffscreenCanvas): boolean {
  const context = new OffscreenCanvas(8, 8).getContext("2d");
  context?.drawImage(canvas, 0, 0, 8, 8);
  const { data = [] } = context?.getImageData(0, 0, 8, 8) ?? {};
  return data.every((value, at) => at % 4 < 3 || value === 0);
}

/** Light words on a dark ground, large enough to be read on a thumbnail, and never wider than the photo. */
function label(context: OffscreenCanvasRenderingContext2D, words: string): void {
  const { width, height } = context.canvas;
  const font = (size: number) => `600 ${size}px system-ui, sans-serif`;
  let size = Math.round(Math.min(width, height) * 0.04);
  context.font = font(size);
  const widest = width - 3 * size;
  const natural = context.measureText(words).width;
  if (natural > widest) {
    size = Math.max(1, Math.floor((size * widest) / natural));
    context.font = font(size);
  }
  const [pad, margin] = [size * 0.5, size * 0.6];
  const box = { width: context.measureText(words).width + 2 * pad, height: size * 1.7 };
  const [x, y] = [width - box.width - margin, height - box.height - margin];
  context.fillStyle = "rgb(20 17 13 / 0.8)";
  context.fillRect(x, y, box.width, box.height);
  context.fillStyle = "#fff";
  context.textBaseline = "middle";
  context.fillText(words, x + pad, y + box.height / 2);
}
