// <reroom-mask-painter>: paints a mask over a photo.
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { en } from "../locales/en.js";
import { fill } from "../locales/texts.js";
import { requestFrame } from "../dom.js";
import { controls } from "../styles/controls.js";
import { tokens } from "../styles/tokens.js";
import { Mask } from "./mask.js";
import { renderOverlay, viewBox } from "./overlay.js";
import { Painting, type Announcement, type Settings } from "./painting.js";
import { Pointers } from "./pointers.js";
import { styles } from "./styles.js";
import type { PainterTexts } from "../locales/painter-texts.js";
import { toolbar, zoomButtons } from "./toolbar.js";
import { wholePhoto } from "./viewport.js";

/** Maximum side of the overlay canvas. The mask itself always has the photo's size. */
const MAX_OVERLAY_SIZE = 2048;
const OVERLAY_COLOR = "#ff2d55";

/**
 * Paints the mask of an edit over a photo with a brush, rectangle or lasso, by mouse, pen, touch or keyboard.
 *
 * Fires `change` after each step. Setting another photo or removing the element discards the mask.
 */
export class MaskPainter extends LitElement {
  static override styles = [tokens, controls, styles];
  static override properties = {
    src: {},
    width: { type: Number },
    height: { type: Number },
    texts: { attribute: false },
    settings: { state: true },
    announcement: { state: true },
  };

  /** URL of the photo. */
  declare src: string;
  /** The photo's width in pixels. */
  declare width: number;
  /** The photo's height in pixels. */
  declare height: number;
  declare texts: PainterTexts;
  /** The toolbar settings. */
  declare private settings: Settings;
  declare private announcement: Announcement | undefined;
  #painting: Painting | undefined;
  #opening: Promise<void> | undefined;
  #onPointerers: Pointers | undefined;
  #drawScheduled = false;

  constructor() {
    super();
    this.src = "";
    this.width = 0;
    this.height = 0;
    this.texts = en.painter;
    this.settings = { tool: "brush", erase: false, size: 8, hardness: 100 };
    this.addEventListener("keydown", (event) => {
      this.#shortcut(event);
    });
  }

  /** Whether the mask covers anything. */
  get marked(): boolean {
    return this.#painting?.marked ?? false;
  }

  /**
   * Encodes the mask for an edit request, at the photo's size. Rejects with `invalid_image` (`empty_mask`) if it is
   * empty.
   */
  async encode(): Promise<string> {
    await this.updateComplete;
    await this.#opening;
    if (!this.#painting) throw new TypeError("No photo to paint on. Set src, width and height first.");
    return this.#painting.mask.encode();
  }

  /** Clears the mask, as one undo step. */
  clear(): void {
    this.#painting?.clear();
  }

  /** Focuses the drawing area. */
  override focus(options?: FocusOptions): void {
    this.#window?.focus(options);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated && !this.#painting) this.#open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // Moving an element also disconnects it. Only clean up if it stays disconnected.
    queueMicrotask(() => {
      if (!this.isConnected) this.#close();
    });
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (["src", "width", "height"].some((name) => changed.has(name as keyof MaskPainter))) this.#open();
    const view = this.#painting?.view ?? wholePhoto;
    const [x, y] = [view.x, view.y].map((share) => `${-share * view.zoom * 100}%`);
    const sheet = this.renderRoot.querySelector<HTMLElement>(".sheet");
    sheet?.style.setProperty("transform", `translate(${x}, ${y}) scale(${view.zoom})`);
    const stage = this.renderRoot.querySelector<HTMLElement>(".stage");
    stage?.style.setProperty("--_ratio", String(this.width / this.height || 1.5));
  }

  protected override render(): TemplateResult {
    const { texts, settings, src, width, height } = this;
    const painting = this.#painting;
    const options = {
      texts,
      settings,
      painting,
      choose: (choice: Partial<Settings>) => (this.settings = { ...settings, ...choice }),
    };
    const scale = Math.min(1, MAX_OVERLAY_SIZE / Math.max(width, height));
    return html`
      ${toolbar(options)}
      <div class="stage">
        <div
          class="window"
          part="photo"
          tabindex="0"
          role="application"
          aria-label=${texts.surface}
          aria-roledescription=${texts.role}
          aria-describedby="hint keys"
          data-tool=${settings.tool}
          @pointerdown=${this.#onPointer}
          @pointermove=${this.#onPointer}
          @pointerup=${this.#onPointer}
          @pointercancel=${this.#onPointer}
          @pointerleave=${this.#onPointer}
          @wheel=${this.#onPointer}
          @keydown=${this.#onKeydown}
          @focus=${this.#onFocus}
          @blur=${() => painting?.hideFrame()}
        >
          <div class="sheet">
            ${src ? html`<img src=${src} alt="" draggable="false" />` : nothing}
            <canvas width=${Math.round(width * scale)} height=${Math.round(height * scale)}></canvas>
          </div>
          ${
            painting
              ? html`<svg class="guides" viewBox=${viewBox(painting)} preserveAspectRatio="none" aria-hidden="true">
                  ${renderOverlay(painting, settings)}
                </svg>`
              : nothing
          }
        </div>
        <div class="foot">
          <p id="hint" class="fine">${texts.hint}</p>
          ${zoomButtons(options)}
        </div>
      </div>
      <p id="keys" class="keys fine">${texts.keys}</p>
      <p class="visually-hidden" role="status">${this.#statusText()}</p>
    `;
  }

  get #window(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(".window");
  }

