// What the studio's attributes and properties mean, whichever way a page or its framework writes them.
import type { PrepareOptions, ReRoom } from "../../client/index.js";
import { warn } from "../developer.js";
import { isGiven, isRecord, readJson } from "../inputs.js";
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
  if (value === undefined || value === null) return toolIds;
  const names = typeof value === "string" ? namesIn(value.trim()) : value;
  if (!Array.isArray(names)) {
    if (names !== undefined) warn(element, "notTools", value);
    return toolIds;
  }
  const known = names.filter((name): name is ToolId => {
    const found = typeof name === "string" && isTool(name);
    if (!found) warn(element, "unknownTool", "tools", name, toolIds);
    return found;
  });
  return [...new Set(known)];
}

function namesIn(text: string): unknown {
  return /^[[{]/.test(text) ? readJson({ element, name: "tools", value: text }) : text.split(/[\s,]+/).filter(Boolean);
}

/** `{ "virtual-staging": { "style": "modern" } }`, or JSON of it; what is not understood is left out. */
export function readPreset(value: unknown): Preset {
  if (!isGiven(value)) return {};
  const preset = typeof value === "string" ? readJson({ element, name: "preset", value }) : value;
  if (!isRecord(preset)) {
    if (preset !== undefined) warn(element, "notPreset", value);
    return {};
  }
  const read: Partial<Record<ToolId, Record<string, PresetValue>>> = {};
  for (const [tool, options] of Object.entries(preset)) {
    if (!isTool(tool)) warn(element, "unknownTool", "preset", tool, toolIds);
    else if (isRecord(options)) read[tool] = readOptions(tool, options);
    else if (isGiven(options)) warn(element, "notOptions", tool, options);
  }
  return read;
}

function readOptions(tool: ToolId, options: Readonly<Record<string, unknown>>): Record<string, PresetValue> {
  const read: Record<string, PresetValue> = {};
  for (const [option, value] of Object.entries(options)) {
    if (isPresetValue(value)) read[option] = value;
    else if (isGiven(value)) warn(element, "notValue", tool, option, value);
  }
  return read;
}

const isPlain = (value: unknown): value is string | number => typeof value === "string" || typeof value === "number";

function isPresetValue(value: unknown): value is PresetValue {
  const inner = isRecord(value) ? value["value"] : value;
  return isPlain(inner) || (Array.isArray(inner) && inner.every(isPlain));
}

/** What each word of `prepare` means. */
const words = new Map<unknown, Prepare>([
  [undefined, true],
  [null, true],
  ["", true],
  ["on", true],
  ["true", true],
  ["off", false],
  ["false", false],
  ["crop", { fit: "crop" }],
  ["pad", { fit: "pad" }],
]);

/** Options, a word, or JSON of either; photos are prepared with the usual options where nothing is given. */
export function readPrepare(given: unknown): Prepare {
  const value = typeof given === "string" ? given.trim() : given;
  const word = words.get(value);
  if (word !== undefined) return word;
  if (typeof value === "boolean") return value;
  if (isRecord(value)) return readPrepareOptions(value);
  if (typeof value === "string" && /^[[{]/.test(value)) {
    const parsed = readJson({ element, name: "prepare", value });
    // Not a text again, however often it was quoted.
    if (parsed === undefined || isRecord(parsed)) return readPrepare(parsed);
  }
  warn(element, "notPrepare", value);
  return true;
}

const isShare = (value: unknown): boolean => typeof value === "number" && value >= 0 && value <= 1;

/** What the service takes: 15 MiB. */
const MAX_BYTES = 15 * 1024 * 1024;

/** Every option of `prepareImage`, and whether it takes a value. */
const takes: Readonly<Record<keyof PrepareOptions, (value: unknown) => boolean>> = {
  fit: (value) => value === "crop" || value === "pad",
  focus: (value) => isRecord(value) && isShare(value["x"]) && isShare(value["y"]),
  quality: isShare,
  format: (value) => value === "jpeg" || value === "png",
  maxBytes: (value) => typeof value === "number" && value >= 1 && value <= MAX_BYTES,
};

const isPrepareOption = (name: string): name is keyof PrepareOptions => Object.hasOwn(takes, name);

function readPrepareOptions(options: Readonly<Record<string, unknown>>): Prepare {
  const read = Object.entries(options).filter(([option, value]) => {
    const good = isPrepareOption(option) && takes[option](value);
    if (!good && value !== undefined) warn(element, "notPrepareOption", option, value);
    return good;
  });
  return Object.fromEntries(read);
}

/** A client, of whatever copy of the package. */
export function readClient(value: unknown): ReRoom | undefined {
  if (typeof (Object(value) as Partial<ReRoom>).run === "function") return value as ReRoom;
  if (isGiven(value)) warn(element, "notClient", value);
  return undefined;
}

/** A photo, of whatever realm. */
export function readPhoto(value: unknown): Blob | undefined {
  if (typeof (Object(value) as Partial<Blob>).arrayBuffer === "function") return value as Blob;
  if (isGiven(value)) warn(element, "notPhoto", value);
  return undefined;
}
