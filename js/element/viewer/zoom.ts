// Zooming and panning by wheel, pinch and trackpad.
import { panBy, zoomTo, type Position, type View } from "./viewport.js";

/** A trackpad pinch in Safari. TypeScript has no type for it. */
export interface TrackpadPinch extends MouseEvent {
  /** The size relative to the start of the pinch. */
  readonly scale: number;
}

/** Whether an event is part of a trackpad pinch in Safari. On iPhones and iPads, fingers fire these, too. */
export const isTrackpadPinch = (event: Event): event is TrackpadPinch => event.type.startsWith("gesture");

/** Pixels in a line of a wheel that reports lines. */
const LINE = 33;

/** Returns a wheel's vertical distance in pixels. */
export const wheelDistance = ({ deltaY, deltaMode }: WheelEvent) => (deltaMode === 1 ? deltaY * LINE : deltaY);

/** Returns the position of a pointer in an element, in fractions of its size. */
export function positionIn(element: Element, { clientX, clientY }: MouseEvent): Position {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: (clientX - left) / width, y: (clientY - top) / height };
}

/** Zooms with Ctrl, which trackpad pinches also set outside of Safari. Otherwise pans. */
export function turnWheel(view: View, event: WheelEvent, element: Element): View {
  if (event.ctrlKey) return zoomTo(view, view.zoom * Math.exp(-wheelDistance(event) / 200), positionIn(element, event));
  const { width, height } = element.getBoundingClientRect();
  return panBy(view, -event.deltaX / width, -wheelDistance(event) / height);
}

/** Zooms and pans with two fingers, one of which moved from `before` to `after`. */
export function pinch(view: View, before: MouseEvent, after: MouseEvent, other: MouseEvent, element: Element): View {
  const middle = (event: MouseEvent): Position => {
    const [one, two] = [positionIn(element, event), positionIn(element, other)];
    return { x: (one.x + two.x) / 2, y: (one.y + two.y) / 2 };
  };
  const [from, to] = [middle(before), middle(after)];
  const zoom = (view.zoom * distanceBetween(after, other)) / Math.max(distanceBetween(before, other), 1);
  return panBy(zoomTo(view, zoom, from), to.x - from.x, to.y - from.y);
}

/** Returns the distance of two pointers in CSS pixels. */
export const distanceBetween = (one: MouseEvent, other: MouseEvent) =>
  Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
