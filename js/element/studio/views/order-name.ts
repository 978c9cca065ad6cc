// Describes a result in a few words.
import type { Result } from "../../../studio/index.js";
import { toSentenceCase } from "./option-labels.js";
import type { ViewContext } from "./context.js";

/** Describes a result in a few words: its style if there is one, otherwise what was done. */
export function describeOrder({ tool, params, after }: Result, { texts }: Pick<ViewContext, "texts">): string {
  // In a damaged state, it may be anything.
  const { style } = (params ?? {}) as { style?: unknown };
  const name = texts.tools[tool ?? "interior"][after ? "done" : "name"];
  if (typeof style !== "string" || style === "" || style.startsWith("no-")) return name;
  return texts.options[style] ?? toSentenceCase(style.replace(/-/g, " "));
}
