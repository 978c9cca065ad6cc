// Configures the documentation site: the README, the guides, and an API reference for every entry point.
import { OptionDefaults } from "typedoc";
import { pages } from "./scripts/pages.mjs";

/** Tags that document the custom elements in their manifest. */
const elementTags = ["@attr", "@cssprop", "@csspart", "@fires", "@slot", "@tagname"];

/** @type {Partial<import("typedoc").TypeDocOptions>} */
export default {
  name: "reroom",
  entryPoints: [
    "js/client/index.ts",
    "js/element/index.ts",
    "js/element/frameworks/react.ts",
    "js/gateway/index.ts",
    "js/gateway/node.ts",
    "js/gateway/redis.ts",
    "js/heic/index.ts",
    "js/heic/inline.ts",
    "js/rules/index.ts",
    "js/sandbox/index.ts",
    "js/sandbox/node.ts",
    "js/studio/index.ts",
  ],
  tsconfig: "js/tsconfig.json",
  projectDocuments: pages.filter((page) => page !== "README.md"),
  out: "docs/build",
  readme: "README.md",
  includeVersion: true,
  disableSources: true,
  excludePrivate: true,
  excludeProtected: true,
  excludeInternal: true,
  excludeExternals: true,
  blockTags: [...OptionDefaults.blockTags, ...elementTags],
  highlightLanguages: [...OptionDefaults.highlightLanguages, "python"],
  treatWarningsAsErrors: true,
  intentionallyNotExported: [
    "pkg/imaging.d.ts:MaskEditor",
    ...["EditBase", "PlainParams", "CreativityParams"].map((name) => `pkg/reroom.d.ts:${name}`),
    // Stand-ins for types of the platform.
    "pkg/reroom.d.ts:WasmModule",
    ...["HTMLImageElement", "HTMLCanvasElement", "OffscreenCanvas", "ImageBitmap", "ImageData"].map(
      (name) => `pkg/imaging.d.ts:${name}`,
    ),
    ...["StudioTagProps", "CompareTagProps"].map((name) => `js/element/frameworks/react.ts:${name}`),
    // Exported through functions that load them lazily.
    "js/element/export/pair.ts:exportPair",
    "js/element/export/mark.ts:markAsAltered",
  ],
  validation: { notExported: true, invalidLink: true, invalidPath: true, rewrittenLink: true },
};
