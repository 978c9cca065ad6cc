/**
 * The custom elements as classes. This module is safe to import on a server: it registers nothing. To register the elements, import `reroom/element/define`.
 *
 * @module reroom/element
 */
import type { ReRoomCompare } from "./compare/reroom-compare.js";
import type { MaskPainter } from "./painter/mask-painter.js";
import type { ReRoomStudio } from "./studio/studio.js";

export { DIGITAL_SOURCE_TYPE } from "../rules/digital-source-type.js";
export type { Credentials } from "./export/content-credentials.js";
export { describeAlterations } from "../rules/alterations.js";
export type {
  Alteration,
  AlterationStatement,
  DescribeOptions,
  DisclosedRender,
  RendersInput,
} from "../rules/alterations.js";
export { exportPair, markAsAltered } from "./export/lazy.js";
export type { MarkedPhoto, MarkOptions } from "./export/mark.js";
export type { Manifest } from "./export/manifest.js";
export type { ExportedPair, ExportOptions } from "./export/pair.js";
export type { ComparePhoto } from "./compare/file-url.js";
export { ReRoomCompare, type DisclosurePlace, type Orientation } from "./compare/reroom-compare.js";
export type { CompareTexts } from "./locales/compare-texts.js";
export type { AlterationKind, DisclosureTexts, StatementKind, StatementTexts } from "../rules/texts.js";
export { ReRoomStudio } from "./studio/studio.js";
export type * from "./events.js";
export * from "./locales/index.js";
export type { Disclosure } from "../rules/disclose.js";
export type { MarketInput } from "../rules/rule-types.js";
export type { PainterTexts } from "./locales/painter-texts.js";
export type { RulesTexts } from "./locales/rules-texts.js";
export type { OptionValue, Preset, PresetOption, PresetValue } from "../studio/preset.js";
export type { PrepareInput, PresetInput, ToolsInput } from "./studio/attributes.js";
export type { Prepare } from "../studio/photo-types.js";
export type { Segmenter, SegmenterOptions, SegmenterPoint } from "../studio/segmenter-types.js";
export type { HostImage } from "../studio/reference-types.js";

declare global {
  interface HTMLElementTagNameMap {
    "reroom-studio": ReRoomStudio;
    "reroom-compare": ReRoomCompare;
    "reroom-mask-painter": MaskPainter;
  }
}
