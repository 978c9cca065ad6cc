// <reroom-compare>: a photo before and after, and that it was altered.
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { asGiven, readNumber, readTexts, readWord } from "../inputs.js";
import { en, fill, languageOf, textsFor } from "../locales/index.js";
import { crossOriginOf, loadAgain } from "../pictures.js";
import { tokens } from "../styles/tokens.js";
import { drag } from "./drag.js";
import { styles } from "./styles.js";
import type { CompareTexts } from "./texts.js";

const element = "reroom-compare";

/** Which way the slider moves. */
export type Orientation = "horizontal" | "vertical";

/** Where it says that a photo was altered: beside it, on it, or nowhere. */
export type Disclosure = "adjacent" | "overlay" | "none";

/**
 * Shows a photo before and after, divided by a slider, and discloses that it was altered.
 *
 * Give `width` and `height`, or the room of 3:2 is kept for it; what stands in the element is shown until it is ready
 * and where there is no JavaScript.
 *
 * @tagname reroom-compare
 *
 * @attr {string} before-src - URL of the photo as it was. Without it, the altered one stands alone.
 * @attr {string} after-src - URL of the altered photo.
 * @attr {string} alt - What both show, for those who do not see them.
 * @attr {number} width - The photos' width in pixels.
 * @attr {number} height - The photos' height in pixels.
 * @attr {string} orientation - Which way the slider moves: `horizontal` (the default) or `vertical`.
 * @attr {number} value - How much of the photo before is seen, 0 to 100; 50 where absent.
 * @attr {string} disclosure - Where it says that the photo was altered: `adjacent` (the default), `overlay` or `none`.
 * @attr {string} disclosure-text - What it says; "Virtually staged" in the element's language where absent.
 * @attr {string} original-href - Where the unaltered photo is; the disclosure links to it.
 * @attr {string} lang - Language of the texts: `en`, `de`, `fr` or `es`; where absent, that of the surroundings.
 *
 * @fires {Event} input - The slider moves.
 * @fires {Event} error - A picture cannot be loaded.
 *
 * @csspart figure - All of it.
 * @csspart frame - The pictures.
 * @csspart before - The photo as it was.
 * @csspart after - The altered photo.
 * @csspart tag - The words "before" and "after".
 * @csspart divider - The line between the pictures.
 * @csspart handle - The grip on the line.
 * @csspart disclosure - The words that disclose.
 * @csspart caption - What stands under the pictures.
 * @csspart original - The link to the unaltered photo.
 */
