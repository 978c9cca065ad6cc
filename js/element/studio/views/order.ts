// Describes an order in words: the tool and the choices.
import type { FormField, Result } from "../../../studio/index.js";
import { fill, type Texts } from "../../locales/texts.js";
import { labelOf } from "./option-labels.js";
import type { NoticeText } from "../lazy/unseen-results.js";
import { describeOrder } from "./order-name.js";
import type { ViewContext } from "./context.js";

/** The choices that describe an order, most important first. */
const described = ["type", "style", "material", "name", "daylight", "season"];

/** Returns the labels of the main choices in a form, such as "Bedroom, Modern" or "Bedroom, 3 styles". */
export function describeChoices(fields: readonly FormField[], texts: Texts, styles: number): string {
  const label = (param: string): string[] => {
    if (param === "style" && styles > 1) return [fill(texts.studio.styleCount, { count: styles })];
    const { field, value } = fields.find(({ field }) => field.param === param) ?? {};
    if (!field || !value || field.control.kind !== "list") return [];
    const { options, described } = field.control;
    const option = options.find((each) => each.value === value);
    return option && !value.startsWith("no-") ? [labelOf(option, texts, described)] : [];
  };
  return described.flatMap(label).join(", ");
}

/** Describes a finished render in a notification. */
export const describeNotice = (result: Result, texts: Texts): NoticeText => ({
  title: texts.studio.finished,
  body: [describeOrder(result, { texts }), result.name].filter(Boolean).join(", "),
});

/** Whether a result was made from the request in its current state, or is one of its versions. */
export function isSameOrder(
  { tool, params }: Result,
  { state, variants }: Pick<ViewContext, "state" | "variants">,
): boolean {
  if (state.tool === undefined || tool !== state.tool) return false;
  const { style } = (params ?? {}) as { style?: string };
  const same = style !== undefined && variants?.includes(style) ? { ...state.params, style } : state.params;
  return JSON.stringify(params) === JSON.stringify(same);
}
