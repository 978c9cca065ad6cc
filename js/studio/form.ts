// The form of a tool: which fields are shown, their values, and the request they make.
import type { Catalog, JobParams } from "../client/index.js";
import { limitOptions, onlyValue, optionsOf, readPresetValue, type Preset } from "./preset.js";
import { tools, type Field, type ToolId, type Values } from "./tools.js";

/** A field with its current value. */
export interface FormField {
  /** The field. */
  readonly field: Field;
  /** Its value. An empty string means no value. */
  readonly value: string;
  /** Whether the page fixed the value. Fixed fields are not shown. */
  readonly fixed: boolean;
}

/** Returns all fields of a tool, with the options that the preset leaves. */
export type FieldsOf = (tool: ToolId, preset?: Preset[ToolId]) => readonly Field[];

/** Reads the fields of each tool from the catalog once. Returns the same objects for the same preset. */
export function createFieldsOf(readCatalog: () => Catalog): FieldsOf {
  let catalog: Catalog | undefined;
  const known = new Map<ToolId, { preset: Preset[ToolId]; fields: readonly Field[] }>();
  return (tool, preset) => {
    const last = known.get(tool);
    if (last && last.preset === preset) return last.fields;
    const fields = tools[tool]
      .fields((catalog ??= readCatalog()))
      .map((each) => Object.freeze(limitOptions(each, preset?.[each.param])));
    known.set(tool, { preset, fields });
    return fields;
  };
}

/** Returns the fields that apply to the current values. */
export function visibleFields(fields: readonly Field[], input: Values, preset: Preset[ToolId] = {}): FormField[] {
  const values: Record<string, string> = {};
  return fields.flatMap((field) => {
    if (!field.when(values)) return [];
    const { value, fixed = false } = readPresetValue(preset[field.param]);
    const only = onlyValue(field);
    const candidate = only ?? (fixed ? value : (input[field.param] ?? value));
    const current = candidate !== undefined && accepts(field, candidate) ? candidate : initialValue(field);
    values[field.param] = current;
    return [
      { field, value: current, fixed: current === only || (fixed && current === value && accepts(field, current)) },
    ];
  });
}

/** Whether a field accepts a value. It may come from a preset, or from the same field with other options. */
function accepts({ control }: Field, value: string): boolean {
  switch (control.kind) {
    case "level":
      // API page, section 2.1, `creativity_level`.
      return Number(value) >= 0.5 && Number(value) <= 1;
    case "urls":
      return value !== "";
    case "text":
      return value !== "" || !control.required;
    default:
      if (value === "") return control.kind === "list" && control.optional;
      return optionsOf(control).some((option) => option.value === value);
  }
}

/** The initial value of a field. Lists start empty, so the user has to choose. */
function initialValue(field: Field): string {
  const { control } = field;
  switch (control.kind) {
    case "segments":
    case "list":
      if (control.initial !== undefined && accepts(field, control.initial)) return control.initial;
      return control.kind === "list" && control.initial === undefined ? "" : (control.options[0]?.value ?? "");
    case "level":
      return "0.7";
    default:
      return "";
  }
}

/** Returns the first required field without a value. */
export function findMissing(fields: readonly FormField[]): FormField | undefined {
  return fields.find(({ field: { control }, value }) => {
    const required =
      control.kind === "urls" ||
      (control.kind === "text" && control.required) ||
      (control.kind === "list" && !control.optional);
    return required && value.trim() === "";
  });
}

/** A value in a preset that no field of its tool accepts. */
export interface UnusedOption {
  readonly tool: string;
  readonly param: string;
  readonly value: string;
  /** The fields of the tool. */
  readonly fields: readonly Field[];
}

/** Finds values in a preset that no field accepts. */
export function findUnusedOptions(preset: Preset, fieldsOf: FieldsOf): UnusedOption[] {
  return Object.entries(preset).flatMap(([tool, options]) => {
    const fields = fieldsOf(tool as ToolId);
    const limited = fieldsOf(tool as ToolId, options);
    return Object.entries(options).flatMap(([param, option]) => {
      const { value, include = [], exclude = [] } = readPresetValue(option);
      const find = (from: readonly Field[], values: readonly string[]) =>
        values
          .filter((each) => !from.some((field) => field.param === param && accepts(field, each)))
          .map((each) => ({ tool, param, value: each, fields: from }));
      if (!fields.some((field) => field.param === param)) return find(fields, [value ?? ""]);
      return [...find(limited, value === undefined ? [] : [value]), ...find(fields, [...include, ...exclude])];
    });
  });
}

/** Builds the request, without the mask of an edit. The client validates it before sending. */
export function buildParams(tool: ToolId, fields: readonly FormField[]): JobParams {
  const values = Object.fromEntries(fields.map(({ field, value }) => [field.param, value.trim()]));
  return tools[tool].params(values) as unknown as JobParams;
}
