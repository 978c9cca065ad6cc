// <reroom-mask-painter>: paints a mask over a photo.
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { enPainter } from "../locales/en-painter.js";
import { fill } from "../locales/texts.js";
import { controls } from "../styles/controls.js";
import { tokens } from "../styles/tokens.js";
import { Mask, readPhoto } from "./mask.js";
import { MaskDisplay } from "./mask-display.js";
import { renderOverlay, viewBox } from "./overlay.js";
import { Painting } from "./painting.js";
import type { Announcement, Settings } from "./painting-types.js";
import { Pointers } from "./pointers.js";
import type { Segmenter } from "../../studio/segmenter-types.js";
import { styles } from "./styles.js";
import type { PainterTexts } from "../locales/painter-texts.js";
import { toolbar, zoomButtons } from "./toolbar.js";
import { FullScreen } from "../viewer/full-screen.js";
import { fullScreenStyles } from "../viewer/full-screen-styles.js";
import { wholePhoto } from "../viewer/viewport.js";
import { handlePhotoKey, handleToolKey, holdSpace } from "./keys.js";

/** Maximum side of the overlay canvas. The mask itself always has the photo's size. */
const MAX_OVERLAY_SIZE = 2048;

/** Keys that work over the photo while nothing on the page has focus. */
const HOVER_KEYS = ["[", "]", " "];

/**
 * Paints the mask of an edit over a photo: selects things, or marks them with a brush, rectangle or lasso, by mouse, pen, touch or keyboard, in the page or
 * full screen.
 *
 * Fires `change` after each step and when a selection starts or ends, and `failed` with an error if a selection fails.
 * Setting another photo or removing the element discards the mask.
 */
export class MaskPainter extends LitElement {
  static override styles = [tokens, controls, fullScreenStyles, styles];
  static override properties = {
    src: {},
    photo: { attribute: false },
    segmenter: { attribute: false },
    width: { type: Number },
    height: { type: Number },
    texts: { attribute: false },
    settings: { state: true },
    announcement: { state: true },
    isMoreOpen: { state: true },
  };

