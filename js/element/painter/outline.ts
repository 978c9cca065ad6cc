// The outline of the mask, as moving dashes, and stripes inside it: visible on any photo, and without seeing its color.

/** Directions in which the mask is shifted to get its outline. */
const AROUND = Array.from({ length: 8 }, (_, eighth) => (eighth * Math.PI) / 4);
/** The mask is translucent. Drawing it this often makes it opaque. */
const OPAQUE_AFTER = 8;
/** Time between two steps of the dashes, in milliseconds. */
const PACE = 120;
/** Length of a dash, in line widths, and of the steps that it moves in. */
const DASH = 4;
const STEPS = 8;

/** Draws the outline on a canvas that lies over the mask's. */
export class Outline {
  readonly #canvas: HTMLCanvasElement;
  /** The outline, and what is inside it. */
  readonly #edge: HTMLCanvasElement;
  readonly #inside: HTMLCanvasElement;
  #phase = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    const create = () => canvas.ownerDocument.createElement("canvas");
    this.#edge = create();
    this.#inside = create();
  }

  /** Shows the outline of a drawn mask. `line` is its width in pixels of the mask's canvas. */
  show(mask: HTMLCanvasElement, line: number, isMoving: boolean): void {
    const edge = clear(this.#edge, mask);
    const inside = clear(this.#inside, mask);
    clear(this.#canvas, mask);
    if (!edge || !inside) return;
    const draw = (x: number, y: number) => {
      for (let count = 0; count < OPAQUE_AFTER; count += 1) edge.drawImage(mask, x, y);
    };
    for (const angle of AROUND) draw(line * Math.cos(angle), line * Math.sin(angle));
    edge.globalCompositeOperation = "destination-out";
    draw(0, 0);
    inside.drawImage(mask, 0, 0);
    strokeStripes(inside, "source-in", "#fff", line * DASH);
    clearTimeout(this.#timer);
    this.#draw(line);
    if (isMoving) this.#schedule(line);
  }

  hide(): void {
    clearTimeout(this.#timer);
    // Clears it, and frees its memory.
    for (const canvas of [this.#canvas, this.#edge, this.#inside]) canvas.width = 0;
  }

  #schedule(line: number): void {
    this.#timer = setTimeout(() => {
      this.#phase = (this.#phase + 1) % STEPS;
      this.#draw(line);
      this.#schedule(line);
    }, PACE);
  }

  #draw(line: number): void {
    const context = this.#canvas.getContext("2d");
    if (!context) return;
    context.globalCompositeOperation = "copy";
    context.drawImage(this.#edge, 0, 0);
    context.globalCompositeOperation = "source-in";
    context.fillStyle = "#fff";
    context.fillRect(0, 0, this.#canvas.width, this.#canvas.height);
    strokeStripes(context, "source-atop", "#000", line * DASH, this.#phase / STEPS);
    context.globalCompositeOperation = "source-over";
    context.drawImage(this.#inside, 0, 0);
  }
}

function clear(canvas: HTMLCanvasElement, { width, height }: HTMLCanvasElement): CanvasRenderingContext2D | null {
  Object.assign(canvas, { width, height });
  return canvas.getContext("2d");
}

/** Strokes diagonal lines of this width, and as far apart. `phase` shifts them, as a fraction of both. */
function strokeStripes(
  context: CanvasRenderingContext2D,
  operation: GlobalCompositeOperation,
  color: string,
  width: number,
  phase = 0,
): void {
  const { width: right, height: bottom } = context.canvas;
  // Measured along an axis, a diagonal line is wider.
  const period = 2 * width * Math.SQRT2;
  context.globalCompositeOperation = operation;
  context.strokeStyle = color;
  context.lineWidth = width;
  context.beginPath();
  for (let x = -bottom + phase * period; x < right; x += period) {
    context.moveTo(x, bottom);
    context.lineTo(x + bottom, 0);
  }
  context.stroke();
}
