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
  intentionallyNotExported: ["pkg/reroom.d.ts:MaskEditor"],
  validation: { notExported: true, invalidLink: true, invalidPath: true, rewrittenLink: true },
};
