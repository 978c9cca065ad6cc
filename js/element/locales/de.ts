import { compare } from "./compare.js";
import { en } from "./en.js";
import { painter } from "./painter.js";
import type { Texts } from "./texts.js";

export const de: Texts = { ...en, painter: painter.de, compare: compare.de };
