// The elements as classes. Importing registers nothing and touches no document: `reroom/element/define` does that.
export * from "./locales/index.js";
