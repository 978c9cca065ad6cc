// Pictures that were under way when the page was last closed.
import { html, nothing, type TemplateResult } from "lit";
import { fill, type Texts } from "../../locales/texts.js";
import { adviceFor } from "../advice.js";
import { crossOriginOf, loadAgain } from "../../pictures.js";
import type { EarlierRender } from "../earlier.js";
import { isTool } from "../tools.js";
import type { View } from "./view.js";

/** The list, or nothing where there is none. */
export function earlier(view: View): TemplateResult | typeof nothing {
  const { session, texts } = view;
  const { renders } = session.earlier;
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

function row({ session, texts, language }: View, entry: EarlierRender): TemplateResult {
  const { render, submittedAt } = entry;
  const time = new Intl.DateTimeFormat(language, { dateStyle: "short", timeStyle: "short" }).format(
    new Date(submittedAt),
  );
  return html`
    <li>
      ${
        render?.outputs[0]
          ? html`<img
              crossorigin=${crossOriginOf(render.outputs[0]) ?? nothing}
              src=${render.outputs[0]}
              alt=""
              width="72"
              height="48"
              @error=${(event: Event) => loadAgain(event.currentTarget as HTMLImageElement)}
            />`
          : html`<span class="placeholder" aria-hidden="true"></span>`
      }
      <span class="file">
        <b>${nameOf(entry.tool, texts)}</b>
        <span class="fine">${state(entry, texts)}, ${fill(texts.studio.earlierSince, { time })}</span>
      </span>
      ${
        render
          ? html`<button
              part="button"
              type="button"
              ?disabled=${session.busy}
              @click=${() => session.showEarlier(entry)}
            >
              ${texts.studio.show}
            </button>`
          : nothing
      }
    </li>
  `;
}

function state({ stage, error }: EarlierRender, texts: Texts): string {
  return error ? adviceFor(error, texts).title : texts.stages[stage].name;
}

const nameOf = (tool: string, texts: Texts): string => texts.tools[isTool(tool) ? tool : "interior"].name;
