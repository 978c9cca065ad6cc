// Makes the whole slider draggable. Safari before 26.4 drags a range input only by its thumb, which is 1 px wide here. Other
// browsers move it as soon as a finger touches it, even if the finger then scrolls the page.

/** How far a finger moves, in CSS pixels, before it counts as a drag or scroll. */
const SLOP = 4;
/** Width of the thumb in CSS pixels. */
const THUMB = 1;

type Direction = "along" | "across";

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Drags the slider until the pointer is released. A mouse or pen moves it at once; a finger must first move along the
 * slider, since moving across it scrolls the page. The pointer is not captured, because the browser's own dragging
 * would then miss its events. With `pinches`, a second finger starts a pinch and takes the drag back.
 */
export function drag(
  event: PointerEvent,
  input: HTMLInputElement,
  { vertical, pinches }: { vertical: boolean; pinches: boolean },
): void {
  if (event.button !== 0 || dragging.has(input)) return;
  dragging.add(input);
  const listeners = new AbortController();
  const { signal } = listeners;
  const end = () => {
    dragging.delete(input);
    listeners.abort();
  };
  const cancel = ({ pointerId }: PointerEvent) => {
    if (pointerId === event.pointerId) end();
  };
  const start = pointOf(event);
  const { value } = input;
  let shown = value;
  const moveTo = (point: Point) => {
    setValueAt(input, point, vertical);
    shown = input.value;
  };
  let direction: Direction | undefined = event.pointerType === "touch" ? undefined : "along";
  const move = (next: PointerEvent) => {
    if (next.pointerId !== event.pointerId) return;
    direction ??= directionOf(start, pointOf(next), vertical);
    if (direction === "along") moveTo(pointOf(next));
  };
  const up = (last: PointerEvent) => {
    if (last.pointerId !== event.pointerId) return;
    if (direction !== "across") moveTo(pointOf(last));
    direction = "across";
    // Firefox moves the slider once more when the touch ends.
    setTimeout(end);
  };
  const pinch = (other: PointerEvent) => {
    if (!pinches || other.pointerId === event.pointerId) return;
    setValue(input, value);
    end();
  };
  const undoNative = (change: Event) => {
    if (!change.isTrusted) return;
    change.stopImmediatePropagation();
    input.value = shown;
  };
  if (direction) moveTo(start);
  addEventListener("pointermove", move, { signal });
  addEventListener("pointerdown", pinch, { signal });
  addEventListener("pointerup", up, { signal });
  addEventListener("pointercancel", cancel, { signal });
  input.addEventListener("input", undoNative, { signal, capture: true });
}

/** Sliders being dragged. */
const dragging = new WeakSet<HTMLInputElement>();

const pointOf = ({ clientX: x, clientY: y }: PointerEvent): Point => ({ x, y });

/** Returns the direction of a finger, or undefined until it has moved far enough. */
function directionOf(from: Point, to: Point, vertical: boolean): Direction | undefined {
  const [x, y] = [Math.abs(to.x - from.x), Math.abs(to.y - from.y)];
  if (Math.max(x, y) < SLOP) return undefined;
  return y > x === vertical ? "along" : "across";
}

/** Sets the value from a pointer position and fires `input`, as the browser does. */
function setValueAt(input: HTMLInputElement, point: Point, vertical: boolean): void {
  const { left, top, width, height } = input.getBoundingClientRect();
  const [at, length] = vertical ? [point.y - top, height] : [point.x - left, width];
  const share = Math.min(Math.max((at - THUMB / 2) / Math.max(length - THUMB, 1), 0), 1);
  const backwards = !vertical && getComputedStyle(input).direction === "rtl";
  setValue(input, String(Math.round(100 * (backwards ? 1 - share : share))));
}

function setValue(input: HTMLInputElement, value: string): void {
  if (input.value === value) return;
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
}
