// Zooms and pans a picture by wheel, pinch, dragging, double-click and keys.
import { capturePointer } from "./capture-pointer.js";
import { fitWindow, isSameView, MAX_ZOOM, panBy, wholePhoto, zoomTo, type View } from "./viewport.js";
import { isTrackpadPinch, pinch, positionIn, turnWheel, wheelDistance } from "./zoom.js";

const ZOOM_STEP = 1.5;
/** The zoom of a double-click. */
const CLOSE_UP = 2.5;
/** How far a key pans, in fractions of the window. */
const KEY_DISTANCE = 0.15;
/** Pixels of a wheel that double the zoom. */
const WHEEL_DOUBLING = 400;

/** What the view of a picture needs from its element. */
export interface PanZoomHost {
  /** Whether the wheel zooms without Ctrl. Otherwise it scrolls the page. */
  readonly wheelZooms: () => boolean;
  /** Whether a press belongs to something over the picture, such as a slider. */
  readonly takes: (press: PointerEvent) => boolean;
  readonly onChange: () => void;
}

/** A pointer that is down: its last event, and whether it pans. */
interface Press {
  readonly event: PointerEvent;
  readonly pans: boolean;
}

/** Tracks what part of a picture is visible. */
export class PanZoom {
  #view = wholePhoto;
  readonly #host: PanZoomHost;
  readonly #pressed = new Map<number, Press>();
  /** The zoom at the start of a trackpad pinch. */
  #pinchZoom = 1;

  constructor(host: PanZoomHost) {
    this.#host = host;
  }

  get view(): View {
    return this.#view;
  }

  get isZoomed(): boolean {
    return this.#view.zoom > 1;
  }

  get isMaximum(): boolean {
    return this.#view.zoom >= MAX_ZOOM;
  }

  /** Zooms in, or out if `steps` is negative. 0 shows the whole picture. */
  zoom(steps: number): void {
    this.#set(zoomTo(this.#view, steps === 0 ? 1 : this.#view.zoom * ZOOM_STEP ** steps));
  }

  /** Adapts to the shape of the window. Both ratios are width divided by height. */
  fit(windowRatio: number, pictureRatio: number): void {
    this.#set(fitWindow(this.#view, windowRatio, pictureRatio));
  }

  /** Handles a pointer, wheel, double-click or Safari gesture event of the window, or of an element around it. */
  handleEvent(event: Event, window = event.currentTarget as Element): void {
    if (event.type === "wheel") this.#wheel(event as WheelEvent, window);
    else if (event.type === "dblclick") this.#doubleClick(event as MouseEvent, window);
    else if (isTrackpadPinch(event)) this.#trackpadPinch(event, window);
    else this.#pointer(event as PointerEvent, window);
  }

  /** Handles a key. Arrow keys pan if `arrows` is true, or with Shift. Returns whether it did anything. */
  handleKeydown(event: KeyboardEvent, arrows: boolean): boolean {
    const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
    if (ctrlKey || metaKey || altKey) return false;
    const steps = { "+": 1, "=": 1, "-": -1, "0": 0 }[key];
    if (steps !== undefined) this.zoom(steps);
    else return (arrows || shiftKey) && this.#panByKey(key);
    return true;
  }

  #panByKey(key: string): boolean {
    const direction = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[key];
    if (!direction || !this.isZoomed) return false;
    const [x = 0, y = 0] = direction;
    this.#set(panBy(this.#view, x * KEY_DISTANCE, y * KEY_DISTANCE));
    return true;
  }

  #pointer(event: PointerEvent, window: Element): void {
    if (event.type === "pointerdown") this.#press(event, window);
    else if (event.type === "pointermove") this.#move(event, window);
    else this.#pressed.delete(event.pointerId);
  }

  #press(event: PointerEvent, window: Element): void {
    const { button, pointerId, pointerType } = event;
    if (button !== 0 || this.#pressed.size > 1) return;
    const isFirst = this.#pressed.size === 0;
    const pans = isFirst && !this.#host.takes(event);
    // A finger on the slider may be the first of a pinch.
    if (isFirst && !pans && pointerType !== "touch") return;
    this.#pressed.set(pointerId, { event, pans });
    if (!isFirst) for (const id of this.#pressed.keys()) capturePointer(window, id);
  }

  #move(event: PointerEvent, window: Element): void {
    const press = this.#pressed.get(event.pointerId);
    if (!press) return;
    const { event: before, pans } = press;
    const other = [...this.#pressed].find(([id]) => id !== event.pointerId)?.[1];
    if (other) this.#set(pinch(this.#view, before, event, other.event, window));
    else if (this.isZoomed && pans) this.#drag(before, event, window);
    this.#pressed.set(event.pointerId, { event, pans: pans && !other });
  }

  #drag(before: PointerEvent, event: PointerEvent, window: Element): void {
    capturePointer(window, event.pointerId);
    const [from, to] = [positionIn(window, before), positionIn(window, event)];
    this.#set(panBy(this.#view, to.x - from.x, to.y - from.y));
  }

  #doubleClick(event: MouseEvent, window: Element): void {
    this.#set(zoomTo(this.#view, this.isZoomed ? 1 : CLOSE_UP, positionIn(window, event)));
  }

  #wheel(event: WheelEvent, window: Element): void {
    const before = this.#view;
    const zooms = this.#host.wheelZooms() && !event.ctrlKey && !event.shiftKey;
    const factor = 2 ** (-wheelDistance(event) / WHEEL_DOUBLING);
    this.#set(
      zooms ? zoomTo(before, before.zoom * factor, positionIn(window, event)) : turnWheel(before, event, window),
    );
    if (zooms || event.ctrlKey || !isSameView(this.#view, before)) event.preventDefault();
  }

  #trackpadPinch(event: Event & { readonly scale: number }, window: Element): void {
    event.preventDefault();
    if (this.#pressed.size > 0) return;
    if (event.type === "gesturestart") this.#pinchZoom = this.#view.zoom;
    const at = positionIn(window, event as unknown as MouseEvent);
    this.#set(zoomTo(this.#view, this.#pinchZoom * event.scale, at));
  }

  #set(view: View): void {
    if (isSameView(view, this.#view)) return;
    this.#view = view;
    this.#host.onChange();
  }
}
