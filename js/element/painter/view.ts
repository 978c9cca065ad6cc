// Which part of the photo is seen, and where a place on screen lies in it. Places are shares: 0 to 1 from the top left.

/** A place, as shares of a width and a height. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A rectangle, as shares of the photo. */
export interface Box extends Place {
  readonly width: number;
  readonly height: number;
}

/** The part of the photo in the window: a `zoom`-th of its sides, from `x`, `y` on. */
export interface View extends Place {
  readonly zoom: number;
}

/** All of the photo. */
export const whole: View = { zoom: 1, x: 0, y: 0 };

/** How far the view can be enlarged. */
export const MAX_ZOOM = 8;

const centre: Place = { x: 0.5, y: 0.5 };

/** A number within limits. */
export const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

/** The view at another zoom; what is at this place of the window stays there. */
export function zoomTo(view: View, zoom: number, at: Place = centre): View {
  const next = clamp(zoom, 1, MAX_ZOOM);
  const shift = 1 / view.zoom - 1 / next;
  return settled({ zoom: next, x: view.x + at.x * shift, y: view.y + at.y * shift });
}

/** The view after the photo was pushed by so much of the window. */
export function panBy(view: View, x: number, y: number): View {
  return settled({ zoom: view.zoom, x: view.x - x / view.zoom, y: view.y - y / view.zoom });
}

/** The view moved, no more than it must be, so that this part of the photo is in it. */
export function reveal(view: View, box: Box): View {
  const size = 1 / view.zoom;
  const bring = (from: number, start: number, length: number) =>
    length >= size ? start : clamp(from, start + length - size, start);
  return settled({ zoom: view.zoom, x: bring(view.x, box.x, box.width), y: bring(view.y, box.y, box.height) });
}

/** The place of the photo under a place of the window. */
export const toPhoto = (view: View, { x, y }: Place): Place => ({
  x: view.x + x / view.zoom,
  y: view.y + y / view.zoom,
});

/** Whether both show the same. */
export const sameView = (one: View, other: View) => one.zoom === other.zoom && one.x === other.x && one.y === other.y;

function settled({ zoom, x, y }: View): View {
  const rest = 1 - 1 / zoom;
  return { zoom, x: clamp(x, 0, rest), y: clamp(y, 0, rest) };
}
