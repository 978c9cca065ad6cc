// Renders of no known photo that are still running, such as those of an earlier visit.
import { html, nothing, type TemplateResult } from "lit";
import type { Result } from "../../../studio/index.js";
import { fill } from "../../locales/texts.js";
import { describeOrder } from "../views/order-name.js";
import type { ViewContext } from "../views/context.js";

/** Renders the list, or nothing if it is empty. */
export function earlier(view: ViewContext): TemplateResult | typeof nothing {
  const { state, texts } = view;
  if (state.earlier.length === 0) return nothing;
  return html`
    <section class="earlier" part="earlier" aria-labelledby="earlier-title">
      <h2 class="label" id="earlier-title">${texts.studio.earlier}</h2>
      <p class="fine">${texts.studio.earlierHint}</p>
      <ul>
        ${state.earlier.map((result) => row(view, result))}
      </ul>
    </section>
  `;
}

function row(view: ViewContext, result: Result): TemplateResult {
  const { texts, language } = view;
  const { time: started, error, progress } = result;
  const format = new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "short" });
  const time = format.format(new Date(started));
  const status = error
    ? (texts.errors[error.code] ?? texts.errors.unexpected_response).title
    : texts.stages[progress?.stage ?? "queued"].name;
  return html`
    <li>
      <span class="placeholder" aria-hidden="true"></span>
      <span class="file">
        <b>${describeOrder(result, view)}</b>
        <span class="fine">${status}, ${fill(texts.studio.earlierSince, { time })}</span>
      </span>
    </li>
  `;
}
