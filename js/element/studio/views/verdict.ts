// What the check of a photo found, and how it was adjusted.
import { html, nothing, type TemplateResult } from "lit";
import type { Photo } from "../../../studio/index.js";
import { fill, type Texts } from "../../locales/texts.js";
import { formatShare, isCropped, isVertical } from "../cropped.js";
import { describeIssue } from "../error-messages.js";
import { icon } from "../icons.js";
import type { ViewContext } from "./context.js";

/** Renders the issues of a photo, or the changes that preparing it made. */
export function verdict(view: ViewContext, photo: Photo): TemplateResult | typeof nothing {
  const { texts, language, lazy } = view;
  const { studio } = texts;
  const { issues, report, source, resultId, checked, error } = photo;
  if (!checked) return nothing;
  if (!source) return html`<p class="bad">${icon("warning")}${error ? studio.photoUnreadable : studio.openAgain}</p>`;
  if (issues.length > 0 && !(photo.canPad && lazy))
    return html`<div class="bad">
      <p>${icon("warning")}<b>${studio.refused}</b></p>
      <ul>
        ${issues.map((issue) => html`<li>${describeIssue(issue, texts, report?.mime)}</li>`)}
      </ul>
    </div>`;
  if (resultId !== undefined) return nothing;
  const { fit, changes } = describeChanges(photo, texts, language);
  if (fit === undefined && changes.length === 0) return html`<p class="good">${icon("check")}${studio.ready}</p>`;
  const chips =
    changes.length > 0
      ? html`<ul class="changes">
          ${changes.map((change) => html`<li part="tag">${change}</li>`)}
        </ul>`
      : nothing;
  return lazy && fit !== undefined
    ? lazy.fitted(view, photo, fit, chips)
    : html`<div class="good">
        <p>${icon("check")}${fit ?? studio.mended}</p>
        ${chips}
      </div>`;
}

/** Describes what preparing did to a photo: how it was fitted, or why not, in a sentence, and the other changes. */
export function describeChanges(
  photo: Photo,
  { studio, changes: names }: Texts,
  language: string,
): { fit: string | undefined; changes: readonly string[] } {
  const { changes, cropped } = photo;
  // A crop or a border converts the file, too.
  const hidden: readonly string[] = photo.kept || changes.includes("padded") ? ["cropped", "padded", "reencoded"] : [];
  const named = { changes: changes.filter((change) => !hidden.includes(change)).map((change) => names[change]) };
  if (photo.canPad) return { ...named, fit: studio.needsBorders };
  if (changes.includes("padded")) return { ...named, fit: studio.padded };
  if (!isCropped(photo)) return { ...named, fit: undefined };
  const sentence = isVertical(photo) ? studio.cutHeight : studio.cutWidth;
  // At least 1 %.
  return { ...named, fit: fill(sentence, { share: formatShare(Math.max(cropped, 0.01), language) }) };
}
