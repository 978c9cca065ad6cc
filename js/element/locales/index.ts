// Which language an element speaks.
import { de } from "./de.js";
import { en } from "./en.js";
import { es } from "./es.js";
import { fr } from "./fr.js";
import type { Texts } from "./texts.js";

export { de, en, es, fr };
export { fill } from "./texts.js";
export type * from "./texts.js";

const locales: Readonly<Record<string, Texts>> = { en, de, fr, es };

/** The language of an element: its own `lang`, that of what it stands in, or English. */
export function languageOf(element: Element): string {
  const own = element.getAttribute("lang");
  if (own) return own;
  const { parentElement } = element;
  if (parentElement) return languageOf(parentElement);
  const root = element.getRootNode();
  return "host" in root && root.host instanceof Element ? languageOf(root.host) : "en";
}

/** The texts for a language tag such as `de-AT`; English where there are none. */
export function textsFor(language: string): Texts {
  return locales[language.toLowerCase().split("-")[0] ?? "en"] ?? en;
}
