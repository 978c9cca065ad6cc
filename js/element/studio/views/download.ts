// The note below a download.
import { html, nothing, type TemplateResult } from "lit";
import type { Result } from "../../../studio/index.js";
import type { ViewContext } from "./context.js";

/** Renders a status region. It is always present, so screen readers announce its content. */
export function download({ texts, saved }: ViewContext, result: Result): TemplateResult {
  return html`<div role="status">${note(texts.studio, saved(result))}</div>`;
}

function note(
  { credentialsRemoved, openToSave, openPicture }: ViewContext["texts"]["studio"],
  saved: ReturnType<ViewContext["saved"]>,
) {
  if (saved?.kind === "link")
    return html`<p data-note="link">
      ${openToSave} <a href=${saved.url} target="_blank" rel="noopener">${openPicture}</a>
    </p>`;
  return saved?.credentials === "removed"
    ? html`<p class="fine" data-note="credentials">${credentialsRemoved}</p>`
    : nothing;
}
