// Reads the files of a recipe from a guide: code blocks whose first line is a comment with a path.
import assert from "node:assert/strict";
import { readPage } from "../../scripts/pages.mjs";

const fence = /^```(\w+)\n(?:\/\/|#|<!--) (\S+\.\w+)(?: -->)?\n(.*?)^```$/gms;

/** The files in a section of a guide: `{ path: text }`. */
export function recipe(page, heading) {
  const text = readPage(`docs/guides/${page}.md`);
  const start = text.indexOf(`\n${heading}\n`);
  assert.ok(start >= 0, `${page} has no heading "${heading}"`);
  const [marks] = heading.split(" ");
  const body = text.slice(start + heading.length + 1);
  const end = body.search(new RegExp(`^#{1,${marks.length}} `, "m"));
  const section = end < 0 ? body : body.slice(0, end);
  const files = Object.fromEntries([...section.matchAll(fence)].map(([, , path, code]) => [path, code]));
  assert.ok(Object.keys(files).length > 0, `"${heading}" of ${page} has no files`);
  return files;
}
