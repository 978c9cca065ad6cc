// The form of a tool: which fields are shown, their values, and the request they make.
import type { Catalog, JobParams } from "../client/index.js";
import { tools, type Field, type ToolId, type Values } from "./tools.js";

/** A preset for one option: an initial value, or a fixed one. */
export type PresetValue =
  | string
  | number
  | readonly string[]
  | {
      /** The value. */
      value: string | number | readonly string[];
      /** Hides the field, so the user cannot change the value. */
      fixed?: boolean;
    };

/** Preselected or fixed options by tool: `{ "virtual-staging": { style: "modern" } }`. */
export type Preset = Partial<Record<ToolId, Readonly<Record<string, PresetValue>>>>;

/** A field with its current value. */
export interface FormField {
  /** The field. */
  readonly field: Field;
  /** Its value. An empty string means no value. */
  readonly value: string;
  /** Whether the page fixed the value. Fixed fields are not shown. */
  readonly fixed: boolean;
}

/** Returns all fields of a tool. */
export type FieldsOf = (tool: ToolId) => readonly Field[];

/** Reads the fields of each tool from the catalog once. Returns the same objects each time. */
export function createFieldsOf(readCatalog: () => Catalog): FieldsOf {
  let catalog: Catalog | undefined;
  const known = new Map<ToolId, readonly Field[]>();
  return (tool) => {
    const fields =
      known.get(tool) ?? tools[tool].fields((catalog ??= readCatalog())).map((each) => Object.freeze(each));
    known.set(tool, fields);
    return fields;
  };
}

/** Returns the fields that apply to the current values. */
export function visibleFields(fields: readonly Field[], input: Values, preset: Preset[ToolId] = {}): FormField[] {
  const values: Record<string, string> = {};
  return fields.flatMap((field) => {
    if (!field.when(values)) return [];
    const { value, fixed } = readPresetValue(preset[field.param]);
    const candidate = fixed ? value : (input[field.param] ?? value);
    const current = candidate !== undefined && accepts(field, candidate) ? candidate : initialValue(field);
    values[field.param] = current;
    return [{ field, value: current, fixed: fixed && current === value }];
  });
}

function readPresetValue(preset: PresetValue | undefined): { value: string | undefined; fixed: boolean } {
  if (preset === undefined) return { value: undefined, fixed: false };
  if (typeof preset !== "object" || !("value" in preset)) return { value: toText(preset), fixed: false };
  return { value: toText(preset.value), fixed: preset.fixed ?? false };
}

/** Converts a preset value to text. List entries are separated by newlines. */
const toText = (value: string | number | readonly string[]): string =>
  typeof value === "object" ? value.join("\n") : String(value);

/** Whether a field accepts a value. It may come from a preset, or from the same field with other options. */
function accepts({ control }: Field, value: string): boolean {
  // API page, section 2.1, `creativity_level`.
  if (control.kind === "level") return Number(value) >= 0.5 && Number(value) <= 1;
  if (control.kind !== "segments" && control.kind !== "list") return true;
  if (value === "") return control.kind === "list" && control.optional;
  return control.options.some((option) => option.value === value);
}

/** The initial value of a field. Lists start empty, so the user has to choose. */
function initialValue({ control }: Field): string {
  switch (control.kind) {
    case "segments":
      return control.initial ?? control.options[0]?.value ?? "";
    case "list":
      return control.initial ?? "";
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

/** A preset option that no field of its tool accepts. */
export interface UnusedOption {
  readonly tool: string;
  readonly param: string;
  readonly value: string;
  /** The fields of the tool. */
  readonly fields: readonly Field[];
}

/** Finds preset options that no field accepts. */
export function findUnusedOptions(preset: Preset, fieldsOf: FieldsOf): UnusedOption[] {
  return Object.entries(preset).flatMap(([tool, options]) => {
    const fields = fieldsOf(tool as ToolId);
    return Object.entries(options).flatMap(([param, option]) => {
      const { value = "" } = readPresetValue(option);
      const taken = fields.some((field) => field.param === param && accepts(field, value));
      return taken ? [] : { tool, param, value, fields };
    });
  });
}

/** Builds the request, without the mask of an edit. The client validates it before sending. */
export function buildParams(tool: ToolId, fields: readonly FormField[]): JobParams {
  const values = Object.fromEntries(fields.map(({ field, value }) => [field.param, value.trim()]));
  return tools[tool].params(values) as unknown as JobParams;
}
