// Fills the padding of an image with its edges, stretched and softened.
import type { Pixels, Rect } from "./pixels.js";
import { cubic, findTaps } from "./resample.js";

/** A line of RGB values. */
type Line = Float32Array<ArrayBuffer>;

/** Stretches the edges of `target`, which is surrounded by padding on two sides, over the padding: the softer the farther away. */
export function stretchEdges(canvas: Pixels, target: Rect): void {
  const [left, top, wide, high] = target;
  const across = wide < canvas.width;
  const [from, to, whole] = across ? [left, left + wide, canvas.width] : [top, top + high, canvas.height];
  for (const [start, end, edge] of [
    [0, from, from],
    [to, whole, to - 1],
  ] as const) {
    const isBefore = edge < to - 1;
    const length = across ? high : wide;
    let line = readLine(canvas, edge, length, across);
    // A browser that stretches one pixel also interpolates with the next one inside.
    const inner = readLine(canvas, isBefore ? edge + 1 : edge - 1, length, across);
    let visible = line.map((value, at) => (value + (inner[at] ?? 0)) / 2);
    for (let away = 0; away < end - start;) {
      const next = away * 1.5 + 2;
      const last = Math.min(next, end - start);
      // The parts that remain visible: others are drawn over the rest.
      const [first, until] = isBefore ? [end - last, end - away] : [start + away, start + last];
      fill(canvas, visible, [Math.round(first), Math.round(until)], across);
      line = soften(line);
      visible = stretch(line, length);
      away = next;
    }
  }
}

/** Reads one column or row. */
function readLine({ data, width }: Pixels, at: number, length: number, across: boolean): Line {
  const line = new Float32Array(length * 3);
  for (let index = 0; index < length; index += 1) {
    const pixel = (across ? index * width + at : at * width + index) * 4;
    for (let channel = 0; channel < 3; channel += 1) line[index * 3 + channel] = data[pixel + channel] ?? 0;
  }
  return line;
}

/** Fills the columns or rows of a range with a line. */
function fill(canvas: Pixels, line: Line, [first, until]: [number, number], across: boolean): void {
  const colors = toWords(line);
  const words = canvas.words();
  if (!across) {
    for (let y = first; y < until; y += 1) words.set(colors, y * canvas.width);
    return;
  }
  for (const [y, color] of colors.entries()) words.fill(color, y * canvas.width + first, y * canvas.width + until);
}

/** Converts a line to opaque pixels. */
function toWords(line: Line): Uint32Array {
  const bytes = new Uint8ClampedArray((line.length / 3) * 4).fill(255);
  line.forEach((value, at) => (bytes[Math.floor(at / 3) * 4 + (at % 3)] = value));
  return new Uint32Array(bytes.buffer);
}

/** Shortens a line to two thirds. Interpolates and rounds down, as browsers do. */
function soften(line: Line): Line {
  const count = line.length / 3;
  const length = Math.ceil(count / 1.5);
  const softer = new Float32Array(length * 3);
  for (let index = 0; index < length; index += 1) {
    const center = Math.min(Math.max(((index + 0.5) * count) / length - 0.5, 0), count - 1);
    const [low, share] = [Math.floor(center), center % 1];
    const high = Math.min(low + 1, count - 1);
    for (let channel = 0; channel < 3; channel += 1) {
      const [a, b] = [line[low * 3 + channel] ?? 0, line[high * 3 + channel] ?? 0];
      softer[index * 3 + channel] = Math.floor(a + (b - a) * share);
    }
  }
  return softer;
}

/** Stretches a line. */
function stretch(line: Line, length: number): Line {
  const side = line.length / 3;
  const stretched = new Float32Array(length * 3);
  const taps = findTaps({ from: [0, side], to: [0, length], side }, cubic, 0, length);
  for (const [index, { first, weights }] of taps.entries()) {
    for (const [tap, weight] of weights.entries()) {
      for (let channel = 0; channel < 3; channel += 1) {
        const at = index * 3 + channel;
        stretched[at] = (stretched[at] ?? 0) + (line[(first + tap) * 3 + channel] ?? 0) * weight;
      }
    }
  }
  return stretched;
}
