// The mask itself: an editor of the client, how many steps can be taken back, and its veil on a canvas.
import { MaskEditor, encodeMask } from "../../client/index.js";

/** A point of a stroke, in the photo's pixels. */
export type Point = readonly [x: number, y: number, pressure: number];

/** How a stroke is drawn. */
export interface Brush {
  /** Pixels of the photo across. */
  readonly size: number;
  /** 0 (soft) to 1 (sharp). */
  readonly hardness: number;
  readonly erase: boolean;
}

/** A mask of one photo. Call `free()` at its end. */
export class Mask {
  readonly #editor: MaskEditor;
  /** Pixels to either side of an edge that are softened: as the last brush was. */
  #feather = 0;
  #past = 0;
  #future = 0;

  private constructor(editor: MaskEditor) {
    this.#editor = editor;
  }

  /** An empty mask for a photo of this size in pixels. */
  static async create(width: number, height: number): Promise<Mask> {
    return new Mask(await MaskEditor.create({ width, height }));
  }

  get width(): number {
    return this.#editor.width;
  }

  get height(): number {
    return this.#editor.height;
  }

  get canUndo(): boolean {
    return this.#past > 0;
  }

  get canRedo(): boolean {
    return this.#future > 0;
  }

  /** The share of the photo that is marked. */
  get coverage(): number {
    return this.#editor.coverage();
  }

  /** Begins a stroke; `extend` it, then `end` it. */
  begin(): void {
    this.#editor.begin();
  }

  /** Paints along a line. */
  extend(points: readonly Point[], brush: Brush): void {
    this.#editor.stroke(new Float32Array(points.flat()), { ...brush });
    this.#feather = ((1 - brush.hardness) * brush.size) / 4;
  }

  /** Ends the stroke: one step to take back. */
  end(): void {
    this.#editor.end();
    this.#done();
  }

  rectangle(x: number, y: number, width: number, height: number, erase: boolean): void {
    this.#editor.rectangle(x, y, width, height, { erase });
    this.#done();
  }

  polygon(points: readonly Point[], erase: boolean): void {
    this.#editor.polygon(new Float32Array(points.flatMap(([x, y]) => [x, y])), { erase });
    this.#done();
  }

  invert(): void {
    this.#editor.invert();
    this.#done();
  }

  clear(): void {
    this.#editor.clear();
    this.#feather = 0;
    this.#done();
  }

  /** Takes a step back; whether there was one. */
  undo(): boolean {
    const done = this.#editor.undo();
    // A step that changed nothing is counted and not kept, and the oldest are forgotten: the editor knows better.
    [this.#past, this.#future] = done ? [Math.max(this.#past - 1, 0), this.#future + 1] : [0, this.#future];
    return done;
  }

  /** Does a step again; whether there was one. */
  redo(): boolean {
    const done = this.#editor.redo();
    [this.#past, this.#future] = done ? [this.#past + 1, Math.max(this.#future - 1, 0)] : [this.#past, 0];
    return done;
  }

  /** Draws what changed as a veil. */
  draw(canvas: HTMLCanvasElement, color: string): void {
    this.#editor.drawOverlay(canvas, { color });
  }

  /** The mask as the service takes it. Encoding makes every edge hard, and then all of them as soft as this says. */
  encode(): Promise<string> {
    return encodeMask(this.#editor, { feather: this.#feather });
  }

  free(): void {
    this.#editor.free();
  }

  #done(): void {
    this.#past++;
    this.#future = 0;
  }
}
