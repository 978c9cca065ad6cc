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
      value: string | number;
      /** Nobody is asked for another. */
      fixed: true;
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
  if (typeof preset === "object" && "fixed" in preset) return { value: String(preset.value), fixed: preset.fixed };
  return { value: Array.isArray(preset) ? preset.join("\n") : String(preset), fixed: false };
}

/** An answer can be stale: given to the same question of another kind of place, or written by a page. */
function accepts({ control }: Field, value: string): boolean {
  if (control.kind !== "segments" && control.kind !== "list") return true;
  if (value === "") return control.kind === "list" && control.optional;
  return control.options.some((option) => option.value === value);
}

function initial({ control }: Field): string {
  switch (control.kind) {
    case "segments":
      return control.initial ?? control.options[0]?.value ?? "";
    case "list":
      return control.optional ? "" : (control.options[0]?.value ?? "");
    case "level":
      return "0.7";
    default:
      return "";
  }
}

/** The first question that must be answered and is not. */
export function unanswered(asked: readonly Question[]): Question | undefined {
  return asked.find(({ field: { control }, value }) => {
    const required = control.kind === "urls" || (control.kind === "text" && control.required);
    return required && value.trim() === "";
  });
}

/** The answers as a request; the client checks them, and what a page fixed, before anything is sent. */
export function toParams(tool: ToolId, asked: readonly Question[], mask?: string): JobParams {
  const values = Object.fromEntries(asked.map(({ field, value }) => [field.param, value.trim()]));
  const params = tools[tool].params(values);
  return (mask === undefined ? params : { ...params, mask }) as unknown as JobParams;
}
