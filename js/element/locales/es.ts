import { compare } from "./compare.js";
import { en } from "./en.js";
import { painter } from "./painter.js";
import type { Texts } from "./texts.js";

export const es: Texts = { ...en, painter: painter.es, compare: compare.es };
