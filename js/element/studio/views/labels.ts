// What an option is called.
import type { Option } from "../../../client/index.js";
import type { Texts } from "../../locales/texts.js";

/** "furniture" and "street_furniture" as a person reads them. */
export function humanise(value: string): string {
  const words = value.replace(/[-_]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The person's word for an option, or the label of the catalog; its value where the label only describes it. */
export function labelOf({ value, label }: Option, texts: Texts, described = false): string {
  return texts.options[value] ?? (described ? humanise(value) : label);
}
