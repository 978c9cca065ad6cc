// Settings of the custom-elements manifest; `scripts/element.mjs` writes it.
export default {
  globs: ["js/element/**/*.ts"],
  exclude: ["**/*.d.ts"],
  litelement: true,
  quiet: true,
  packagejson: false,
};
