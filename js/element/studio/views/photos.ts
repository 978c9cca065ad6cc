// The row of photos, and what was skipped of the last files. Both load on demand.
import { html, nothing, type TemplateResult } from "lit";
import { undoNote } from "./undo.js";
import type { ViewContext } from "./context.js";

/** Renders the row, or nothing for a single photo that is selected. */
export function photos(view: ViewContext): TemplateResult {
  const { state, lazy } = view;
  const isRow = state.photos.length > 1 || (state.photos.length > 0 && !state.photo);
  return html`${isRow ? lazy?.row(view) : nothing}${undoNote(view, "photo")}
    <div role="alert">${lazy?.skippedNote(view) ?? nothing}</div>`;
}
