// What the studio says after a download.
import { html, nothing, type TemplateResult } from "lit";
import type { Outcome } from "../jobs.js";
import type { View } from "./view.js";

/** A status region that is always present, so that screen readers announce what is put into it. */
export function download({ texts, saved }: View, outcome: Outcome): TemplateResult {
  return html`<div role="status">${note(texts.studio, saved(outcome))}</div>`;
}

function note(
  { credentialsRemoved, openToSave, openPicture }: View["texts"]["studio"],
  saved: ReturnType<View["saved"]>,
) {
  if (saved?.kind === "link")
    return html`<p data-note="link">
      ${openToSave} <a href=${saved.url} target="_blank" rel="noopener">${openPicture}</a>
    </p>`;
  return saved?.credentials === "removed"
    ? html`<p class="fine" data-note="credentials">${credentialsRemoved}</p>`
    : nothing;
}
