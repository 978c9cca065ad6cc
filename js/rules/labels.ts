// The texts of labels, and their places.
import type { OnImage } from "./combine.js";
import type { LabelPlace, Rule, RuleLabel } from "./rule-types.js";

/** A text that a rule requires at a place. */
export interface RequiredLabel {
  /** Where it must be. */
  readonly place: LabelPlace;
  /** The text. */
  readonly text: string;
  /** The text must stand first in its place. */
  readonly first: boolean;
  /** Recommended, not required. */
  readonly recommended: boolean;
  /** The rule that requires it. */
  readonly rule: Rule;
  /** The sentence of the rule, word for word. */
  readonly quote: string;
}

/** Preferred places: those that do not change the image come first. */
const preferred: readonly LabelPlace[] = [
  ...(["mlsLabel", "caption", "adjacent", "mediaRemarks", "publicRemarks", "agentRemarks", "fileName"] as const),
  "image",
];

/** Creates the label for a rule. If the rule names no place, it is the caption. */
export function createLabel(rule: Rule, label: RuleLabel, statement: string, onImage: OnImage): RequiredLabel {
  const { places, quote, first = false, recommended = false } = label;
  const place =
    onImage === "required" && places.includes("image")
      ? "image"
      : (preferred.find((each) => places.includes(each)) ?? "caption");
  return { place, text: textOf(label, statement), first, recommended, rule, quote: rule.quotes[quote] ?? "" };
}

/** The words of the rule. If other words are accepted too, such as in a caption, they include the statement. */
function textOf({ texts = [], examples, optional, places, linkOnly }: RuleLabel, statement: string): string {
  if (linkOnly) return "";
  const [first] = texts;
  if (first === undefined || optional) return statement;
  const hasRoom = examples || places.length === 0 || places.includes("caption");
  if (!hasRoom) return first;
  const isIncluded = texts.some((text) => statement.toLowerCase().includes(text.toLowerCase()));
  return isIncluded ? statement : joinTexts([capitalize(first), statement]);
}

const capitalize = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

/** Joins texts as sentences, without those that are part of another one. */
export function joinTexts(texts: readonly string[]): string {
  const different = [...new Set(texts)].filter(
    (text) => !texts.some((other) => other !== text && other.includes(text)),
  );
  // A URL at the end stays without a period, because readers copy it.
  return different
    .map((text, index) => (index < different.length - 1 && !text.endsWith(".") ? `${text}.` : text))
    .join(" ");
}
