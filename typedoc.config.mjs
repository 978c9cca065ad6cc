// The documentation as a site: the README, the guides, and a reference from the types of every entry point.
import { OptionDefaults } from "typedoc";
import { pages } from "./scripts/pages.mjs";

/** What the custom elements say of themselves for their manifest. */
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
    "js/sandbox/index.ts",
    "js/sandbox/node.ts",
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
  treatWarningsAsErrors: true,
  intentionallyNotExported: [
    "pkg/reroom.d.ts:MaskEditor",
    ...["EditBase", "PlainParams", "CreativityParams"].map((name) => `pkg/reroom.d.ts:${name}`),
    // The platform's own, as the project knows them.
    ...["WasmModule", "HTMLCanvasElement", "OffscreenCanvas", "ImageBitmap", "ImageData"].map(
      (name) => `pkg/reroom.d.ts:${name}`,
    ),
    ...["StudioTagProps", "CompareTagProps"].map((name) => `js/element/frameworks/react.ts:${name}`),
    // Exported as functions that load them.
    "js/element/export/pair.ts:exportPair",
    "js/element/export/mark.ts:markAsAltered",
  ],
  validation: { notExported: true, invalidLink: true, invalidPath: true, rewrittenLink: true },
};
