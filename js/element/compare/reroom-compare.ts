// <reroom-compare>: a before and after comparison with a disclosure.
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { rawValue, readNumber, readRecords, readTexts, readEnum } from "../property-values.js";
import type { Disclosure } from "../../rules/disclose.js";
import type { MarketInput } from "../../rules/rule-types.js";
import { describeAlterations, type DisclosedRender, type RendersInput } from "../../rules/alterations.js";
import { en, fill, languageOf, textsFor, type Texts } from "../locales/index.js";
import { MarketRules } from "../market-rules.js";
import { crossOriginFor, retryWithoutCors } from "../remote-images.js";
import { tokens } from "../styles/tokens.js";
import { drag } from "./drag.js";
import { FileUrl, type ComparePhoto } from "./file-url.js";
import { LazyZoom } from "./lazy-zoom.js";
import { styles } from "./styles.js";
import type { Zoom } from "./zoom.js";
import type { CompareTexts } from "../locales/compare-texts.js";

const element = "reroom-compare";

/** The direction of the slider. */
export type Orientation = "horizontal" | "vertical";

/** Where the disclosure is shown: below the photo, on it, or not at all. */
export type DisclosurePlace = "adjacent" | "overlay" | "none";

/**
 * Compares a photo before and after with a slider, and discloses that it was altered.
 *
 * Set `width` and `height` to prevent layout shift; without them, the space for a 3:2 photo is reserved. The element's
 * children are shown until it is ready, and without JavaScript.
 *
 * @tagname reroom-compare
 *
 * @attr {string} before-src - URL of the original photo. Without it, only the altered photo is shown.
 * @attr {string} after-src - URL of the altered photo.
 * @attr {string} alt - Alternative text for both photos.
 * @attr {number} width - The photos' width in pixels.
 * @attr {number} height - The photos' height in pixels.
 * @attr {string} orientation - Direction of the slider: `horizontal` (the default) or `vertical`.
 * @attr {number} value - How much of the original photo is visible, from 0 to 100. Default: 50.
 * @attr {string} disclosure - Where the disclosure is shown: `adjacent` (the default), `overlay` or `none`.
 * @attr {string} renders - JSON with the parameters of the renders that altered the photo. The disclosure is based on them.
 * @attr {string} market - The market of the listing, such as `us-ca-crmls`. Its rules decide about the words, and where they must be.
 * @attr {string} disclosure-text - Text of the disclosure, instead of the one for `renders`.
 * @attr {string} original-href - URL of the original photo, linked next to the disclosure.
 * @attr {boolean} zoomable - Lets people zoom the photos and show them full screen.
 * @attr {string} lang - Language of the texts: `en`, `de`, `fr` or `es`. Default: the language of the page.
 *
 * @fires {Event} input - The slider moved.
 * @fires {Event} error - An image failed to load.
 *
 * @csspart figure - The whole element.
 * @csspart frame - The frame around the images.
 * @csspart before - The original photo.
 * @csspart after - The altered photo.
 * @csspart tag - The labels "Before" and "After".
 * @csspart divider - The line between the images.
 * @csspart handle - The handle on the line.
 * @csspart disclosure - The text of the disclosure.
 * @csspart caption - The caption below the images.
 * @csspart original - The link to the original photo.
 * @csspart zoom - The buttons for zoom and full screen.
 */
