// What a comparison says, in each language.
import type { CompareTexts } from "../compare/texts.js";

export const compare = {
  en: {
    before: "Before",
    after: "After",
    slider: "Slide between before and after",
    position: "{percent} percent before",
    staged: "Virtually staged",
    original: "See the original photo",
  },
  de: {
    before: "Vorher",
    after: "Nachher",
    slider: "Zwischen vorher und nachher schieben",
    position: "{percent} Prozent vorher",
    staged: "Virtuell eingerichtet",
    original: "Originalfoto ansehen",
  },
  fr: {
    before: "Avant",
    after: "Après",
    slider: "Glisser entre avant et après",
    position: "{percent} pour cent avant",
    staged: "Mise en scène virtuelle",
    original: "Voir la photo d’origine",
  },
  es: {
    before: "Antes",
    after: "Después",
    slider: "Deslizar entre antes y después",
    position: "{percent} por ciento antes",
    staged: "Decorado virtualmente",
    original: "Ver la foto original",
  },
} satisfies Record<string, CompareTexts>;
