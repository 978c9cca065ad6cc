/**
 * What `import … from "reroom"` gives.
 *
 * @module reroom
 */
export * from "./api.js";
export { default } from "./init.js";