export class ReRoomCompare extends LitElement {
  /** @internal */
  static override styles = [tokens, styles];
  static override properties = {
    // Not `before` and `after`: these are methods of every element.
    beforeSrc: { attribute: "before-src" },
    afterSrc: { attribute: "after-src" },
    renders: { converter: rawValue },
    alt: {},
    width: { converter: rawValue },
    height: { converter: rawValue },
    orientation: { converter: rawValue },
    value: { converter: rawValue },
    disclosure: { converter: rawValue },
    disclosureText: { attribute: "disclosure-text" },
    originalHref: { attribute: "original-href" },
    zoomable: { type: Boolean },
    market: {},
    texts: { attribute: false },
  };

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, "lang"];
  }

  /** The original photo: a URL or a file. Without it, only the altered photo is shown. */
  declare beforeSrc: ComparePhoto | undefined;
  /** The altered photo: a URL or a file. */
  declare afterSrc: ComparePhoto | undefined;
  /** Alternative text for both photos. */
  declare alt: string;
  /** Text of the disclosure. Default: the disclosure for `renders` in the element's language. */
  declare disclosureText: string;
  /** URL of the original photo, linked next to the disclosure. */
  declare originalHref: string;
  /** Whether the photos can be zoomed and shown full screen: with buttons, wheel, pinch, double-click and keys. */
  declare zoomable: boolean;
  /** The market of the listing: its id, or a market from `reroom/rules`. Its rules decide about the words and their place. */
  declare market: MarketInput;
  #width: number | undefined;
  #height: number | undefined;
  #orientation: Orientation = "horizontal";
  #rawValue = 50;
  #disclosureMode: DisclosurePlace = "adjacent";
  #customTexts: CompareTexts | undefined;
  #renders: readonly DisclosedRender[] | undefined;
  readonly #lazyZoom = new LazyZoom(this, ReRoomCompare.elementStyles);
  readonly #rules = new MarketRules(element, () => {
    this.requestUpdate();
  });
  readonly #urls = { before: new FileUrl(), after: new FileUrl() };

  constructor() {
    super();
    this.market = "";
    this.beforeSrc = this.afterSrc = this.alt = this.disclosureText = this.originalHref = "";
    this.zoomable = false;
  }

  /** Width of the photos in pixels. Only the ratio of `width` to `height` matters. */
  get width(): number | undefined {
    return this.#width;
  }
  set width(value: number | string | null | undefined) {
    this.#width = readNumber({ element, name: "width", value }, undefined);
  }

  /** Height of the photos in pixels. Only the ratio of `width` to `height` matters. */
  get height(): number | undefined {
    return this.#height;
  }
  set height(value: number | string | null | undefined) {
    this.#height = readNumber({ element, name: "height", value }, undefined);
  }

  /** The direction of the slider. */
  get orientation(): Orientation {
    return this.#orientation;
  }
  set orientation(value: Orientation | null | undefined) {
    this.#orientation = readEnum({ element, name: "orientation", value }, ["horizontal", "vertical"]);
  }

  /** How much of the original photo is visible, from 0 to 100. */
  get value(): number {
    return this.#rawValue;
  }
  set value(value: number | string | null | undefined) {
    this.#rawValue = readNumber({ element, name: "value", value }, 50);
  }

  /** Where the disclosure is shown. Default: `"adjacent"`. */
  get disclosure(): DisclosurePlace {
    return this.#disclosureMode;
  }
  set disclosure(value: DisclosurePlace | null | undefined) {
    this.#disclosureMode = readEnum({ element, name: "disclosure", value }, ["adjacent", "overlay", "none"]);
  }

  /**
   * The renders that altered the photo, in order, with their parameters. The disclosure is based on them. Default: unknown,
   * so the disclosure is "Digitally altered" in the element's language.
   */
  get renders(): readonly DisclosedRender[] | undefined {
    return this.#renders;
  }
  set renders(value: RendersInput | null | undefined) {
    this.#renders = readRecords({ element, name: "renders", value });
  }

  /** Your own texts. They take precedence over `lang`. */
  get texts(): CompareTexts | undefined {
    return this.#customTexts;
  }
  set texts(value: CompareTexts | null | undefined) {
    this.#customTexts = readTexts({ element, name: "texts", value }, en.compare);
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    if (name === "lang") this.requestUpdate();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Renders again after a move, because the URLs of files were revoked.
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#lazyZoom.stop();
    for (const url of Object.values(this.#urls)) url.revoke();
  }

  protected override updated(changed: PropertyValues): void {
    const frame = this.renderRoot.querySelector<HTMLElement>(".frame");
    frame?.style.setProperty("--_split", `${this.#value}%`);
    const { width, height } = this;
    if (changed.has("width") || changed.has("height"))
      frame?.style.setProperty("--_ratio", width && height ? String(width / height) : null);
    if (frame) this.#zoom?.updated(frame);
  }

  protected override render(): TemplateResult {
    const texts = this.#texts;
    const [before, after] = [this.#urls.before.of(this.beforeSrc), this.#urls.after.of(this.afterSrc)];
    const pair = before !== "";
    const kind = pair ? (this.orientation === "vertical" ? "pair vertical" : "pair") : "";
    const zoom = this.#zoom;
    // Full screen hides the caption.
    const overlay = this.#place === "overlay" || (this.#place === "adjacent" && zoom?.isFull === true);
    const labeled = overlay && !(pair && this.#value === 100);
    return html`<figure part="figure">
      <div
        class="frame ${kind} ${zoom?.classes ?? ""}"
        part="frame"
        role=${zoom?.isFull ? "dialog" : nothing}
        aria-modal=${zoom?.isFull ? "true" : nothing}
        aria-label=${zoom?.isFull ? this.alt || texts.fullScreen : nothing}
        @pointerdown=${zoom}
        @pointermove=${zoom}
        @pointerup=${zoom}
        @pointercancel=${zoom}
        @wheel=${zoom}
        @dblclick=${zoom}
        @gesturestart=${zoom}
        @gesturechange=${zoom}
        @gestureend=${zoom}
        @keydown=${zoom}
      >
        ${pair ? this.#side("before", before, texts.before) : nothing}
        ${this.#side("after", after, pair ? texts.after : "")} ${pair ? this.#slider(texts) : nothing}
        <div class="corner">
          ${labeled ? html`<span class="label" part="disclosure">${this.#disclosure}</span>` : nothing}
          ${zoom?.render(texts) ?? nothing}
        </div>
      </div>
      ${this.#caption(texts)}
    </figure>`;
  }

  get #texts(): CompareTexts {
    return this.texts ?? this.#allTexts.compare;
  }

  get #allTexts(): Texts {
    const loaded = () => {
      this.requestUpdate();
    };
    return textsFor(languageOf(this), loaded);
  }

  /** Undefined until it has loaded, and if the photos cannot be zoomed. */
  get #zoom(): Zoom | undefined {
    return this.zoomable ? this.#lazyZoom.get() : undefined;
  }

  get #value(): number {
    return Math.min(Math.max(this.value, 0), 100);
  }

  get #required(): Disclosure | undefined {
    const { market, renders = [] } = this;
    return this.#rules.with(market, ({ disclosureFor }) => disclosureFor(renders, market, { texts: this.#allTexts }));
  }

  /** A market can require the disclosure on the photo, or forbid it there. */
  get #place(): DisclosurePlace {
    const { disclosure } = this;
    const files = this.#required?.files;
    if (disclosure === "none" || files?.length !== 1) return disclosure;
    return files[0] === "labeled" ? "overlay" : "adjacent";
  }

  get #disclosure(): string {
    if (this.disclosureText) return this.disclosureText;
    const required = this.#required;
    if (required) return this.#place === "overlay" ? required.imageLabel : required.caption;
    // Custom texts are for languages that the disclosure is not available in.
    return this.texts?.altered ?? describeAlterations(this.renders ?? [], { texts: this.#allTexts }).text;
  }

  #side(side: "before" | "after", src: string, name: string): TemplateResult {
    const alt = [name, this.alt].filter(Boolean).join(": ");
    return html`<div class="side ${side}">
      <img
        part=${side}
        loading="lazy"
        decoding="async"
        draggable="false"
        width=${this.width ?? nothing}
        height=${this.height ?? nothing}
        alt=${alt}
        crossorigin=${crossOriginFor(src) ?? nothing}
        src=${src || nothing}
        @error=${this.#onError}
      />
      ${name ? html`<span class="tag" part="tag" aria-hidden="true">${name}</span>` : nothing}
    </div>`;
  }

  #slider(texts: CompareTexts): TemplateResult {
    const value = this.#value;
    const orientation = this.orientation === "vertical" ? "vertical" : "horizontal";
    return html`<input
        type="range"
        min="0"
        max="100"
        aria-label=${texts.slider}
        aria-orientation=${orientation}
        aria-valuetext=${fill(texts.position, { percent: Math.round(value) })}
        .value=${String(value)}
        @input=${this.#onInput}
        @pointerdown=${this.#onPointerdown}
      />
      <span class="divider" part="divider">
        <svg class="grip" part="handle" viewBox="0 0 40 40" aria-hidden="true">
          <path d="m15 14-6 6 6 6M25 14l6 6-6 6" />
        </svg>
      </span>`;
  }

  /** Renders the disclosure and the link to the original photo. */
  #caption(texts: CompareTexts): TemplateResult | typeof nothing {
    const words = this.#place === "adjacent" ? html`<strong part="disclosure">${this.#disclosure}</strong>` : nothing;
    const href = this.disclosure === "none" ? "" : this.originalHref;
    const link = href ? html`<a part="original" href=${href}>${texts.original}</a>` : nothing;
    if (words === nothing && link === nothing) return nothing;
    return html`<figcaption part="caption">${words}${link}</figcaption>`;
  }

  /** Image errors do not bubble, so they are dispatched again on the element. */
  readonly #onError = (event: Event): void => {
    if (!retryWithoutCors(event.currentTarget as HTMLImageElement)) this.dispatchEvent(new Event("error"));
  };

  readonly #onPointerdown = (event: PointerEvent): void => {
    const vertical = this.orientation === "vertical";
    drag(event, event.currentTarget as HTMLInputElement, { vertical, pinches: this.zoomable });
  };

  readonly #onInput = (event: Event): void => {
    this.value = (event.target as HTMLInputElement).valueAsNumber;
  };
}
