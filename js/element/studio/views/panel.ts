// The panel: tools, options and the submit bar.
import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { live } from "lit/directives/live.js";
import type { ToolId } from "../../../studio/index.js";
import { icon } from "../icons.js";
import { form } from "./form.js";
import { submitBar } from "./submit-bar.js";
import type { ViewContext } from "./context.js";

/** Renders the panel, or nothing if no tools are offered. */
export function panel(view: ViewContext): TemplateResult | typeof nothing {
  const { state, texts } = view;
  const { tool, tools } = state;
  if (tool === undefined) return nothing;
  // Not a <form>: Enter in a field would submit it and spend credits.
  return html`
    <div class="panel" part="panel">
      <fieldset class="controls" ?disabled=${state.job.kind === "busy"}>
        ${tools.length > 1 ? toolChoice(view, tools, tool) : nothing}
        <p class="summary">${texts.tools[tool].summary}</p>
        ${keyed(tool, form(view))}
      </fieldset>
      ${submitBar(view, tool)}
    </div>
  `;
}

function toolChoice({ studio, texts }: ViewContext, offered: readonly ToolId[], chosen: ToolId): TemplateResult {
  const choice = (id: ToolId) => html`
    <label>
      <input
        type="radio"
        name="tool"
        value=${id}
        data-focus=${id === chosen ? "options" : nothing}
        .checked=${live(id === chosen)}
        @change=${() => {
          studio.choose(id);
        }}
      />
      ${icon(id)}<span>${texts.tools[id].name}</span>
    </label>
  `;
  return html`
    <fieldset class="tools" part="tools">
      <legend>${texts.studio.tool}</legend>
      <div class="tool-grid">${offered.map(choice)}</div>
    </fieldset>
  `;
}
