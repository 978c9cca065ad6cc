// Finds the tools and options that are forbidden in every combination.
import type { JobParams } from "../../../client/index.js";
import type { Preset, PresetOption, PresetValue } from "../../../studio/preset.js";
import type { Control, Field, ToolId, Values } from "../../../studio/tools.js";
import type { Forms } from "../forms.js";

/** What a studio offers. */
export interface Offer {
  readonly tools: readonly ToolId[];
  readonly preset: Preset;
}

/** What the rules state about a request. */
export interface Rules {
  /** Identifies what the request changes. */
  readonly describe: (params: JobParams) => string;
  readonly isForbidden: (params: JobParams) => boolean;
}

type ToolPreset = Readonly<Record<string, PresetValue>>;

/** A tool with its fields and the preset of the page. */
interface Form {
  readonly tool: ToolId;
  readonly fields: readonly Field[];
  readonly own: ToolPreset;
}

/** Returns the offer without tools and options that are only part of forbidden requests. Values that the page fixed stay. */
export function limitOffer({ tools, preset }: Offer, forms: Forms, rules: Rules): Offer {
  const limited = tools.flatMap((tool): [ToolId, ToolPreset][] => {
    const form: Form = { tool, fields: forms.fieldsOf(tool, preset[tool]), own: preset[tool] ?? {} };
    const allowed = findAllowed(form, forms, rules);
    return allowed ? [[tool, { ...form.own, ...limitFields(form, allowed) }]] : [];
  });
  return { tools: limited.map(([tool]) => tool), preset: { ...preset, ...Object.fromEntries(limited) } };
}

/** Values by parameter. */
type Allowed = Map<string, Set<string>>;

/** A field with values that change the same. */
type Choice = readonly [Field, readonly string[]];

/** Returns the values that occur in a request that is not forbidden, or undefined if every request is. */
function findAllowed(form: Form, forms: Forms, rules: Rules): Allowed | undefined {
  const { fields } = form;
  const allowed: Allowed = new Map();
  const isForbidden = remember(rules);
  const build = createBuilder(form, forms);
  const groupsOf = createGroups(form, (values) => rules.describe(build(values)));
  let found = false;
  const visit = (index: number, values: Values, choices: readonly Choice[]): void => {
    const field = fields[index];
    if (!field) {
      const isKnown =
        found && choices.every(([{ param }, group]) => group.every((value) => allowed.get(param)?.has(value)));
      if (isKnown || isForbidden(build(values))) return;
      found = true;
      for (const [{ param }, group] of choices) allowed.set(param, new Set([...(allowed.get(param) ?? []), ...group]));
    } else if (!field.when(values)) visit(index + 1, values, choices);
    else
      for (const group of groupsOf(field, values))
        visit(index + 1, { ...values, [field.param]: group[0] ?? "" }, [...choices, [field, group]]);
  };
  visit(0, {}, []);
  return found ? allowed : undefined;
}

/** Builds the request with these values. */
const createBuilder =
  ({ tool, fields }: Form, { buildParams }: Forms) =>
  (values: Values): JobParams =>
    buildParams(
      tool,
      fields.flatMap((field) => {
        const value = values[field.param];
        return value === undefined ? [] : [{ field, value, fixed: false }];
      }),
    );

/** Checks requests that change the same only once. */
function remember({ describe, isForbidden }: Rules): (params: JobParams) => boolean {
  const known = new Map<string, boolean>();
  return (params) => {
    const key = describe(params);
    const verdict = known.get(key) ?? isForbidden(params);
    known.set(key, verdict);
    return verdict;
  };
}

const optionsOf = (control: Control) => ("options" in control ? control.options : []);

/** The limits in a preset, which can also be only a value. */
const readLimits = (preset: PresetValue | undefined): PresetOption =>
  typeof preset === "object" && !Array.isArray(preset) ? (preset as PresetOption) : { value: preset as string };

/** The value of a field that the page fixed. */
function fixedValue(preset: PresetValue | undefined): string | undefined {
  const { value, fixed } = readLimits(preset);
  return fixed && value !== undefined ? String(value) : undefined;
}

/** Whether other fields can depend on the value of a control. */
const decides = (control: Control): boolean =>
  control.kind === "segments" || (control.kind === "list" && control.initial !== undefined);

/** Returns the values of a field, grouped by what they change. One value of a group stands for all of them. */
function createGroups({ fields, own }: Form, describe: (values: Values) => string) {
  const deciding = fields.filter(({ control }) => decides(control));
  const initial = Object.fromEntries(deciding.map(({ param, control }) => [param, optionsOf(control)[0]?.value ?? ""]));
  const known = new Map<string, readonly (readonly string[])[]>();

  const group = ({ param, control }: Field, context: Values) => {
    const groups = new Map<string, string[]>();
    for (const { value } of optionsOf(control)) {
      const key = `${value.startsWith("no-")} ${describe({ ...context, [param]: value })}`;
      groups.set(key, [...(groups.get(key) ?? []), value]);
    }
    const none = control.kind === "list" && control.optional ? [[""]] : [];
    return [...none, ...groups.values()];
  };

  return (field: Field, values: Values): readonly (readonly string[])[] => {
    const { param, control } = field;
    const options = optionsOf(control);
    const fixed = fixedValue(own[param]);
    const isKnown = options.length === 0 || options.some(({ value }) => value === fixed);
    if (fixed !== undefined && isKnown) return [[fixed]];
    if (decides(control)) return options.map((option) => [option.value]);
    if (control.kind !== "list") return others(control);
    const context = { ...initial };
    for (const each of deciding) if (values[each.param] !== undefined) context[each.param] = values[each.param] ?? "";
    const key = JSON.stringify([fields.indexOf(field), context]);
    const groups = known.get(key) ?? group(field, context);
    known.set(key, groups);
    return groups;
  };
}

/** Values that stand for all texts, URLs, and levels. Above 0.7, a level changes more (API page, section 2.1). */
function others(control: Control): readonly (readonly string[])[] {
  if (control.kind === "level") return [["0.7"], ["1"]];
  if (control.kind === "urls") return [["https://example.com/"]];
  return control.kind === "text" && control.required ? [["x"]] : [[""], ["x"]];
}

/** Excludes the values that are not allowed. An optional field without other values is hidden. */
function limitFields({ fields, own }: Form, allowed: Allowed): ToolPreset {
  const params = new Set(fields.map(({ param }) => param));
  const limited = [...params].flatMap((param): [string, PresetValue][] => {
    const preset = readLimits(own[param]);
    const values = fields.filter((field) => field.param === param).flatMap(({ control }) => optionsOf(control));
    const kept = allowed.get(param);
    const hidden = values.map(({ value }) => value).filter((value) => !kept?.has(value));
    if (preset.fixed || hidden.length === 0) return [];
    if (hidden.length === values.length) return kept?.has("") ? [[param, { value: "", fixed: true }]] : [];
    return [[param, { ...preset, exclude: [...(preset.exclude ?? []), ...hidden] }]];
  });
  return Object.fromEntries(limited);
}
