// Selects things in the photo: with the built-in selection, or with a model of the site.
import type { SelectionArea } from "../../client/index.js";
import { clamp } from "../viewer/viewport.js";
import type { SelectionShape } from "./gestures.js";
import type { Mask, Point } from "./mask.js";

interface Size {
  readonly width: number;
  readonly height: number;
}

/** What a selection reports. */
export interface SelectionHost {
  /** A selection has started. */
  started(): void;
  /** A selection has changed the mask. `unsure`: the result is probably wrong. */
  selected(unsure: boolean): void;
  failed(error: unknown): void;
  /** Nothing runs or waits anymore. */
  settled(): void;
}

/** Diameters of a correction and of a stroke, as fractions of the photo's width. */
const CORRECTION_SIZE = 0.02;
const STROKE_SIZE = 0.015;

/** Selects one thing after the other in the photo of a mask. */
export class Selection {
  readonly #mask: Mask;
  readonly #host: SelectionHost;
  #pending = 0;
  #unsure = false;
  #last: Promise<unknown> = Promise.resolve();
  #abort = new AbortController();

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
    this.#run((signal) => this.#mask.select(area, erase, signal));
  }

  /** Corrects the selection at a point. */
  correct([x, y]: Point, erase: boolean): void {
    this.#run((signal) => this.#mask.refine([x, y], sizeOf(CORRECTION_SIZE, this.#mask), erase, signal));
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
}

/** The area that a drag marks: `line` has the opposite corners of a box, or the points of an outline or a stroke. */
export function areaOf(shape: SelectionShape, line: readonly Point[], photo: Size): SelectionArea {
  const points = line.map(([x, y]): [number, number] => [x, y]);
  if (shape === "outline") return { lasso: points };
  if (shape === "stroke") return { stroke: points, size: sizeOf(STROKE_SIZE, photo) };
  const [xs, ys] = [0, 1].map((axis) => {
    const side = axis === 0 ? photo.width : photo.height;
    return [line[0], line.at(-1)].map((point) => clamp(point?.[axis] ?? 0, 0, side)).sort((a, b) => a - b);
  }) as [[number, number], [number, number]];
  return { box: { x: xs[0], y: ys[0], width: Math.max(1, xs[1] - xs[0]), height: Math.max(1, ys[1] - ys[0]) } };
}

const sizeOf = (share: number, { width }: Size) => Math.max(2, share * width);
