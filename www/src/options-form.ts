// Turns the fields of a tool into a form, and the form into answers.
import type { Catalog, Option } from "reroom";
import { make, show } from "./dom.js";
import { makePicker } from "./picker.js";
import { humanise, type Control, type Field, type Tool, type Values } from "./tools.js";

const LONG_LIST = 14;

interface Row {
  readonly field: Field;
  readonly box: HTMLFieldSetElement;
  readonly name: string;
}

/** The form of one tool. */
export class OptionsForm {
  readonly element = make("div", "options");
  readonly #rows: Row[];

  constructor(tool: Tool, catalog: Catalog) {
    this.#rows = tool.fields(catalog).map((field, index) => makeRow(`${tool.id}-${index}-${field.param}`, field));
    const under = (more: boolean) => this.#rows.filter(({ field }) => (field.more ?? false) === more);
    this.element.append(...under(false).map(({ box }) => box));
    const rest = under(true).map(({ box }) => box);
    if (rest.length > 0) this.element.append(make("details", "more", make("summary", "", "More options"), ...rest));
    this.element.addEventListener("change", () => {
      this.refresh();
    });
    this.element.addEventListener("input", () => {
      this.refresh();
    });
  }

  /** Shows the questions that the answers so far call for. */
  refresh(): void {
    this.values();
  }

  /** The answers to the questions shown. */
  values(): Values {
    const values: Record<string, string> = {};
    for (const { field, box, name } of this.#rows) {
      const asked = field.when?.(values) ?? true;
      box.disabled = !asked;
      show(box, asked);
      if (asked) values[field.param] = answerIn(box, name);
    }
    return values;
  }
}

function answerIn(box: HTMLFieldSetElement, name: string): string {
  const controls = box.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(`[name="${name}"]`);
  const answer = [...controls].find(
    (control) => !(control instanceof HTMLInputElement) || control.type !== "radio" || control.checked,
  );
  return answer?.value.trim() ?? "";
}

function makeRow(name: string, field: Field): Row {
  const box = make("fieldset", "field bare");
  box.dataset["param"] = field.param;
  box.append(...makeControl(name, field.label, field.control));
  return { field, box, name };
}

function makeControl(name: string, label: string, control: Control): (Node | string)[] {
  switch (control.kind) {
    case "segments":
      return makeSegments(name, label, control.options, control.described ?? false);
    case "list":
      return makeList(name, label, control);
    case "text":
      return [makeText(name, label, control.placeholder, control.required ?? false)];
    case "urls":
      return makeUrls(name, label);
    case "level":
      return [makeLevel(name, label)];
  }
}

function makeSegments(name: string, label: string, options: Option[], described: boolean): Node[] {
  const initial = options.length === 3 ? 1 : 0;
  const hint = make("p", "fine hint");
  const segments = options.map((option, index) => {
    const radio = make("input");
    radio.type = "radio";
    radio.name = name;
    radio.value = option.value;
    radio.checked = index === initial;
    radio.addEventListener("change", () => void (hint.textContent = option.label));
    return make("label", "", radio, make("span", "", described ? humanise(option.value) : option.label));
  });
  hint.textContent = options[initial]?.label ?? "";
  const group = make("div", "segmented", ...segments);
  return [make("legend", "", label), group, ...(described ? [hint] : [])];
}

function makeList(name: string, label: string, control: Extract<Control, { kind: "list" }>): Node[] {
  const readable = control.options.map(({ value, label: text }) => ({
    value,
    label: control.described ? `${humanise(value)}: ${text.charAt(0).toLowerCase()}${text.slice(1)}` : text,
  }));
  const options = control.none === undefined ? readable : [{ value: "", label: control.none }, ...readable];
  if (options.length > LONG_LIST) return [makePicker(name, label, options)];
  const select = make("select", "", ...options.map(makeOption));
  select.name = name;
  return [make("label", "", make("span", "", label), select)];
}

function makeText(name: string, label: string, placeholder: string, required: boolean): Node {
  const text = make("textarea");
  text.name = name;
  text.rows = 2;
  text.placeholder = placeholder;
  text.required = required;
  return make("label", "", make("span", "", label), text);
}

function makeOption({ value, label }: Option): HTMLOptionElement {
  const option = make("option", "", label);
  option.value = value;
  return option;
}

function makeUrls(name: string, label: string): Node[] {
  const text = make("textarea");
  text.name = name;
  text.rows = 3;
  text.required = true;
  text.spellcheck = false;
  text.placeholder = "https://example.com/room.jpg";
  return [
    make("label", "", make("span", "", label), text),
    make("p", "fine", "Addresses of pictures on the web, one a line."),
  ];
}

function makeLevel(name: string, label: string): Node {
  const range = make("input");
  range.type = "range";
  range.name = name;
  range.min = "0.5";
  range.max = "1";
  range.step = "0.05";
  range.value = "0.7";
  const value = make("output", "", "0.70");
  range.addEventListener("input", () => void (value.textContent = Number(range.value).toFixed(2)));
  return make("label", "level", make("span", "", label, " ", value), range);
}
