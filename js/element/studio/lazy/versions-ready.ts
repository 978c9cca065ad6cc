import { html, nothing, type TemplateResult } from "lit";
import { fill } from "../../locales/texts.js";
import { isFinished } from "../steps.js";
import type { ViewContext } from "../views/context.js";

/** Renders how many of several styles are ready. `ids` are the results that the user waits for. */
export function versionsReady({ state, texts }: ViewContext, [id]: readonly string[]): TemplateResult | typeof nothing {
  const { group } = state.results.find((result) => result.id === id) ?? {};
  const all = group === undefined ? [] : state.results.filter((result) => result.group === group);
  if (all.length < 2) return nothing;
  const text = fill(texts.studio.versionsReady, { count: all.filter(isFinished).length, all: all.length });
  return html`<p class="fine">${text}</p>`;
}
