// Describes an order in words: the tool and the choices.
import type { FormField, Result } from "../../../studio/index.js";
import type { Texts } from "../../locales/texts.js";
import { labelOf, toSentenceCase } from "./option-labels.js";
import type { ViewContext } from "./context.js";

/** The choices that describe an order, most important first. */
const described = ["type", "style", "material", "name", "daylight", "season"];

/** Returns the labels of the main choices in a form, such as "Bedroom, Modern". */
export function describeChoices(fields: readonly FormField[], texts: Texts): string {
  const label = (param: string): string[] => {
    const { field, value } = fields.find(({ field }) => field.param === param) ?? {};
    if (!field || !value || field.control.kind !== "list") return [];
    const { options, described } = field.control;
    const option = options.find((each) => each.value === value);
    return option && !value.startsWith("no-") ? [labelOf(option, texts, described)] : [];
  };
  return described.flatMap(label).join(", ");
}

/** Describes a result in a few words: its style if there is one, otherwise its tool. */
export function describeOrder({ tool, params }: Result, { texts }: Pick<ViewContext, "texts">): string {
  const { style } = (params ?? {}) as { style?: string };
  const name = texts.tools[tool ?? "interior"].name;
  return style && !style.startsWith("no-") ? (texts.options[style] ?? toSentenceCase(style.replace(/-/g, " "))) : name;
}

/** Whether a result was made from the request in its current state. */
export const isSameOrder = (result: Result, { state: { tool, params } }: Pick<ViewContext, "state">): boolean =>
  tool !== undefined && result.tool === tool && JSON.stringify(result.params) === JSON.stringify(params);
