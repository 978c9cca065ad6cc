// The mask being painted: wraps `MaskEditor` and counts undo steps.
import { MaskEditor, encodeMask, type SelectionArea } from "../../client/index.js";
import type { Segmenter } from "../../studio/segmenter-types.js";
import { createMaskEditor } from "../../studio/segmenting.js";

/** A point of a stroke, in photo pixels. */
export type Point = readonly [x: number, y: number, pressure: number];

/** Brush settings for a stroke. */
export interface Brush {
  /** Diameter in photo pixels. */
  readonly size: number;
  /** 0 (soft) to 1 (sharp). */
  readonly hardness: number;
  readonly erase: boolean;
}

/** The mask of one photo. Call `free()` when you are done with it. */
export class Mask {
  readonly #editor: MaskEditor;
  /** Whether things can be selected in the photo. */
  readonly canSelect: boolean;
  /** Edge softness in pixels, taken from the last brush. */
  #feather = 0;
  #undoSteps = 0;
  #redoSteps = 0;
  /** Increases with each step. */
  #version = 0;

  private constructor(editor: MaskEditor, canSelect: boolean) {
    this.#editor = editor;
    this.canSelect = canSelect;
  }

  /**
   * Creates an empty mask for a photo of this size in pixels. Without its file, or with another size, nothing can be selected in it.
   * `segmenter` returns the site's own model.
   */
  static async create(
    width: number,
    height: number,
    photo: Blob | undefined,
    segmenter: () => Segmenter | undefined,
  ): Promise<Mask> {
    const onReplace = () => {
      mask.#undoSteps--;
    };
    const editor = photo && (await createMaskEditor(photo, segmenter, onReplace).catch(() => undefined));
    if (editor?.width !== width || editor.height !== height) {
      editor?.free();
      return new Mask(await MaskEditor.create({ width, height }), false);
    }
    const mask = new Mask(editor, true);
    // Decodes the photo, so that the first selection is as fast as the next ones.
    if (!segmenter()) editor.snap().catch(() => undefined);
    return mask;
  }

  /** A number that changes with each step. */
  get version(): number {
    return this.#version;
  }

  get width(): number {
    return this.#editor.width;
  }

  get height(): number {
    return this.#editor.height;
  }

  get canUndo(): boolean {
    return this.#undoSteps > 0;
  }

  get canRedo(): boolean {
    return this.#redoSteps > 0;
  }

  /** The masked fraction of the photo, from 0 to 1. */
  get coverage(): number {
    return this.#editor.coverage();
  }

  /** Starts a stroke. Call `extend()` to paint and `end()` to finish. */
  begin(): void {
    this.#editor.begin();
  }

  /** Paints along a path. */
  extend(points: readonly Point[], brush: Brush): void {
    this.#editor.stroke(new Float32Array(points.flat()), { ...brush });
    this.#feather = ((1 - brush.hardness) * brush.size) / 4;
  }

  /** Ends the stroke, which becomes one undo step. */
  end(): void {
    this.#editor.end();
    this.#countStep();
  }

  /** Takes back the stroke. */
  cancel(): void {
    this.#editor.cancel();
  }

  rectangle(x: number, y: number, width: number, height: number, erase: boolean): void {
    this.#editor.rectangle(x, y, width, height, { erase });
    this.#countStep();
  }

  polygon(points: readonly Point[], erase: boolean): void {
    this.#editor.polygon(new Float32Array(points.flatMap(([x, y]) => [x, y])), { erase });
    this.#countStep();
  }

  /** Selects an area of the photo. Resolves to whether the result is probably wrong. */
  async select(area: SelectionArea, erase: boolean, signal: AbortSignal): Promise<boolean> {
    const { unsure } = await this.#editor.select(area, { mode: erase ? "subtract" : "add", signal });
    this.#countStep();
    return unsure;
  }

  /** Adds what is missing around a point, or removes what is too much there. `size` is in pixels. */
  async refine(point: [x: number, y: number], size: number, erase: boolean, signal: AbortSignal): Promise<boolean> {
    await this.#editor.refine([point], erase ? "drop" : "keep", { size, signal });
    this.#countStep();
    return false;
  }

  /** Grows the mask, or shrinks it if `pixels` is negative. */
  grow(pixels: number): void {
    this.#editor.grow(pixels);
    this.#countStep();
  }

  /** Rounds the outline. */
  smooth(pixels: number): void {
    this.#editor.smooth(pixels);
    this.#countStep();
  }

  invert(): void {
    this.#editor.invert();
    this.#countStep();
  }

  clear(): void {
    this.#editor.clear();
    this.#feather = 0;
    this.#countStep();
  }

  /** Undoes one step. Returns false if there is nothing to undo. */
  undo(): boolean {
    const undone = this.#editor.undo();
    this.#version++;
    // The counts can be too high: the editor drops no-op steps and the oldest ones. Its return value corrects them.
    [this.#undoSteps, this.#redoSteps] = undone
      ? [Math.max(this.#undoSteps - 1, 0), this.#redoSteps + 1]
      : [0, this.#redoSteps];
    return undone;
  }

  /** Redoes one step. Returns false if there is nothing to redo. */
  redo(): boolean {
    const redone = this.#editor.redo();
    this.#version++;
    [this.#undoSteps, this.#redoSteps] = redone
      ? [this.#undoSteps + 1, Math.max(this.#redoSteps - 1, 0)]
      : [this.#undoSteps, 0];
    return redone;
  }

  /** Draws the mask as a translucent overlay; redraws only what changed. */
  draw(canvas: HTMLCanvasElement, color: string): void {
    this.#editor.drawOverlay(canvas, { color });
  }

  /** Encodes the mask for the service. All edges get the softness of the last brush. */
  encode(): Promise<string> {
    return encodeMask(this.#editor, { feather: this.#feather });
  }

  free(): void {
    this.#editor.free();
  }

  #countStep(): void {
    this.#version++;
    this.#undoSteps++;
    this.#redoSteps = 0;
  }
}

/** Reads the photo's file. Undefined if its host forbids it. */
export async function readPhoto(photo: Blob | string | undefined): Promise<Blob | undefined> {
  if (typeof photo !== "string") return photo;
  try {
    const response = await fetch(photo);
    return response.ok ? await response.blob() : undefined;
  } catch {
    return undefined;
  }
}
