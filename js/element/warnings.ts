// The words for what an element does not understand. A page that gives it nothing wrong never loads them.
import type { Field } from "./studio/tools.js";

const sentences = {
  notJson: (name: string, value: unknown) =>
    value === "[object Object]"
      ? `${name} is an object that a server wrote as text. Pass JSON.stringify() of it.`
      : `${name} is not valid JSON: ${shown(value)}.`,
  notNumber: (name: string, value: unknown) => `${name} must be a number, not ${shown(value)}.`,
  notOneOf: (name: string, value: unknown, words: readonly string[]) =>
    `${name} must be one of ${words.join(", ")}, not ${shown(value)}.`,
  notTexts: (name: string, value: unknown) => `${name} must be an object, not ${shown(value)}.`,
  textsLack: (name: string, missing: readonly string[]) =>
    `${name} lacks ${missing.join(", ")}. Start from what loadTexts() resolves to.`,
  notTools: (value: unknown) => `tools must be a list of names, not ${shown(value)}.`,
  unknownTool: (name: string, value: unknown, tools: readonly string[]) =>
    `${name}: ${shown(value)} is not a tool. The tools are ${tools.join(", ")}.`,
  notPreset: (value: unknown) => `preset must be an object of options by tool, not ${shown(value)}.`,
  notOptions: (tool: string, value: unknown) => `preset: ${tool} must be an object of options, not ${shown(value)}.`,
  notValue: (tool: string, option: string, value: unknown) =>
    `preset: ${tool}.${option} must be a value or { value, fixed: true }, not ${shown(value)}.`,
  unknownOption: (tool: string, option: string, value: string, fields: readonly Field[]) => {
    const asked = fields.filter(({ param }) => param === option);
    if (asked.length > 0)
      return `preset: ${tool}.${option} cannot be ${shown(value)}.${list("Its values are", asked.flatMap(valuesOf))}`;
    const options = fields.map(({ param }) => param);
    return `preset: ${tool} has no option ${shown(option)}.${list("Its options are", options)}`;
  },
  notPrepare: (value: unknown) => `prepare must be "crop", "pad", "off" or an object of options, not ${shown(value)}.`,
  notPrepareOption: (option: string, value: unknown) =>
    Object.hasOwn(prepareOptions, option)
      ? `prepare: ${option} must be ${prepareOptions[option] ?? ""}, not ${shown(value)}.`
      : `prepare: ${shown(option)} is not an option.${list("The options are", Object.keys(prepareOptions))}`,
  prepareRefused: (message: string) => `prepare: ${message}`,
  notClient: (value: unknown) => `client must be a ReRoom, not ${shown(value)}.`,
  notPhoto: (value: unknown) => `photo must be a File or a Blob, not ${shown(value)}. For an address, set src.`,
  noService: () => "has no service to send photos to: set base-url to a path of your server, or client to a ReRoom.",
};

export type Sentences = typeof sentences;

const prepareOptions: Readonly<Record<string, string>> = {
  fit: '"crop" or "pad"',
  focus: "{ x, y }, each from 0 to 1",
  quality: "a number from 0 to 1",
  format: '"jpeg" or "png"',
};

const list = (before: string, names: readonly string[]): string =>
  names.length > 0 ? ` ${before} ${[...new Set(names)].join(", ")}.` : "";

function valuesOf({ control }: Field): string[] {
  if (control.kind === "level") return ["0.5 to 1"];
  return "options" in control ? control.options.map(({ value }) => value) : [];
}

/** A value as a warning shows it; long ones are cut. */
function shown(value: unknown): string {
  const text = jsonOf(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}

const said = new Set<string>();

/** Warns of it, unless that was said before. */
export function say<K extends keyof Sentences>(element: string, what: K, about: Parameters<Sentences[K]>): void {
  const sentence = sentences[what] as (...about: Parameters<Sentences[K]>) => string;
  const text = `<${element}> ${sentence(...about)}`;
  if (said.has(text)) return;
  said.add(text);
  console.warn(text);
}
