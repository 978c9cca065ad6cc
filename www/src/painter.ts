// The mask of an edit: a plain canvas over the photo. What is opaque on it is what changes.
import { encodeMask } from "reroom";
import { byId, show } from "./dom.js";

// The canvas is no larger than this on a side; the encoder brings the mask to the photo's own size.
const LARGEST_SIDE = 2048;
const KEY_STEP = 0.02;

interface Frame {
  x: number;
  y: number;
  width: number;
  height: number;
}

const initialFrame: Readonly<Frame> = { x: 0.35, y: 0.35, width: 0.3, height: 0.3 };
const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);
const percent = (value: number) => `${(value * 100).toFixed(1)}%`;

/** Brush, eraser, and a frame that is moved by keys. Sizes are shares of the photo. */
export class Painter {
  readonly #canvas = byId("mask", HTMLCanvasElement);
  readonly #marquee = byId("marquee", HTMLElement);
  readonly #ring = byId("brush-ring", HTMLElement);
  readonly #size = byId("brush-size", HTMLInputElement);
  readonly #announce: (text: string) => void;
  readonly #onMark: () => void;
  #photo = { width: 0, height: 0 };
  #frame: Frame = { ...initialFrame };
  #last: [number, number] | undefined;
  #marked = false;

  /** `announce` is told what the keyboard did, `onMark` that something was painted. */
  constructor(announce: (text: string) => void, onMark: () => void) {
    this.#announce = announce;
    this.#onMark = onMark;
    this.#canvas.setAttribute("aria-label", "Mask over the photo");
    this.#canvas.addEventListener("pointerdown", (event) => {
      this.#begin(event);
    });
    this.#canvas.addEventListener("pointermove", (event) => {
      this.#move(event);
    });
    for (const end of ["pointerup", "pointercancel"] as const)
      this.#canvas.addEventListener(end, () => (this.#last = undefined));
    this.#canvas.addEventListener("pointerleave", () => {
      show(this.#ring, false);
    });
    this.#canvas.addEventListener("keydown", (event) => {
      this.#key(event);
    });
    this.#canvas.addEventListener("focus", () => {
      if (this.#canvas.matches(":focus-visible")) this.#showFrame();
    });
    this.#canvas.addEventListener("blur", () => {
      show(this.#marquee, false);
    });
    byId("clear-mask", HTMLButtonElement).addEventListener("click", () => {
      this.clear();
    });
  }

  /** Whether anything was painted since the mask was last clear. */
  get marked(): boolean {
    return this.#marked;
  }

  /** Starts a mask for a photo of this size. */
  open(width: number, height: number): void {
    const scale = Math.min(1, LARGEST_SIDE / Math.max(width, height));
    this.#photo = { width, height };
    this.#canvas.width = Math.round(width * scale);
    this.#canvas.height = Math.round(height * scale);
    this.#frame = { ...initialFrame };
    this.#marked = false;
  }

  /** Shows the mask, and lets it be painted or not. */
  set active(active: boolean) {
    show(this.#canvas, active);
    show(byId("painter-tools", HTMLElement), active);
    if (!active) for (const mark of [this.#marquee, this.#ring]) show(mark, false);
  }

  /** Puts the keyboard on the mask. */
  focus(): void {
    this.#canvas.focus();
  }

  /** Takes all paint away. */
  clear(): void {
    this.#context().clearRect(0, 0, this.#canvas.width, this.#canvas.height);
    this.#marked = false;
    this.#announce("The mask is clear.");
  }

  /** The mask as the service takes it, at the photo's size. */
  encode(): Promise<string> {
    return encodeMask(this.#canvas, { ...this.#photo, channel: "alpha" });
  }

  #context(): CanvasRenderingContext2D {
    const context = this.#canvas.getContext("2d");
    if (!context) throw new Error("This browser gives no canvas to paint on.");
    return context;
  }

  #diameter(): number {
    return (Number(this.#size.value) / 100) * this.#canvas.width;
  }

  #point(event: PointerEvent): [number, number] {
    const box = this.#canvas.getBoundingClientRect();
    const scale = this.#canvas.width / box.width;
    return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
  }

  #begin(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.#canvas.setPointerCapture(event.pointerId);
    show(this.#marquee, false);
    this.#last = this.#point(event);
    this.#line(this.#last, this.#last);
  }

  #move(event: PointerEvent): void {
    this.#showRing(event);
    if (!this.#last) return;
    const events = event.getCoalescedEvents?.() ?? [];
    for (const part of events.length > 0 ? events : [event]) {
      const point = this.#point(part);
      this.#line(this.#last, point);
      this.#last = point;
    }
  }

  #line(from: [number, number], to: [number, number]): void {
    const context = this.#brush();
    context.lineWidth = this.#diameter();
    context.lineCap = "round";
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(...to);
    context.stroke();
  }

  /** A context that paints or erases, as chosen. */
  #brush(erase = chosenBrush() === "erase"): CanvasRenderingContext2D {
    const context = this.#context();
    const color = getComputedStyle(this.#canvas).color;
    context.globalCompositeOperation = erase ? "destination-out" : "source-over";
    context.strokeStyle = color;
    context.fillStyle = color;
    if (!erase) {
      this.#marked = true;
      this.#onMark();
    }
    return context;
  }

  #showRing(event: PointerEvent): void {
    const box = this.#canvas.getBoundingClientRect();
    const size = (Number(this.#size.value) / 100) * box.width;
    const { style } = this.#ring;
    style.width = style.height = `${size}px`;
    style.translate = `${event.clientX - box.left - size / 2}px ${event.clientY - box.top - size / 2}px`;
    show(this.#ring, event.pointerType !== "touch");
  }

  #key(event: KeyboardEvent): void {
    const handled = this.#arrow(event) || this.#stamp(event.key);
    if (!handled) return;
    event.preventDefault();
    this.#showFrame();
  }

  #showFrame(): void {
    const { x, y, width, height } = this.#frame;
    Object.assign(this.#marquee.style, {
      left: percent(x),
      top: percent(y),
      width: percent(width),
      height: percent(height),
    });
    show(this.#marquee, true);
  }

  #arrow({ key, shiftKey }: KeyboardEvent): boolean {
    const steps: Record<string, [number, number]> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    };
    const step = steps[key];
    if (!step) return false;
    const [dx, dy] = [step[0] * KEY_STEP, step[1] * KEY_STEP];
    const frame = this.#frame;
    if (shiftKey) {
      frame.width = clamp(frame.width + dx, KEY_STEP, 1 - frame.x);
      frame.height = clamp(frame.height + dy, KEY_STEP, 1 - frame.y);
    } else {
      frame.x = clamp(frame.x + dx, 0, 1 - frame.width);
      frame.y = clamp(frame.y + dy, 0, 1 - frame.height);
    }
    const [left, top, width, height] = [frame.x, frame.y, frame.width, frame.height].map((n) => Math.round(n * 100));
    this.#announce(`Frame at ${left} and ${top} percent, ${width} wide, ${height} high.`);
    return true;
  }

  #stamp(key: string): boolean {
    const erase = key === "Delete" || key === "Backspace";
    if (!erase && key !== "Enter" && key !== " ") return false;
    const { width, height } = this.#canvas;
    const frame = this.#frame;
    this.#brush(erase).fillRect(frame.x * width, frame.y * height, frame.width * width, frame.height * height);
    this.#announce(erase ? "The frame is erased." : "The frame is marked.");
    return true;
  }
}

const chosenBrush = () => document.querySelector<HTMLInputElement>('input[name="brush"]:checked')?.value;
