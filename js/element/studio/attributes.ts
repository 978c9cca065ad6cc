// Parses the studio's attributes and properties. Each accepts text, JSON or an object.
import type { PrepareOptions, ReRoom } from "../../client/index.js";
import { warn } from "../console.js";
import { isSet, isRecord, readJson } from "../property-values.js";
import type { Preset, PresetValue } from "../../studio/preset.js";
import type { Prepare } from "../../studio/photo-types.js";
import { isTool, toolIds, type ToolId } from "../../studio/tools.js";

const element = "reroom-studio";

/** Values that `tools` accepts: an array of names, a string of names, or JSON. */
export type ToolsInput = readonly ToolId[] | string | null | undefined;
/** Values that `preset` accepts: an object, or JSON. */
export type PresetInput = Preset | string | null | undefined;
/** Values that `prepare` accepts: options, `"crop"`, `"pad"` or `"off"`, or JSON. */
export type PrepareInput = Prepare | string | null | undefined;

/** Reads `["edit", "upscale"]`, `"edit upscale"` or JSON. Returns all tools for an unset value. */
export function readTools(value: unknown): readonly ToolId[] {
  if (value === undefined || value === null) return toolIds;
  const names = typeof value === "string" ? splitNames(value.trim()) : value;
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

function splitNames(text: string): unknown {
  return /^[[{]/.test(text) ? readJson({ element, name: "tools", value: text }) : text.split(/[\s,]+/).filter(Boolean);
}

/** Reads `{ "virtual-staging": { "style": "modern" } }`, or JSON. Skips invalid entries. */
export function readPreset(value: unknown): Preset {
  if (!isSet(value)) return {};
  const preset = typeof value === "string" ? readJson({ element, name: "preset", value }) : value;
  if (!isRecord(preset)) {
    if (preset !== undefined) warn(element, "notPreset", value);
    return {};
  }
  const read: Partial<Record<ToolId, Record<string, PresetValue>>> = {};
  for (const [tool, options] of Object.entries(preset)) {
    if (!isTool(tool)) warn(element, "unknownTool", "preset", tool, toolIds);
    else if (isRecord(options)) read[tool] = readOptions(tool, options);
    else if (isSet(options)) warn(element, "notOptions", tool, options);
  }
  return read;
}

function readOptions(tool: ToolId, options: Readonly<Record<string, unknown>>): Record<string, PresetValue> {
  const read: Record<string, PresetValue> = {};
  for (const [option, value] of Object.entries(options)) {
    if (isPresetValue(value)) read[option] = value;
    else if (isSet(value)) warn(element, "notValue", tool, option, value);
  }
  return read;
}

const isTextOrNumber = (value: unknown): value is string | number =>
  typeof value === "string" || typeof value === "number";

const isList = (value: unknown): boolean => Array.isArray(value) && value.every(isTextOrNumber);

function isPresetValue(value: unknown): value is PresetValue {
  if (!isRecord(value)) return isTextOrNumber(value) || isList(value);
  const { value: initial, include, exclude } = value;
  const lists = [include, exclude].filter((list) => list !== undefined);
  if (!lists.every(isList)) return false;
  return initial === undefined ? lists.length > 0 : isTextOrNumber(initial) || isList(initial);
}

/** The keywords of `prepare`. */
const keywords = new Map<unknown, Prepare>([
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

/** Reads options, a keyword, or JSON. Returns true, the default options, for an unset value. */
export function readPrepare(input: unknown): Prepare {
  const value = typeof input === "string" ? input.trim() : input;
  const keyword = keywords.get(value);
  if (keyword !== undefined) return keyword;
  if (typeof value === "boolean") return value;
  if (isRecord(value)) return readPrepareOptions(value);
  if (typeof value === "string" && /^[[{]/.test(value)) {
    const parsed = readJson({ element, name: "prepare", value });
    // JSON that contains a string is not parsed again.
    if (parsed === undefined || isRecord(parsed)) return readPrepare(parsed);
  }
  warn(element, "notPrepare", value);
  return true;
}

const isShare = (value: unknown): boolean => typeof value === "number" && value >= 0 && value <= 1;

/** The service's upload limit: 15 MiB. */
const MAX_BYTES = 15 * 1024 * 1024;

/** Validators for the options of `prepareImage`. */
const validators: Readonly<Record<keyof PrepareOptions, (value: unknown) => boolean>> = {
  fit: (value) => value === "crop" || value === "pad",
  fill: (value) => value === "white" || value === "edge",
  focus: (value) => isRecord(value) && isShare(value["x"]) && isShare(value["y"]),
  quality: isShare,
  format: (value) => value === "jpeg" || value === "png",
  maxBytes: (value) => typeof value === "number" && value >= 1 && value <= MAX_BYTES,
};

const isPrepareOption = (name: string): name is keyof PrepareOptions => Object.hasOwn(validators, name);

function readPrepareOptions(options: Readonly<Record<string, unknown>>): Prepare {
  const read = Object.entries(options).filter(([option, value]) => {
    const valid = isPrepareOption(option) && validators[option](value);
    if (!valid && value !== undefined) warn(element, "notPrepareOption", option, value);
    return valid;
  });
  return Object.fromEntries(read);
}

/** Reads a client from any copy of the package. */
export function readClient(value: unknown): ReRoom | undefined {
  if (typeof (Object(value) as Partial<ReRoom>).run === "function") return value as ReRoom;
  if (isSet(value)) warn(element, "notClient", value);
  return undefined;
}

/** Reads a photo from any realm. */
export function readPhoto(value: unknown): Blob | undefined {
  if (typeof (Object(value) as Partial<Blob>).arrayBuffer === "function") return value as Blob;
  if (isSet(value)) warn(element, "notPhoto", value);
  return undefined;
}
