// Builds the documentation site in docs/build with TypeDoc: the guides, and the reference from the types.
import { fileURLToPath } from "node:url";
import { buildIfStale, isStale } from "./build.mjs";
import { run } from "./run.mjs";
import { setUp } from "./setup/index.mjs";

/** Builds the site; a warning of TypeDoc is an error. */
export function buildDocs() {
  console.log("docs: TypeDoc");
  run("typedoc", []);
}

/** Builds the site if one of its sources is newer. */
export function buildDocsIfStale() {
  const sources = ["docs/guides", "README.md", "js", "pkg/reroom.d.ts", "typedoc.config.mjs"];
  if (isStale(["docs/build/index.html"], sources)) buildDocs();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await setUp();
  buildIfStale();
  buildDocs();
  console.log("docs: docs/build/index.html");
}
