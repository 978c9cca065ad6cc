// Scales a part of an image, as a canvas does: to and from fractions of pixels, which sharp cannot.
import { pause, type Pixels, type Rect } from "./pixels.js";

/** How a filter weighs a pixel by its distance, and the distance beyond which it does not. */
export interface Filter {
  readonly support: number;
  readonly weigh: (distance: number) => number;
}

/** Mitchell-Netravali, which Chromium uses for `imageSmoothingQuality: "high"`. */
export const cubic: Filter = {
  support: 2,
  weigh: (distance) => {
    const d = Math.abs(distance);
    if (d < 1) return (7 * d ** 3 - 12 * d ** 2 + 16 / 3) / 6;
    return d < 2 ? ((-7 / 3) * d ** 3 + 12 * d ** 2 - 20 * d + 32 / 3) / 6 : 0;
  },
};
/** Linear interpolation. */
export const linear: Filter = { support: 1, weigh: (distance) => Math.max(0, 1 - Math.abs(distance)) };

/** The pixels that one pixel of the result consists of: the first one, and their weights. */
interface Taps {
  readonly first: number;
  readonly weights: Float32Array;
}

/** One axis: the range `from` of the image is scaled to the range `to`. */
interface Axis {
  readonly from: readonly [start: number, length: number];
  readonly to: readonly [start: number, length: number];
  /** The pixels of the image. */
  readonly side: number;
}

/** The taps of the pixels from `start` to `end`. Pixels outside the range `from` are never used. */
export function findTaps({ from, to, side }: Axis, filter: Filter, start: number, end: number): Taps[] {
  const scale = from[1] / to[1];
  // A larger step than one pixel averages all that it passes.
  const step = Math.max(1, scale);
  const low = Math.max(0, Math.floor(from[0] + 1e-6));
  const high = Math.min(side, Math.ceil(from[0] + from[1] - 1e-6)) - 1;
  return Array.from({ length: end - start }, (_, index) => {
    const center = from[0] + (start + index + 0.5 - to[0]) * scale;
    const reach = filter.support * step;
    const first = clamp(Math.floor(center - reach + 0.5), low, high);
    const last = clamp(Math.ceil(center + reach - 0.5) - 1, first, high);
    const weights = new Float32Array(last - first + 1);
    let sum = 0;
    for (let pixel = Math.floor(center - reach + 0.5); pixel < center + reach; pixel += 1) {
      const weight = filter.weigh((pixel + 0.5 - center) / step);
      // The pixels at the edge stand for those beyond.
      const slot = clamp(pixel, first, last) - first;
      weights[slot] = (weights[slot] ?? 0) + weight;
      sum += weight;
    }
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

/** One row of the result: its number, and its RGBA values, premultiplied by alpha. The next row replaces them. */
type UseRow = (y: number, row: Float32Array) => void;

/**
 * Scales the rectangle `from` of an image to `to`, and passes the rows of the result inside `within` to `use`, in order. `isUsed`
 * skips rows.
 */
export async function resample(
  image: Pixels,
  from: Rect,
  to: Rect,
  within: Rect,
  use: UseRow,
  { filter = cubic, isUsed = () => true }: { filter?: Filter; isUsed?: (y: number) => boolean } = {},
): Promise<void> {
  const [left, top, width, height] = within;
  const [right, bottom] = [left + width, top + height];
  const across = { from: [from[0], from[2]], to: [to[0], to[2]], side: image.width } as const;
  const down = { from: [from[1], from[3]], to: [to[1], to[3]], side: image.height } as const;
  const columns = findTaps(across, filter, left, right);
  /** The rows of the image that are scaled already, by their number. */
  const scaled = new Map<number, Float32Array>();
  const row = new Float32Array(width * 4);
  for (let y = top; y < bottom; y += 1) {
    if (!isUsed(y)) continue;
    const [{ first, weights }] = findTaps(down, filter, y, y + 1) as [Taps];
    for (const number of scaled.keys()) if (number < first) scaled.delete(number);
    row.fill(0);
    for (const [index, weight] of weights.entries()) {
      let source = scaled.get(first + index);
      if (!source) scaled.set(first + index, (source = scaleRow(image, first + index, columns)));
      addRow(row, source, weight);
    }
    use(y, row);
    if (y % 32 === 0) await pause();
  }
}

function scaleRow({ data, width }: Pixels, y: number, columns: Taps[]): Float32Array {
  const row = new Float32Array(columns.length * 4);
  let at = 0;
  for (const { first, weights } of columns) {
    let place = (y * width + first) * 4;
    for (const weight of weights) {
      const share = ((data[place + 3] ?? 0) / 255) * weight;
      for (let channel = 0; channel < 3; channel += 1) {
        row[at + channel] = (row[at + channel] ?? 0) + (data[place + channel] ?? 0) * share;
      }
      row[at + 3] = (row[at + 3] ?? 0) + 255 * share;
      place += 4;
    }
    at += 4;
  }
  return row;
}

function addRow(row: Float32Array, source: Float32Array, weight: number): void {
  for (let at = 0; at < row.length; at += 1) row[at] = (row[at] ?? 0) + (source[at] ?? 0) * weight;
}
