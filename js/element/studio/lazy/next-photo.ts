// The button to the next photo of the row.
import { html, nothing, type TemplateResult } from "lit";
import type { PhotoSummary, Snapshot } from "../../../studio/index.js";
import { icon } from "../icons.js";
import type { ViewContext } from "../views/context.js";

/** Returns the photo to work on next: the first one after the selected photo that has no accepted result. */
export function findNextPhoto({ photos }: Snapshot): PhotoSummary | undefined {
  const index = photos.findIndex(({ selected }) => selected);
  return [...photos.slice(index + 1), ...photos.slice(0, Math.max(index, 0))].find(
    ({ accepted, checked, usable, running }) => !accepted && running === 0 && (usable || !checked),
  );
}

/** Renders the button, or nothing after the last photo. */
export function nextPhoto({ state, texts, selectPhoto }: ViewContext, where: string): TemplateResult | typeof nothing {
  const next = findNextPhoto(state);
  if (!next) return nothing;
  return html`<button
    class="primary use ${where}"
    part="button primary"
    type="button"
    data-action="next"
    title=${next.name}
    @click=${() => {
      selectPhoto(next.id);
    }}
  >
    ${texts.studio.nextPhoto}${icon("next")}
  </button>`;
}
