// The brush size, in percent of the photo's width.
import { clamp } from "../viewer/viewport.js";

export const MIN_SIZE = 0.5;
export const MAX_SIZE = 30;
/** Sizes are multiples of this. */
export const SIZE_STEP = 0.5;

/** The change of one step. */
const FACTOR = 1.2;

/** Enlarges the brush by a number of steps, or reduces it if they are negative. Each step changes the size. */
export function resizeBrush(size: number, steps: number): number {
  const next = Math.round((size * FACTOR ** steps) / SIZE_STEP) * SIZE_STEP;
  return clamp(next === size ? size + Math.sign(steps) * SIZE_STEP : next, MIN_SIZE, MAX_SIZE);
}
