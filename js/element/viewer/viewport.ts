// The visible part of a photo. Positions are fractions, from 0 to 1 from the top left.

/** A position, in fractions of a width and height. */
export interface Position {
  readonly x: number;
  readonly y: number;
}

/** A rectangle, in fractions of the photo. */
export interface Box extends Position {
  readonly width: number;
  readonly height: number;
}

/**
 * The visible part of the photo. It starts at `x`, `y`, and has `across / zoom` of the photo's width and `down / zoom` of its
 * height. Without zoom, the photo just fits: one of `across` and `down` is 1, and the other is larger if the window has a
 * different shape than the photo.
 */
export interface View extends Position {
  readonly zoom: number;
  readonly across: number;
  readonly down: number;
}

/** The view of the whole photo, in a window of its shape. */
export const wholePhoto: View = { zoom: 1, x: 0, y: 0, across: 1, down: 1 };

/** Maximum zoom. */
export const MAX_ZOOM = 8;

/** A window that differs less than this from the photo's shape has it: the browser rounds to pixels. */
const SAME_SHAPE = 0.02;

const center: Position = { x: 0.5, y: 0.5 };

/** Limits a number to a range. */
export const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

/** Adapts the view to the shape of its window, and keeps its center. Both ratios are width divided by height. */
export function fitWindow(view: View, windowRatio: number, photoRatio: number): View {
  const ratio = windowRatio / photoRatio;
  const fits = !(ratio > 0) || Math.abs(ratio - 1) < SAME_SHAPE;
  const [across, down] = fits ? [1, 1] : [Math.max(ratio, 1), Math.max(1 / ratio, 1)];
  const x = view.x + (view.across - across) / view.zoom / 2;
  const y = view.y + (view.down - down) / view.zoom / 2;
  return clampView({ zoom: view.zoom, x, y, across, down });
}

/** Zooms the view. The point at position `at` stays in place. */
export function zoomTo(view: View, zoom: number, at: Position = center): View {
  const next = clamp(zoom, 1, MAX_ZOOM);
  const shift = 1 / view.zoom - 1 / next;
  const x = view.x + at.x * shift * view.across;
  const y = view.y + at.y * shift * view.down;
  return clampView({ ...view, zoom: next, x, y });
}

/** Pans the view by fractions of the window. */
export function panBy(view: View, x: number, y: number): View {
  const { zoom, across, down } = view;
  return clampView({ ...view, x: view.x - (x * across) / zoom, y: view.y - (y * down) / zoom });
}

/** Pans the view just far enough to show a part of the photo. */
export function panToShow(view: View, box: Box): View {
  const bring = (from: number, size: number, start: number, length: number) =>
    length >= size ? start : clamp(from, start + length - size, start);
  const x = bring(view.x, view.across / view.zoom, box.x, box.width);
  const y = bring(view.y, view.down / view.zoom, box.y, box.height);
  return clampView({ ...view, x, y });
}

/** Returns the part of the photo that the view shows. */
export function visibleBox({ zoom, x, y, across, down }: View): Box {
  const [left, top] = [Math.max(x, 0), Math.max(y, 0)];
  return { x: left, y: top, width: Math.min(x + across / zoom, 1) - left, height: Math.min(y + down / zoom, 1) - top };
}

/** Converts a position in the window to a position in the photo. */
export const toPhotoPoint = (view: View, { x, y }: Position): Position => ({
  x: view.x + (x * view.across) / view.zoom,
  y: view.y + (y * view.down) / view.zoom,
});

/** Whether two views are equal. */
export const isSameView = (one: View, other: View) =>
  one.zoom === other.zoom &&
  one.x === other.x &&
  one.y === other.y &&
  one.across === other.across &&
  one.down === other.down;

/** Keeps the photo in the window, and in its center where it is smaller. */
function clampView(view: View): View {
  const keep = (start: number, size: number) => (size >= 1 ? (1 - size) / 2 : clamp(start, 0, 1 - size));
  return { ...view, x: keep(view.x, view.across / view.zoom), y: keep(view.y, view.down / view.zoom) };
}
