// An option list: radio buttons with thumbnails. Long lists are collapsible and searchable.
import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import { live } from "lit/directives/live.js";
import type { Option } from "../../../client/index.js";
import type { Control, FormField } from "../../../studio/index.js";
import { isNoPreference } from "../../../studio/tools.js";
import { fill } from "../../locales/texts.js";
import { scrollToShow } from "../../dom.js";
import { icon } from "../icons.js";
import { thumbnail } from "../thumbnails.js";
import { comparedStyles, compareStyles, isFull, stylesIn, toggleStyle } from "./compare-styles.js";
import { labelOf } from "./option-labels.js";
import type { ViewContext } from "./context.js";

const MAX_SHORT_LIST = 12;

type List = Extract<Control, { kind: "list" }>;

/** An option with its label and description. */
interface Choice {
  value: string;
  label: string;
  hint: string;
}

/** Renders a list field. */
export function list(view: ViewContext, question: FormField, control: List): TemplateResult {
  const choices = control.options.map((option) => toChoice(view, option, control.described));
  if (control.optional) choices.unshift({ value: "", label: view.texts.studio.noPreference, hint: "" });
  const field =
    choices.length > MAX_SHORT_LIST ? long(view, question, control, choices) : short(view, question, control, choices);
  return html`${field} ${compareStyles(view, question, stylesIn(choices))}`;
}

function toChoice({ texts }: ViewContext, option: Option, described: boolean): Choice {
  const { value } = option;
  const hint = texts.hints ? (texts.hints[value] ?? "") : option.label;
  if (isNoPreference(value)) return { value, label: texts.studio.noPreference, hint: "" };
  return { value, label: labelOf(option, texts, described), hint: described ? hint : "" };
}

function short(view: ViewContext, question: FormField, control: List, choices: readonly Choice[]): TemplateResult {
  return html`
    <fieldset>
      <legend>${view.texts.fields[question.field.label]}</legend>
      ${grid(view, question, control, choices)}
    </fieldset>
  `;
}

function long(view: ViewContext, question: FormField, control: List, choices: readonly Choice[]): TemplateResult {
  const { studio, texts } = view;
  const { param, label } = question.field;
  const compared = comparedStyles(view, question);
  const values = compared ?? [question.value];
  const labels = values.flatMap((value) => choices.find((choice) => choice.value === value)?.label ?? []);
  const words = view.wordsOf(param);
  const found = choices.filter((choice) => matches(choice, words));
  const pick = () => {
    const first = found.find(({ value }) => !isNoPreference(value)) ?? found[0];
    if (!first) return;
    if (compared) toggleStyle(view, compared, first.value);
    else studio.set(param, first.value);
  };
  return html`
    <details
      class="picker"
      @toggle=${(event: Event) => {
        onToggle(event, view, param);
      }}
      @keydown=${onKeydown(pick)}
    >
      <summary>
        ${picture(control, question.value)}
        <span><span class="label">${texts.fields[label]}</span>${labels.join(", ") || texts.studio.chooseOption}</span>
        ${icon("chevron")}
      </summary>
      <div class="picker-panel">
        <input
          type="search"
          .value=${live(words)}
          placeholder=${fill(texts.studio.search, { count: control.options.length })}
          aria-label="${texts.fields[label]}: ${fill(texts.studio.search, { count: control.options.length })}"
          @input=${(event: Event) => {
            view.search(param, (event.target as HTMLInputElement).value);
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
        <div class="scroll" role=${compared ? "group" : "radiogroup"} aria-label=${texts.fields[label]}>
          ${grid(view, question, control, found)}
        </div>
      </div>
    </details>
  `;
}

function grid(view: ViewContext, question: FormField, control: List, choices: readonly Choice[]): TemplateResult {
  const { field, value } = question;
  const compared = comparedStyles(view, question);
  const choice = ({ value: own, label, hint }: Choice) => html`
    <label part="choice">
      <input
        type=${compared ? "checkbox" : "radio"}
        name=${field.param}
        value=${own}
        .checked=${live(compared?.includes(own) ?? own === value)}
        ?disabled=${compared && isFull(compared) && !compared.includes(own)}
        @change=${() => {
          if (compared) toggleStyle(view, compared, own);
          else view.studio.set(field.param, own);
        }}
      />
      ${picture(control, own)}<span>${label}${hint ? html`<small>${hint}</small>` : nothing}</span>
    </label>
  `;
  const offered = compared ? stylesIn(choices) : choices;
  const list = html`<div class=${control.thumbnail ? "cards" : "chips"}>${offered.map(choice)}</div>`;
  // A radio button that becomes a checkbox would stay in its group.
  return html`${keyed(compared !== undefined, list)}`;
}

function picture({ thumbnail: kind }: List, value: string): unknown {
  if (!kind) return nothing;
  return thumbnail(kind, value);
}

const normalize = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Whether a choice contains every word of the search. */
function matches({ value, label, hint }: Choice, words: string): boolean {
  const text = normalize(`${value} ${label} ${hint}`);
  return normalize(words)
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/**
 * Focuses the search when a list opens, and clears it when the list closes. The event is late: a person may already have typed
 * into a list that opened.
 */
function onToggle(event: Event, { search }: ViewContext, param: string): void {
  const details = event.currentTarget as HTMLDetailsElement;
  if (!details.open) {
    search(param, "");
    return;
  }
  details.querySelector<HTMLInputElement>("input[type=search]")?.focus();
  scrollToShow(details.querySelector(":checked")?.parentElement);
}

/** Escape and Enter close the list. In the search, Enter picks the first match and ArrowDown moves to it. */
const onKeydown = (pick: () => void) => (event: KeyboardEvent) => {
  const details = event.currentTarget as HTMLDetailsElement;
  const target = event.target as HTMLElement;
  const searching = target.matches("input[type=search]");
  const summary = details.querySelector("summary");
  if (!details.open || target === summary) return;
  if (event.key === "ArrowDown" && searching) details.querySelector<HTMLInputElement>(".scroll input")?.focus();
  else if (event.key === "Escape" || event.key === "Enter") {
    if (event.key === "Enter" && searching) pick();
    details.open = false;
    summary?.focus();
  } else return;
  event.preventDefault();
};
