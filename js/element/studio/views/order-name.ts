// Describes a result in a few words.
import type { Result } from "../../../studio/index.js";
import { toSentenceCase } from "./option-labels.js";
import type { ViewContext } from "./context.js";

/** Describes a result in a few words: its style if there is one, otherwise what was done. */
export function describeOrder({ tool, params, after }: Result, { texts }: Pick<ViewContext, "texts">): string {
  // In a damaged state, it may be anything.
  const { style = "" } = (params ?? {}) as { style?: unknown };
  const text = String(style);
  const name = texts.tools[tool ?? "interior"][after ? "done" : "name"];
  return text && !text.startsWith("no-") ? (texts.options[text] ?? toSentenceCase(text.replace(/-/g, " "))) : name;
}
