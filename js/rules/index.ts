/**
 * The rules of listing markets about altered photos, as data with sources.
 *
 * @module reroom/rules
 */
export { describeAlterations } from "./alterations.js";
export type { Alteration, AlterationStatement, DescribeOptions, DisclosedRender, RendersInput } from "./alterations.js";
export { changesOf } from "./changes.js";
export type { Change } from "./changes.js";
export { checkRules } from "./check.js";
export type {
  Caution,
  CheckedChange,
  CheckOptions,
  Contradiction,
  Finding,
  RulesCheck,
  UpcomingChange,
} from "./check.js";
export { DIGITAL_SOURCE_TYPE } from "./digital-source-type.js";
export { disclosureFor } from "./disclose.js";
export type { Disclosure, DisclosureOptions } from "./disclose.js";
export type { RequiredLabel } from "./labels.js";
export { addMarket, findMarket, listMarkets, listRules } from "./markets.js";
export { drawQrCode } from "./qr-code.js";
export type * from "./rule-types.js";
export type { AlterationKind, DisclosureTexts, StatementKind, StatementTexts } from "./texts.js";
