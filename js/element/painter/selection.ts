// Selects things in the photo: with the built-in selection, or with a model of the site.
import type { MaskSource, SelectionArea } from "../../client/index.js";
import type { Mask, Point } from "./mask.js";

/** A point that the user marked, in pixels of the photo: of what to keep, or of what to drop from the selection. */
export interface SegmenterPoint {
  readonly x: number;
  readonly y: number;
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
 * Finds a thing in a photo, from points or a box. Resolves to its mask: white is the thing, at any size. `points` has the points
 * of the selection so far, in order.
 */
export type Segmenter = (
  photo: Blob,
  points: readonly SegmenterPoint[],
  options: SegmenterOptions,
) => Promise<MaskSource>;

/** How many points of a stroke a segmenter gets. */
const STROKE_POINTS = 5;

/** Selects one thing after the other in the photo of a mask. */
export class Selection {
  readonly #mask: Mask;
  readonly #segmenter: () => Segmenter | undefined;
  #last: Promise<unknown> = Promise.resolve();
  #abort = new AbortController();
  /** What a segmenter was given for the current thing, and the mask's version with its result. */
  #prompt: { points: readonly SegmenterPoint[]; box: SegmenterOptions["box"]; version: number } | undefined;

  constructor(mask: Mask, segmenter: () => Segmenter | undefined) {
    this.#mask = mask;
    this.#segmenter = segmenter;
  }

  /** Selects an area, or removes it from the mask. Resolves to whether the result is probably wrong. */
  select(area: SelectionArea, erase: boolean): Promise<boolean> {
    return this.#run(async (signal) => {
      const segmenter = this.#segmenter();
      if (!segmenter) return this.#mask.select(area, erase, signal);
      const box = "box" in area ? area.box : undefined;
      return this.#segment(segmenter, { points: pointsOf(area), box }, erase, signal);
    });
  }

  /** Corrects the selection at a point, in a circle of this diameter. */
  correct([x, y]: Point, size: number, erase: boolean): Promise<boolean> {
    return this.#run(async (signal) => {
      const segmenter = this.#segmenter();
      if (!segmenter) return this.#mask.refine([x, y], size, erase);
      const isLatest = this.#prompt?.version === this.#mask.version;
      const point = { x, y, as: erase ? "drop" : "keep" } as const;
      if (!isLatest || !this.#prompt) {
        return this.#segment(segmenter, { points: [{ x, y, as: "keep" }], box: undefined }, erase, signal);
      }
      const { points, box } = this.#prompt;
      return this.#segment(segmenter, { points: [...points, point], box }, false, signal, true);
    });
  }

  /** Stops what runs. */
  stop(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
  }

  /** Runs one selection after the other. */
  #run(start: (signal: AbortSignal) => Promise<boolean>): Promise<boolean> {
    const { signal } = this.#abort;
    const running = this.#last.then(() => start(signal));
    this.#last = running.catch(() => undefined);
    return running;
  }

  async #segment(
    segmenter: Segmenter,
    { points, box }: Omit<NonNullable<Selection["#prompt"]>, "version">,
    erase: boolean,
    signal: AbortSignal,
    again = false,
  ): Promise<boolean> {
    const source = await segmenter(this.#mask.photo, points, { box, signal });
    signal.throwIfAborted();
    // The new result takes the place of the previous one.
    if (again) this.#mask.undo();
    await this.#mask.add(source, erase);
    this.#prompt = { points, box, version: this.#mask.version };
    return false;
  }
}

/** Points on a stroke. */
function pointsOf(area: SelectionArea): readonly SegmenterPoint[] {
  if (!("stroke" in area)) return [];
  const pairs = area.stroke as readonly (readonly [number, number])[];
  const step = Math.max(1, (pairs.length - 1) / (STROKE_POINTS - 1));
  const picked = Array.from({ length: Math.min(STROKE_POINTS, pairs.length) }, (_, at) => pairs[Math.round(at * step)]);
  return picked.filter((pair) => pair !== undefined).map(([x, y]) => ({ x, y, as: "keep" }));
}