export class ReRoomCompare extends LitElement {
  /** @internal */
  static override styles = [tokens, styles];
  static override properties = {
    // Not "before" and "after": every element has methods of these names.
    beforeSrc: { attribute: "before-src" },
    afterSrc: { attribute: "after-src" },
    alt: {},
    width: { converter: asGiven },
    height: { converter: asGiven },
    orientation: { converter: asGiven },
    value: { converter: asGiven },
    disclosure: { converter: asGiven },
    disclosureText: { attribute: "disclosure-text" },
    originalHref: { attribute: "original-href" },
    texts: { attribute: false },
  };

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, "lang"];
  }

  /** URL of the photo as it was. Without it, the altered one stands alone. */
  declare beforeSrc: string;
  /** URL of the altered photo. */
  declare afterSrc: string;
  /** What both show, for those who do not see them. */
  declare alt: string;
  /** What it says. Default "Virtually staged" in the element's language. */
  declare disclosureText: string;
  /** Where the unaltered photo is; the disclosure links to it. */
  declare originalHref: string;
  #width: number | undefined;
  #height: number | undefined;
  #orientation: Orientation = "horizontal";
  #share = 50;
  #where: Disclosure = "adjacent";
  #own: CompareTexts | undefined;

  constructor() {
    super();
    this.beforeSrc = this.afterSrc = this.alt = this.disclosureText = this.originalHref = "";
  }

  /** The photos' size in pixels, or any numbers of the same proportion. */
  get width(): number | undefined {
    return this.#width;
  }
  set width(value: number | string | null | undefined) {
    this.#width = readNumber({ element, name: "width", value }, undefined);
  }

  /** The same down. */
  get height(): number | undefined {
    return this.#height;
  }
  set height(value: number | string | null | undefined) {
    this.#height = readNumber({ element, name: "height", value }, undefined);
  }

  /** Which way the slider moves. */
  get orientation(): Orientation {
    return this.#orientation;
  }
  set orientation(value: Orientation | null | undefined) {
    this.#orientation = readWord({ element, name: "orientation", value }, ["horizontal", "vertical"]);
  }

  /** How much of the photo before is seen, 0 to 100. */
  get value(): number {
    return this.#share;
  }
  set value(value: number | string | null | undefined) {
    this.#share = readNumber({ element, name: "value", value }, 50);
  }

  /** Where it says that the photo was altered. Default `"adjacent"`. */
  get disclosure(): Disclosure {
    return this.#where;
  }
  set disclosure(value: Disclosure | null | undefined) {
    this.#where = readWord({ element, name: "disclosure", value }, ["adjacent", "overlay", "none"]);
  }

  /** Other texts than those of the element's language. */
  get texts(): CompareTexts | undefined {
    return this.#own;
  }
  set texts(value: CompareTexts | null | undefined) {
    this.#own = readTexts({ element, name: "texts", value }, en.compare);
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    if (name === "lang") this.requestUpdate();
  }

  protected override updated(changed: PropertyValues): void {
    const frame = this.renderRoot.querySelector<HTMLElement>(".frame");
    frame?.style.setProperty("--_split", `${this.#value}%`);
    const { width, height } = this;
    if (changed.has("width") || changed.has("height"))
      frame?.style.setProperty("--_ratio", width && height ? String(width / height) : null);
  }

  protected override render(): TemplateResult {
    const texts = this.#texts;
    const pair = this.beforeSrc !== "";
    const kind = pair ? (this.orientation === "vertical" ? "pair vertical" : "pair") : "";
    const labelled = this.disclosure === "overlay" && !(pair && this.#value === 100);
    return html`<figure part="figure">
      <div class="frame ${kind}" part="frame">
        ${pair ? this.#side("before", this.beforeSrc, texts.before) : nothing}
        ${this.#side("after", this.afterSrc, pair ? texts.after : "")} ${pair ? this.#slider(texts) : nothing}
        ${labelled ? html`<span class="label" part="disclosure">${this.#disclosure}</span>` : nothing}
      </div>
      ${this.#caption(texts)}
    </figure>`;
  }

  get #texts(): CompareTexts {
    const loaded = () => {
      this.requestUpdate();
    };
    return this.texts ?? textsFor(languageOf(this), loaded).compare;
  }

  get #value(): number {
    return Math.min(Math.max(this.value, 0), 100);
  }

  get #disclosure(): string {
    return this.disclosureText || this.#texts.staged;
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
        crossorigin=${crossOriginOf(src) ?? nothing}
        src=${src || nothing}
        @error=${this.#failed}
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
        @input=${this.#slide}
        @pointerdown=${this.#drag}
      />
      <span class="divider" part="divider">
        <svg class="grip" part="handle" viewBox="0 0 40 40" aria-hidden="true">
          <path d="m15 14-6 6 6 6M25 14l6 6-6 6" />
        </svg>
      </span>`;
  }

  /** The words beside the photo, and the way to the original wherever anything is disclosed. */
  #caption(texts: CompareTexts): TemplateResult | typeof nothing {
    const words =
      this.disclosure === "adjacent" ? html`<strong part="disclosure">${this.#disclosure}</strong>` : nothing;
    const href = this.disclosure === "none" ? "" : this.originalHref;
    const link = href ? html`<a part="original" href=${href}>${texts.original}</a>` : nothing;
    if (words === nothing && link === nothing) return nothing;
    return html`<figcaption part="caption">${words}${link}</figcaption>`;
  }

  /** A picture's own event stays with the picture. */
  readonly #failed = (event: Event): void => {
    if (!loadAgain(event.currentTarget as HTMLImageElement)) this.dispatchEvent(new Event("error"));
  };

  readonly #drag = (event: PointerEvent): void => {
    drag(event, this.orientation === "vertical");
  };

  readonly #slide = (event: Event): void => {
    this.value = (event.target as HTMLInputElement).valueAsNumber;
  };
}
