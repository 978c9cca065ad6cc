// Settings of the custom-elements manifest that `scripts/element.mjs` writes.
export default {
  globs: ["js/element/**/*.ts"],
  exclude: ["**/*.d.ts"],
  litelement: true,
  quiet: true,
  packagejson: false,
};
