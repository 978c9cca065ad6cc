// The state of painting one photo: mask, viewport, unfinished shape and actions.
import { panToShow, isSameView, fitWindow, wholePhoto, zoomTo, type Box, type View } from "../viewer/viewport.js";
import { resizeBrush } from "./brush-size.js";
import {
  startLasso,
  startRectangle,
  startSelection,
  startStroke,
  type Draft,
  type Gesture,
  type Parts,
} from "./gestures.js";
import { moveFrame, createFrame } from "./keyboard-frame.js";
import type { Mask, Point } from "./mask.js";
import type { PaintingHost } from "./painting-types.js";
import { startPan, type Press, type Surface } from "./pointers.js";
import { Selection, areaOf } from "./selection.js";

const ZOOM_STEP = 1.5;
/** How far the mask grows, and the radius of smoothing, as fractions of the photo's width. */
const GROW_STEP = 0.004;
const SMOOTH_STEP = 0.006;
const percent = (share: number) => Math.round(share * 100);

export class Painting implements Surface {
  readonly width: number;
  readonly height: number;
  /** The outline of an unfinished shape or straight line. */
  draft: Draft;
  /** The keyboard frame, if shown. */
  frame: Box | undefined;
  /** The pointer position. */
  pointer: Point | undefined;
  /** Whether the mask covers anything, as of the last step. */
  marked = false;
  /** Whether pointers pan with any tool: Space is held. */
  panning = false;
  readonly mask: Mask;
  /** Selects things in the photo. */
  readonly selection: Selection;
  #view = wholePhoto;
  /** The parts of an unfinished lasso. */
  #lasso: Parts = [];
  /** The end of the last stroke. */
  #strokeEnd: Point | undefined;
  readonly #host: PaintingHost;

