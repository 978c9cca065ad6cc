// The rectangle that is moved and sized by keys, as shares of the photo.
import { clamp, type Box, type View } from "./view.js";

/** How far one press of an arrow key goes, as a share of what is seen. */
const STEP = 0.02;

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A frame in the middle of what is seen. */
export function frameIn(view: View): Box {
  const size = 0.3 / view.zoom;
  const inset = 0.35 / view.zoom;
  return { x: view.x + inset, y: view.y + inset, width: size, height: size };
}

/** The frame after this key; nothing where it is no arrow. With Shift it grows and shrinks, else it moves. */
export function frameAfter(frame: Box, { zoom }: View, { key, shiftKey }: KeyboardEvent): Box | undefined {
  const arrow = arrows[key];
  if (!arrow) return undefined;
  const step = STEP / zoom;
  const [x, y] = [arrow[0] * step, arrow[1] * step];
  return shiftKey
    ? {
        ...frame,
        width: clamp(frame.width + x, step, 1 - frame.x),
        height: clamp(frame.height + y, step, 1 - frame.y),
      }
    : { ...frame, x: clamp(frame.x + x, 0, 1 - frame.width), y: clamp(frame.y + y, 0, 1 - frame.height) };
}
