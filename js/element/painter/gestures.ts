// Pointer gestures of the tools. Points are in photo pixels.
import type { Brush, Mask, Point } from "./mask.js";

/** The tools of the painter. */
export type Tool = "brush" | "rectangle" | "lasso" | "move";

/** A gesture, from pointer down to pointer up. */
export interface Gesture {
  /** The pointer moved through these points. */
  move(points: readonly Point[]): void;
  /** The pointer was released. */
  end(): void;
}

/** The outline of an unfinished shape. */
export type Draft = readonly Point[] | undefined;

/** Starts a brush stroke, painted while the pointer moves. */
export function startStroke(mask: Mask, start: Point, brush: Brush): Gesture {
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

/** Starts a rectangle, filled when the pointer is released. */
export function startRectangle(mask: Mask, start: Point, erase: boolean, show: (draft: Draft) => void): Gesture {
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
 * Starts or continues a lasso. Dragging draws freehand and fills the shape on release. Clicking adds corners to
 * `corners`; clicking the first corner again, or the last one twice, closes the shape.
 */
export function startLasso(mask: Mask, start: Point, corners: readonly Point[], options: LassoOptions): Gesture {
  const { erase, reach, show } = options;
  const isFar = (point: Point | undefined) => !point || distance(point, start) >= reach;
  const closing = corners.length > 2 && !(isFar(corners[0]) && isFar(corners.at(-1)));
  const line = closing ? [...corners] : [...corners, start];
  let dragged = false;
  return {
    move(points) {
      dragged ||= points.some(isFar);
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

/** Options of a lasso. */
export interface LassoOptions {
  readonly erase: boolean;
  /** Distance in photo pixels within which two points count as the same. */
  readonly reach: number;
  readonly show: (draft: Draft) => void;
}

const distance = ([x, y]: Point, [toX, toY]: Point) => Math.hypot(toX - x, toY - y);
