// Fills the padding of an image with its edges.
import { Pixels, place, type Rect } from "./pixels.js";

/** See imaging/js/edges.js. */
export type StretchEdge = (
  edge: Uint8ClampedArray,
  count: number,
  across: boolean,
  isBefore: boolean,
) => Uint8ClampedArray<ArrayBuffer>;

/** Stretches the edges of `target`, which is surrounded by padding on two sides, over the padding. */
export function stretchEdges(canvas: Pixels, target: Rect, stretchEdge: StretchEdge): void {
  const [left, top, wide, high] = target;
  const across = wide < canvas.width;
  const [from, to, whole] = across ? [left, left + wide, canvas.width] : [top, top + high, canvas.height];
  for (const [start, count, edge] of [
    [0, from, from],
    [to, whole - to, to - 2],
  ] as const) {
    if (count === 0) continue;
    const pixels = stretchEdge(readEdge(canvas, edge, across), count, across, start === 0);
    const [width, height] = across ? [count, canvas.height] : [canvas.width, count];
    place(new Pixels(width, height, pixels), canvas, across ? start : 0, across ? 0 : start);
  }
}

/** Reads two columns or rows. */
function readEdge({ data, width, height }: Pixels, start: number, across: boolean): Uint8ClampedArray {
  if (!across) return data.subarray(start * width * 4, (start + 2) * width * 4);
  const edge = new Uint8ClampedArray(height * 8);
  for (let y = 0; y < height; y += 1) {
    const at = (y * width + start) * 4;
    edge.set(data.subarray(at, at + 8), y * 8);
  }
  return edge;
}
