// Pointer gestures of the tools. Points are in photo pixels.
import type { Brush, Mask, Point } from "./mask.js";

/** The tools of the painter, in the order of the toolbar. */
export const tools = ["select", "brush", "rectangle", "lasso", "move"] as const;

/** A tool of the painter. */
export type Tool = (typeof tools)[number];

/** A gesture, from pointer down to pointer up. */
export interface Gesture {
  /** The pointer moved through these points. `straight`: Shift is held. */
  move(points: readonly Point[], straight: boolean): void;
  /** The pointer was released. */
  end(): void;
  /** The pointer turned out to mean something else. Takes back what the gesture did. */
  cancel(): void;
}

/** The outline of an unfinished shape. */
export type Draft = readonly Point[] | undefined;

/** Options of a stroke. */
export interface StrokeOptions {
  /** The end of the previous stroke, to which a click with Shift connects. */
  readonly from: Point | undefined;
  /** Whether Shift is held. */
  readonly straight: boolean;
  /** Distance in photo pixels within which a click stays in place. */
  readonly reach: number;
  readonly show: (draft: Draft) => void;
}

/**
 * Starts a brush stroke, painted while the pointer moves. While Shift is held, the stroke continues in a straight line, which is
 * painted on release. A click with Shift draws a line from the previous stroke.
 */
export function startStroke(mask: Mask, start: Point, brush: Brush, options: StrokeOptions): Gesture {
  const { from, straight, reach, show } = options;
  let last = start;
  /** Where the straight line starts. */
  let pivot = straight ? start : undefined;
  mask.begin();
  const origin = () => (from && pivot === start && distance(start, last) < reach ? from : pivot);
  const preview = () => {
    const line = origin();
    show(line && [line, last]);
  };
  if (straight) preview();
  else mask.extend([start], brush);
  return {
    move(points, isStraight) {
      if (isStraight) pivot ??= last;
      else {
        mask.extend([pivot ?? last, ...points], brush);
        pivot = undefined;
      }
      last = points.at(-1) ?? last;
      preview();
    },
    end() {
      const line = origin();
      if (line) mask.extend([line, last], brush);
      show(undefined);
      mask.end();
    },
    cancel() {
      show(undefined);
      mask.cancel();
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
    cancel() {
      show(undefined);
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

/** What a drag of the selection tool can mark, in the order of the toolbar. */
export const selectionShapes = ["box", "outline", "stroke"] as const;

/** What a drag marks: the object in a box, whatever is inside a rough outline, or the surface under a stroke. */
export type SelectionShape = (typeof selectionShapes)[number];

/** Options of a selection. */
export interface SelectionOptions {
  readonly shape: SelectionShape;
  /** Distance in photo pixels within which a drag counts as a click. */
  readonly reach: number;
  readonly show: (draft: Draft) => void;
  /** Selects an area. `line` has the opposite corners of a box, or the points of an outline or a stroke. */
  readonly select: (line: readonly Point[]) => void;
  /** Corrects the selection at a point. */
  readonly correct: (point: Point) => void;
}

/** Starts a selection: a drag selects an area on release, and a click corrects what is selected. */
export function startSelection(start: Point, { shape, reach, show, select, correct }: SelectionOptions): Gesture {
  let line: Point[] = [start];
  return {
    move(points) {
      line = shape === "box" ? [start, points.at(-1) ?? start] : [...line, ...points];
      show(shape === "box" ? corners(start, line.at(-1) ?? start) : line);
    },
    end() {
      show(undefined);
      if (line.every((point) => distance(point, start) < reach)) correct(start);
      else select(line);
    },
    cancel() {
      show(undefined);
    },
  };
}

/** The parts of an unfinished lasso: a corner, or a line that was dragged. */
export type Parts = readonly (readonly Point[])[];

/** Options of a lasso. */
export interface LassoOptions {
  /** Distance in photo pixels within which two points count as the same. */
  readonly reach: number;
  readonly show: (parts: Parts) => void;
  /** Fills the shape. */
  readonly close: (corners: readonly Point[]) => void;
}

/**
 * Starts or continues a lasso. Dragging draws freehand and fills the shape on release. Clicking adds corners to `parts`; clicking
 * the first corner again closes the shape.
 */
export function startLasso(start: Point, parts: Parts, { reach, show, close }: LassoOptions): Gesture {
  const isNear = (point: Point | undefined) => point !== undefined && distance(point, start) < reach;
  const closing = parts.flat().length > 2 && isNear(parts.flat()[0]);
  const line: Point[] = [start];
  let dragged = false;
  return {
    move(points) {
      if (closing) return;
      dragged ||= !points.every(isNear);
      if (dragged) line.push(...points);
      show([...parts, line]);
    },
    end() {
      const shape = closing ? parts : [...parts, line];
      if (closing || (dragged && parts.length === 0)) close(shape.flat());
      else show(shape);
    },
    cancel() {
      show(parts);
    },
  };
}

const distance = ([x, y]: Point, [toX, toY]: Point) => Math.hypot(toX - x, toY - y);
