// Drags the slider from anywhere on it. Safari before 26.4 drags a range input only by its thumb, which is 1 px wide here.
// Other browsers also move the slider themselves, to the same value.

/** How far a finger moves, in CSS pixels, before it drags or scrolls. */
const SLOP = 4;
/** The width of the thumb in CSS pixels. Its center marks the value. */
const THUMB = 1;

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Follows a pointer that went down on the slider until it goes up. A mouse or pen moves the slider at once, a finger only
 * once it moves along the slider rather than scrolls the page. The pointer is not captured: the browser's own dragging
 * would miss its events.
 */
export function drag(event: PointerEvent, vertical: boolean): void {
  const input = event.currentTarget as HTMLInputElement;
  if (event.button !== 0 || following.has(input)) return;
  following.add(input);
  const over = new AbortController();
  const { signal } = over;
  const end = () => {
    following.delete(input);
    over.abort();
  };
  const cancel = ({ pointerId }: PointerEvent) => {
    if (pointerId === event.pointerId) end();
  };
  const start = pointOf(event);
  let decided = event.pointerType !== "touch";
  const move = (next: PointerEvent) => {
    if (next.pointerId !== event.pointerId) return;
    const direction = decided ? "along" : directionOf(start, pointOf(next), vertical);
    if (direction === "across") end();
    decided ||= direction === "along";
    if (direction === "along") slide(input, pointOf(next), vertical);
  };
  const up = (last: PointerEvent) => {
    if (last.pointerId !== event.pointerId) return;
    slide(input, pointOf(last), vertical);
    end();
  };
  if (decided) slide(input, start, vertical);
  addEventListener("pointermove", move, { signal });
  addEventListener("pointerup", up, { signal });
  addEventListener("pointercancel", cancel, { signal });
}

/** Sliders that follow a pointer now. */
const following = new WeakSet<HTMLInputElement>();

const pointOf = ({ clientX: x, clientY: y }: PointerEvent): Point => ({ x, y });

/** Which way a finger moves; undefined until it has moved far enough. */
function directionOf(from: Point, to: Point, vertical: boolean): "along" | "across" | undefined {
  const [x, y] = [Math.abs(to.x - from.x), Math.abs(to.y - from.y)];
  if (Math.max(x, y) < SLOP) return undefined;
  return y > x === vertical ? "along" : "across";
}

/** Sets the value at a point, and fires `input` as the browser does. */
function slide(input: HTMLInputElement, point: Point, vertical: boolean): void {
  const { left, top, width, height } = input.getBoundingClientRect();
  const [at, length] = vertical ? [point.y - top, height] : [point.x - left, width];
  const share = Math.min(Math.max((at - THUMB / 2) / Math.max(length - THUMB, 1), 0), 1);
  const backwards = !vertical && getComputedStyle(input).direction === "rtl";
  const value = String(Math.round(100 * (backwards ? 1 - share : share)));
  if (input.value === value) return;
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
}
