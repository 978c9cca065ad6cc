// The painter's toolbar.
import { html, nothing, type TemplateResult } from "lit";
import { fill } from "../locales/texts.js";
import type { Tool } from "./gestures.js";
import { icons } from "./icons.js";
import type { Painting, Settings } from "./painting.js";
import type { PainterTexts } from "../locales/painter-texts.js";
import { MAX_ZOOM } from "./viewport.js";

/** Options of the toolbar. */
export interface ToolbarOptions {
  readonly texts: PainterTexts;
  readonly settings: Settings;
  readonly painting: Painting | undefined;
  readonly choose: (settings: Partial<Settings>) => unknown;
}

const tools: readonly Tool[] = ["brush", "rectangle", "lasso", "move"];

const icon = (name: keyof typeof icons) =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${icons[name]}</svg>`;

/** Renders the toolbar. */
export function toolbar(options: ToolbarOptions): TemplateResult {
  const { texts, settings, painting, choose } = options;
  return html`<div class="tools" part="tools">
    <fieldset class="segmented shapes">
      <legend class="visually-hidden">${texts.tools}</legend>
      ${tools.map((tool) => segment("tool", tool, texts[tool], settings.tool === tool, () => choose({ tool })))}
    </fieldset>
    <fieldset class="segmented inks">
      <legend class="visually-hidden">${texts.ink}</legend>
      ${segment("ink", "mark", texts.mark, !settings.erase, () => choose({ erase: false }))}
      ${segment("ink", "erase", texts.erase, settings.erase, () => choose({ erase: true }))}
    </fieldset>
    ${settings.tool === "brush" ? brush(options) : nothing}
    <div class="steps" role="group" aria-label=${texts.steps}>
      ${button("undo", texts.undo, !painting?.mask.canUndo, () => painting?.undo())}
      ${button("redo", texts.redo, !painting?.mask.canRedo, () => painting?.redo())}
      ${button("invert", texts.invert, !painting, () => painting?.invert())}
      ${button("clear", texts.clear, !painting?.marked, () => painting?.clear())}
    </div>
  </div>`;
}

/** Renders the zoom buttons below the photo. */
export function zoomButtons({ texts, painting }: ToolbarOptions): TemplateResult {
  const zoom = painting?.view.zoom ?? 1;
  return html`<div class="zoom" part="zoom" role="group" aria-label=${texts.zoom}>
    ${button("zoomOut", texts.zoomOut, zoom <= 1, () => painting?.zoom(-1))}
    <span class="level">${fill("{percent}%", { percent: Math.round(zoom * 100) })}</span>
    ${button("zoomIn", texts.zoomIn, zoom >= MAX_ZOOM, () => painting?.zoom(1))}
    ${button("zoomWhole", texts.zoomWhole, zoom <= 1, () => painting?.zoom(0))}
  </div>`;
}

function brush({ texts, settings, choose }: ToolbarOptions): TemplateResult {
  return html`<div class="brush">
    ${slider(texts.size, settings.size, 1, 30, (size) => choose({ size }))}
    ${slider(texts.hardness, settings.hardness, 0, 100, (hardness) => choose({ hardness }))}
  </div>`;
}

function segment(
  name: string,
  value: keyof typeof icons,
  label: string,
  checked: boolean,
  choose: () => unknown,
): TemplateResult {
  return html`<label data-value=${value}>
    <input type="radio" name=${name} value=${value} .checked=${checked} @change=${choose} />
    ${icon(value)}<span>${label}</span>
  </label>`;
}

function slider(label: string, value: number, min: number, max: number, set: (value: number) => unknown) {
  const input = (event: Event) => {
    // `input` is composed: keep it from reaching the page.
    event.stopPropagation();
    set((event.target as HTMLInputElement).valueAsNumber);
  };
  return html`<label class="slider">
    <span>${label}</span>
    <input type="range" min=${min} max=${max} .value=${String(value)} aria-valuetext="${value}%" @input=${input} />
  </label>`;
}

/** Renders a button that stays focusable while disabled, so focus is not lost. */
function button(name: keyof typeof icons, label: string, idle: boolean, act: () => unknown): TemplateResult {
  return html`<button
    class=${name}
    type="button"
    title=${label}
    aria-label=${label}
    aria-disabled=${idle ? "true" : "false"}
    @click=${() => (idle ? undefined : act())}
  >
    ${icon(name)}
  </button>`;
}
