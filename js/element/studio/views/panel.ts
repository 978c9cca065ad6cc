// The panel: tools, options and the submit button.
import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { live } from "lit/directives/live.js";
import { fill, type ToolId } from "../../locales/texts.js";
import { icon } from "../icons.js";
import { tools } from "../tools.js";
import { onFirstClick } from "./click.js";
import { form } from "./form.js";
import type { ViewContext } from "./context.js";

/** Renders the panel, or nothing if no tools are offered. */
export function panel(view: ViewContext, offered: readonly ToolId[]): TemplateResult | typeof nothing {
  const { session, texts } = view;
  const { tool } = session;
  if (tool === undefined) return nothing;
  // Not a <form>: Enter in a field would submit it and spend credits.
  return html`
    <div class="panel" part="panel">
      <fieldset class="controls" ?disabled=${session.busy}>
        ${offered.length > 1 ? toolChoice(view, offered, tool) : nothing}
        <p class="summary">${texts.tools[tool].summary}</p>
        ${keyed(tool, form(view))}
      </fieldset>
      ${submit(view, tool)}
    </div>
  `;
}

function toolChoice({ session, texts }: ViewContext, offered: readonly ToolId[], chosen: ToolId): TemplateResult {
  const choice = (id: ToolId) => html`
    <label>
      <input
        type="radio"
        name="tool"
        value=${id}
        data-focus=${id === chosen ? "options" : nothing}
        .checked=${live(id === chosen)}
        @change=${() => {
          session.choose(id);
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

function submit({ session, texts }: ViewContext, tool: ToolId): TemplateResult {
  return html`
    <div class="submit" part="submit">
      <p id="submit-hint" class="fine" role="status">${hint({ session, texts }, tool)}</p>
      <button
        class="primary large"
        part="button primary"
        type="button"
        data-action="submit"
        aria-describedby="submit-hint"
        ?disabled=${!session.photoReady || session.busy || session.outcomeUnknown}
        @click=${onFirstClick(() => void session.submit())}
      >
        ${texts.tools[tool].submit}
      </button>
    </div>
  `;
}

function hint({ session, texts: { studio, missing } }: Pick<ViewContext, "session" | "texts">, tool: ToolId): string {
  const { cost } = tools[tool];
  if (session.missing) return missing[session.missing] ?? "";
  if (session.hint) return studio[session.hint];
  if (!session.photo) return studio.choosePhotoFirst;
  if (session.photo.issues.length > 0) return studio.photoRefused;
  return cost === undefined ? "" : fill(studio.cost, { count: cost });
}
