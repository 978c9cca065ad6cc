// What `import … from "reroom"` gives.
export * from "./api.js";
export { default } from "./init.js";
