// How attributes are read that are more than a string.
import type { ComplexAttributeConverter } from "lit";
import type { ToolId } from "../locales/texts.js";
import type { Preset } from "./answers.js";
import type { Prepare } from "./photo.js";
import { isTool, toolIds } from "./tools.js";

/** `tools="edit upscale"`; names that are no tools are passed over. */
export const toolsAttribute: ComplexAttributeConverter<readonly ToolId[]> = {
  fromAttribute: (value) => value?.split(/[\s,]+/).filter(isTool) ?? toolIds,
};

/** `preset='{ "virtual-staging": { "style": "modern" } }'`. */
export const presetAttribute: ComplexAttributeConverter<Preset> = {
  fromAttribute: (value) => (value ? (JSON.parse(value) as Preset) : {}),
};

/** `prepare="crop"`, `"pad"` or `"off"`. */
export const prepareAttribute: ComplexAttributeConverter<Prepare> = {
  fromAttribute: (value) => {
    if (value === "off" || value === "false") return false;
    return value === "crop" || value === "pad" ? { fit: value } : true;
  },
};
