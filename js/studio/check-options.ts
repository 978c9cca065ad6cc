// Checks the options of `createStudio()`. The element checks its attributes and properties itself.
import { ReRoomError } from "../client/index.js";
import type { StudioOptions } from "./option-types.js";
import { toolIds } from "./tools.js";

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

/** Throws an `invalid_request` if an option or a tool does not exist. */
export function checkOptions(options: StudioOptions): void {
  for (const name of Object.keys(options))
    if (!Object.hasOwn(known, name)) reject(name, "unknown_field", "an option", Object.keys(known));
  const { tools = [], preset = {}, costs = {} } = options;
  for (const tool of [...tools, ...Object.keys(preset), ...Object.keys(costs)])
    if (!toolIds.some((id) => id === tool)) reject(tool, "unknown_option", "a tool", toolIds);
}

function reject(
  name: string,
  code: "unknown_field" | "unknown_option",
  kind: string,
  allowed: readonly string[],
): never {
  const message = `"${name}" is not ${kind} of a studio. Use one of ${allowed.join(", ")}.`;
  throw new ReRoomError("invalid_request", message, { issues: [{ path: name, code, message }] });
}
