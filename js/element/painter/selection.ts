// Selects things in the photo: with the built-in selection, or with a model of the site.
import type { MaskSource, SelectionArea } from "../../client/index.js";
import { clamp } from "../viewer/viewport.js";
import type { Mask, Point } from "./mask.js";

interface Size {
  readonly width: number;
  readonly height: number;
}

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
 * Finds a thing in a photo, from points or a box. Resolves to its mask: white is the thing, at any size. `points` has the points
 * of the selection so far, in order.
 */
export type Segmenter = (
  photo: Blob,
  points: readonly SegmenterPoint[],
  options: SegmenterOptions,
) => Promise<MaskSource>;

/** What a selection reports. */
export interface SelectionHost {
  /** The site's own model. */
  segmenter(): Segmenter | undefined;
  /** A selection has started. */
  started(): void;
  /** A selection has changed the mask. `unsure`: the result is probably wrong. */
  selected(unsure: boolean): void;
  failed(error: unknown): void;
  /** Nothing runs or waits anymore. */
  settled(): void;
}

/** How many points of a stroke a segmenter gets. */
const STROKE_POINTS = 5;
/** Diameters of a correction and of a stroke, as fractions of the photo's width. */
const CORRECTION_SIZE = 0.02;
const STROKE_SIZE = 0.015;

/** What a segmenter is given. */
interface Prompt {
  readonly points: readonly SegmenterPoint[];
  readonly box: SegmenterOptions["box"];
}

/** Selects one thing after the other in the photo of a mask. */
export class Selection {
  readonly #mask: Mask;
  readonly #host: SelectionHost;
  #pending = 0;
  #unsure = false;
  #last: Promise<unknown> = Promise.resolve();
  #abort = new AbortController();
  /** What a segmenter was given for the current thing, and the mask's version with its result. */
  #prompt: (Prompt & { readonly version: number }) | undefined;

  constructor(mask: Mask, host: SelectionHost) {
    this.#mask = mask;
    this.#host = host;
  }

  /** Whether selections run or wait. */
  get isBusy(): boolean {
    return this.#pending > 0;
  }

  /** Whether the latest result is probably wrong. */
  get isUnsure(): boolean {
    return this.#unsure;
  }

  /** Resolves when no selection runs or waits. */
  async settled(): Promise<void> {
    while (this.isBusy) await this.#last;
  }

  /** Selects an area, or removes it from the mask. */
  select(area: SelectionArea, erase: boolean): void {
    this.#run((signal) => {
      const segmenter = this.#host.segmenter();
      if (!segmenter) return this.#mask.select(area, erase, signal);
      const box = "box" in area ? area.box : undefined;
      return this.#segment(segmenter, { points: pointsOf(area), box }, erase, signal);
    });
  }

  /** Corrects the selection at a point. */
  correct([x, y]: Point, erase: boolean): void {
    this.#run((signal) => {
      const segmenter = this.#host.segmenter();
      if (!segmenter) return this.#mask.refine([x, y], sizeOf(CORRECTION_SIZE, this.#mask), erase);
      const prompt = this.#prompt?.version === this.#mask.version ? this.#prompt : undefined;
      // Without a thing to correct, the point is in another thing, which is added or removed.
      const point = { x, y, as: erase && prompt ? "drop" : "keep" } as const;
      const points = [...(prompt?.points ?? []), point];
      return this.#segment(segmenter, { points, box: prompt?.box }, erase && !prompt, signal, prompt !== undefined);
    });
  }

  /** Stops what runs. */
  stop(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
  }

  /** Runs one selection after the other. */
  #run(select: (signal: AbortSignal) => Promise<boolean>): void {
    const { signal } = this.#abort;
    this.#pending++;
    this.#host.started();
    this.#last = this.#last.then(async () => {
      try {
        if (signal.aborted) return;
        this.#unsure = await select(signal);
        this.#host.selected(this.#unsure);
      } catch (error) {
        if (!signal.aborted) this.#host.failed(error);
      } finally {
        this.#pending--;
        if (!this.isBusy) this.#host.settled();
      }
    });
  }

  async #segment(
    segmenter: Segmenter,
    { points, box }: Prompt,
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

/** The area that a drag marks: `line` has the opposite corners of a box, or the points of a stroke. */
export function areaOf(shape: "box" | "stroke", line: readonly Point[], photo: Size): SelectionArea {
  if (shape === "stroke") return { stroke: line.map(([x, y]) => [x, y]), size: sizeOf(STROKE_SIZE, photo) };
  const [xs, ys] = [0, 1].map((axis) => {
    const side = axis === 0 ? photo.width : photo.height;
    return [line[0], line.at(-1)].map((point) => clamp(point?.[axis] ?? 0, 0, side)).sort((a, b) => a - b);
  }) as [[number, number], [number, number]];
  return { box: { x: xs[0], y: ys[0], width: Math.max(1, xs[1] - xs[0]), height: Math.max(1, ys[1] - ys[0]) } };
}

const sizeOf = (share: number, { width }: Size) => Math.max(2, share * width);

/** Points on a stroke. */
function pointsOf(area: SelectionArea): readonly SegmenterPoint[] {
  if (!("stroke" in area)) return [];
  const pairs = area.stroke as readonly (readonly [number, number])[];
  const step = Math.max(1, (pairs.length - 1) / (STROKE_POINTS - 1));
  const picked = Array.from({ length: Math.min(STROKE_POINTS, pairs.length) }, (_, at) => pairs[Math.round(at * step)]);
  return picked.filter((pair) => pair !== undefined).map(([x, y]) => ({ x, y, as: "keep" }));
}
