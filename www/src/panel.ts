// The side of the page where tool and options are chosen, and the request is sent.
import type { Catalog } from "reroom";
import { byId, make, show } from "./dom.js";
import { OptionsForm } from "./options-form.js";
import type { State, Store } from "./state.js";
import { toolById, tools, type Tool, type ToolId, type Values } from "./tools.js";

/** What the panel answers. */
export interface Panel {
  /** The answers to the options of the chosen tool. */
  values(): Values;
  /** Puts the keyboard on the chosen tool. */
  focus(): void;
  /** Says beside the button what is missing. */
  hint(text: string): void;
}

/** Builds the list of tools and the forms, and keeps the button honest. */
export function setUpPanel(store: Store, catalog: Catalog, submit: () => void): Panel {
  const forms = new Map(tools.map((tool) => [tool.id, new OptionsForm(tool, catalog)]));
  const form = byId("panel", HTMLFormElement);
  const hint = byId("submit-hint", HTMLElement);
  byId("tools", HTMLElement).append(...tools.map((tool) => makeTool(tool, store)));
  byId("options", HTMLElement).append(...[...forms.values()].map(({ element }) => element));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  store.subscribe((state) => {
    const tool = toolById(state.tool);
    for (const [id, { element }] of forms) show(element, id === tool.id);
    byId("summary", HTMLElement).textContent = tool.summary;
    showSubmit(state, tool, hint);
  });
  for (const each of forms.values()) each.refresh();
  // Shown once it is whole, so that nothing in it moves.
  show(form, true);
  return {
    values: () => forms.get(store.state.tool)?.values() ?? {},
    focus: () => document.querySelector<HTMLInputElement>('input[name="tool"]:checked')?.focus(),
    hint: (text) => void (hint.textContent = text),
  };
}

function makeTool(tool: Tool, store: Store): HTMLLabelElement {
  const radio = make("input");
  radio.type = "radio";
  radio.name = "tool";
  radio.value = tool.id;
  radio.checked = tool.id === store.state.tool;
  radio.addEventListener("change", () => {
    chooseTool(store, tool.id);
  });
  const sheet = make("small", "", tool.sheet);
  sheet.setAttribute("aria-hidden", "true");
  return make("label", "", radio, make("span", "", sheet, tool.name));
}

/** A result belongs to the tool that made it: another tool shows the photo again. */
function chooseTool(store: Store, tool: ToolId): void {
  store.update({ tool, status: { kind: "idle" } });
}

function showSubmit({ photo, status }: State, tool: Tool, hint: HTMLElement): void {
  const button = byId("submit", HTMLButtonElement);
  const busy = status.kind === "busy";
  button.textContent = tool.verb;
  button.disabled = busy || !photo?.report.ok;
  byId("controls", HTMLFieldSetElement).disabled = busy;
  if (!photo) hint.textContent = "Choose a photo first.";
  else if (!photo.report.ok) hint.textContent = "The service would refuse this photo: choose another.";
  else hint.textContent = tool.cost ?? "";
}
