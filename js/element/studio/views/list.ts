// One choice of many: radio buttons with small pictures. A long list opens on demand, and can be searched.
import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { Option } from "../../../client/index.js";
import { fill } from "../../locales/texts.js";
import { reveal } from "../../page.js";
import type { Question } from "../answers.js";
import { icon } from "../icons.js";
import { swatch } from "../swatches.js";
import { isOpen, type Control } from "../tools.js";
import { labelOf } from "./labels.js";
import type { View } from "./view.js";

const LONG = 12;

type List = Extract<Control, { kind: "list" }>;

/** A choice as it is shown: its word, and what the catalog says about it beside that. */
interface Choice {
  value: string;
  label: string;
  hint: string;
}

/** The question with its choices. */
export function list(view: View, question: Question, control: List): TemplateResult {
  const choices = control.options.map((option) => choiceOf(view, option, control.described));
  if (control.optional) choices.unshift({ value: "", label: view.texts.studio.noPreference, hint: "" });
  return choices.length > LONG ? long(view, question, control, choices) : short(view, question, control, choices);
}

function choiceOf({ texts }: View, option: Option, described: boolean): Choice {
  const { value } = option;
  const hint = texts.hints ? (texts.hints[value] ?? "") : option.label;
  if (isOpen(value)) return { value, label: texts.studio.noPreference, hint: "" };
  return { value, label: labelOf(option, texts, described), hint: described ? hint : "" };
}

function short(view: View, question: Question, control: List, choices: readonly Choice[]): TemplateResult {
  return html`
    <fieldset>
      <legend>${view.texts.fields[question.field.label]}</legend>
      ${grid(view, question, control, choices)}
    </fieldset>
  `;
}

function long(view: View, question: Question, control: List, choices: readonly Choice[]): TemplateResult {
  const { session, texts } = view;
  const { param, label } = question.field;
  const current = choices.find(({ value }) => value === question.value);
  const words = session.searches.get(param) ?? "";
  const found = choices.filter((choice) => matches(choice, words));
  const pick = () => {
    const first = found.find(({ value }) => !isOpen(value)) ?? found[0];
    if (first) session.answer(param, first.value);
  };
  return html`
    <details
      class="picker"
      @toggle=${(event: Event) => {
        opened(event, view, param);
      }}
      @keydown=${keys(pick)}
    >
      <summary>
        ${picture(control, question.value)}
        <span><span class="label">${texts.fields[label]}</span>${current?.label ?? texts.studio.chooseOption}</span>
        ${icon("chevron")}
      </summary>
      <div class="picker-panel">
        <input
          type="search"
          .value=${live(words)}
          placeholder=${fill(texts.studio.search, { count: control.options.length })}
          aria-label="${texts.fields[label]}: ${fill(texts.studio.search, { count: control.options.length })}"
          @input=${(event: Event) => {
            session.search(param, (event.target as HTMLInputElement).value);
          }}
        />
        <p class="fine" role="status">
          ${
            found.length === 0
              ? texts.studio.nothingFound
              : words
                ? fill(texts.studio.found, { count: found.length, all: choices.length })
                : ""
          }
        </p>
        <div class="scroll" role="radiogroup" aria-label=${texts.fields[label]}>
          ${grid(view, question, control, found)}
        </div>
      </div>
    </details>
  `;
}

function grid(view: View, { field, value }: Question, control: List, choices: readonly Choice[]): TemplateResult {
  const choice = ({ value: own, label, hint }: Choice) => html`
    <label>
      <input
        type="radio"
        name=${field.param}
        value=${own}
        .checked=${live(own === value)}
        @change=${() => {
          view.session.answer(field.param, own);
        }}
      />
      ${picture(control, own)}<span>${label}${hint ? html`<small>${hint}</small>` : nothing}</span>
    </label>
  `;
  return html`<div class=${control.swatch ? "cards" : "chips"}>${choices.map(choice)}</div>`;
}

function picture({ swatch: kind }: List, value: string): TemplateResult | typeof nothing {
  if (!kind) return nothing;
  return swatch(kind, value) ?? html`<span class="swatch none" aria-hidden="true"></span>`;
}

const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Every word of the search is somewhere in the choice. */
function matches({ value, label, hint }: Choice, words: string): boolean {
  const text = plain(`${value} ${label} ${hint}`);
  return plain(words)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** An opened list begins with an empty search that has the keyboard. */
function opened(event: Event, { session }: View, param: string): void {
  const details = event.currentTarget as HTMLDetailsElement;
  if (!details.open) return;
  session.search(param, "");
  details.querySelector<HTMLInputElement>("input[type=search]")?.focus();
  reveal(details.querySelector(":checked")?.parentElement);
}

/** Escape and Enter close the list; Enter in the search takes what was found first, arrow down goes there. */
const keys = (pick: () => void) => (event: KeyboardEvent) => {
  const details = event.currentTarget as HTMLDetailsElement;
  const target = event.target as HTMLElement;
  const searching = target.matches("input[type=search]");
  const summary = details.querySelector("summary");
  if (!details.open || target === summary) return;
  if (event.key === "ArrowDown" && searching) details.querySelector<HTMLInputElement>("[type=radio]")?.focus();
  else if (event.key === "Escape" || event.key === "Enter") {
    if (event.key === "Enter" && searching) pick();
    details.open = false;
    summary?.focus();
  } else return;
  event.preventDefault();
};
