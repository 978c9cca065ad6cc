// What a pointer does from its press to its release, for each tool. Places are in the photo's pixels.
import type { Brush, Mask, Point } from "./mask.js";

/** The tools of the painter. */
export type Tool = "brush" | "rectangle" | "lasso" | "move";

/** What goes on between a press and a release. */
export interface Gesture {
  /** The pointer went through these points. */
  move(points: readonly Point[]): void;
  /** The pointer was released. */
  end(): void;
}

/** A line that is being drawn and is not yet marked. */
export type Draft = readonly Point[] | undefined;

/** Paints at once, while the pointer moves. */
export function stroke(mask: Mask, start: Point, brush: Brush): Gesture {
  let last = start;
  mask.begin();
  mask.extend([start], brush);
  return {
    move(points) {
      mask.extend([last, ...points], brush);
      last = points.at(-1) ?? last;
    },
    end() {
      mask.end();
    },
  };
}

/** Draws a rectangle from corner to corner, which is marked on release. */
export function rectangle(mask: Mask, start: Point, erase: boolean, show: (draft: Draft) => void): Gesture {
  let end = start;
  return {
    move(points) {
      end = points.at(-1) ?? end;
      show(corners(start, end));
    },
    end() {
      show(undefined);
      const [x, y] = [Math.min(start[0], end[0]), Math.min(start[1], end[1])];
      const [width, height] = [Math.abs(end[0] - start[0]), Math.abs(end[1] - start[1])];
      if (width >= 1 && height >= 1) mask.rectangle(x, y, width, height, erase);
    },
  };
}

function corners([left, top]: Point, [right, bottom]: Point): Point[] {
  return [
    [left, top, 1],
    [right, top, 1],
    [right, bottom, 1],
    [left, bottom, 1],
  ];
}

/**
 * A free line where the pointer is dragged, marked on release; or, press by press, the corners of a shape, which goes
 * on until its first corner is pressed again or its last one twice. `corners` are those set so far.
 */
export function lasso(mask: Mask, start: Point, corners: readonly Point[], options: LassoOptions): Gesture {
  const { erase, reach, show } = options;
  const far = (point: Point | undefined) => !point || distance(point, start) >= reach;
  const closing = corners.length > 2 && !(far(corners[0]) && far(corners.at(-1)));
  const line = closing ? [...corners] : [...corners, start];
  let dragged = false;
  return {
    move(points) {
      dragged ||= points.some(far);
      if (dragged && !closing) line.push(...points);
      show([...line]);
    },
    end() {
      const complete = closing || (dragged && corners.length === 0);
      show(complete ? undefined : line);
      if (complete) mask.polygon(line, erase);
    },
  };
}

/** What a lasso needs to know. */
export interface LassoOptions {
  readonly erase: boolean;
  /** How near, in pixels of the photo, two places count as one. */
  readonly reach: number;
  readonly show: (draft: Draft) => void;
}

const distance = ([x, y]: Point, [toX, toY]: Point) => Math.hypot(toX - x, toY - y);