  /** URL of the photo. */
  declare src: string;
  /** The photo's file, or its URL. With it, things can be selected. */
  declare photo: Blob | string | undefined;
  /** Finds things in the photo in place of the built-in selection. */
  declare segmenter: Segmenter | undefined;
  /** The photo's width in pixels. */
  declare width: number;
  /** The photo's height in pixels. */
  declare height: number;
  /** Its texts. Default: English. */
  declare texts: PainterTexts | undefined;
  /** The toolbar settings. */
  declare private settings: Settings;
  declare private announcement: Announcement | undefined;
  declare private isMoreOpen: boolean;
  #painting: Painting | undefined;
  #opening: Promise<void> | undefined;
  #pointers: Pointers | undefined;
  #resizes: ResizeObserver | undefined;
  readonly #display = new MaskDisplay((selector) => this.renderRoot.querySelector<HTMLCanvasElement>(selector));
  readonly #fullScreen = new FullScreen(() => {
    this.isMoreOpen = false;
    // Keeps the page's layout and scroll position.
    this.style.setProperty("min-block-size", this.#fullScreen.active ? `${this.offsetHeight}px` : "");
    this.requestUpdate();
  });

  constructor() {
    super();
    this.src = "";
    this.width = 0;
    this.height = 0;
    this.settings = { tool: "brush", erase: false, size: 8, hardness: 100, shape: "box" };
    this.isMoreOpen = false;
    this.addEventListener("keydown", this.#onToolKey);
  }

  /** Whether the mask covers anything, or a selection that is running may change that. */
  get marked(): boolean {
    const painting = this.#painting;
    return painting !== undefined && (painting.marked || painting.selection.isBusy);
  }

  /**
   * Encodes the mask for an edit request, at the photo's size. Waits for running selections. Rejects with `invalid_image`
   * (`empty_mask`) if the mask is empty.
   */
  async encode(): Promise<string> {
    await this.updateComplete;
    await this.#opening;
    const painting = this.#painting;
    if (!painting) throw new TypeError("No photo to paint on. Set src, width and height first.");
    await painting.selection.settled();
    return painting.mask.encode();
  }

  /** Clears the mask, as one undo step. */
  clear(): void {
    this.#painting?.clear();
  }

  /** Focuses the drawing area. */
  override focus(options?: FocusOptions): void {
    this.#window?.focus(options);
  }

  /** Also waits until the photo can be painted: until then, keys do nothing. */
  protected override async getUpdateComplete(): Promise<boolean> {
    const isComplete = await super.getUpdateComplete();
    await this.#opening?.catch(() => undefined);
    return isComplete;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated && !this.#painting) this.#open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // Moving an element also disconnects it. Only clean up if it stays disconnected.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#fullScreen.leave();
      this.ownerDocument.removeEventListener("keydown", this.#onPageKey);
      this.#close();
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("photo")) this.#choose({ tool: this.photo ? "select" : "brush" });
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (["src", "photo", "width", "height"].some((name) => changed.has(name as keyof MaskPainter))) this.#open();
    const view = this.#painting?.view ?? wholePhoto;
    const [x, y] = [view.x, view.y].map((share) => `${-share * view.zoom * 100}%`);
    const sheet = this.renderRoot.querySelector<HTMLElement>(".sheet");
    sheet?.style.setProperty("transform", `translate(${x}, ${y}) scale(${view.zoom})`);
    sheet?.style.setProperty("inline-size", `${100 / view.across}%`);
    sheet?.style.setProperty("block-size", `${100 / view.down}%`);
    const stage = this.renderRoot.querySelector<HTMLElement>(".stage");
    stage?.style.setProperty("--_ratio", String(this.width / this.height || 1.5));
  }

  protected override render(): TemplateResult {
    const { settings, src, width, height } = this;
    const texts = this.#texts;
    const painting = this.#painting;
    const isFull = this.#fullScreen.active;
    const options = {
      ...{ texts, settings, painting, isFull, isMoreOpen: this.isMoreOpen },
      canSelect: painting ? painting.mask.canSelect : this.photo !== undefined,
      choose: this.#choose,
      toggleMore: () => (this.isMoreOpen = !this.isMoreOpen),
      toggleFullScreen: () => {
        this.#toggleFullScreen();
      },
    };
    const scale = Math.min(1, MAX_OVERLAY_SIZE / Math.max(width, height));
    return html`<div
      class="painter ${isFull ? "full" : ""}"
      role=${isFull ? "dialog" : nothing}
      aria-modal=${isFull ? "true" : nothing}
      aria-label=${isFull ? texts.surface : nothing}
      @focusout=${this.#onFocusout}
    >
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
          data-tool=${painting?.panning ? "move" : settings.tool}
          aria-busy=${painting?.selection.isBusy ?? false}
          @pointerenter=${this.#onPointerenter}
          @pointerdown=${this.#onPointer}
          @pointermove=${this.#onPointer}
          @pointerup=${this.#onPointer}
          @pointercancel=${this.#onPointer}
          @pointerleave=${this.#onPointer}
          @wheel=${this.#onPointer}
          @gesturestart=${this.#onPointer}
          @gesturechange=${this.#onPointer}
          @gestureend=${this.#onPointer}
          @keydown=${this.#onKeydown}
          @focus=${this.#onFocus}
          @blur=${() => painting?.hideFrame()}
        >
          <div class="sheet">
            ${src ? html`<img src=${src} alt="" draggable="false" />` : nothing}
            <canvas width=${Math.round(width * scale)} height=${Math.round(height * scale)}></canvas>
            <canvas class="outline" width="0"></canvas>
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
    </div>`;
  }

  /** A site's own texts may be incomplete. */
  get #texts(): PainterTexts {
    return { ...enPainter, ...this.texts };
  }

  get #window(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>(".window");
  }

  /** Starts a new mask for the current photo. */
  #open(): void {
    this.#close();
    const { width, height, photo } = this;
    if (!(width > 0 && height > 0)) return;
    const opening = readPhoto(photo)
      .then((file) => Mask.create(width, height, file, () => this.segmenter))
      .then((mask) => {
        if (opening === this.#opening) this.#startPainting(mask);
        else mask.free();
      });
    this.#opening = opening;
    // `encode()` rejects with this error.
    opening.catch(() => undefined);
  }

  #startPainting(mask: Mask): void {
    // Keeps what the user has chosen meanwhile.
    if (!mask.canSelect && this.settings.tool === "select") this.#choose({ tool: "brush" });
    this.#painting = new Painting(mask, {
      settings: () => this.settings,
      choose: this.#choose,
      failed: (error) => this.dispatchEvent(new CustomEvent("failed", { detail: error })),
      isActive: () => this.#fullScreen.active || this.#window?.matches(":focus") === true,
      update: () => {
        this.#redraw();
      },
      changed: () => this.dispatchEvent(new Event("change")),
      announce: (announcement) => (this.announcement = announcement),
    });
    const window = this.#window;
    if (window) {
      this.#pointers = new Pointers(window, this.#painting);
      this.#observeSize(window);
    }
    // The photo may have had focus already.
    this.#onFocus();
    this.#redraw();
  }

  #close(): void {
    this.#opening = undefined;
    this.#painting?.selection.stop();
    this.#painting?.mask.free();
    this.#display.hide();
    this.#resizes?.disconnect();
    this.#painting = this.#pointers = undefined;
    this.requestUpdate();
  }

  /** Schedules an update and a redraw. */
  #redraw(): void {
    this.requestUpdate();
    this.#display.draw(() => {
      const { view, mask, marked } = this.#painting ?? {};
      const width = this.#window?.clientWidth ?? 0;
      return mask && view && { mask, view, width, isOutlined: marked === true && this.settings.tool === "select" };
    });
  }

  /** Adapts the view to the window, which has another shape than the photo if it fills the screen. */
  #observeSize(window: HTMLElement): void {
    // Not available in jsdom.
    if (!("ResizeObserver" in globalThis)) return;
    this.#resizes = new ResizeObserver(() => {
      this.#painting?.fit(window.getBoundingClientRect());
    });
    this.#resizes.observe(window);
  }

  readonly #choose = (choice: Partial<Settings>): void => {
    this.settings = { ...this.settings, ...choice };
    // Switching tools discards an unfinished shape.
    if (this.settings.tool !== "lasso" && this.#painting?.hasShape) this.#painting.discardShape();
  };

  #toggleFullScreen(): void {
    const painter = this.renderRoot.querySelector<HTMLElement>(".painter");
    if (painter) this.#fullScreen.toggle(painter);
  }

  readonly #onPointer = (event: Event): void => {
    if (event.type === "pointerdown") this.isMoreOpen = false;
    if (event.type === "pointerleave") this.ownerDocument.removeEventListener("keydown", this.#onPageKey);
    this.#pointers?.handleEvent(event);
  };

  readonly #onPointerenter = (): void => {
    this.ownerDocument.addEventListener("keydown", this.#onPageKey);
  };

  readonly #onKeydown = (event: KeyboardEvent): void => {
    const painting = this.#painting;
    if (!painting || !(handleToolKey(painting, event) || handlePhotoKey(painting, event))) return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** Keys that work wherever focus is in the painter. */
  readonly #onToolKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || !this.#painting) return;
    const isDone =
      handleToolKey(this.#painting, event) ||
      holdSpace(this.#painting, event, () => {
        this.#redraw();
      }) ||
      this.#closeMore(event) ||
      this.#fullScreen.handleKeydown(event);
    if (isDone) event.preventDefault();
  };

  /** In Safari, a click on a tool does not move focus. */
  readonly #onPageKey = (event: KeyboardEvent): void => {
    const { activeElement, body } = this.ownerDocument;
    if (activeElement === body && HOVER_KEYS.includes(event.key)) this.#onToolKey(event);
  };

  #closeMore({ key }: KeyboardEvent): boolean {
    if (key !== "Escape" || !this.isMoreOpen) return false;
    this.isMoreOpen = false;
    this.renderRoot.querySelector<HTMLElement>(".more")?.focus();
    return true;
  }

  readonly #onFocusout = ({ relatedTarget }: FocusEvent): void => {
    if (relatedTarget instanceof Element && !relatedTarget.closest(".steps")) this.isMoreOpen = false;
  };

  readonly #onFocus = (): void => {
    if (this.#window?.matches(":focus-visible")) this.#painting?.showFrame();
  };

  #statusText(): string {
    const { announcement } = this;
    const texts = this.#texts;
    if (!announcement) return "";
    return "values" in announcement ? fill(texts[announcement.text], announcement.values) : texts[announcement.text];
  }
}
