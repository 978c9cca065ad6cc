// Mouse, pen and fingers on the window: which of their events make a gesture, and which move the view.
import { capture } from "../page.js";
import type { Gesture } from "./gestures.js";
import type { Point } from "./mask.js";
import { panBy, sameView, toPhoto, zoomTo, type Place, type View } from "./view.js";

/** A finger that moves less than this, in CSS pixels, may still become one of two. */
const SLOP = 6;
/** A pen that hardly touches still draws a line that can be seen. */
const LIGHTEST = 0.1;
const MIDDLE = 1;
const ERASER = 5;

/** What the pointers act upon. */
export interface Surface {
  /** The photo's size in pixels. */
  readonly width: number;
  readonly height: number;
  view: View;
  /**
   * A gesture that starts here; `reach` is how far, in pixels of the photo, a finger or mouse is off its mark, and
   * `eraser` whether a pen is turned round, or Alt held.
   */
  begin(start: Point, reach: number, eraser: boolean): Gesture;
  /** The pointer is over this point, or over none. */
  hover(point: Point | undefined): void;
}

/** Follows the pointers over an element. */
export class Pointers {
  readonly #down = new Map<number, PointerEvent>();
  #gesture: Gesture | undefined;
  /** A finger that is down and has done nothing yet. */
  #held: PointerEvent | undefined;

  constructor(
    private readonly window: HTMLElement,
    private readonly surface: Surface,
  ) {}

  /** Hears a pointer or wheel event of the window. */
  handleEvent(event: Event): void {
    // By its type: not every test runner has the classes, nor the numbers of a place.
    if (event.type === "wheel") this.#wheel(event as WheelEvent);
    else if (isPlaced(this.#place(event as PointerEvent))) this.#pointer(event as PointerEvent);
  }

  #pointer(event: PointerEvent): void {
    switch (event.type) {
      case "pointerdown":
        this.#press(event);
        break;
      case "pointermove":
        this.#move(event);
        break;
      case "pointerup":
      case "pointercancel":
        this.#release(event);
        break;
      case "pointerleave":
        this.surface.hover(undefined);
        // One that could not be captured: what it does outside is not heard.
        this.#release(event);
    }
  }

  #press(event: PointerEvent): void {
    if (![0, MIDDLE, ERASER].includes(event.button) || !this.#heeds(event)) return;
    // The middle button would scroll the page.
    if (event.button === MIDDLE) event.preventDefault();
    capture(this.window, event.pointerId);
    this.#down.set(event.pointerId, event);
    if (this.#down.size > 1) this.#stop();
    else if (event.pointerType === "touch") this.#held = event;
    else this.#start(event);
  }

  /** Two fingers at most; and a pen works alone, since what touches beside it is a palm. */
  #heeds({ pointerType }: PointerEvent): boolean {
    const down = [...this.#down.values()];
    if (pointerType === "touch") return down.length < 2 && down.every((other) => other.pointerType === "touch");
    this.#stop();
    this.#down.clear();
    return true;
  }

  #start(event: PointerEvent): void {
    this.#held = undefined;
    const point = this.#point(event);
    const eraser = event.button === ERASER || event.altKey;
    // The middle button pushes the photo, whatever the tool.
    this.#gesture =
      event.button === MIDDLE ? push(this.surface, point) : this.surface.begin(point, this.#reach(event), eraser);
  }

  #move(event: PointerEvent): void {
    if (event.pointerType !== "touch") this.surface.hover(this.#point(event));
    const before = this.#down.get(event.pointerId);
    if (!before) return;
    if (this.#down.size > 1) this.#pinch(before, event);
    else if (this.#held && apart(this.#held, event) < SLOP) return;
    else {
      if (this.#held) this.#start(this.#held);
      // Not every browser has them, and those that do not over plain HTTP.
      const parts = event.getCoalescedEvents?.() ?? [];
      this.#gesture?.move((parts.length > 0 ? parts : [event]).map((part) => this.#point(part)));
    }
    this.#down.set(event.pointerId, event);
  }

  #release(event: PointerEvent): void {
    if (!this.#down.delete(event.pointerId)) return;
    // A tap; what the system took over, as for scrolling, was none.
    if (this.#held && event.type === "pointerup") this.#start(this.#held);
    this.#stop();
  }

  #stop(): void {
    this.#held = undefined;
    const gesture = this.#gesture;
    this.#gesture = undefined;
    gesture?.end();
  }

  /** Two fingers: what is between them stays between them. */
  #pinch(before: PointerEvent, after: PointerEvent): void {
    const other = [...this.#down.values()].find(({ pointerId }) => pointerId !== after.pointerId);
    if (!other) return;
    const middle = (event: PointerEvent): Place => {
      const [one, two] = [this.#place(event), this.#place(other)];
      return { x: (one.x + two.x) / 2, y: (one.y + two.y) / 2 };
    };
    const [from, to] = [middle(before), middle(after)];
    const zoom = (this.surface.view.zoom * apart(after, other)) / Math.max(apart(before, other), 1);
    this.surface.view = panBy(zoomTo(this.surface.view, zoom, from), to.x - from.x, to.y - from.y);
  }

  /** With Ctrl, as a trackpad's pinch says it, zooms; else moves what is zoomed, or lets the page scroll. */
  #wheel(event: WheelEvent): void {
    const box = this.window.getBoundingClientRect();
    const before = this.surface.view;
    const view = event.ctrlKey
      ? zoomTo(before, before.zoom * Math.exp(-event.deltaY / 200), this.#place(event))
      : panBy(before, -event.deltaX / box.width, -event.deltaY / box.height);
    const moved = !sameView(view, before);
    if (moved) this.surface.view = view;
    if (moved || event.ctrlKey) event.preventDefault();
  }

  #place({ clientX, clientY }: MouseEvent): Place {
    const box = this.window.getBoundingClientRect();
    return { x: (clientX - box.left) / box.width, y: (clientY - box.top) / box.height };
  }

  #point(event: PointerEvent): Point {
    const { x, y } = toPhoto(this.surface.view, this.#place(event));
    const pressure = event.pointerType === "pen" ? Math.max(event.pressure, LIGHTEST) : 1;
    return [x * this.surface.width, y * this.surface.height, pressure];
  }

  #reach({ pointerType }: PointerEvent): number {
    const pixel = this.surface.width / this.surface.view.zoom / this.window.getBoundingClientRect().width;
    return (pointerType === "touch" ? 20 : 8) * pixel;
  }
}

/** Pushes the photo about under the pointer, so that this point stays there. */
export function push(surface: Surface, start: Point): Gesture {
  const grip: Place = { x: start[0] / surface.width, y: start[1] / surface.height };
  return {
    move(points) {
      const at = points.at(-1);
      if (!at) return;
      const { view } = surface;
      const [x, y] = [at[0] / surface.width - grip.x, at[1] / surface.height - grip.y];
      surface.view = panBy(view, x * view.zoom, y * view.zoom);
    },
    end() {},
  };
}

const apart = (one: PointerEvent, other: PointerEvent) =>
  Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);

const isPlaced = ({ x, y }: Place): boolean => Number.isFinite(x) && Number.isFinite(y);
