// The steps from the photo to what is on display, as tiles, and the choice of the step to compare with.
import { html, nothing, type TemplateResult } from "lit";
import type { Result } from "../../../studio/index.js";
import { icon } from "../icons.js";
import { showOriginal, stepsTo, type Step } from "../steps.js";
import { image } from "../views/image.js";
import { describeOrder } from "../views/order-name.js";
import type { ViewContext } from "../views/context.js";

/** Renders the steps if there are at least three. Two of them are next to each other in the strip. */
export function chain(view: ViewContext): TemplateResult | typeof nothing {
  const { state, texts } = view;
  const { shown, photo } = state;
  const [first, second] = shown;
  // Of results side by side, it is the step that they were made from.
  const steps = stepsTo(state, second ? second.parent : (first?.id ?? photo?.resultId));
  if (steps.length < 3) return nothing;
  return html`<ol class="chain" part="steps" aria-label=${texts.studio.steps}>
    ${steps.map((step, index) => html`<li>${index > 0 ? icon("next") : nothing}${tile(view, step)}</li>`)}
  </ol>`;
}

function tile(view: ViewContext, step: Step): TemplateResult {
  const { studio, state } = view;
  const [photo] = state.chain;
  const { id } = step.result ?? {};
  const [shown] = state.shown;
  const isCurrent = shown ? state.shown.length === 1 && shown.id === id : state.photo?.resultId === id;
  return html`<button
    type="button"
    class="tile"
    part="tile"
    aria-current=${isCurrent ? "step" : nothing}
    @click=${() => {
      if (id !== undefined) studio.show(id);
      else if (photo) showOriginal(studio, photo.id);
    }}
  >
    ${image(step.url)}<span>${nameOf(view, step)}</span>
  </button>`;
}

const nameOf = (view: ViewContext, { result }: Step): string =>
  result ? describeOrder(result, view) : view.texts.studio.original;

/** Renders the choice of the step to compare a result with, or nothing if there is only one. */
export function comparisons(view: ViewContext, result: Result): TemplateResult | typeof nothing {
  const { state, texts, comparedWith, compareWith } = view;
  const steps = stepsTo(state, result.id).slice(0, -1);
  if (steps.length < 2) return nothing;
  const chosen = comparedWith(result) ?? steps.at(-1);
  const choice = (step: Step) =>
    html`<label part="choice">
      <input
        type="radio"
        name="compare-with"
        .checked=${step.result?.id === chosen?.result?.id}
        @change=${() => {
          compareWith(result, step);
        }}
      />
      <span>${nameOf(view, step)}</span>
    </label>`;
  return html`<fieldset class="comparisons">
    <legend>${texts.studio.compareWith}</legend>
    <div class="segmented">${steps.map(choice)}</div>
  </fieldset>`;
}
