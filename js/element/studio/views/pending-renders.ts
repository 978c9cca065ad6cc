// The list of renders submitted before the page loaded.
import { html, nothing, type TemplateResult } from "lit";
import { fill, type Texts } from "../../locales/texts.js";
import { describeError } from "../error-messages.js";
import { crossOriginFor, retryWithoutCors } from "../../remote-images.js";
import type { TrackedRender } from "../pending-renders.js";
import { isTool } from "../tools.js";
import type { ViewContext } from "./context.js";

/** Renders the list, or nothing if it is empty. */
export function pendingRenders(view: ViewContext): TemplateResult | typeof nothing {
  const { session, texts } = view;
  const { renders } = session.pendingRenders;
  if (renders.length === 0) return nothing;
  return html`
    <section class="earlier" part="earlier" aria-labelledby="earlier-title">
      <h2 class="label" id="earlier-title">${texts.studio.earlier}</h2>
      <p class="fine">${texts.studio.earlierHint}</p>
      <ul>
        ${renders.map((render) => row(view, render))}
      </ul>
    </section>
  `;
}

function row({ session, texts, language }: ViewContext, entry: TrackedRender): TemplateResult {
  const { render, submittedAt } = entry;
  const time = new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "short" }).format(
    new Date(submittedAt),
  );
  return html`
    <li>
      ${
        render?.outputs[0]
          ? html`<img
              crossorigin=${crossOriginFor(render.outputs[0]) ?? nothing}
              src=${render.outputs[0]}
              alt=""
              width="72"
              height="48"
              @error=${(event: Event) => retryWithoutCors(event.currentTarget as HTMLImageElement)}
            />`
          : html`<span class="placeholder" aria-hidden="true"></span>`
      }
      <span class="file">
        <b>${toolName(entry.tool, texts)}</b>
        <span class="fine">${statusText(entry, texts)}, ${fill(texts.studio.earlierSince, { time })}</span>
      </span>
      ${
        render
          ? html`<button
              part="button"
              type="button"
              ?disabled=${session.busy}
              @click=${() => session.showPendingRender(entry)}
            >
              ${texts.studio.show}
            </button>`
          : nothing
      }
    </li>
  `;
}

function statusText({ stage, error }: TrackedRender, texts: Texts): string {
  return error ? describeError(error, texts).title : texts.stages[stage].name;
}

const toolName = (tool: string, texts: Texts): string => texts.tools[isTool(tool) ? tool : "interior"].name;
