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
    layers: ["lib.rs", "wasm", ["policy", "mask"], "photo", "api", "text.rs"],
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
  { folder: "sandbox/src", language: "rust", layers: ["lib.rs", "wasm.rs", "service", "*"] },
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
      "property-values.ts",
      "console.ts",
      "warnings.ts",
      "*",
    ],
  },
];

/** Imports that are known to break the rules, as what the paths of the two files start with. */
export const known = [
  ["src/photo/mend/", "src/photo/mend.rs"],
  ["src/mask/", "src/mask/mod.rs"],
  ["src/mask/editor/", "src/mask/editor/mod.rs"],
  ["src/mask/editor/history.rs", "src/mask/editor/surface.rs"],
  ["js/gateway/admission.ts", "js/gateway/sweep.ts"],
];
