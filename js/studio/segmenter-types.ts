// A model of the site that finds things in photos.
import type { MaskSource } from "../client/index.js";

/** A point that the user marked, in pixels of the photo: of what to keep, or of what to drop from the selection. */
export interface SegmenterPoint {
  /** Distance from the left. */
  readonly x: number;
  /** Distance from the top. */
  readonly y: number;
  /** Whether the point is part of what the user wants. */
  readonly as: "keep" | "drop";
}

/** Options of a segmenter. */
export interface SegmenterOptions {
  /** The box that the user drew, in pixels of the photo. */
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number } | undefined;
  /** Aborts when the result is no longer needed. */
  readonly signal: AbortSignal;
}

/**
 * Finds a thing in a photo, from points or a box. Resolves to its mask: white marks the object, at any size with the
 * photo's aspect
 * ratio. `points` has the points of the selection so far, in order.
 */
export type Segmenter = (
  photo: Blob,
  points: readonly SegmenterPoint[],
  options: SegmenterOptions,
) => Promise<MaskSource>;
