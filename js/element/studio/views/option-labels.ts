// Labels of options.
import type { Option } from "../../../client/index.js";
import type { Texts } from "../../locales/texts.js";

/** Words of English labels that stay capitalized. */
const names =
  /\b(?:african|american|art (?:deco|nouveau)|baroque|chinese|egyptian|fatimid|french|gothic|greek|indian|islamic|japanese|mediterranean|mesoamerican|moorish|moroccan|mughal|new england|ottoman|palm springs|persian|pueblo|pre-columbian|roman|romanesque|scandinavian|seljuk|spanish|tudor|victorian|zen)\b/g;

/** Converts a value or a label in title case to sentence case: "Walk-in Closet" becomes "Walk-in closet". */
export function toSentenceCase(text: string): string {
  const capitalize = (words: string) => words.replace(/(?:^|[ -])[a-z]/g, (start) => start.toUpperCase());
  const lower = text.toLowerCase().replace(names, capitalize);
  return lower.charAt(0).toUpperCase() + lower.slice(1);
}

/** Returns the translated label of an option, or the catalog's. If that is a description, makes a label of the value. */
export function labelOf({ value, label }: Option, texts: Texts, described = false): string {
  return texts.options[value] ?? toSentenceCase(described ? value.replace(/[-_]/g, " ") : label);
}
