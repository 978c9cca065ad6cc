// From what a person chose, and what the page fixed, to the request.
import type { Catalog, JobParams } from "../../client/index.js";
import type { ToolId } from "../locales/texts.js";
import { tools, type Field, type Values } from "./tools.js";

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
  // API page, section 2.1, `creativity_level`.
  if (control.kind === "level") return Number(value) >= 0.5 && Number(value) <= 1;
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

/** An option of a preset that no question of its tool takes. */
export interface Untaken {
  readonly tool: string;
  readonly param: string;
  readonly value: string;
  /** What the tool asks. */
  readonly fields: readonly Field[];
}

/** What a preset asks for in vain. */
export function untaken(preset: Preset, catalog: Catalog): Untaken[] {
  return Object.entries(preset).flatMap(([tool, options]) => {
    const fields = tools[tool as ToolId].fields(catalog);
    return Object.entries(options).flatMap(([param, option]) => {
      const { value = "" } = chosen(option);
      const taken = fields.some((field) => field.param === param && accepts(field, value));
      return taken ? [] : { tool, param, value, fields };
    });
  });
}

/** The answers as a request; the client checks them, and what a page fixed, before anything is sent. */
export function toParams(tool: ToolId, asked: readonly Question[], mask?: string): JobParams {
  const values = Object.fromEntries(asked.map(({ field, value }) => [field.param, value.trim()]));
  const params = tools[tool].params(values);
  return (mask === undefined ? params : { ...params, mask }) as unknown as JobParams;
}
