// From what a person chose, and what the page fixed, to the request.
import type { Catalog, JobParams } from "../../client/index.js";
import type { ToolId } from "../locales/texts.js";
import { tools, type Field, type Values } from "./tools.js";

/** The least `creativity_level` (API page, section 2.1). */
const LEAST = 0.5;

/** What a page chooses for an option: a value to begin with, or one that cannot be changed. */
export type PresetValue =
  | string
  | number
  | readonly string[]
  | {
      /** The value. */
      value: string | number | readonly string[];
      /** Nobody is asked for another. */
      fixed?: boolean;
    };

/** Options by tool that are preselected or fixed; `{ tool: { parameter: value } }`. */
export type Preset = Partial<Record<ToolId, Readonly<Record<string, PresetValue>>>>;

/** A question with its present answer. */
export interface Question {
  readonly field: Field;
  readonly value: string;
  /** The page has answered it; it is not asked. */
  readonly fixed: boolean;
}

/** The questions of a tool that the answers so far call for. */
export function questions(tool: ToolId, catalog: Catalog, answers: Values, preset: Preset): Question[] {
  const values: Record<string, string> = {};
  return tools[tool].fields(catalog).flatMap((field) => {
    if (!field.when(values)) return [];
    const { value, fixed } = chosen(preset[tool]?.[field.param]);
    const wanted = fixed ? value : (answers[field.param] ?? value);
    const answer = wanted !== undefined && accepts(field, wanted) ? wanted : initial(field);
    values[field.param] = answer;
    return [{ field, value: answer, fixed: fixed && answer === value }];
  });
}

function chosen(preset: PresetValue | undefined): { value: string | undefined; fixed: boolean } {
  if (preset === undefined) return { value: undefined, fixed: false };
  if (typeof preset !== "object" || !("value" in preset)) return { value: textOf(preset), fixed: false };
  return { value: textOf(preset.value), fixed: preset.fixed ?? false };
}

/** A value of a preset as an answer; a list has one entry a line. */
const textOf = (value: string | number | readonly string[]): string =>
  typeof value === "object" ? value.join("\n") : String(value);

/** An answer can be stale: given to the same question of another kind of place, or written by a page. */
function accepts({ control }: Field, value: string): boolean {
  if (control.kind === "level") return Number(value) >= LEAST && Number(value) <= 1;
  if (control.kind !== "segments" && control.kind !== "list") return true;
  if (value === "") return control.kind === "list" && control.optional;
  return control.options.some((option) => option.value === value);
}

/** What a question begins with. Lists have no answer at first: nobody has ordered their first option. */
function initial({ control }: Field): string {
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

/** The first question that must be answered and is not. */
export function unanswered(asked: readonly Question[]): Question | undefined {
  return asked.find(({ field: { control }, value }) => {
    const required =
      control.kind === "urls" ||
      (control.kind === "text" && control.required) ||
      (control.kind === "list" && !control.optional);
    return required && value.trim() === "";
  });
}

/** What a preset asks for that no question of its tool takes, one sentence each. */
export function presetProblems(preset: Preset, catalog: Catalog): string[] {
  return Object.entries(preset).flatMap(([tool, options]) => {
    const fields = tools[tool as ToolId].fields(catalog);
    return Object.entries(options).flatMap(([param, option]) => {
      const asked = fields.filter((field) => field.param === param);
      const { value = "" } = chosen(option);
      const params = [...new Set(fields.map((field) => field.param))];
      if (asked.length === 0) return `${tool} has no option "${param}". ${named("Its options are", params)}`;
      if (asked.some((field) => accepts(field, value))) return [];
      return `${tool}.${param} cannot be "${value}". ${named("Its values are", asked.flatMap(valuesOf))}`;
    });
  });
}

const named = (before: string, names: readonly string[]) => (names.length > 0 ? `${before} ${names.join(", ")}.` : "");

function valuesOf({ control }: Field): string[] {
  if (control.kind === "level") return [`${LEAST} to 1`];
  return "options" in control ? control.options.map(({ value }) => value) : [];
}

/** The answers as a request; the client checks them, and what a page fixed, before anything is sent. */
export function toParams(tool: ToolId, asked: readonly Question[], mask?: string): JobParams {
  const values = Object.fromEntries(asked.map(({ field, value }) => [field.param, value.trim()]));
  const params = tools[tool].params(values);
  return (mask === undefined ? params : { ...params, mask }) as unknown as JobParams;
}
