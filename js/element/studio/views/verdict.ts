// What the check of a photo found, and how it was adjusted.
import { html, nothing, type TemplateResult } from "lit";
import type { Crop, Photo } from "../../../studio/index.js";
import { fill, type Texts } from "../../locales/texts.js";
import { formatShare, isCropped, isVertical, type CroppedPhoto } from "../cropped.js";
import { describeIssue } from "../error-messages.js";
import { icon } from "../icons.js";
import type { ViewContext } from "./context.js";

/** Cutting off more than this share of a photo is worth a warning. */
const MUCH = 0.2;

/** Whether the photo has a crop that can be shown and moved. */
export const canMoveCrop = ({ crop }: ViewContext, photo: Photo | undefined): photo is CroppedPhoto =>
  isCropped(photo) && photo.issues.length === 0 && !!crop?.frame.urlOf(photo);

/** Renders the issues of a photo, or the changes that preparing it made. */
export function verdict(view: ViewContext, photo: Photo): TemplateResult | typeof nothing {
  const { state, texts, language } = view;
  const { studio } = texts;
  const { issues, report, source, resultId, cropped, checked, error } = photo;
  if (!checked) return nothing;
  if (!source) return html`<p class="bad">${icon("warning")}${error ? studio.photoUnreadable : studio.openAgain}</p>`;
  if (issues.length > 0)
    return html`<div class="bad">
      <p>${icon("warning")}<b>${studio.refused}</b></p>
      <ul>
        ${issues.map((issue) => html`<li>${describeIssue(issue, texts, report?.mime)}</li>`)}
      </ul>
    </div>`;
  if (resultId !== undefined) return nothing;
  const { fit, changes } = describeChanges(photo, texts, language);
  if (fit === undefined && changes.length === 0) return html`<p class="good">${icon("check")}${studio.ready}</p>`;
  const much = cropped > MUCH;
  const chips =
    changes.length > 0
      ? html`<ul class="changes">
          ${changes.map((change) => html`<li part="tag">${change}</li>`)}
        </ul>`
      : nothing;
  if (fit === undefined)
    return html`<div class="good">
      <p>${icon("check")}${studio.mended}</p>
      ${chips}
    </div>`;
  const hints = photo.changes.includes("padded") ? nothing : cropHint(view);
  return html`<div class="fitted ${much ? "warn" : "good"} ${state.cropping ? "pending" : ""}">
    <p>${icon(much ? "warning" : "check")}<b>${fit}</b></p>
    ${fitChoice(view, photo)}
    ${hints === nothing && chips === nothing ? nothing : html`<div class="hints">${hints} ${chips}</div>`}
  </div>`;
}

/** Describes what preparing did to a photo: how it was fitted, in a sentence, and the other changes. */
export function describeChanges(
  photo: Photo,
  { studio, changes: names }: Texts,
  language: string,
): { fit: string | undefined; changes: readonly string[] } {
  const { changes, cropped } = photo;
  // A crop or a border converts the file, too.
  const hidden: readonly string[] = photo.kept || changes.includes("padded") ? ["cropped", "padded", "reencoded"] : [];
  const named = { changes: changes.filter((change) => !hidden.includes(change)).map((change) => names[change]) };
  if (changes.includes("padded")) return { ...named, fit: studio.padded };
  if (!isCropped(photo)) return { ...named, fit: undefined };
  const sentence = isVertical(photo) ? studio.cutHeight : studio.cutWidth;
  // At least 1 %.
  return { ...named, fit: fill(sentence, { share: formatShare(Math.max(cropped, 0.01), language) }) };
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
  if (!canMoveCrop(view, state.photo)) return nothing;
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
