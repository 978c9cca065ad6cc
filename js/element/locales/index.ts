// Which language an element speaks. English is always there; the others are loaded when they are first asked for.
import { en } from "./en.js";
import type { Texts } from "./texts.js";

export { en };
export { fill } from "./texts.js";
export type * from "./texts.js";

const loaders: Readonly<Record<string, () => Promise<Texts>>> = {
  de: () => import("./de.js").then(({ de }) => de),
  fr: () => import("./fr.js").then(({ fr }) => fr),
  es: () => import("./es.js").then(({ es }) => es),
};

const loaded = new Map<string, Texts>([["en", en]]);

const primary = (language: string): string => language.toLowerCase().split("-")[0] ?? "";

/** The language of an element: its own `lang`, that of what it stands in, or English. */
export function languageOf(element: Element): string {
  const own = element.getAttribute("lang");
  if (own) return own;
  const { parentElement } = element;
  if (parentElement) return languageOf(parentElement);
  const root = element.getRootNode();
  return "host" in root && root.host instanceof Element ? languageOf(root.host) : "en";
}

/** The texts for a language tag such as `de-AT`, once they are there; English where there are none. */
export async function loadTexts(language: string): Promise<Texts> {
  const code = primary(language);
  const texts = loaded.get(code) ?? (await loaders[code]?.().catch(() => undefined)) ?? en;
  loaded.set(code, texts);
  return texts;
}

/** The texts that are there now; where they are still to be loaded, English, and `then` is called once they are. */
export function textsFor(language: string, then: () => void): Texts {
  const texts = loaded.get(primary(language));
  if (!texts) void loadTexts(language).then(then);
  return texts ?? en;
}
