// One photo being painted: its mask, what is seen of it, what is being drawn, and what can be done to it.
import { frameAfter, frameIn } from "./frame.js";
import { lasso, rectangle, stroke, type Draft, type Gesture, type Tool } from "./gestures.js";
import type { Mask, Point } from "./mask.js";
import { push, type Surface } from "./pointers.js";
import { reveal, sameView, whole, zoomTo, type Box, type View } from "./view.js";

/** What is chosen in the toolbar. */
export interface Settings {
  tool: Tool;
  erase: boolean;
  /** Percent of the photo's width. */
  size: number;
  /** Percent, 0 (soft) to 100 (sharp). */
  hardness: number;
}

/** Something worth saying, by the text that says it. */
export type News =
  | { text: "frameAt"; values: Readonly<Record<"left" | "top" | "width" | "height", number>> }
  | { text: "marked" | "zoomed"; values: { percent: number } }
  | { text: "corner"; values: { count: number } }
  | { text: "nothingMarked" | "nothingToUndo" | "nothingToRedo" | "dropped" };

/** Whom the painting tells. */
export interface Listener {
  settings(): Settings;
  /** Something that is shown is another. */
  update(): void;
  /** The mask is another. */
  changed(): void;
  announce(news: News): void;
}

const ZOOM_STEP = 1.5;
const percent = (share: number) => Math.round(share * 100);

export class Painting implements Surface {
  readonly width: number;
  readonly height: number;
  /** The line that is being drawn. */
  draft: Draft;
  /** The rectangle of the keyboard, where it is in use. */
  frame: Box | undefined;
  /** Where the pointer is. */
  pointer: Point | undefined;
  /** Whether anything is marked, as of the last step. */
  marked = false;
  readonly mask: Mask;
  #view = whole;
  readonly #listener: Listener;

  constructor(mask: Mask, listener: Listener) {
    this.mask = mask;
    this.width = mask.width;
    this.height = mask.height;
    this.#listener = listener;
  }

  get view(): View {
    return this.#view;
  }

  set view(view: View) {
    if (sameView(view, this.#view)) return;
    this.#view = view;
    this.#listener.update();
  }

  /** The brush across, in pixels of the photo. */
  get brushSize(): number {
    return (this.#listener.settings().size / 100) * this.width;
  }

  begin(start: Point, reach: number, eraser: boolean): Gesture {
    this.frame = undefined;
    // An unfinished shape ends with its tool.
    if (this.#listener.settings().tool !== "lasso") this.draft = undefined;
    const gesture = this.#gesture(start, reach, eraser || this.#listener.settings().erase);
    this.#listener.update();
    return {
      move: (points) => {
        gesture.move(points);
        this.#listener.update();
      },
      end: () => {
        gesture.end();
        this.#ended();
      },
    };
  }

  hover(point: Point | undefined): void {
    this.pointer = point;
    this.#listener.update();
  }

  /** Does what a key says; whether it says anything here. */
  key(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey) return this.#shortcut(event.key.toLowerCase(), event.shiftKey);
    return this.#aim(event) || this.#press(event.key);
  }

  undo(): void {
    this.#took(this.mask.undo(), "nothingToUndo");
  }

  redo(): void {
    this.#took(this.mask.redo(), "nothingToRedo");
  }

  invert(): void {
    this.mask.invert();
    this.#masked();
  }

  clear(): void {
    this.draft = undefined;
    this.mask.clear();
    this.#masked();
  }

  /** Nearer by so many steps, or farther; 0 shows the whole photo. */
  zoom(steps: number): void {
    this.view = steps === 0 ? whole : zoomTo(this.#view, this.#view.zoom * ZOOM_STEP ** steps);
    this.#listener.announce({ text: "zoomed", values: { percent: percent(this.#view.zoom) } });
  }

  /** Shows the frame of the keyboard, if it is not there. */
  showFrame(): void {
    this.frame ??= frameIn(this.#view);
    this.#listener.update();
  }

  /** Takes away what only the keyboard or an unfinished line shows. */
  leave(): void {
    this.frame = undefined;
    this.#listener.update();
  }

  #gesture(start: Point, reach: number, erase: boolean): Gesture {
    const { tool, hardness } = this.#listener.settings();
    const show = (draft: Draft) => (this.draft = draft);
    switch (tool) {
      case "brush":
        return stroke(this.mask, start, { size: this.brushSize, hardness: hardness / 100, erase });
      case "rectangle":
        return rectangle(this.mask, start, erase, show);
      case "lasso":
        return lasso(this.mask, start, this.draft ?? [], { erase, reach, show });
      case "move":
        return push(this, start);
    }
  }

  #ended(): void {
    const corners = this.draft?.length;
    if (corners) {
      this.#listener.announce({ text: "corner", values: { count: corners } });
      this.#listener.update();
    } else if (this.#listener.settings().tool !== "move") this.#masked();
  }

  #shortcut(key: string, shift: boolean): boolean {
    if (key === "z" && !shift) this.undo();
    else if (key === "y" || key === "z") this.redo();
    else return false;
    return true;
  }

  /** Arrow keys move and size the frame. */
  #aim(event: KeyboardEvent): boolean {
    const frame = frameAfter(this.frame ?? frameIn(this.#view), this.#view, event);
    if (!frame) return false;
    this.frame = frame;
    this.view = reveal(this.#view, frame);
    const values = {
      left: percent(frame.x),
      top: percent(frame.y),
      width: percent(frame.width),
      height: percent(frame.height),
    };
    this.#listener.announce({ text: "frameAt", values });
    this.#listener.update();
    return true;
  }

  #press(key: string): boolean {
    switch (key) {
      case "Enter":
      case " ":
        if (this.draft) this.#close(this.draft);
        else this.#stamp(this.#listener.settings().erase);
        return true;
      case "Delete":
      case "Backspace":
        this.#stamp(true);
        return true;
      case "Escape":
        return this.#drop();
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

  #stamp(erase: boolean): void {
    const { x, y, width, height } = (this.frame ??= frameIn(this.#view));
    this.mask.rectangle(x * this.width, y * this.height, width * this.width, height * this.height, erase);
    this.#masked();
  }

  #close(corners: readonly Point[]): void {
    this.draft = undefined;
    this.mask.polygon(corners, this.#listener.settings().erase);
    this.#masked();
  }

  /** Escape drops an unfinished shape; without one it is the page's, as for closing a dialog. */
  #drop(): boolean {
    if (!this.draft) return false;
    this.draft = undefined;
    this.#listener.announce({ text: "dropped" });
    this.#listener.update();
    return true;
  }

  #took(done: boolean, otherwise: "nothingToUndo" | "nothingToRedo"): void {
    if (done) this.#masked();
    else {
      this.#listener.announce({ text: otherwise });
      this.#listener.update();
    }
  }

  #masked(): void {
    const { coverage } = this.mask;
    this.marked = coverage > 0;
    // A mark that is there is never called none.
    this.#listener.announce(
      this.marked ? { text: "marked", values: { percent: Math.max(percent(coverage), 1) } } : { text: "nothingMarked" },
    );
    this.#listener.update();
    this.#listener.changed();
  }
}
