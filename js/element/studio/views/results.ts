// The strip of results: the photo, and everything that was made from it.
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Result } from "../../../studio/index.js";
import { describeError } from "../error-messages.js";
import { isFinished, showOriginal } from "../steps.js";
import { image } from "./image.js";
import { describeOrder } from "./order-name.js";
import { undoNote } from "./undo.js";
import type { ViewContext } from "./context.js";

/** Renders the strip, or nothing if there are no results and nothing to bring back. */
export function results(view: ViewContext): TemplateResult | typeof nothing {
  const { state, texts } = view;
  if (state.results.length === 0) return undoNote(view, "result");
  return html`
    <section class="strip" part="results" aria-labelledby="results-title">
      <h2 class="label" id="results-title">${texts.studio.results}</h2>
      <ul>
        ${originalTile(view)}
        ${repeat(
          state.results,
          ({ id }) => id,
          (result) => html`<li>${resultTile(view, result)}</li>`,
        )}
      </ul>
    </section>
    ${undoNote(view, "result")}
  `;
}

/** Renders the photo. Pressing it goes back to it. */
function originalTile(view: ViewContext): TemplateResult | typeof nothing {
  const { shown, chain } = view.state;
  const [photo] = chain;
  if (!photo) return nothing;
  return html`<li>
    <button
      type="button"
      class="tile"
      part="tile"
      aria-pressed=${shown.length === 0 && chain.length === 1}
      @click=${() => {
        showOriginal(view.studio, photo.id);
      }}
    >
      ${image(photo.url)}
      <span>${view.texts.studio.original}</span>
    </button>
  </li>`;
}

function resultTile(view: ViewContext, result: Result): TemplateResult {
  const { studio, state } = view;
  const { id, after } = result;
  const current = state.shown.length === 0 && state.photo?.resultId === id;
  const shown = current || state.shown.some((each) => each.id === id);
  return html`
    <button
      type="button"
      class="tile ${result.state}"
      part="tile"
      data-result=${id}
      aria-pressed=${shown}
      ?disabled=${!isFinished(result)}
      @click=${() => {
        studio.show(id);
      }}
    >
      ${image(after)}
      <span>${describeOrder(result, view)}</span>
      ${statusTag(result, view)}
    </button>
    ${result.state === "failed" ? failedActions(view, result) : nothing}
  `;
}

/** Returns what is special about a result, in a word. */
function statusTag(
  { state, progress, error, accepted }: Result,
  { texts }: ViewContext,
): TemplateResult | typeof nothing {
  const tag = (text: string) => html`<small class="tag" part="tag">${text}</small>`;
  if (state === "running") return tag(texts.stages[progress?.stage ?? "queued"].name);
  if (state === "failed" && error) return tag(describeError(error, texts).title);
  if (accepted) return tag(texts.studio.accepted);
  return state === "done" ? tag(texts.studio.unseen) : nothing;
}

function failedActions({ studio, texts }: ViewContext, { id, error }: Result): TemplateResult {
  const resumable = error && describeError(error, texts).remedy === "resume";
  return html`<span class="tile-actions">
    ${
      resumable
        ? html`<button
            type="button"
            class="quiet"
            part="button"
            @click=${() => {
              void studio.resume(id);
            }}
          >
            ${texts.remedies.resume}
          </button>`
        : nothing
    }
    <button
      type="button"
      class="quiet"
      part="button"
      @click=${() => {
        studio.remove(id);
      }}
    >
      ${texts.studio.remove}
    </button>
  </span>`;
}