  /** Starts a new mask for the current photo. */
  #open(): void {
    this.#close();
    const { width, height } = this;
    if (!(width > 0 && height > 0)) return;
    const opening = Mask.create(width, height).then((mask) => {
      if (opening === this.#opening) this.#startPainting(mask);
      else mask.free();
    });
    this.#opening = opening;
    // `encode()` rejects with this error.
    opening.catch(() => undefined);
  }

  #startPainting(mask: Mask): void {
    this.#painting = new Painting(mask, {
      settings: () => this.settings,
      update: () => {
        this.#redraw();
      },
      changed: () => this.dispatchEvent(new Event("change")),
      announce: (announcement) => (this.announcement = announcement),
    });
    const window = this.#window;
    if (window) this.#onPointerers = new Pointers(window, this.#painting);
    this.#redraw();
  }

  #close(): void {
    this.#opening = undefined;
    this.#painting?.mask.free();
    this.#painting = this.#onPointerers = undefined;
    this.requestUpdate();
  }

  /** Schedules an update. Redraws the overlay at most once per frame. */
  #redraw(): void {
    this.requestUpdate();
    if (this.#drawScheduled) return;
    this.#drawScheduled = true;
    requestFrame(() => {
      this.#drawScheduled = false;
      const canvas = this.renderRoot.querySelector("canvas");
      // In test environments such as jsdom, a canvas has no context.
      if (canvas?.getContext("2d")) this.#painting?.mask.draw(canvas, OVERLAY_COLOR);
    });
  }

  readonly #onPointer = (event: Event): void => {
    this.#onPointerers?.handleEvent(event);
  };

  readonly #onKeydown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.#painting?.handleKeydown(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** Undo and redo work wherever focus is in the painter. */
  #shortcut(event: KeyboardEvent): void {
    if ((event.ctrlKey || event.metaKey) && this.#painting?.handleKeydown(event)) event.preventDefault();
  }

  readonly #onFocus = (): void => {
    if (this.#window?.matches(":focus-visible")) this.#painting?.showFrame();
  };

  #statusText(): string {
    const { announcement, texts } = this;
    if (!announcement) return "";
    return "values" in announcement ? fill(texts[announcement.text], announcement.values) : texts[announcement.text];
  }
}
