// The layers of the code, from top to bottom. `npm run lint` rejects an import that runs upward, and any circle of files.

/**
 * Each entry is a folder, the language of its files, and its layers. A layer is a file or a folder, or a list of them. A file
 * may import from its own layer's folder and from every layer below it, but not from the others of its list. `"*"` stands for
 * everything that has no layer of its own. `shares` lists all that a folder may import of the layers below it.
 */
export const trees = [
  {
    folder: "src",
    language: "rust",
    layers: ["lib.rs", "wasm", "policy", "photo", "api", "text.rs"],
  },
  {
    folder: "src/wasm",
    language: "rust",
    layers: [
      "mod.rs",
      ["client.rs", "catalog.rs"],
      "renders",
      "imaging",
      ["http", "photos"],
      "options",
      "sync",
      "js",
      "types",
    ],
  },
  { folder: "imaging/src", language: "rust", layers: ["lib.rs", "wasm", ["mask", "prepare"]] },
  { folder: "sandbox/src", language: "rust", layers: ["lib.rs", "web.rs", "service", "*"] },
  {
    folder: "js",
    language: "js",
    layers: ["cli", ["gateway", "sandbox", "element"], "client", "shims"],
    shares: { gateway: [], sandbox: ["client/file.ts", "client/unpack.ts"] },
  },
  {
    folder: "js/element",
    language: "js",
    layers: [
      "frameworks",
      "define.ts",
      "index.ts",
      "studio",
      "events.ts",
      ["compare", "painter", "export"],
      "inputs.ts",
      "developer.ts",
      "warnings.ts",
      "*",
    ],
  },
];

/** Imports that are known to break the rules, as what the paths of the two files start with. */
export const known = [
  ["imaging/src/mask/", "imaging/src/mask/mod.rs"],
  ["imaging/src/mask/editor/", "imaging/src/mask/editor/mod.rs"],
  ["imaging/src/prepare/", "imaging/src/prepare/mod.rs"],
  ["js/element/locales/texts.ts", "js/element/compare/texts.ts"],
  ["js/element/locales/texts.ts", "js/element/painter/texts.ts"],
  ["js/element/warnings.ts", "js/element/studio/tools.ts"],
  ["js/gateway/admission.ts", "js/gateway/sweep.ts"],
];
