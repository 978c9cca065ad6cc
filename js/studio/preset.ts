// Presets: options that a page preselects, fixes, or limits.
import type { Control, Field, ToolId } from "./tools.js";

/** The value of an option. Several reference photos are a list of URLs. */
export type OptionValue = string | number | readonly string[];

/** A preset that also fixes or limits an option. */
export interface PresetOption {
  /** The initial value. */
  readonly value?: OptionValue | undefined;
  /** Hides the field, so the user cannot change the value. */
  readonly fixed?: boolean | undefined;
  /** The values to offer. If only one is left, it is used and the field is hidden. */
  readonly include?: readonly string[] | undefined;
  /** Values that are not offered. */
  readonly exclude?: readonly string[] | undefined;
}

/** A preset for one option: its initial value, or an object that also fixes or limits the option. */
export type PresetValue = OptionValue | PresetOption;

/** Preselected, fixed or limited options by tool: `{ "virtual-staging": { style: "modern" } }`. */
export type Preset = Partial<Record<ToolId, Readonly<Record<string, PresetValue>>>>;

/** Returns a preset as an object, with its value as text. */
export function readPresetValue(preset: PresetValue | undefined): Omit<PresetOption, "value"> & { value?: string } {
  if (preset === undefined) return {};
  if (typeof preset !== "object" || isList(preset)) return { value: toText(preset) };
  const { value, ...rest } = preset;
  return value === undefined ? rest : { ...rest, value: toText(value) };
}

const isList = (value: PresetOption | readonly string[]): value is readonly string[] => Array.isArray(value);

/** Converts a value to text. List entries are separated by newlines. */
const toText = (value: OptionValue): string => (typeof value === "object" ? value.join("\n") : String(value));

/** Returns the field with the options that the preset leaves. If it leaves none, returns the field unchanged. */
export function limitOptions(field: Field, preset: PresetValue | undefined): Field {
  const { include, exclude } = readPresetValue(preset);
  const all = optionsOf(field.control);
  const left = all.filter(({ value }) => (include?.includes(value) ?? true) && !exclude?.includes(value));
  if (left.length === 0 || left.length === all.length) return field;
  return Object.freeze({ ...field, control: { ...field.control, options: left } as Control });
}

/** Returns the value of a field that leaves no choice: one that is required and has one option. */
export function onlyValue({ control }: Field): string | undefined {
  const [first, second] = optionsOf(control);
  return second || (control.kind === "list" && control.optional) ? undefined : first?.value;
}

/** Returns the options of a control, if it has any. */
export const optionsOf = (control: Control) => ("options" in control ? control.options : []);
