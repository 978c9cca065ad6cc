// The rectangle for painting with the keyboard, in fractions of the photo.
import { clamp, visibleBox, type Box, type View } from "../viewer/viewport.js";

/** Distance of one arrow key press, as a fraction of the visible area. */
const STEP = 0.02;

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Creates a frame in the center of the visible area. */
export function createFrame(view: View): Box {
  const { x, y, width, height } = visibleBox(view);
  return { x: x + 0.35 * width, y: y + 0.35 * height, width: 0.3 * width, height: 0.3 * height };
}

/** Moves the frame by an arrow key, or resizes it with Shift. Returns undefined for other keys. */
export function moveFrame(frame: Box, { zoom }: View, { key, shiftKey }: KeyboardEvent): Box | undefined {
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
