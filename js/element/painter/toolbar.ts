// The painter's toolbar.
import { html, nothing, type TemplateResult } from "lit";
import { fill } from "../locales/texts.js";
import type { PainterTexts } from "../locales/painter-texts.js";
import { MAX_ZOOM } from "../viewer/viewport.js";
import { MAX_SIZE, MIN_SIZE, SIZE_STEP } from "./brush-size.js";
import { selectionShapes, tools } from "./gestures.js";
import { icons } from "./icons.js";
import type { Painting } from "./painting.js";
import type { Settings } from "./painting-types.js";

/** Options of the toolbar. */
export interface ToolbarOptions {
  readonly texts: PainterTexts;
  readonly settings: Settings;
  readonly painting: Painting | undefined;
  /** Whether things can be selected in the photo, as far as is known. */
  readonly canSelect: boolean;
  /** Whether the painter fills the screen. */
  readonly isFull: boolean;
  /** Whether further actions are shown. */
  readonly isMoreOpen: boolean;
  readonly choose: (settings: Partial<Settings>) => unknown;
  readonly toggleMore: () => unknown;
  readonly toggleFullScreen: () => unknown;
}

const icon = (name: keyof typeof icons) =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${icons[name]}</svg>`;

/** Renders the toolbar. Its height does not depend on the tool, so the photo stays in place. */
export function toolbar(options: ToolbarOptions): TemplateResult {
  const { texts, settings, painting, choose } = options;
  const offered = tools.filter((tool) => tool !== "select" || options.canSelect);
  return html`<div class="tools" part="tools">
    <fieldset class="segmented shapes">
      <legend class="visually-hidden">${texts.tools}</legend>
      ${offered.map((tool) => segment("tool", tool, texts[tool], settings.tool === tool, () => choose({ tool })))}
    </fieldset>
    <fieldset class="segmented inks">
      <legend class="visually-hidden">${texts.ink}</legend>
      ${segment("ink", "mark", texts.mark, !settings.erase, () => choose({ erase: false }))}
      ${segment("ink", "erase", texts.erase, settings.erase, () => choose({ erase: true }))}
    </fieldset>
    <div class="options">
      <div class="selection option" ?data-shown=${settings.tool === "select"}>
        <fieldset class="segmented areas">
          <legend class="visually-hidden">${texts.select}</legend>
          ${selectionShapes.map((shape) => segment("shape", shape, texts[shape], settings.shape === shape, () => choose({ shape })))}
        </fieldset>
        ${selectionTips(options)}
      </div>
      <div class="brush option" ?data-shown=${settings.tool === "brush"}>
        ${slider(texts.size, settings.size, MIN_SIZE, MAX_SIZE, SIZE_STEP, (size) => choose({ size }))}
        ${slider(texts.hardness, settings.hardness, 0, 100, 1, (hardness) => choose({ hardness }))}
      </div>
      ${tip("rectangle", texts.tipRectangle, settings)} ${tip("lasso", texts.tipLasso, settings)}
      ${tip("move", texts.tipMove, settings)}
    </div>
    <div class="steps" role="group" aria-label=${texts.steps}>
      ${button("undo", texts.undo, !painting?.mask.canUndo && !painting?.hasShape, () => painting?.undo())}
      ${button("redo", texts.redo, !painting?.mask.canRedo, () => painting?.redo())} ${more(options)}
    </div>
  </div>`;
}

/** Renders the buttons for the view below the photo. */
export function zoomButtons({ texts, painting, isFull, toggleFullScreen }: ToolbarOptions): TemplateResult {
  const zoom = painting?.view.zoom ?? 1;
  const screen = isFull ? "exitFullScreen" : "fullScreen";
  return html`<div class="zoom" part="zoom" role="group" aria-label=${texts.zoom}>
    ${button("zoomOut", texts.zoomOut, zoom <= 1, () => painting?.zoom(-1))}
    <span class="level">${fill("{percent}%", { percent: Math.round(zoom * 100) })}</span>
    ${button("zoomIn", texts.zoomIn, zoom >= MAX_ZOOM, () => painting?.zoom(1))}
    ${button("zoomWhole", texts.zoomWhole, zoom <= 1, () => painting?.zoom(0))}
    ${button(screen, texts[screen], false, toggleFullScreen)}
  </div>`;
}

/** Renders the button for further actions, and these over the photo, so that it stays in place. */
function more({ texts, painting, isMoreOpen, toggleMore }: ToolbarOptions): TemplateResult {
  return html`<button
      class="more"
      type="button"
      title=${texts.more}
      aria-label=${texts.more}
      aria-expanded=${isMoreOpen ? "true" : "false"}
      @click=${toggleMore}
    >
      ${icon("more")}
    </button>
    <div class="actions" role="group" aria-label=${texts.more} ?hidden=${!isMoreOpen}>
      ${button("grow", texts.grow, !painting?.marked, () => painting?.grow(1), texts.grow)}
      ${button("shrink", texts.shrink, !painting?.marked, () => painting?.grow(-1), texts.shrink)}
      ${button("smooth", texts.smooth, !painting?.marked, () => painting?.smooth(), texts.smooth)}
      ${button("invert", texts.invert, !painting, () => painting?.invert(), texts.invert)}
      ${button("clear", texts.clear, !painting?.marked, () => painting?.clear(), texts.clear)}
    </div>`;
}

/** What the selection tool can tell. All texts are in the same place, so that the photo stays where it is. */
function selectionTips({ texts, settings, painting }: ToolbarOptions): TemplateResult {
  const { selection, marked } = painting ?? {};
  const starts = { box: texts.tipBox, outline: texts.tipOutline, stroke: texts.tipStroke };
  const unsure = `${texts.unsure} ${texts.tipCorrect}`;
  const shown = selection?.isBusy
    ? texts.selecting
    : selection?.isUnsure
      ? unsure
      : marked
        ? texts.tipCorrect
        : starts[settings.shape];
  const all = [texts.selecting, unsure, texts.tipCorrect, ...Object.values(starts)];
  return html`<div class="tips">
    ${all.map(
      (text) => html`<p class="tip option" ?data-shown=${settings.tool === "select" && text === shown}>${text}</p>`,
    )}
  </div>`;
}

const tip = (tool: Settings["tool"], text: string, settings: Settings) =>
  html`<p class="tip option" ?data-shown=${settings.tool === tool}>${text}</p>`;

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

function slider(
  label: string,
  value: number,
  min: number,
  max: number,
  step: number,
  set: (value: number) => unknown,
): TemplateResult {
  const input = (event: Event) => {
    // `input` is composed: keep it from reaching the page.
    event.stopPropagation();
    set((event.target as HTMLInputElement).valueAsNumber);
  };
  return html`<label class="slider">
    <span>${label}</span>
    <input
      type="range"
      min=${min}
      max=${max}
      step=${step}
      .value=${String(value)}
      aria-valuetext="${value}%"
      @input=${input}
    />
    <span class="value" aria-hidden="true">${value}%</span>
  </label>`;
}

/** Renders a button that stays focusable while disabled, so focus is not lost. `text` is shown next to the icon. */
function button(
  name: keyof typeof icons,
  label: string,
  idle: boolean,
  act: () => unknown,
  text?: string,
): TemplateResult {
  return html`<button
    class=${name}
    type="button"
    title=${text ? nothing : label}
    aria-label=${text ? nothing : label}
    aria-disabled=${idle ? "true" : "false"}
    @click=${() => (idle ? undefined : act())}
  >
    ${icon(name)}${text ? html`<span>${text}</span>` : nothing}
  </button>`;
}
