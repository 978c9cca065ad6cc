// What the studio's attributes and properties mean, whichever way a page or its framework writes them.
import type { PrepareOptions, ReRoom } from "../../client/index.js";
import { shown, warn } from "../developer.js";
import { isGiven, isRecord, readJson, type Given } from "../inputs.js";
import type { ToolId } from "../locales/texts.js";
import type { Preset, PresetValue } from "./answers.js";
import type { Prepare } from "./photo.js";
import { isTool, toolIds } from "./tools.js";

const element = "reroom-studio";

/** What `tools` takes: names in a list, in a text, or in JSON. */
export type ToolsInput = readonly ToolId[] | string | null | undefined;
/** What `preset` takes: an object, or JSON of one. */
export type PresetInput = Preset | string | null | undefined;
/** What `prepare` takes: options, `"crop"`, `"pad"` or `"off"`, or JSON of options. */
export type PrepareInput = Prepare | string | null | undefined;

/** `["edit", "upscale"]`, `"edit upscale"` or JSON of the list; every tool where nothing is given. */
export function readTools(value: unknown): readonly ToolId[] {
  const given = { element, name: "tools", value };
  if (value === undefined || value === null) return toolIds;
  const names = typeof value === "string" ? namesIn(given) : value;
  if (!Array.isArray(names)) {
    if (names !== undefined) warn(element, `tools must be a list of names, not ${shown(value)}.`);
    return toolIds;
  }
  const known = new Set<ToolId>();
  for (const name of names as unknown[])
    if (typeof name === "string" && isTool(name)) known.add(name);
    else warn(element, `tools: ${shown(name)} is not a tool. The tools are ${toolIds.join(", ")}.`);
  return [...known];
}

function namesIn(given: Given & { value?: unknown }): unknown {
  const text = String(given.value).trim();
  return /^[[{]/.test(text) ? readJson({ ...given, value: text }) : text.split(/[\s,]+/).filter(Boolean);
}

/** `{ "virtual-staging": { "style": "modern" } }`, or JSON of it; what is not understood is left out. */
export function readPreset(value: unknown): Preset {
  if (!isGiven(value)) return {};
  const preset = typeof value === "string" ? readJson({ element, name: "preset", value }) : value;
  if (!isRecord(preset)) {
    if (preset !== undefined) warn(element, `preset must be an object of options by tool, not ${shown(value)}.`);
    return {};
  }
  const read: Partial<Record<ToolId, Record<string, PresetValue>>> = {};
  for (const [tool, options] of Object.entries(preset)) {
    if (!isTool(tool)) warn(element, `preset: ${shown(tool)} is not a tool. The tools are ${toolIds.join(", ")}.`);
    else if (isRecord(options)) read[tool] = readOptions(tool, options);
    else if (isGiven(options)) warn(element, `preset: ${tool} must be an object of options, not ${shown(options)}.`);
  }
  return read;
}

function readOptions(tool: ToolId, options: Readonly<Record<string, unknown>>): Record<string, PresetValue> {
  const read: Record<string, PresetValue> = {};
  for (const [option, value] of Object.entries(options)) {
    if (isPresetValue(value)) read[option] = value;
    else if (isGiven(value))
      warn(element, `preset: ${tool}.${option} must be a value or { value, fixed: true }, not ${shown(value)}.`);
  }
  return read;
}

const isPlain = (value: unknown): value is string | number => typeof value === "string" || typeof value === "number";

function isPresetValue(value: unknown): value is PresetValue {
  if (isPlain(value)) return true;
  const { value: inner } = isRecord(value) ? value : { value };
  return isPlain(inner) || (Array.isArray(inner) && inner.every(isPlain));
}

/** What each word of `prepare` means. */
const words: Readonly<Record<string, Prepare>> = {
  "": true,
  on: true,
  true: true,
  off: false,
  false: false,
  crop: { fit: "crop" },
  pad: { fit: "pad" },
};

/** Options, a word, or JSON of either; photos are prepared with the usual options where nothing is given. */
export function readPrepare(value: unknown): Prepare {
  if (value === undefined || value === null) return true;
  if (typeof value === "boolean") return value;
  if (typeof value === "string") {
    const text = value.trim();
    if (Object.hasOwn(words, text)) return words[text] ?? true;
    if (!text.startsWith("{") && text !== "[object Object]") return notUnderstood(value);
    return readPrepare(readJson({ element, name: "prepare", value: text }));
  }
  return isRecord(value) ? readPrepareOptions(value) : notUnderstood(value);
}

function notUnderstood(value: unknown): true {
  warn(element, `prepare must be "crop", "pad", "off" or an object of options, not ${shown(value)}.`);
  return true;
}

const isShare = (value: unknown): boolean => typeof value === "number" && value >= 0 && value <= 1;

/** Every option of `prepareImage`, and what it takes. */
const takes: Readonly<Record<keyof PrepareOptions, [what: string, test: (value: unknown) => boolean]>> = {
  fit: ['"crop" or "pad"', (value) => value === "crop" || value === "pad"],
  focus: ["{ x, y }, each from 0 to 1", (value) => isRecord(value) && isShare(value["x"]) && isShare(value["y"])],
  quality: ["a number from 0 to 1", isShare],
  format: ['"jpeg" or "png"', (value) => value === "jpeg" || value === "png"],
};

function readPrepareOptions(options: Readonly<Record<string, unknown>>): Prepare {
  const read = Object.entries(options).filter(([option, value]) => {
    if (value === undefined) return false;
    const rule = Object.hasOwn(takes, option) ? takes[option as keyof PrepareOptions] : undefined;
    const known = Object.keys(takes).join(", ");
    if (!rule) warn(element, `prepare: ${shown(option)} is not an option. The options are ${known}.`);
    else if (!rule[1](value)) warn(element, `prepare: ${option} must be ${rule[0]}, not ${shown(value)}.`);
    return rule?.[1](value) ?? false;
  });
  return Object.fromEntries(read);
}

/** A client, of whatever copy of the package. */
export function readClient(value: unknown): ReRoom | undefined {
  const { run, waitFor, pending } = Object(value) as Partial<ReRoom>;
  if ([run, waitFor, pending].every((method) => typeof method === "function")) return value as ReRoom;
  if (isGiven(value)) warn(element, `client must be a ReRoom, not ${shown(value)}.`);
  return undefined;
}

/** A photo, of whatever realm. */
export function readPhoto(value: unknown): Blob | undefined {
  if (typeof (Object(value) as Partial<Blob>).arrayBuffer === "function") return value as Blob;
  if (isGiven(value)) warn(element, `photo must be a File or a Blob, not ${shown(value)}. Set src for an address.`);
  return undefined;
}
