// What attributes and properties have in common: frameworks give the same values as text, as JSON and as objects.
import type { ComplexAttributeConverter } from "lit";
import { warn } from "./developer.js";

/** Hands an attribute's text to the property, whose setter reads it; a removed attribute is `null`. */
export const asGiven: ComplexAttributeConverter = { fromAttribute: (value) => value };

/** What an element was given, with its tag and the attribute's or property's name for warnings. */
export interface Given {
  readonly element: string;
  readonly name: string;
  readonly value: unknown;
}

/** Whether it is an object of named values, of whatever realm: no list, no function, no file. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return Object.prototype.toString.call(value) === "[object Object]";
}

/** A value that is there and is no empty text. */
export const isGiven = (value: unknown): boolean => value !== undefined && value !== null && value !== "";

/** The value of a JSON text; `undefined`, with a warning, where it is none. */
export function readJson({ element, name, value }: Given): unknown {
  try {
    return JSON.parse(String(value)) as unknown;
  } catch {
    warn(element, "notJson", name, value);
    return undefined;
  }
}

/** A number, as text or as itself; `fallback` where there is none, with a warning where there is something else. */
export function readNumber<T>({ element, name, value }: Given, fallback: T): number | T {
  if (!isGiven(value)) return fallback;
  const number = typeof value === "string" ? Number(value) : value;
  if (Number.isFinite(number)) return number as number;
  warn(element, "notNumber", name, value);
  return fallback;
}

/** One of a few words; the first where there is none, with a warning where there is another. */
export function readWord<T extends string>({ element, name, value }: Given, words: readonly [T, ...T[]]): T {
  if (words.includes(value as T)) return value as T;
  if (isGiven(value)) warn(element, "notOneOf", name, value, words);
  return words[0];
}

/** Texts of a page's own; English where it left some out, with a warning that names them. */
export function readTexts<T extends object>({ element, name, value }: Given, english: T): T | undefined {
  if (!isRecord(value)) {
    if (isGiven(value)) warn(element, "notTexts", name, value);
    return undefined;
  }
  const missing = Object.keys(english).filter((key) => !Object.hasOwn(value, key));
  if (missing.length === 0) return value as T;
  warn(element, "textsLack", name, missing);
  return { ...english, ...value };
}
