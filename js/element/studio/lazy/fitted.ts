// How a photo was fitted into an aspect ratio that the service accepts, and the choice between cropping and padding.
import { html, nothing, type TemplateResult } from "lit";
import type { Crop, Photo } from "../../../studio/index.js";
import { canMoveCrop } from "../cropped.js";
import { icon } from "../icons.js";
import type { ViewContext } from "../views/context.js";

/** Cutting off more than this share of a photo is worth a warning. */
const MUCH = 0.2;

/** Renders a sentence about the fit or its problem, the choice, and chips with other changes. */
export function fitted(view: ViewContext, photo: Photo, sentence: string, chips: unknown): TemplateResult {
  const much = photo.cropped > MUCH || photo.canPad;
  const hints = photo.changes.includes("padded") ? nothing : cropHint(view);
  return html`<div class="fitted ${much ? "warn" : "good"} ${view.state.cropping ? "pending" : ""}">
    <p>${icon(much ? "warning" : "check")}<b>${sentence}</b></p>
    ${fitChoice(view, photo)}
    ${hints === nothing && chips === nothing ? nothing : html`<div class="hints">${hints} ${chips}</div>`}
  </div>`;
}

/** The choice between cropping and padding. */
function fitChoice(view: ViewContext, photo: Photo): TemplateResult {
  const { studio, state, texts } = view;
  const padded = photo.changes.includes("padded");
  const choice = (fit: NonNullable<Crop["fit"]>, label: string, checked: boolean) => html`
    <label>
      <input type="radio" name="fit" .checked=${checked} @change=${() => studio.setCrop({ ...photo.crop, fit })} />
      <span>${label}</span>
    </label>
  `;
  return html`<fieldset ?disabled=${state.job.kind === "busy"}>
    <legend class="visually-hidden">${texts.studio.fit}</legend>
    <div class="segmented">
      ${choice("crop", texts.studio.fitCrop, !padded)} ${choice("pad", texts.studio.fitPad, padded)}
    </div>
  </fieldset>`;
}

/** While the user paints, the frame is shown on request. */
function cropHint(view: ViewContext): TemplateResult | typeof nothing {
  const { state, texts, adjusting, adjust } = view;
  if (!canMoveCrop(view.lazy, state.photo)) return nothing;
  const hint = html`<p class="fine">${texts.studio.cropHint}</p>`;
  if (state.tool !== "edit") return hint;
  return html`${adjusting ? hint : nothing}<button
      class="quiet"
      part="button"
      type="button"
      data-action="adjust"
      ?disabled=${state.job.kind === "busy"}
      @click=${() => {
        adjust(!adjusting);
      }}
    >
      ${adjusting ? texts.studio.backToPainting : texts.studio.adjustCrop}
    </button>
    ${adjusting && state.masked ? html`<p class="fine">${texts.studio.cropClears}</p>` : nothing}`;
}
