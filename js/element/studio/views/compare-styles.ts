// The choice of several styles for the same order.
import { html, nothing, type TemplateResult } from "lit";
import type { FormField } from "../../../studio/index.js";
import { isNoPreference } from "../../../studio/tools.js";
import { fill } from "../../locales/texts.js";
import { icon } from "../icons.js";
import type { ViewContext } from "./context.js";

const MAX_STYLES = 4;

/** Whether no more styles can be added. */
export const isFull = (styles: readonly string[]): boolean => styles.length >= MAX_STYLES;

/** Returns the choices that are styles, without "No preference". */
export const stylesIn = <T extends { readonly value: string }>(choices: readonly T[]): readonly T[] =>
  choices.filter(({ value }) => value !== "" && !isNoPreference(value));

/** Returns the styles to compare if this is the field for them. */
export const comparedStyles = ({ variants }: ViewContext, { field }: FormField): readonly string[] | undefined =>
  field.param === "style" ? variants : undefined;

/** Adds a style, or removes it. */
export function toggleStyle({ setVariants }: ViewContext, styles: readonly string[], style: string): void {
  const others = styles.filter((each) => each !== style);
  if (others.length < styles.length) setVariants(others);
  else if (!isFull(styles)) setVariants([...styles, style]);
}

/** Renders the switch between one style and several. */
export function compareStyles(
  { texts, variants, setVariants }: ViewContext,
  { field, value }: FormField,
  styles: readonly { readonly value: string }[],
): TemplateResult | typeof nothing {
  if (field.param !== "style" || styles.length < 2) return nothing;
  return html`<div class="compare-styles">
    <button
      type="button"
      class="quiet"
      part="button"
      data-action="compare-styles"
      aria-pressed=${variants !== undefined}
      @click=${() => {
        setVariants(variants ? undefined : styles.map((style) => style.value).filter((style) => style === value));
      }}
    >
      ${icon("compare")}${texts.studio.compareStyles}
    </button>
    <span class="fine" role="status">
      ${variants ? fill(texts.studio.compareStylesHint, { count: variants.length }) : nothing}
    </span>
  </div>`;
}
