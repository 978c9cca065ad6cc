// The questions of a tool as controls. All of them are native, so that every keyboard and screen reader works.
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { live } from "lit/directives/live.js";
import type { Question } from "../answers.js";
import type { Control } from "../tools.js";
import { list } from "./list.js";
import { labelOf } from "./labels.js";
import type { View } from "./view.js";

/** All questions that are asked now; those of less use behind "More options". */
export function options(view: View): TemplateResult {
  const asked = view.session.questions.filter(({ fixed }) => !fixed);
  const rows = (more: boolean) =>
    repeat(
      asked.filter(({ field }) => field.more === more),
      keyOf,
      (question) => row(view, question),
    );
  return html`
    <div class="options" part="options">
      ${rows(false)}
      ${
        asked.some(({ field }) => field.more)
          ? html`<details class="more">
              <summary>${view.texts.studio.more}</summary>
              <div class="options">${rows(true)}</div>
            </details>`
          : nothing
      }
    </div>
  `;
}

/** A question of the same parameter with other options is another one. */
function keyOf({ field: { label, control } }: Question): string {
  return "options" in control ? `${label} ${control.options[0]?.value ?? ""}` : label;
}

function row(view: View, question: Question): TemplateResult {
  const { param, control } = question.field;
  return html`<div class="question" data-param=${param}>${ask(view, question, control)}</div>`;
}

function ask(view: View, question: Question, control: Control): TemplateResult {
  switch (control.kind) {
    case "segments":
      return segments(view, question, control);
    case "list":
      return list(view, question, control);
    case "text":
      return text(view, question, view.texts.studio[control.placeholder], 2);
    case "urls":
      return html`${text(view, question, view.texts.studio.referencesPlaceholder, 3)}
        <p class="fine" id="urls-hint">${view.texts.studio.referencesHint}</p>`;
    case "level":
      return level(view, question);
  }
}

const answerOf = (event: Event): string => (event.target as HTMLInputElement).value;

function segments(
  { session, texts }: View,
  { field, value }: Question,
  control: Extract<Control, { kind: "segments" }>,
): TemplateResult {
  const segment = (option: (typeof control.options)[number]) => html`
    <label>
      <input
        type="radio"
        name=${field.param}
        value=${option.value}
        .checked=${live(option.value === value)}
        @change=${() => {
          session.answer(field.param, option.value);
        }}
      />
      <span>${labelOf(option, texts)}</span>
    </label>
  `;
  return html`
    <fieldset>
      <legend>${texts.fields[field.label]}</legend>
      <div class=${control.options.length > 3 ? "segmented two" : "segmented"}>${control.options.map(segment)}</div>
    </fieldset>
  `;
}

function text({ session, texts }: View, { field, value }: Question, placeholder: string, rows: number): TemplateResult {
  return html`
    <label>
      <span class="label">${texts.fields[field.label]}</span>
      <textarea
        name=${field.param}
        rows=${rows}
        placeholder=${placeholder}
        aria-describedby=${field.control.kind === "urls" ? "urls-hint" : nothing}
        spellcheck=${field.control.kind === "urls" ? "false" : nothing}
        .value=${live(value)}
        @input=${(event: Event) => {
          session.answer(field.param, answerOf(event));
        }}
      ></textarea>
    </label>
  `;
}

function level({ session, texts, language }: View, { field, value }: Question): TemplateResult {
  const shown = new Intl.NumberFormat(language, { style: "percent" }).format((Number(value) - 0.5) * 2);
  return html`
    <label>
      <span class="label">${texts.fields[field.label]} <output>${shown}</output></span>
      <input
        type="range"
        name=${field.param}
        min="0.5"
        max="1"
        step="0.05"
        aria-valuetext=${shown}
        .value=${live(value)}
        @input=${(event: Event) => {
          session.answer(field.param, answerOf(event));
        }}
      />
    </label>
  `;
}
