// Languages of the elements. English is built in; other languages are loaded on demand.
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

/** Returns the language of an element: its own `lang`, the nearest ancestor's, or `"en"`. */
export function languageOf(element: Element): string {
  const own = element.getAttribute("lang");
  if (own) return own;
  const { parentElement } = element;
  if (parentElement) return languageOf(parentElement);
  const root = element.getRootNode();
  return "host" in root && root.host instanceof Element ? languageOf(root.host) : "en";
}

/** Loads the texts for a language tag such as `de-AT`. Resolves to English if the language is not supported. */
export async function loadTexts(language: string): Promise<Texts> {
  const code = primary(language);
  const texts = loaded.get(code) ?? (await loaders[code]?.().catch(() => undefined)) ?? en;
  loaded.set(code, texts);
  return texts;
}

/** Returns the texts that are already loaded, or English. In that case, loads the right ones and calls `onLoad`. */
export function textsFor(language: string, onLoad: () => void): Texts {
  const texts = loaded.get(primary(language));
  if (!texts) void loadTexts(language).then(onLoad);
  return texts ?? en;
}
