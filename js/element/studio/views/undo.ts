// The note about what was removed, with a button that brings it back.
import { html, nothing, type TemplateResult } from "lit";
import type { Snapshot } from "../../../studio/index.js";
import { fill } from "../../locales/texts.js";
import { icon } from "../icons.js";
import type { ViewContext } from "./context.js";

/** Renders the note if the last removal was of this kind. The status region is always present, so that it is announced. */
export function undoNote(
  { state: { undo }, texts, undo: bringBack }: ViewContext,
  kind: NonNullable<Snapshot["undo"]>["kind"],
): TemplateResult {
  const removed = undo?.kind === kind ? undo : undefined;
  return html`<div role="status">
    ${
      removed
        ? html`<p class="undo">
            ${icon("check")}${fill(kind === "photo" ? texts.studio.photoRemoved : texts.studio.resultRemoved, removed)}
            <button type="button" class="quiet" part="button" data-action="undo" @click=${bringBack}>
              ${texts.studio.undo}
            </button>
          </p>`
        : nothing
    }
  </div>`;
}
