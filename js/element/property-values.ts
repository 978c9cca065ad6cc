// Reads attribute and property values. Frameworks pass the same value as text, JSON or an object.
import type { ComplexAttributeConverter } from "lit";
import { warn } from "./console.js";

/** Passes the attribute's text to the property setter, which parses it. A removed attribute becomes `null`. */
export const rawValue: ComplexAttributeConverter = { fromAttribute: (value) => value };

/** An unparsed value, with the tag and property name for warnings. */
export interface RawValue {
  readonly element: string;
  readonly name: string;
  readonly value: unknown;
}

/** Whether a value is a plain object, from any realm. Arrays, functions and files do not count. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return Object.prototype.toString.call(value) === "[object Object]";
}

/** Whether a value is set: not undefined, null or an empty string. */
export const isSet = (value: unknown): boolean => value !== undefined && value !== null && value !== "";

/** Parses JSON. Warns and returns `undefined` if it is invalid. */
export function readJson({ element, name, value }: RawValue): unknown {
  try {
    return JSON.parse(String(value)) as unknown;
  } catch {
    warn(element, "notJson", name, value);
    return undefined;
  }
}

/** Reads a number or numeric text. Returns `fallback` for an unset value, and warns about any other. */
export function readNumber<T>({ element, name, value }: RawValue, fallback: T): number | T {
  if (!isSet(value)) return fallback;
  const number = typeof value === "string" ? Number(value) : value;
  if (Number.isFinite(number)) return number as number;
  warn(element, "notNumber", name, value);
  return fallback;
}

/** Reads one of the allowed words. Returns the first for an unset value, and warns about any other. */
export function readEnum<T extends string>({ element, name, value }: RawValue, words: readonly [T, ...T[]]): T {
  if (words.includes(value as T)) return value as T;
  if (isSet(value)) warn(element, "notOneOf", name, value, words);
  return words[0];
}

/** Reads an object, a list of objects, or JSON of either. Returns `undefined` for an unset value, and warns about any other. */
export function readRecords({
  element,
  name,
  value,
}: RawValue): readonly Readonly<Record<string, unknown>>[] | undefined {
  if (!isSet(value)) return undefined;
  const parsed = typeof value === "string" ? readJson({ element, name, value }) : value;
  const records: unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  if (records.every(isRecord)) return records;
  if (parsed !== undefined) warn(element, "notRecords", name, value);
  return undefined;
}

/** Reads custom texts. Fills missing ones with English and warns about them. */
export function readTexts<T extends object>({ element, name, value }: RawValue, english: T): T | undefined {
  if (!isRecord(value)) {
    if (isSet(value)) warn(element, "notTexts", name, value);
    return undefined;
  }
  const missing: string[] = [];
  const fill = (own: unknown, base: unknown, path: readonly string[]): unknown => {
    if (isRecord(own) && isRecord(base)) {
      const filled = Object.keys(base).map((key) => [key, fill(own[key], base[key], [...path, key])]);
      return { ...own, ...Object.fromEntries(filled) };
    }
    if (typeof own === typeof base) return own;
    missing.push(path.join("."));
    return base;
  };
  const filled = fill(value, english, []);
  if (missing.length === 0) return value as T;
  warn(element, "textsLack", name, missing);
  return filled as T;
}
