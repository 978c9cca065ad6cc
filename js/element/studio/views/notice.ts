// The message of an error, with a button for what helps.
import { html, nothing, type TemplateResult } from "lit";
import type { Job } from "../../../studio/index.js";
import { describeError } from "../error-messages.js";
import { icon } from "../icons.js";
import { onFirstClick } from "./click.js";
import type { ViewContext } from "./context.js";

/** Renders the error of the last request. */
export function notice(view: ViewContext, { error, id }: Extract<Job, { kind: "failed" }>): TemplateResult {
  const { studio, state, texts, applyRemedy } = view;
  const { title, advice, remedy, details } = describeError(error, texts);
  const stopped = error.code === "aborted";
  const helps = remedy && (remedy !== "options" || state.fields.some(({ fixed }) => !fixed));
  const acts = helps || error.code === "outcome_unknown";
  return html`
    <div class=${stopped ? "notice" : "notice bad"} part="notice" tabindex="-1" data-focus=${acts ? nothing : "failed"}>
      <p class="lead">${stopped ? nothing : icon("warning")}${title}</p>
      <p>${advice}</p>
      ${
        details.length > 0
          ? html`<ul class="fine">
              ${details.map((line) => html`<li>${line}</li>`)}
            </ul>`
          : nothing
      }
      ${
        helps
          ? html`<button
              part="button"
              type="button"
              data-focus="failed"
              @click=${onFirstClick(() => {
                applyRemedy(remedy, id);
              })}
            >
              ${texts.remedies[remedy]}
            </button>`
          : nothing
      }
      ${
        error.code === "outcome_unknown"
          ? html`<label class="check">
              <input
                type="checkbox"
                data-focus="failed"
                @change=${() => {
                  studio.confirmChecked(id);
                }}
              />
              <span>${texts.studio.lookedAtAccount}</span>
            </label>`
          : nothing
      }
    </div>
  `;
}
