// Turns mouse, pen, touch and wheel events into gestures, zooming and panning.
import { capturePointer } from "../dom.js";
import type { Gesture } from "./gestures.js";
import type { Point } from "./mask.js";
import { panBy, isSameView, toPhotoPoint, zoomTo, type Position, type View } from "./viewport.js";

/** A finger that moves less than this, in CSS pixels, has not started a gesture: a second finger may follow. */
const TAP_DISTANCE = 6;
/** Minimum pen pressure, so that light strokes stay visible. */
const MIN_PRESSURE = 0.1;
const MIDDLE = 1;
const ERASER = 5;

/** The surface that pointers act on. */
export interface Surface {
  /** Width of the photo in pixels. */
  readonly width: number;
  readonly height: number;
  view: View;
  /**
   * Starts a gesture. `reach` is the pointer's precision in photo pixels. `eraser` is true for the eraser end of a pen,
   * or if Alt is held.
   */
  begin(start: Point, reach: number, eraser: boolean): Gesture;
  /** Updates the hovered point; undefined if the pointer left. */
  hover(point: Point | undefined): void;
}

/** Tracks the pointers over an element. */
export class Pointers {
  readonly #pressed = new Map<number, PointerEvent>();
  #gesture: Gesture | undefined;
  /** A finger that has touched but not moved yet. */
  #undecided: PointerEvent | undefined;

  constructor(
    private readonly window: HTMLElement,
    private readonly surface: Surface,
  ) {}

  /** Handles a pointer or wheel event. */
  handleEvent(event: Event): void {
    // Check `type`: test environments may lack the event classes and coordinates.
    if (event.type === "wheel") this.#wheel(event as WheelEvent);
    else if (hasPosition(this.#positionOf(event as PointerEvent))) this.#pointer(event as PointerEvent);
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
        // If the pointer could not be captured, no `pointerup` follows.
        this.#release(event);
    }
  }

  #press(event: PointerEvent): void {
    if (![0, MIDDLE, ERASER].includes(event.button) || !this.#accepts(event)) return;
    // Prevent auto-scrolling.
    if (event.button === MIDDLE) event.preventDefault();
    capturePointer(this.window, event.pointerId);
    this.#pressed.set(event.pointerId, event);
    if (this.#pressed.size > 1) this.#stop();
    else if (event.pointerType === "touch") this.#undecided = event;
    else this.#start(event);
  }

  /** Accepts at most two fingers. Ignores touches while a pen is down: they come from the palm. */
  #accepts({ pointerType }: PointerEvent): boolean {
    const down = [...this.#pressed.values()];
    if (pointerType === "touch") return down.length < 2 && down.every((other) => other.pointerType === "touch");
    this.#stop();
    this.#pressed.clear();
    return true;
  }

  #start(event: PointerEvent): void {
    this.#undecided = undefined;
    const point = this.#pointOf(event);
    const eraser = event.button === ERASER || event.altKey;
    // The middle button pans with any tool.
    this.#gesture =
      event.button === MIDDLE ? startPan(this.surface, point) : this.surface.begin(point, this.#reach(event), eraser);
  }

  #move(event: PointerEvent): void {
    if (event.pointerType !== "touch") this.surface.hover(this.#pointOf(event));
    const before = this.#pressed.get(event.pointerId);
    if (!before) return;
    if (this.#pressed.size > 1) this.#pinch(before, event);
    else if (this.#undecided && pointerDistance(this.#undecided, event) < TAP_DISTANCE) return;
    else {
      if (this.#undecided) this.#start(this.#undecided);
      // Not available in all browsers, and only in secure contexts.
      const parts = event.getCoalescedEvents?.() ?? [];
      this.#gesture?.move((parts.length > 0 ? parts : [event]).map((part) => this.#pointOf(part)));
    }
    this.#pressed.set(event.pointerId, event);
  }

  #release(event: PointerEvent): void {
    if (!this.#pressed.delete(event.pointerId)) return;
    // A tap, unless the system canceled the pointer, for example to scroll.
    if (this.#undecided && event.type === "pointerup") this.#start(this.#undecided);
    this.#stop();
  }

  #stop(): void {
    this.#undecided = undefined;
    const gesture = this.#gesture;
    this.#gesture = undefined;
    gesture?.end();
  }

  /** Zooms and pans with two fingers. */
  #pinch(before: PointerEvent, after: PointerEvent): void {
    const other = [...this.#pressed.values()].find(({ pointerId }) => pointerId !== after.pointerId);
    if (!other) return;
    const middle = (event: PointerEvent): Position => {
      const [one, two] = [this.#positionOf(event), this.#positionOf(other)];
      return { x: (one.x + two.x) / 2, y: (one.y + two.y) / 2 };
    };
    const [from, to] = [middle(before), middle(after)];
    const zoom = (this.surface.view.zoom * pointerDistance(after, other)) / Math.max(pointerDistance(before, other), 1);
    this.surface.view = panBy(zoomTo(this.surface.view, zoom, from), to.x - from.x, to.y - from.y);
  }

  /** Zooms with Ctrl, which trackpad pinches also set. Otherwise pans a zoomed photo or lets the page scroll. */
  #wheel(event: WheelEvent): void {
    const box = this.window.getBoundingClientRect();
    const before = this.surface.view;
    const view = event.ctrlKey
      ? zoomTo(before, before.zoom * Math.exp(-event.deltaY / 200), this.#positionOf(event))
      : panBy(before, -event.deltaX / box.width, -event.deltaY / box.height);
    const moved = !isSameView(view, before);
    if (moved) this.surface.view = view;
    if (moved || event.ctrlKey) event.preventDefault();
  }

  #positionOf({ clientX, clientY }: MouseEvent): Position {
    const box = this.window.getBoundingClientRect();
    return { x: (clientX - box.left) / box.width, y: (clientY - box.top) / box.height };
  }

  #pointOf(event: PointerEvent): Point {
    const { x, y } = toPhotoPoint(this.surface.view, this.#positionOf(event));
    const pressure = event.pointerType === "pen" ? Math.max(event.pressure, MIN_PRESSURE) : 1;
    return [x * this.surface.width, y * this.surface.height, pressure];
  }

  #reach({ pointerType }: PointerEvent): number {
    const pixel = this.surface.width / this.surface.view.zoom / this.window.getBoundingClientRect().width;
    return (pointerType === "touch" ? 20 : 8) * pixel;
  }
}

/** Starts panning: keeps a point of the photo under the pointer. */
export function startPan(surface: Surface, start: Point): Gesture {
  const grip: Position = { x: start[0] / surface.width, y: start[1] / surface.height };
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

const pointerDistance = (one: PointerEvent, other: PointerEvent) =>
  Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);

const hasPosition = ({ x, y }: Position): boolean => Number.isFinite(x) && Number.isFinite(y);
