// The elements as classes. Importing registers nothing and touches no document: `reroom/element/define` does that.
export * from "./locales/index.js";
export { ReRoomCompare, type Disclosure } from "./compare/reroom-compare.js";
export type { CompareTexts } from "./compare/texts.js";
