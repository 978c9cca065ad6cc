// Redraws a photo on a canvas, with an optional label.
import { readsBack } from "../../../pkg/imaging.js";
import { ReRoomError } from "../../client/index.js";
import type { IssueCode } from "../../client/index.js";
import type { QrCode } from "../../rules/qr-code.js";

const QUALITY = 0.92;
const PROTECTED =
  "The photo must be redrawn, but this browser's fingerprinting protection alters canvas data. " +
  "Allow canvas access for this site, or use another browser.";
const BLANK =
  "The redrawn photo is blank: this device does not have enough memory for a canvas of this size. Scale the photo down first.";

/** A label on a photo. */
export interface Label {
  /** Its text. Empty: no label. */
  readonly text: string;
  /** A QR code next to the text. */
  readonly qrCode?: QrCode | undefined;
}

/**
 * Redraws a photo as a JPEG or PNG, with an optional label in its bottom right corner.
 *
 * Rejects with `invalid_image` if the browser alters canvas data (`canvas_protected`) or does not have enough memory for
 * a canvas of the photo's size.
 */
export async function redraw(photo: Blob, label: Label, type: "image/jpeg" | "image/png"): Promise<Blob> {
  // Node has no canvas: drawing below rejects with its own error.
  const hasCanvas = typeof OffscreenCanvas !== "undefined";
  if (hasCanvas && !(await readsBack("file", undefined, label.text !== "")))
    throw invalidImage("canvas_protected", PROTECTED);
  try {
    return await draw(photo, label, type);
  } catch (cause) {
    if (cause instanceof ReRoomError) throw cause;
    throw new ReRoomError("invalid_image", "Cannot decode or redraw the photo. Use a JPEG or PNG.", { cause });
  }
}

async function draw(photo: Blob, label: Label, type: string): Promise<Blob> {
  const bitmap = await createImageBitmap(photo);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext("2d");
  if (!context) throw new TypeError("The canvas has no 2D context.");
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  if (isBlank(canvas)) throw invalidImage("malformed", BLANK);
  if (label.text) drawLabel(context, label);
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

/** Empty modules around a QR code, which readers need. */
const QUIET_ZONE = 4;
/** How many lines of text fit next to a QR code. */
const MAX_LINES = 4;

/** Draws light text on a dark box: readable on a thumbnail, never wider than the photo. A QR code is to the right of it. */
function drawLabel(context: OffscreenCanvasRenderingContext2D, { text, qrCode }: Label): void {
  const { width, height } = context.canvas;
  const short = Math.min(width, height);
  // Whole pixels per module, because readers fail on blurred edges.
  const unit = qrCode ? Math.max(2, Math.round((short * 0.16) / (qrCode.size + 2 * QUIET_ZONE))) : 0;
  const side = qrCode ? unit * (qrCode.size + 2 * QUIET_ZONE) : 0;
  // Next to a QR code, several short lines cover less of the photo.
  const start = Math.round(short * (qrCode ? 0.03 : 0.04));
  const fit = { start, wrapAt: qrCode ? width * 0.4 : Infinity, maxWidth: width - 3 * start - side };
  const { size, lines, textWidth } = fitText(context, text, fit);
  const [pad, margin, line] = [size * 0.5, size * 0.6, size * (lines.length > 1 ? 1.3 : 1.7)];
  const box = { width: textWidth + 2 * pad + side, height: Math.max(line * lines.length, side) };
  const [x, y] = [width - box.width - margin, height - box.height - margin];
  context.fillStyle = "rgb(20 17 13 / 0.8)";
  context.fillRect(x, y, box.width, box.height);
  context.fillStyle = "#fff";
  context.textBaseline = "middle";
  const top = y + (box.height - line * lines.length) / 2;
  for (const [at, words] of lines.entries()) context.fillText(words, x + pad, top + line * (at + 0.5));
  if (qrCode) drawQrCode(context, qrCode, unit, Math.round(x + box.width - side), Math.round(y));
}

/** Finds the largest font, up to `start` pixels, in which the text fits. Sets it. */
function fitText(
  context: OffscreenCanvasRenderingContext2D,
  text: string,
  { start, wrapAt, maxWidth }: { start: number; wrapAt: number; maxWidth: number },
): { size: number; lines: readonly string[]; textWidth: number } {
  for (let size = start; ; size = Math.max(1, Math.floor(size * 0.95))) {
    context.font = `600 ${size}px system-ui, sans-serif`;
    const widthOf = (words: string) => context.measureText(words).width;
    const lines = breakLines(text, (words) => widthOf(words) <= wrapAt);
    const textWidth = Math.max(...lines.map(widthOf));
    if (size === 1 || (textWidth <= maxWidth && lines.length <= MAX_LINES)) return { size, lines, textWidth };
  }
}

/** Breaks a text at spaces. A longer word has its own line. */
function breakLines(text: string, fits: (words: string) => boolean): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const longer = [lines.at(-1), word].filter(Boolean).join(" ");
    if (lines.length > 0 && fits(longer)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Draws a QR code with its empty border. `unit` is the size of a module. */
function drawQrCode(
  context: OffscreenCanvasRenderingContext2D,
  qrCode: QrCode,
  unit: number,
  left: number,
  top: number,
): void {
  const { size } = qrCode;
  const side = unit * (size + 2 * QUIET_ZONE);
  context.fillStyle = "#fff";
  context.fillRect(left, top, side, side);
  context.fillStyle = "#000";
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++)
      if (qrCode.get(x, y)) context.fillRect(left + (x + QUIET_ZONE) * unit, top + (y + QUIET_ZONE) * unit, unit, unit);
}