  constructor(mask: Mask, host: PaintingHost) {
    this.mask = mask;
    this.width = mask.width;
    this.height = mask.height;
    this.#host = host;
    this.selection = new Selection(mask, {
      started: () => {
        host.announce({ text: "selecting" });
        this.#report();
      },
      selected: (unsure) => {
        this.#onMaskChange();
        if (unsure) host.announce({ text: "unsure" });
      },
      failed: (error) => {
        host.announce({ text: "notSelected" });
        host.failed(error);
      },
      settled: () => {
        this.#report();
      },
    });
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

  get wheelResizes(): boolean {
    return this.#host.settings().tool === "brush" && this.#host.isActive();
  }

  /** Whether a lasso is unfinished. */
  get hasShape(): boolean {
    return this.#lasso.length > 0;
  }

  /** Adapts the view to the size of the window. */
  fit({ width, height }: { width: number; height: number }): void {
    this.view = fitWindow(this.#view, width / height, this.width / this.height);
  }

  begin(start: Point, press: Press): Gesture {
    this.frame = undefined;
    const isPan = this.panning || this.#host.settings().tool === "move";
    const gesture = isPan ? startPan(this, start) : this.#createGesture(start, press);
    this.#host.update();
    return {
      move: (points, straight) => {
        gesture.move(points, straight);
        if (this.#strokeEnd && !isPan) this.#strokeEnd = points.at(-1) ?? this.#strokeEnd;
        this.#host.update();
      },
      end: () => {
        gesture.end();
        if (!isPan) this.#finishGesture();
      },
      cancel: () => {
        gesture.cancel();
        this.#strokeEnd = undefined;
        this.#host.update();
      },
    };
  }

  hover(point: Point | undefined): void {
    this.pointer = point;
    this.#host.update();
  }

  /** Takes back the last corner of an unfinished lasso, or the last step. */
  undo(): void {
    if (this.selection.isBusy) this.selection.stop();
    else if (this.hasShape) this.takeCornerBack();
    else this.#afterStep(this.mask.undo(), "nothingToUndo");
  }

  redo(): void {
    this.#afterStep(this.mask.redo(), "nothingToRedo");
  }

  invert(): void {
    this.mask.invert();
    this.#onMaskChange();
  }

  /** Grows the mask by a step, or shrinks it if `steps` is negative. */
  grow(steps: number): void {
    this.mask.grow(steps * Math.max(Math.round(this.width * GROW_STEP), 1));
    this.#onMaskChange();
  }

  smooth(): void {
    this.mask.smooth(Math.max(Math.round(this.width * SMOOTH_STEP), 2));
    this.#onMaskChange();
  }

  clear(): void {
    this.selection.stop();
    this.#showLasso([]);
    this.mask.clear();
    this.#onMaskChange();
  }

  /** Zooms in, or out if `steps` is negative. 0 resets the zoom. */
  zoom(steps: number): void {
    this.view = zoomTo(this.#view, steps === 0 ? 1 : this.#view.zoom * ZOOM_STEP ** steps);
    this.#host.announce({ text: "zoomed", values: { percent: percent(this.#view.zoom) } });
  }

  /** Enlarges the brush, or reduces it if `steps` is negative. */
  resizeBrush(steps: number): void {
    const size = resizeBrush(this.#host.settings().size, steps);
    this.#host.choose({ size });
    this.#host.announce({ text: "sizeIs", values: { percent: size } });
  }

  /** Switches between marking and erasing. */
  switchMode(): void {
    const erase = !this.#host.settings().erase;
    this.#host.choose({ erase });
    this.#host.announce({ text: erase ? "erase" : "mark" });
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

  /** Moves or resizes the frame with the arrow keys. Returns whether the event was one of them. */
  moveFrame(event: KeyboardEvent): boolean {
    const frame = moveFrame(this.frame ?? createFrame(this.#view), this.#view, event);
    if (!frame) return false;
    this.frame = frame;
    this.view = panToShow(this.#view, frame);
    this.#announceFrame(frame);
    this.#host.update();
    return true;
  }

  /** Marks or erases the area of the frame, or selects what is in it. Only shows the frame if it is hidden. */
  fillFrame(erase = this.#host.settings().erase): void {
    const { frame, width, height } = this;
    if (!frame) {
      this.showFrame();
      if (this.frame) this.#announceFrame(this.frame);
      return;
    }
    const box = { x: frame.x * width, y: frame.y * height, width: frame.width * width, height: frame.height * height };
    if (this.#host.settings().tool === "select") {
      this.selection.select({ box }, erase);
      return;
    }
    this.mask.rectangle(box.x, box.y, box.width, box.height, erase);
    this.#onMaskChange();
  }

  /** Fills the unfinished lasso. */
  closeShape(): void {
    this.#fillShape(this.#lasso.flat());
    this.#onMaskChange();
  }

  /** Takes back the last corner of the unfinished lasso. */
  takeCornerBack(): void {
    this.#showLasso(this.#lasso.slice(0, -1));
    this.#announceShape();
  }

  /** Discards the unfinished lasso. */
  discardShape(): void {
    this.#showLasso([]);
    this.#announceShape();
  }

  #createGesture(start: Point, { reach, eraser, straight }: Press): Gesture {
    const { tool, hardness, shape, erase: erases } = this.#host.settings();
    const erase = eraser || erases;
    const show = (draft: Draft) => (this.draft = draft);
    if (tool === "select") {
      return startSelection(start, {
        ...{ shape, reach, show },
        select: (line) => {
          this.selection.select(areaOf(shape, line, this), erase);
        },
        correct: (point) => {
          this.selection.correct(point, erase);
        },
      });
    }
    const from = this.#strokeEnd;
    this.#strokeEnd = tool === "brush" ? start : undefined;
    if (tool === "brush") {
      const brush = { size: this.brushSize, hardness: hardness / 100, erase };
      return startStroke(this.mask, start, brush, { from, straight, reach, show });
    }
    if (tool === "rectangle") return startRectangle(this.mask, start, erase, show);
    return startLasso(start, this.#lasso, {
      reach,
      show: (parts) => {
        this.#showLasso(parts);
      },
      close: (corners) => {
        this.#fillShape(corners, erase);
      },
    });
  }

  #finishGesture(): void {
    if (this.hasShape) this.#announceShape();
    else if (this.#host.settings().tool !== "select") this.#onMaskChange();
  }

  #showLasso(parts: Parts): void {
    this.#lasso = parts;
    this.draft = parts.length > 0 ? parts.flat() : undefined;
    this.#host.update();
  }

  #fillShape(corners: readonly Point[], erase = this.#host.settings().erase): void {
    this.#showLasso([]);
    this.mask.polygon(corners, erase);
  }

  #announceShape(): void {
    const count = this.#lasso.length;
    this.#host.announce(count > 0 ? { text: "corner", values: { count } } : { text: "dropped" });
    this.#host.update();
  }

  #announceFrame({ x, y, width, height }: Box): void {
    const values = { left: percent(x), top: percent(y), width: percent(width), height: percent(height) };
    this.#host.announce({ text: "frameAt", values });
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
    this.#report();
  }

  #report(): void {
    this.#host.update();
    this.#host.changed();
  }
}
