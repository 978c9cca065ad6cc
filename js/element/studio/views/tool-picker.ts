// The tool picker: the tools in groups. Once one is picked, the list folds to a line.
import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { ToolId } from "../../../studio/index.js";
import { icon } from "../icons.js";
import type { ViewContext } from "./context.js";

/** The groups in their order. */
const groups: Readonly<Record<"room" | "building" | "picture", readonly ToolId[]>> = {
  room: ["virtual-staging", "interior", "empty-room"],
  building: ["exterior"],
  picture: ["edit", "sketch", "upscale"],
};

/** More tools than this are grouped, and fold to a line. */
const FEW = 3;

/** Renders the tool picker. */
export function toolPicker(view: ViewContext, offered: readonly ToolId[], chosen: ToolId): TemplateResult {
  const { texts } = view;
  const grid = (tools: readonly ToolId[]) =>
    html`<div class="tool-grid">${tools.map((tool) => choice(view, tool, chosen))}</div>`;
  if (offered.length <= FEW)
    return html`<fieldset class="tools" part="tools">
      <legend>${texts.studio.tool}</legend>
      ${grid(offered)}
    </fieldset>`;
  const group = ([name, members]: [string, readonly ToolId[]]) => {
    const tools = offered.filter((tool) => members.includes(tool));
    return tools.length === 0
      ? nothing
      : html`<fieldset>
          <legend>${texts.toolGroups[name as keyof typeof groups]}</legend>
          ${grid(tools)}
        </fieldset>`;
  };
  return html`
    <details class="picker tools" part="tools" open @click=${onClick} @keydown=${onKeydown}>
      <summary>
        ${icon(chosen)}
        <span><span class="label">${texts.studio.tool}</span>${texts.tools[chosen].name}</span>
        ${icon("chevron")}
      </summary>
      <div class="picker-panel" role="radiogroup" aria-label=${texts.studio.tool}>
        ${Object.entries(groups).map(group)}
      </div>
    </details>
  `;
}

function choice({ studio, texts }: ViewContext, tool: ToolId, chosen: ToolId): TemplateResult {
  return html`
    <label part="choice">
      <input
        type="radio"
        name="tool"
        value=${tool}
        .checked=${live(tool === chosen)}
        @change=${() => {
          studio.choose(tool);
        }}
      />
      ${icon(tool)}<span>${texts.tools[tool].name}</span>
    </label>
  `;
}

/** A pointer picks a tool and folds the list. Arrow keys also cause clicks, but without a count: they only browse. */
function onClick(event: MouseEvent): void {
  if (event.detail > 0 && (event.target as Element).matches("input")) fold(event);
}

/** Enter and Escape fold the list. */
function onKeydown(event: KeyboardEvent): void {
  if ((event.key !== "Enter" && event.key !== "Escape") || !(event.target as Element).matches("input")) return;
  event.preventDefault();
  fold(event);
}

function fold({ currentTarget }: Event): void {
  const details = currentTarget as HTMLDetailsElement;
  details.open = false;
  details.querySelector("summary")?.focus();
}
