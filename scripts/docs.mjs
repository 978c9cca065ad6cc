// Builds the documentation site in docs/build with TypeDoc: the guides, and the reference from the types.
import { fileURLToPath } from "node:url";
import { buildIfStale } from "./build.mjs";
import { writePages } from "./rules/pages.mjs";
import { tee } from "./run.mjs";
import { setUp } from "./setup/index.mjs";
import { isStale } from "./stale.mjs";

/** Builds the site; a warning of TypeDoc is an error. */
export async function buildDocs() {
  writePages();
  const { status } = await tee("typedoc", []);
  if (status !== 0) throw new Error("TypeDoc could not build the documentation. Fix what it reports above.");
}

/** Whether one of the site's sources is newer than the site. */
export function docsAreStale() {
  const sources = ["docs/guides", "README.md", "js", "pkg/reroom.d.ts", "typedoc.config.mjs"];
  return isStale(["docs/build/index.html"], sources);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await setUp();
  await buildIfStale();
  await buildDocs();
  console.log("docs: docs/build/index.html");
}
