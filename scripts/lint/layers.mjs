// The layers of the code, from top to bottom. `npm run lint` rejects imports that run upward, and circles of imports.

/**
 * Each entry describes one folder. A layer is a file, a folder or a list of them; a file may import from its own folder and from
 * lower layers, but not from the others in a list. `"*"` is everything without a layer. `shares` restricts what a folder may import
 * from lower layers.
 */
export const trees = [
  {
    folder: "src",
    language: "rust",
    layers: ["lib.rs", "wasm", "policy", "photo", "api", ["text.rs", "memory.rs"]],
  },
  {
    folder: "src/wasm",
    language: "rust",
    layers: [
      "mod.rs",
      ["client.rs", "catalog.rs", "validate_request.rs"],
      "renders",
      ["http", "photos"],
      "options",
      "sync",
      "js",
      "types",
    ],
  },
  {
    folder: "imaging/kernels/src",
    language: "rust",
    layers: [
      "lib.rs",
      ["extract.rs", "guided.rs", "morphology.rs", "paint", "scale.rs"],
      ["average.rs", "compare.rs", "photo.rs", "shapes.rs"],
      ["mask.rs", "rect.rs"],
    ],
  },
  {
    folder: "imaging/registration/src",
    language: "rust",
    layers: ["lib.rs", ["shift.rs", "change.rs"], "image.rs", "plane.rs"],
  },
  {
    folder: "imaging/selection/src",
    language: "rust",
    layers: [
      "lib.rs",
      "selector.rs",
      ["refine.rs", "from_stroke.rs"],
      ["from_box.rs", "snap.rs"],
      "fine_cut.rs",
      ["likelihood.rs", "edge.rs"],
      "area.rs",
      ["cut.rs", "geodesic.rs", "palette.rs", "regions.rs", "segments.rs"],
      ["contrast.rs", "max_flow.rs"],
      ["photo.rs", "geometry.rs"],
      ["grid.rs", "pause.rs", "tuning.rs"],
    ],
  },
  { folder: "imaging/src", language: "rust", layers: ["lib.rs", "wasm", "restore", ["mask", "prepare"]] },
  {
    folder: "imaging/src/wasm",
    language: "rust",
    layers: [
      "mod.rs",
      ["mask.rs", "prepare.rs", "restorer.rs", "selection.rs"],
      ["mask_editor.rs", "photo_plan.rs"],
      "selection_task.rs",
      "mask_reader.rs",
      "options.rs",
      "error.rs",
    ],
  },
  {
    folder: "heic/src",
    language: "rust",
    layers: ["lib.rs", "wasm.rs", "decoder.rs", "container.rs", "ycbcr.rs", "color", ["geometry.rs", "error.rs"]],
  },
  { folder: "sandbox/src", language: "rust", layers: ["lib.rs", "wasm.rs", "service", "*"] },
  {
    folder: "js",
    language: "js",
    layers: ["cli", ["gateway", "sandbox", "element"], ["studio", "heic"], "rules", "client", "shims"],
    shares: { gateway: [], rules: ["client/index.ts"], sandbox: ["client/file.ts", "client/unpack.ts"] },
  },
  {
    folder: "js/gateway",
    language: "js",
    layers: [
      ["index.ts", "node.ts", "redis.ts"],
      "handler.ts",
      ["endpoints", "operations"],
      "follow",
      ["idempotency", "quota", "references"],
      "tasks",
      ["authorize.ts", "circuit-breaker.ts", "file-names.ts", "render-params.ts", "request-log.ts", "lifecycle.ts"],
      "signed-values.ts",
      "upstream",
      "options",
      "http",
      "types.ts",
      ["stores", "secrets"],
      ["caller.ts", "delivery-types.ts"],
      ["event-types.ts", "operation-types.ts", "quota-types.ts", "reference-types.ts"],
      ["timeout.ts", "is-record.ts", "base64.ts"],
    ],
  },
  {
    folder: "js/rules",
    language: "js",
    layers: [
      "index.ts",
      "disclose.ts",
      "labels.ts",
      "combine.ts",
      "check.ts",
      ["changes.ts", "markets.ts"],
      ["alterations.ts", "data.ts"],
      "*",
    ],
  },
  {
    folder: "js/studio",
    language: "js",
    layers: ["index.ts", "create-studio.ts", "studio.ts", "*"],
  },
  {
    folder: "js/element",
    language: "js",
    layers: ["frameworks", "define.ts", "index.ts", "studio", "events.ts", ["compare", "painter", "export"], "*"],
  },
];
