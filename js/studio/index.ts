/**
 * The studio without a view: everything that `<reroom-studio>` knows and does, for an interface of your own.
 *
 * @module reroom/studio
 */
export { createStudio } from "./create-studio.js";
export { createImageHost, type ImageHostOptions } from "./image-host.js";
export { remedyFor, type Remedy } from "./errors.js";
export type { FormField } from "./form.js";
export type { Platform, Size, StudioStorage } from "./platform.js";
export type { OptionValue, Preset, PresetOption, PresetValue } from "./preset.js";
export type {
  Control,
  Field,
  ListControl,
  PlainControl,
  SegmentsControl,
  TextControl,
  FieldLabel,
  ThumbnailKind,
  ToolId,
  Values,
} from "./tools.js";
export type * from "./option-types.js";
export type * from "./photo-types.js";
export type * from "./reference-types.js";
export type * from "./result-types.js";
export type * from "./segmenter-types.js";
export type * from "./snapshot-types.js";
export type * from "./studio-types.js";
