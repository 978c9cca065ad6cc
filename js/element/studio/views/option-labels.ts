// Labels of options.
import type { Option } from "../../../client/index.js";
import type { Texts } from "../../locales/texts.js";

/** Converts a value to a label: `street_furniture` becomes "Street furniture". */
export function humanize(value: string): string {
  const words = value.replace(/[-_]/g, " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Returns the translated label of an option, or the catalog's. If that is a description, uses the humanized value. */
export function labelOf({ value, label }: Option, texts: Texts, described = false): string {
  return texts.options[value] ?? (described ? humanize(value) : label);
}
