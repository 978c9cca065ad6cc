// What the check of a photo found, and how it was adjusted.
import { html, nothing, type TemplateResult } from "lit";
import type { Photo } from "../../../studio/index.js";
import { describeIssue } from "../error-messages.js";
import { icon } from "../icons.js";
import type { ViewContext } from "./context.js";

/** Renders the issues of a photo, or the changes that preparing it made. */
export function verdict(
  view: ViewContext,
  { issues, changes, report, source, resultId, checked, error }: Photo,
): TemplateResult | typeof nothing {
  const { studio, changes: names } = view.texts;
  if (!checked) return nothing;
  if (!source) return html`<p class="bad">${icon("warning")}${error ? studio.photoUnreadable : studio.openAgain}</p>`;
  if (issues.length > 0)
    return html`<div class="bad">
      <p>${icon("warning")}<b>${studio.refused}</b></p>
      <ul>
        ${issues.map((issue) => html`<li>${describeIssue(issue, view.texts, report?.mime)}</li>`)}
      </ul>
    </div>`;
  if (resultId !== undefined) return nothing;
  if (changes.length === 0) return html`<p class="good">${icon("check")}${studio.ready}</p>`;
  return html`<div class="good">
    <p>${icon("check")}${studio.mended}</p>
    <ul class="changes">
      ${changes.map((change) => html`<li part="tag">${names[change]}</li>`)}
    </ul>
    ${changes.includes("cropped") || changes.includes("padded") ? fitChoice(view, changes.includes("padded")) : nothing}
  </div>`;
}

function fitChoice({ studio, state, texts }: ViewContext, padded: boolean): TemplateResult {
  const choice = (fit: "crop" | "pad", label: string, checked: boolean) => html`
    <label>
      <input type="radio" name="fit" .checked=${checked} @change=${() => studio.setCrop({ fit })} />
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
