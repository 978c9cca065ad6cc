// Checks what `createStudio()` and its methods are given. The element checks its attributes and properties itself.
import { ReRoomError, type IssueCode } from "../client/index.js";
import type { FieldsOf } from "./form.js";
import type { StudioListeners, StudioOptions } from "./option-types.js";
import { optionsOf, readPresetValue, type PresetOption, type PresetValue } from "./preset.js";
import { toolIds, type ToolId } from "./tools.js";

const known: Readonly<Record<keyof StudioOptions, true>> = {
  client: true,
  tools: true,
  preset: true,
  prepare: true,
  costs: true,
  hostImage: true,
  segmenter: true,
  storage: true,
  storageKey: true,
  user: true,
  state: true,
  on: true,
  platform: true,
};

const listeners: Readonly<Record<keyof StudioListeners, true>> = {
  photo: true,
  change: true,
  submit: true,
  progress: true,
  complete: true,
  accept: true,
  error: true,
  warn: true,
};

const presetOption: Readonly<Record<keyof PresetOption, true>> = {
  value: true,
  fixed: true,
  include: true,
  exclude: true,
};

/** Throws an `invalid_request` if an option, a callback, a tool, or what the preset sets does not exist. */
export function checkOptions(options: StudioOptions, fieldsOf: FieldsOf): void {
  checkNames(options, "options", known, "an option of a studio");
  const { tools = [], preset = {}, costs = {}, on = {} } = options;
  if (!Array.isArray(tools)) fail("tools", "malformed", "tools must be a list of names.");
  checkObject(on, "on");
  // An object of a class may have fields of its own.
  if (Object.getPrototypeOf(on) === Object.prototype) checkNames(on, "on", listeners, "a callback of a studio");
  for (const [name, value] of Object.entries({ preset, costs })) checkObject(value, name);
  for (const tool of [...(tools as string[]), ...Object.keys(preset), ...Object.keys(costs)]) checkTool(tool, toolIds);
  for (const [tool, values] of Object.entries(preset)) {
    if (values === undefined) continue;
    checkObject(values, `preset["${tool}"]`);
    for (const [param, option] of Object.entries(values)) checkPreset(tool as ToolId, param, option, fieldsOf);
  }
}

/** Checks a preset for one option. */
function checkPreset(tool: ToolId, param: string, option: PresetValue, fieldsOf: FieldsOf): void {
  if (option === null) fail(param, "malformed", `The preset of ${param} is null. Leave it out instead.`);
  const isLimited = typeof option === "object" && !Array.isArray(option);
  if (isLimited) checkNames(option, param, presetOption, "a setting of an option in a preset");
  const { value = "", include = [], exclude = [] } = readPresetValue(option);
  for (const list of [include, exclude])
    if (!Array.isArray(list)) fail(param, "malformed", `include and exclude of ${param} must be lists of values.`);
  for (const each of [value, ...include, ...exclude]) checkField(tool, param, each, fieldsOf);
}

/** Throws an `invalid_request` if this is not an object, or one of its names is not known. */
function checkNames(object: object, path: string, names: object, kind: string): void {
  checkObject(object, path);
  for (const name of Object.keys(object))
    if (!Object.hasOwn(names, name)) reject(name, "unknown_field", kind, Object.keys(names));
}

function checkObject(value: unknown, path: string): void {
  if (typeof value !== "object" || value === null) fail(path, "malformed", `${path} must be an object.`);
}

/** Throws an `invalid_request` if a tool is not one of these. */
export function checkTool(tool: string, tools: readonly ToolId[]): void {
  if (!tools.some((id) => id === tool)) reject(tool, "unknown_option", "a tool of this studio", tools);
}

/**
 * Throws an `invalid_request` if no field of a tool has this name, or none of them offers this value. An empty value is what
 * a list without a choice has.
 */
export function checkField(tool: ToolId, param: string, value: unknown, fieldsOf: FieldsOf): void {
  const all = fieldsOf(tool);
  const fields = all.filter((field) => field.param === param);
  if (fields.length === 0) reject(param, "unknown_field", `an option of ${tool}`, [...new Set(all.map(paramOf))]);
  if (typeof value !== "string") fail(param, "malformed", `${param} must be a string.`);
  const offered = fields.flatMap(({ control }) => optionsOf(control).map((option) => option.value));
  if (value !== "" && offered.length > 0 && !offered.includes(value))
    reject(value, "unknown_option", `a value of ${param}`, offered);
}

/** Throws an `invalid_request` if one of these is neither a file nor a URL. Outside of pages, a path is not a URL. */
export function checkPhotos(photos: readonly unknown[]): void {
  for (const photo of photos)
    if (typeof photo === "string" ? !isUrl(photo) : typeof photo !== "object" || photo === null)
      fail("photo", "malformed", `${JSON.stringify(photo)} is not a photo. Open a Blob, a File, or a URL.`);
}

function isUrl(text: string): boolean {
  try {
    return new URL(text, (globalThis as { document?: Document }).document?.baseURI).href !== "";
  } catch {
    return false;
  }
}

const paramOf = ({ param }: { param: string }) => param;

function reject(
  name: string,
  code: "unknown_field" | "unknown_option",
  kind: string,
  allowed: readonly string[],
): never {
  fail(name, code, `"${name}" is not ${kind}. Use one of ${allowed.join(", ")}.`);
}

function fail(path: string, code: IssueCode, message: string): never {
  throw new ReRoomError("invalid_request", message, { issues: [{ path, code, message }] });
}
