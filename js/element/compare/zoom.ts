// Zoom and full screen of the comparison.
import { html, type LitElement, type TemplateResult } from "lit";
import { fill } from "../locales/texts.js";
import type { CompareTexts } from "../locales/compare-texts.js";
import { FullScreen } from "../viewer/full-screen.js";
import { fullScreenStyles } from "../viewer/full-screen-styles.js";
import { PanZoom } from "../viewer/pan-zoom.js";
import type { drag as dragSlider } from "./drag.js";
import { zoomStyles } from "./zoom-styles.js";

/** The styles of the zoom, in addition to those of the comparison. */
export const styles = [fullScreenStyles, zoomStyles];

/** Distance from the divider in CSS pixels within which a press drags it while the photos are zoomed. */
const GRIP = 24;

const icons = {
  zoomIn: "M5 12h14M12 5v14",
  zoomOut: "M5 12h14",
  fullScreen: "M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5",
  exitFullScreen: "M9 4v5H4M15 4v5h5M9 20v-5H4M15 20v-5h5",
};

/** What the zoom needs to know about the comparison. */
export type Comparison = LitElement & {
  readonly width: number | undefined;
  readonly height: number | undefined;
  readonly orientation: "horizontal" | "vertical";
};

/** The zoom of one comparison. */
export class Zoom implements EventListenerObject {
  readonly #element: Comparison;
  readonly #drag: typeof dragSlider;
  readonly #panZoom: PanZoom;
  readonly #fullScreen: FullScreen;
  #resizes: ResizeObserver | undefined;
  #wasZoomed = false;

  /** If this file imported `drag`, bundlers would make another file of it, which every comparison would load. */
  constructor(element: Comparison, drag: typeof dragSlider) {
    this.#element = element;
    this.#drag = drag;
    const update = () => {
      element.requestUpdate();
    };
    this.#panZoom = new PanZoom({
      wheelZooms: () => this.isFull,
      takes: (press) => this.#takes(press),
      onChange: update,
    });
    this.#fullScreen = new FullScreen(() => {
      // Keeps the page's layout and scroll position.
      element.style.setProperty("min-block-size", this.isFull ? `${element.offsetHeight}px` : "");
      update();
    });
  }

  get isFull(): boolean {
    return this.#fullScreen.active;
  }

  /** The classes of the frame. */
  get classes(): string {
    return `zoomable ${this.isFull ? "full" : ""} ${this.#panZoom.isZoomed ? "zoomed" : ""}`;
  }

  /** Renders the buttons and the announcement. */
  render(texts: CompareTexts): TemplateResult {
    const { isZoomed, isMaximum, view } = this.#panZoom;
    this.#wasZoomed ||= isZoomed;
    const screen = this.isFull ? "exitFullScreen" : "fullScreen";
    const stop = (event: Event) => {
      event.stopPropagation();
    };
    return html`<div class="zoom" part="zoom" @pointerdown=${stop} @dblclick=${stop}>
      ${button("zoomOut", texts, !isZoomed, () => {
        this.#panZoom.zoom(-1);
      })}
      ${button("zoomIn", texts, isMaximum, () => {
        this.#panZoom.zoom(1);
      })}
      ${button(screen, texts, false, () => {
        const frame = this.#frame;
        if (frame) this.#fullScreen.toggle(frame);
      })}
      <span class="visually-hidden" role="status">
        ${this.#wasZoomed ? fill(texts.zoomed, { percent: Math.round(view.zoom * 100) }) : ""}
      </span>
    </div>`;
  }

  /** Applies the view to the frame. Call it after each render. */
  updated(frame: HTMLElement): void {
    const { zoom, x, y, across, down } = this.#panZoom.view;
    for (const [name, value] of Object.entries({ zoom, x, y, across, down }))
      frame.style.setProperty(`--_${name}`, String(value));
    // Not available in jsdom.
    if (this.#resizes || !("ResizeObserver" in globalThis)) return;
    this.#resizes = new ResizeObserver(() => {
      this.#fit(frame.getBoundingClientRect());
    });
    this.#resizes.observe(frame);
  }

  /** Leaves full screen if the element is removed, but not if it is moved. */
  stop(): void {
    this.#resizes?.disconnect();
    this.#resizes = undefined;
    queueMicrotask(() => {
      if (!this.#element.isConnected) this.#fullScreen.leave();
    });
  }

  handleEvent(event: Event): void {
    if (event.type !== "keydown") this.#panZoom.handleEvent(event);
    else if (this.#handleKeydown(event as KeyboardEvent)) event.preventDefault();
  }

  #handleKeydown(event: KeyboardEvent): boolean {
    const onSlider = event.composedPath()[0] instanceof HTMLInputElement;
    return this.#panZoom.handleKeydown(event, !onSlider) || this.#fullScreen.handleKeydown(event);
  }

  get #frame(): HTMLElement | null {
    return this.#element.renderRoot.querySelector<HTMLElement>(".frame");
  }

  get #input(): HTMLInputElement | null {
    return this.#element.renderRoot.querySelector("input");
  }

  #fit({ width, height }: DOMRect): void {
    const { width: across, height: down } = this.#element;
    this.#panZoom.fit(width / height, across && down ? across / down : 1.5);
  }

  /** Without zoom, the slider covers the photos. With zoom, only its divider can be dragged, and the photos pan. */
  #takes(press: PointerEvent): boolean {
    const input = this.#input;
    if (!input || !this.#panZoom.isZoomed) return input !== null;
    const vertical = this.#element.orientation === "vertical";
    const divider = this.#element.renderRoot.querySelector(".divider")?.getBoundingClientRect();
    if (!divider) return false;
    const distance = vertical ? press.clientY - divider.top : press.clientX - divider.left;
    if (Math.abs(distance) > GRIP) return false;
    this.#drag(press, input, { vertical, pinches: true });
    return true;
  }
}

/** Renders a button that stays focusable while disabled, so focus is not lost. */
function button(name: keyof typeof icons, texts: CompareTexts, idle: boolean, act: () => void): TemplateResult {
  return html`<button
    type="button"
    title=${texts[name]}
    aria-label=${texts[name]}
    aria-disabled=${idle ? "true" : "false"}
    @click=${() => {
      if (!idle) act();
    }}
  >
    <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${icons[name]} /></svg>
  </button>`;
}
