// <reroom-mask-painter>: a photo to paint on, with its tools.
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { en } from "../locales/en.js";
import { fill } from "../locales/texts.js";
import { beforeDrawing } from "../page.js";
import { controls } from "../styles/controls.js";
import { tokens } from "../styles/tokens.js";
import { guides, viewBox } from "./guides.js";
import { Mask } from "./mask.js";
import { Painting, type News, type Settings } from "./painting.js";
import { Pointers } from "./pointers.js";
import { styles } from "./styles.js";
import type { PainterTexts } from "./texts.js";
import { toolbar, zoomButtons } from "./toolbar.js";
import { whole } from "./view.js";

/** The veil is no larger than this on a side, whatever the photo; the mask always has the photo's size. */
const LARGEST_VEIL = 2048;
const VEIL = "#ff2d55";

/**
 * Paints the mask of an edit over a photo: brush, box and lasso, by mouse, pen, finger and keyboard.
 *
 * Fires `change` after each step. The mask lasts as long as the photo and the element's place in the document.
 */
export class MaskPainter extends LitElement {
  static override styles = [tokens, controls, styles];
  static override properties = {
    src: {},
    width: { type: Number },
    height: { type: Number },
    texts: { attribute: false },
    settings: { state: true },
    news: { state: true },
  };

  /** URL of the photo as it is displayed. */
  declare src: string;
  /** The photo's width in pixels. */
  declare width: number;
  /** The photo's height in pixels. */
  declare height: number;
  declare texts: PainterTexts;
  /** What is chosen in the toolbar. */
  declare private settings: Settings;
  declare private news: News | undefined;
  #painting: Painting | undefined;
  #opening: Promise<void> | undefined;
  #pointers: Pointers | undefined;
  #drawing = false;

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

  /** Whether anything is marked. */
  get marked(): boolean {
    return this.#painting?.marked ?? false;
  }

  /**
   * The mask as an edit takes it, at the photo's size. Rejects with `invalid_image` (`empty_mask`) where nothing is
   * marked.
   */
  async encode(): Promise<string> {
    await this.updateComplete;
    await this.#opening;
    if (!this.#painting) throw new TypeError("There is no photo to paint on: set src, width and height.");
    return this.#painting.mask.encode();
  }

  /** Takes every mark away, as one step that can be taken back. */
  clear(): void {
    this.#painting?.clear();
  }

  /** Puts the keyboard on the photo. */
  override focus(options?: FocusOptions): void {
    this.#window?.focus(options);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated && !this.#painting) this.#open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // Moving an element takes it out and puts it back in; only what stays out is done with.
    queueMicrotask(() => {
      if (!this.isConnected) this.#close();
    });
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (["src", "width", "height"].some((name) => changed.has(name as keyof MaskPainter))) this.#open();
    const view = this.#painting?.view ?? whole;
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
    const scale = Math.min(1, LARGEST_VEIL / Math.max(width, height));
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
          @pointerdown=${this.#point}
          @pointermove=${this.#point}
          @pointerup=${this.#point}
          @pointercancel=${this.#point}
          @pointerleave=${this.#point}
          @wheel=${this.#point}
          @keydown=${this.#press}
          @focus=${this.#focused}
          @blur=${() => painting?.leave()}
        >
          <div class="sheet">
            ${src ? html`<img src=${src} alt="" draggable="false" />` : nothing}
            <canvas width=${Math.round(width * scale)} height=${Math.round(height * scale)}></canvas>
          </div>
          ${
            painting
              ? html`<svg class="guides" viewBox=${viewBox(painting)} preserveAspectRatio="none" aria-hidden="true">
                  ${guides(painting, settings)}
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
      <p class="visually-hidden" role="status">${this.#said()}</p>
    `;
  }

  get #window(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(".window");
  }

  /** A new mask for the photo as it is now. */
  #open(): void {
    this.#close();
    const { width, height } = this;
    if (!(width > 0 && height > 0)) return;
    const opening = Mask.create(width, height).then((mask) => {
      if (opening === this.#opening) this.#begin(mask);
      else mask.free();
    });
    this.#opening = opening;
    // Whoever asks for the mask is told; until then there is nobody to tell.
    opening.catch(() => undefined);
  }

  #begin(mask: Mask): void {
    this.#painting = new Painting(mask, {
      settings: () => this.settings,
      update: () => {
        this.#redraw();
      },
      changed: () => this.dispatchEvent(new Event("change")),
      announce: (news) => (this.news = news),
    });
    const window = this.#window;
    if (window) this.#pointers = new Pointers(window, this.#painting);
    this.#redraw();
  }

  #close(): void {
    this.#opening = undefined;
    this.#painting?.mask.free();
    this.#painting = this.#pointers = undefined;
    this.requestUpdate();
  }

  /** Shows what is another, the veil at most once a frame. */
  #redraw(): void {
    this.requestUpdate();
    if (this.#drawing) return;
    this.#drawing = true;
    beforeDrawing(() => {
      this.#drawing = false;
      const canvas = this.renderRoot.querySelector("canvas");
      // Where nothing is drawn, a canvas has no context.
      if (canvas?.getContext("2d")) this.#painting?.mask.draw(canvas, VEIL);
    });
  }

  readonly #point = (event: Event): void => {
    this.#pointers?.handleEvent(event);
  };

  readonly #press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.#painting?.key(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** Undo and redo work wherever the focus is in the painter. */
  #shortcut(event: KeyboardEvent): void {
    if ((event.ctrlKey || event.metaKey) && this.#painting?.key(event)) event.preventDefault();
  }

  readonly #focused = (): void => {
    if (this.#window?.matches(":focus-visible")) this.#painting?.showFrame();
  };

  #said(): string {
    const { news, texts } = this;
    if (!news) return "";
    return "values" in news ? fill(texts[news.text], news.values) : texts[news.text];
  }
}
