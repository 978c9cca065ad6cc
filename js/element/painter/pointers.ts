// Turns mouse, pen, touch and wheel events into gestures, zooming and panning.
import { capturePointer } from "../viewer/capture-pointer.js";
import { toPhotoPoint, isSameView, panBy, zoomTo, type Position, type View } from "../viewer/viewport.js";
import { distanceBetween, isTrackpadPinch, pinch, positionIn, turnWheel, wheelDistance } from "../viewer/zoom.js";
import type { Gesture } from "./gestures.js";
import type { Point } from "./mask.js";

/** A finger that moves less than this, in CSS pixels, has not started a gesture: a second finger may follow. */
const TAP_DISTANCE = 6;
/** A second finger within this time, in ms, means that the first one was part of a pinch, and takes back what it painted. */
const PINCH_TIME = 300;
/** Touches are ignored for this long after a pen was used, in ms: they come from the palm. */
const PALM_TIME = 1000;
/** Minimum pen pressure, so that light strokes stay visible. */
const MIN_PRESSURE = 0.1;
/** Pixels that a wheel turns for one step of the brush size. */
const WHEEL_STEP = 100;
const MIDDLE = 1;
const ERASER = 5;

/** How a gesture starts. */
export interface Press {
  /** The pointer's precision in photo pixels. */
  readonly reach: number;
  /** Whether it is the eraser end of a pen, or Alt is held. */
  readonly eraser: boolean;
  /** Whether Shift is held. */
  readonly straight: boolean;
}

/** The surface that pointers act on. */
export interface Surface {
  /** Width of the photo in pixels. */
  readonly width: number;
  readonly height: number;
  view: View;
  /** Whether the wheel changes the brush size. Otherwise it pans. */
  readonly wheelResizes: boolean;
  /** Changes the brush size. */
  resizeBrush(steps: number): void;
  /** Starts a gesture. */
  begin(start: Point, press: Press): Gesture;
  /** Updates the hovered point; undefined if the pointer left. */
  hover(point: Point | undefined): void;
}

/** Tracks the pointers over an element. */
export class Pointers {
  readonly #pressed = new Map<number, PointerEvent>();
  #gesture: Gesture | undefined;
  /** When the gesture started, and when a pen was last used, in ms. */
  #started = 0;
  #penUsed = -Infinity;
  /** A finger that has touched but not moved yet. */
  #undecided: PointerEvent | undefined;
  /** The zoom at the start of a trackpad pinch. */
  #pinchZoom = 1;
  /** The distance of the wheel that has not changed the size yet. */
  #turned = 0;

  constructor(
    private readonly window: HTMLElement,
    private readonly surface: Surface,
  ) {}

  /** Handles a pointer, wheel or Safari gesture event. */
  handleEvent(event: Event): void {
    // Check `type`: test environments may lack the event classes and coordinates.
    if (event.type === "wheel") this.#wheel(event as WheelEvent);
    else if (isTrackpadPinch(event)) this.#trackpadPinch(event);
    else if (hasPosition(positionIn(this.window, event as PointerEvent))) this.#pointer(event as PointerEvent);
  }

  #pointer(event: PointerEvent): void {
    if (event.pointerType === "pen") this.#penUsed = event.timeStamp;
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
    if (this.#pressed.size > 1) this.#stop(event.timeStamp - this.#started < PINCH_TIME);
    else if (event.pointerType === "touch") this.#undecided = event;
    else this.#start(event);
  }

  /** Accepts at most two fingers. Ignores touches while or shortly after a pen is used, and takes back what they painted. */
  #accepts({ pointerType, timeStamp }: PointerEvent): boolean {
    const down = [...this.#pressed.values()];
    const isTouch = (other: PointerEvent) => other.pointerType === "touch";
    if (pointerType === "touch") return timeStamp - this.#penUsed > PALM_TIME && down.length < 2 && down.every(isTouch);
    this.#stop(down.some(isTouch));
    this.#pressed.clear();
    return true;
  }

