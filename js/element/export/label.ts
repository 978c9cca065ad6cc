// Redraws a photo on a canvas, with an optional label.
import { readsBack } from "../../../pkg/imaging.js";
import { ReRoomError } from "../../client/index.js";
import type { IssueCode } from "../../client/index.js";

const QUALITY = 0.92;
const PROTECTED =
  "The photo must be redrawn, but this browser's fingerprinting protection alters canvas data. " +
  "Allow canvas access for this site, or use another browser.";
const BLANK =
  "The redrawn photo is blank: this device does not have enough memory for a canvas of this size. Scale the photo down first.";

/**
 * Redraws a photo as a JPEG or PNG, with an optional label in its bottom right corner.
 *
 * Rejects with `invalid_image` if the browser alters canvas data (`canvas_protected`) or does not have enough memory for
 * a canvas of the photo's size.
 */
export async function redraw(photo: Blob, text: string, type: "image/jpeg" | "image/png"): Promise<Blob> {
  // Node has no canvas: drawing below rejects with its own error.
  const hasCanvas = typeof OffscreenCanvas !== "undefined";
  if (hasCanvas && !(await readsBack("file", undefined, text !== "")))
    throw invalidImage("canvas_protected", PROTECTED);
  try {
    return await draw(photo, text, type);
  } catch (cause) {
    if (cause instanceof ReRoomError) throw cause;
    throw new ReRoomError("invalid_image", "Cannot decode or redraw the photo. Use a JPEG or PNG.", { cause });
  }
}

async function draw(photo: Blob, text: string, type: string): Promise<Blob> {
  const bitmap = await createImageBitmap(photo);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext("2d");
  if (!context) throw new TypeError("The canvas has no 2D context.");
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  if (isBlank(canvas)) throw invalidImage("malformed", BLANK);
  if (text) drawLabel(context, text);
  return canvas.convertToBlob({ type, quality: QUALITY });
}

function invalidImage(code: IssueCode, message: string): ReRoomError {
  return new ReRoomError("invalid_image", message, { issues: [{ path: "altered", code, message }] });
}

/** Whether a canvas is fully transparent. Without enough memory, a canvas stays blank and throws no error. */
function isBlank(canvas: OffscreenCanvas): boolean {
  const context = new OffscreenCanvas(8, 8).getContext("2d");
  context?.drawImage(canvas, 0, 0, 8, 8);
  const { data = [] } = context?.getImageData(0, 0, 8, 8) ?? {};
  return data.every((value, at) => at % 4 < 3 || value === 0);
}

/** Draws light text on a dark box: readable on a thumbnail, never wider than the photo. */
function drawLabel(context: OffscreenCanvasRenderingContext2D, text: string): void {
  const { width, height } = context.canvas;
  const font = (size: number) => `600 ${size}px system-ui, sans-serif`;
  let size = Math.round(Math.min(width, height) * 0.04);
  context.font = font(size);
  const maxWidth = width - 3 * size;
  const fullWidth = context.measureText(text).width;
  if (fullWidth > maxWidth) {
    size = Math.max(1, Math.floor((size * maxWidth) / fullWidth));
    context.font = font(size);
  }
  const [pad, margin] = [size * 0.5, size * 0.6];
  const box = { width: context.measureText(text).width + 2 * pad, height: size * 1.7 };
  const [x, y] = [width - box.width - margin, height - box.height - margin];
  context.fillStyle = "rgb(20 17 13 / 0.8)";
  context.fillRect(x, y, box.width, box.height);
  context.fillStyle = "#fff";
  context.textBaseline = "middle";
  context.fillText(text, x + pad, y + box.height / 2);
}
