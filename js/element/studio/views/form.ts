// The form of a tool. It uses native controls, which work with every keyboard and screen reader.
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { live } from "lit/directives/live.js";
import type { Control, FormField } from "../../../studio/index.js";
import { list } from "./option-list.js";
import { labelOf } from "./option-labels.js";
import type { ViewContext } from "./context.js";

/** Renders the fields of the selected tool. Secondary ones are under "More options". */
export function form(view: ViewContext): TemplateResult {
  const fields = view.state.fields.filter(({ fixed }) => !fixed);
  const rows = (more: boolean) =>
    repeat(
      fields.filter(({ field }) => field.more === more),
      keyOf,
      (formField) => row(view, formField),
    );
  return html`
    <div class="options" part="options">
      ${rows(false)}
      ${
        fields.some(({ field }) => field.more)
          ? html`<details class="more">
              <summary>${view.texts.studio.more}</summary>
              <div class="options">${rows(true)}</div>
            </details>`
          : nothing
      }
    </div>
  `;
}

/** Returns the key for `repeat`. A field with other options gets another key. */
function keyOf({ field: { label, control } }: FormField): string {
  return "options" in control ? `${label} ${control.options[0]?.value ?? ""}` : label;
}

function row(view: ViewContext, formField: FormField): TemplateResult {
  const { param } = formField.field;
  return html`<div class="field" data-param=${param}>${fieldControl(view, formField)}</div>`;
}

function fieldControl(view: ViewContext, formField: FormField): unknown {
  const { control } = formField.field;
  switch (control.kind) {
    case "segments":
      return segments(view, formField, control);
    case "list":
      return list(view, formField, control);
    case "text":
      return text(
        view,
        formField,
        view.texts.studio[control.required ? "editPromptPlaceholder" : "promptPlaceholder"],
        2,
      );
    case "urls":
      return view.lazy?.referenceField(view, formField);
    case "level":
      return level(view, formField);
  }
}

const valueOf = (event: Event): string => (event.target as HTMLInputElement).value;

function segments(
  { studio, texts }: ViewContext,
  { field, value }: FormField,
  control: Extract<Control, { kind: "segments" }>,
): TemplateResult {
  const segment = (option: (typeof control.options)[number]) => html`
    <label part="choice">
      <input
        type="radio"
        name=${field.param}
        value=${option.value}
        .checked=${live(option.value === value)}
        @change=${() => {
          studio.set(field.param, option.value);
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

function text(
  { studio, texts }: ViewContext,
  { field, value }: FormField,
  placeholder: string,
  rows: number,
): TemplateResult {
  return html`
    <label>
      <span class="label">${texts.fields[field.label]}</span>
      <textarea
        name=${field.param}
        rows=${rows}
        placeholder=${placeholder}
        .value=${live(value)}
        @input=${(event: Event) => {
          studio.set(field.param, valueOf(event));
        }}
      ></textarea>
    </label>
  `;
}

function level({ studio, texts, language }: ViewContext, { field, value }: FormField): TemplateResult {
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
          studio.set(field.param, valueOf(event));
        }}
      />
    </label>
  `;
}
