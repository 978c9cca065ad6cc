// The state of painting one photo: mask, viewport, unfinished shape and actions.
import { moveFrame, createFrame } from "./keyboard-frame.js";
import { startLasso, startRectangle, startStroke, type Draft, type Gesture, type Tool } from "./gestures.js";
import type { Mask, Point } from "./mask.js";
import { startPan, type Surface } from "./pointers.js";
import { panToShow, isSameView, wholePhoto, zoomTo, type Box, type View } from "./viewport.js";

/** The toolbar settings. */
export interface Settings {
  tool: Tool;
  erase: boolean;
  /** Brush size in percent of the photo's width. */
  size: number;
  /** Brush hardness in percent: 0 is soft, 100 is sharp. */
  hardness: number;
}

/** A screen reader announcement, as a text key with values. */
export type Announcement =
  | { text: "frameAt"; values: Readonly<Record<"left" | "top" | "width" | "height", number>> }
  | { text: "marked" | "zoomed"; values: { percent: number } }
  | { text: "corner"; values: { count: number } }
  | { text: "nothingMarked" | "nothingToUndo" | "nothingToRedo" | "dropped" };

/** Callbacks of a painting. */
export interface PaintingHost {
  settings(): Settings;
  /** The view must be redrawn. */
  update(): void;
  /** The mask changed. */
  changed(): void;
  announce(news: Announcement): void;
}

const ZOOM_STEP = 1.5;
const percent = (share: number) => Math.round(share * 100);

export class Painting implements Surface {
  readonly width: number;
  readonly height: number;
  /** The unfinished shape. */
  draft: Draft;
  /** The keyboard frame, if shown. */
  frame: Box | undefined;
  /** The pointer position. */
  pointer: Point | undefined;
  /** Whether the mask covers anything, as of the last step. */
  marked = false;
  readonly mask: Mask;
  #view = wholePhoto;
  readonly #host: PaintingHost;

  constructor(mask: Mask, host: PaintingHost) {
    this.mask = mask;
    this.width = mask.width;
    this.height = mask.height;
    this.#host = host;
  }

  get view(): View {
    return this.#view;
  }

  set view(view: View) {
    if (isSameView(view, this.#view)) return;
    this.#view = view;
    this.#host.update();
  }

  /** Brush diameter in photo pixels. */
  get brushSize(): number {
    return (this.#host.settings().size / 100) * this.width;
  }

  begin(start: Point, reach: number, eraser: boolean): Gesture {
    this.frame = undefined;
    // Switching tools discards an unfinished shape.
    if (this.#host.settings().tool !== "lasso") this.draft = undefined;
    const gesture = this.#createGesture(start, reach, eraser || this.#host.settings().erase);
    this.#host.update();
    return {
      move: (points) => {
        gesture.move(points);
        this.#host.update();
      },
      end: () => {
        gesture.end();
        this.#finishGesture();
      },
    };
  }

  hover(point: Point | undefined): void {
    this.pointer = point;
    this.#host.update();
  }

  /** Handles a key. Returns whether it did anything. */
  handleKeydown(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey) return this.#shortcut(event.key.toLowerCase(), event.shiftKey);
    return this.#moveFrame(event) || this.#handleKey(event.key);
  }

  undo(): void {
    this.#afterStep(this.mask.undo(), "nothingToUndo");
  }

  redo(): void {
    this.#afterStep(this.mask.redo(), "nothingToRedo");
  }

  invert(): void {
    this.mask.invert();
    this.#onMaskChange();
  }

  clear(): void {
    this.draft = undefined;
    this.mask.clear();
    this.#onMaskChange();
  }

  /** Zooms in, or out if `steps` is negative. 0 resets the zoom. */
  zoom(steps: number): void {
    this.view = steps === 0 ? wholePhoto : zoomTo(this.#view, this.#view.zoom * ZOOM_STEP ** steps);
    this.#host.announce({ text: "zoomed", values: { percent: percent(this.#view.zoom) } });
  }

  /** Shows the keyboard frame. */
  showFrame(): void {
    this.frame ??= createFrame(this.#view);
    this.#host.update();
  }

  /** Hides the keyboard frame. */
  hideFrame(): void {
    this.frame = undefined;
    this.#host.update();
  }

  #createGesture(start: Point, reach: number, erase: boolean): Gesture {
    const { tool, hardness } = this.#host.settings();
    const show = (draft: Draft) => (this.draft = draft);
    switch (tool) {
      case "brush":
        return startStroke(this.mask, start, { size: this.brushSize, hardness: hardness / 100, erase });
      case "rectangle":
        return startRectangle(this.mask, start, erase, show);
      case "lasso":
        return startLasso(this.mask, start, this.draft ?? [], { erase, reach, show });
      case "move":
        return startPan(this, start);
    }
  }

  #finishGesture(): void {
    const corners = this.draft?.length;
    if (corners) {
      this.#host.announce({ text: "corner", values: { count: corners } });
      this.#host.update();
    } else if (this.#host.settings().tool !== "move") this.#onMaskChange();
  }

  #shortcut(key: string, shift: boolean): boolean {
    if (key === "z" && !shift) this.undo();
    else if (key === "y" || key === "z") this.redo();
    else return false;
    return true;
  }

  /** Moves or resizes the frame with the arrow keys. */
  #moveFrame(event: KeyboardEvent): boolean {
    const frame = moveFrame(this.frame ?? createFrame(this.#view), this.#view, event);
    if (!frame) return false;
    this.frame = frame;
    this.view = panToShow(this.#view, frame);
    const values = {
      left: percent(frame.x),
      top: percent(frame.y),
      width: percent(frame.width),
      height: percent(frame.height),
    };
    this.#host.announce({ text: "frameAt", values });
    this.#host.update();
    return true;
  }

  #handleKey(key: string): boolean {
    switch (key) {
      case "Enter":
      case " ":
        if (this.draft) this.#closeShape(this.draft);
        else this.#fillFrame(this.#host.settings().erase);
        return true;
      case "Delete":
      case "Backspace":
        this.#fillFrame(true);
        return true;
      case "Escape":
        return this.#discardDraft();
      case "+":
      case "=":
        this.zoom(1);
        return true;
      case "-":
        this.zoom(-1);
        return true;
      case "0":
        this.zoom(0);
        return true;
      default:
        return false;
    }
  }

  #fillFrame(erase: boolean): void {
    const { x, y, width, height } = (this.frame ??= createFrame(this.#view));
    this.mask.rectangle(x * this.width, y * this.height, width * this.width, height * this.height, erase);
    this.#onMaskChange();
  }

  #closeShape(corners: readonly Point[]): void {
    this.draft = undefined;
    this.mask.polygon(corners, this.#host.settings().erase);
    this.#onMaskChange();
  }

  /** Discards an unfinished shape. Without one, Escape is left to the page, for example to close a dialog. */
  #discardDraft(): boolean {
    if (!this.draft) return false;
    this.draft = undefined;
    this.#host.announce({ text: "dropped" });
    this.#host.update();
    return true;
  }

  #afterStep(done: boolean, otherwise: "nothingToUndo" | "nothingToRedo"): void {
    if (done) this.#onMaskChange();
    else {
      this.#host.announce({ text: otherwise });
      this.#host.update();
    }
  }

  #onMaskChange(): void {
    const { coverage } = this.mask;
    this.marked = coverage > 0;
    // Never announce 0 percent for a mask that covers something.
    this.#host.announce(
      this.marked ? { text: "marked", values: { percent: Math.max(percent(coverage), 1) } } : { text: "nothingMarked" },
    );
    this.#host.update();
    this.#host.changed();
  }
}
