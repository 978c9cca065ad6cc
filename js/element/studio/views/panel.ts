// The panel: tools, options and the submit bar.
import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { Snapshot } from "../../../studio/index.js";
import { form } from "./form.js";
import { submitBar } from "./submit-bar.js";
import { toolPicker } from "./tool-picker.js";
import type { ViewContext } from "./context.js";

/** Whether there is nothing to choose: one tool, and no options that the page left open. */
export const isOneButton = ({ tools, fields }: Snapshot): boolean =>
  tools.length === 1 && fields.every(({ fixed }) => fixed);

/** Renders the panel, or nothing if no tools are offered. */
export function panel(view: ViewContext): TemplateResult | typeof nothing {
  const { state, texts } = view;
  const { tool, tools } = state;
  if (tool === undefined) return nothing;
  // Not a <form>: Enter in a field would submit it and spend credits.
  return html`
    <div class="panel" part="panel">
      ${
        isOneButton(state)
          ? nothing
          : html`<fieldset class="controls" ?disabled=${state.job.kind === "busy"}>
              ${tools.length > 1 ? toolPicker(view, tools, tool) : nothing}
              <p class="summary">${texts.tools[tool].summary}</p>
              ${keyed(tool, form(view))}
            </fieldset>`
      }
      ${view.lazy?.marketRules(view)} ${submitBar(view, tool)}
    </div>
  `;
}
