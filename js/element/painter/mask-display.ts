// Draws the mask over the photo, and the outline of what is selected.
import type { View } from "../viewer/viewport.js";
import type { Mask } from "./mask.js";
import { Outline } from "./outline.js";

const OVERLAY_COLOR = "#ff2d55";
/** Width of the outline of a selection, in CSS pixels. */
const OUTLINE_WIDTH = 1.5;

/** What to draw. */
export interface Display {
  readonly mask: Mask;
  readonly view: View;
  /** The width of the photo's window, in CSS pixels. */
  readonly width: number;
  /** Whether to draw the outline. */
  readonly isOutlined: boolean;
}

/** Draws on the canvases of the painter. `find` returns the first element that matches a selector. */
export class MaskDisplay {
  readonly #find: (selector: string) => HTMLCanvasElement | null;
  #isScheduled = false;
  #outline: Outline | undefined;
  /** What the outline shows. */
  #outlined = "";

  constructor(find: (selector: string) => HTMLCanvasElement | null) {
    this.#find = find;
  }

  /** Draws with the next frame what `display` returns then, at most once per frame. */
  draw(display: () => Display | undefined): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    requestFrame(() => {
      this.#isScheduled = false;
      const canvas = this.#find("canvas");
      // In test environments such as jsdom, a canvas has no context.
      if (!canvas?.getContext("2d")) return;
      const shown = display();
      shown?.mask.draw(canvas, OVERLAY_COLOR);
      this.#drawOutline(canvas, shown);
    });
  }

  /** Removes the outline. */
  hide(): void {
    this.#outline?.hide();
    this.#outlined = "";
  }

  /** Shows the outline while things are selected. */
  #drawOutline(mask: HTMLCanvasElement, shown: Display | undefined): void {
    const canvas = this.#find(".outline");
    if (!canvas) return;
    this.#outline ??= new Outline(canvas);
    const { zoom = 1, across = 1 } = shown?.view ?? {};
    const line = (OUTLINE_WIDTH * mask.width * across) / zoom / (shown?.width || mask.width);
    // Comparing is faster than drawing.
    const state = shown?.isOutlined ? `${shown.mask.version} ${line}` : "";
    if (state === this.#outlined) return;
    this.#outlined = state;
    if (state) this.#outline.show(mask, line, !matchMedia("(prefers-reduced-motion: reduce)").matches);
    else this.#outline.hide();
  }
}

/** Runs the callback before the next frame, or in a microtask if there are no frames. */
function requestFrame(callback: () => void): void {
  (globalThis.requestAnimationFrame ?? queueMicrotask)(callback);
}
