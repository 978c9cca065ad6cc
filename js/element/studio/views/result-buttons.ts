// The buttons for what to do with a result.
import { html, nothing, type TemplateResult } from "lit";
import type { Result } from "../../../studio/index.js";
import { icon } from "../icons.js";
import { onFirstClick } from "./click.js";
import type { ViewContext } from "./context.js";

/** Renders the button that accepts a result. With a label, it is one of several side by side. */
export function useButton(view: ViewContext, result: Result, where: string, label?: string): TemplateResult {
  const { studio, texts, take } = view;
  const { id, accepted } = result;
  // Then, the next photo of the row is the primary button.
  const next = (accepted && label === undefined && view.lazy?.nextPhoto(view, where)) || nothing;
  const text = accepted ? texts.studio.accepted : texts.studio.accept;
  return html`<button
      class="use ${where} ${next === nothing ? "primary" : ""}"
      part=${next === nothing ? "button primary" : "button"}
      type="button"
      data-action="accept"
      aria-pressed=${accepted}
      aria-label=${label === undefined ? nothing : `${text}: ${label}`}
      @click=${() => {
        if (label === undefined) studio.accept(id);
        else take(result);
      }}
    >
      ${accepted ? icon("check") : nothing}${text}</button
    >${next}`;
}

/** Renders the button that continues with a result. After emptying a room, the next step is to furnish it. */
export function continueButton(view: ViewContext, result: Result, extra = "", label?: string): TemplateResult {
  const { state, texts } = view;
  const furnish = result.tool === "empty-room" && state.tools.includes("virtual-staging");
  const text = furnish ? texts.studio.furnishNext : texts.studio.continueWith;
  return html`<button
    part="button"
    type="button"
    class=${extra}
    data-action="continue"
    aria-label=${label === undefined ? nothing : `${text}: ${label}`}
    ?disabled=${state.job.kind === "busy"}
    @click=${onFirstClick(() => {
      view.continueWith(result, furnish ? "virtual-staging" : undefined);
    })}
  >
    ${text}
  </button>`;
}
