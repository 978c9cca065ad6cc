// The visible part of the photo. Positions are fractions, from 0 to 1 from the top left.

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

/** The visible part of the photo: `1 / zoom` of its width and height, starting at `x`, `y`. */
export interface View extends Position {
  readonly zoom: number;
}

/** The view of the whole photo. */
export const wholePhoto: View = { zoom: 1, x: 0, y: 0 };

/** Maximum zoom. */
export const MAX_ZOOM = 8;

const center: Position = { x: 0.5, y: 0.5 };

/** Limits a number to a range. */
export const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

/** Zooms the view. The point at position `at` stays in place. */
export function zoomTo(view: View, zoom: number, at: Position = center): View {
  const next = clamp(zoom, 1, MAX_ZOOM);
  const shift = 1 / view.zoom - 1 / next;
  return clampView({ zoom: next, x: view.x + at.x * shift, y: view.y + at.y * shift });
}

/** Pans the view by fractions of the window. */
export function panBy(view: View, x: number, y: number): View {
  return clampView({ zoom: view.zoom, x: view.x - x / view.zoom, y: view.y - y / view.zoom });
}

/** Pans the view just far enough to show a part of the photo. */
export function panToShow(view: View, box: Box): View {
  const size = 1 / view.zoom;
  const bring = (from: number, start: number, length: number) =>
    length >= size ? start : clamp(from, start + length - size, start);
  return clampView({ zoom: view.zoom, x: bring(view.x, box.x, box.width), y: bring(view.y, box.y, box.height) });
}

/** Converts a position in the window to a position in the photo. */
export const toPhotoPoint = (view: View, { x, y }: Position): Position => ({
  x: view.x + x / view.zoom,
  y: view.y + y / view.zoom,
});

/** Whether two views are equal. */
export const isSameView = (one: View, other: View) => one.zoom === other.zoom && one.x === other.x && one.y === other.y;

function clampView({ zoom, x, y }: View): View {
  const rest = 1 - 1 / zoom;
  return { zoom, x: clamp(x, 0, rest), y: clamp(y, 0, rest) };
}