  #start(event: PointerEvent): void {
    this.#undecided = undefined;
    this.#started = event.timeStamp;
    const point = this.#pointOf(event);
    const press = {
      reach: this.#reach(event),
      eraser: event.button === ERASER || event.altKey,
      straight: event.shiftKey,
    };
    // The middle button pans with any tool.
    this.#gesture = event.button === MIDDLE ? startPan(this.surface, point) : this.surface.begin(point, press);
  }

  #move(event: PointerEvent): void {
    if (event.pointerType !== "touch") this.surface.hover(this.#pointOf(event));
    const before = this.#pressed.get(event.pointerId);
    if (!before) return;
    if (this.#pressed.size > 1) this.#pinch(before, event);
    else if (this.#undecided && distanceBetween(this.#undecided, event) < TAP_DISTANCE) return;
    else {
      if (this.#undecided) this.#start(this.#undecided);
      // Not available in all browsers, and only in secure contexts.
      const parts = event.getCoalescedEvents?.() ?? [];
      const points = (parts.length > 0 ? parts : [event]).map((part) => this.#pointOf(part));
      this.#gesture?.move(points, event.shiftKey);
    }
    this.#pressed.set(event.pointerId, event);
  }

  #release(event: PointerEvent): void {
    if (!this.#pressed.delete(event.pointerId)) return;
    const isCanceled = event.type === "pointercancel" && event.pointerType === "touch";
    // A tap, unless the system canceled the pointer, for example to scroll.
    if (this.#undecided && event.type === "pointerup") this.#start(this.#undecided);
    this.#stop(isCanceled);
  }

  #stop(cancel: boolean): void {
    this.#undecided = undefined;
    const gesture = this.#gesture;
    this.#gesture = undefined;
    if (cancel) gesture?.cancel();
    else gesture?.end();
  }

  /** Zooms and pans with two fingers. */
  #pinch(before: PointerEvent, after: PointerEvent): void {
    const other = [...this.#pressed.values()].find(({ pointerId }) => pointerId !== after.pointerId);
    if (other) this.surface.view = pinch(this.surface.view, before, after, other, this.window);
  }

  /** Zooms with a trackpad in Safari. Fingers on a screen, which fire the same events, are pointers, too. */
  #trackpadPinch(event: Event & { readonly scale: number; readonly clientX: number; readonly clientY: number }): void {
    event.preventDefault();
    if (this.#pressed.size > 0) return;
    if (event.type === "gesturestart") this.#pinchZoom = this.surface.view.zoom;
    const at = positionIn(this.window, event as unknown as MouseEvent);
    this.surface.view = zoomTo(this.surface.view, this.#pinchZoom * event.scale, at);
  }

  /** Zooms with Ctrl, and otherwise changes the brush size, pans a zoomed photo, or lets the page scroll. */
  #wheel(event: WheelEvent): void {
    if (!event.ctrlKey && !event.shiftKey && event.deltaX === 0 && this.surface.wheelResizes) {
      event.preventDefault();
      this.#turned -= wheelDistance(event) / WHEEL_STEP;
      const steps = Math.trunc(this.#turned);
      this.#turned -= steps;
      if (steps !== 0) this.surface.resizeBrush(steps);
      return;
    }
    const before = this.surface.view;
    const view = turnWheel(before, event, this.window);
    const moved = !isSameView(view, before);
    if (moved) this.surface.view = view;
    if (moved || event.ctrlKey) event.preventDefault();
  }

  #pointOf(event: PointerEvent): Point {
    const { x, y } = toPhotoPoint(this.surface.view, positionIn(this.window, event));
    const pressure = event.pointerType === "pen" ? Math.max(event.pressure, MIN_PRESSURE) : 1;
    return [x * this.surface.width, y * this.surface.height, pressure];
  }

  #reach({ pointerType }: PointerEvent): number {
    const { width, view } = this.surface;
    const pixel = (width * view.across) / view.zoom / this.window.getBoundingClientRect().width;
    return (pointerType === "touch" ? 20 : 8) * pixel;
  }
}

/** Starts panning: keeps a point of the photo under the pointer. */
export function startPan(surface: Pick<Surface, "width" | "height" | "view">, start: Point): Gesture {
  const grip: Position = { x: start[0] / surface.width, y: start[1] / surface.height };
  return {
    move(points) {
      const at = points.at(-1);
      if (!at) return;
      const { view } = surface;
      const [x, y] = [at[0] / surface.width - grip.x, at[1] / surface.height - grip.y];
      surface.view = panBy(view, (x * view.zoom) / view.across, (y * view.zoom) / view.down);
    },
    end() {},
    cancel() {},
  };
}

const hasPosition = ({ x, y }: Position): boolean => Number.isFinite(x) && Number.isFinite(y);
