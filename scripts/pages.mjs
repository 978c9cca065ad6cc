// The pages for people: the README and everything in docs/.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { pagePaths } from "./rules/pages.mjs";
import { root } from "./run.mjs";

/** The reading order of the guides; other pages follow. */
const first = [
  ...[
    "client",
    "photos",
    "node",
    "folders",
    "masks",
    "models",
    "batches",
    "errors",
    "keys",
    "gateway",
    "operations",
    "sandbox",
  ],
  ...["element", "studio", "disclosure", "rules", "migrating", "bundlers", "frameworks", "test-runners", "csp"],
];

const inFolder = (folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${folder}/${name}`);

const ordered = first.map((name) => `docs/guides/${name}.md`).filter((path) => existsSync(join(root, path)));

/** Their paths in the repository. */
export const pages = [
  "README.md",
  ...new Set([...ordered, ...inFolder("docs/guides"), ...inFolder("docs"), ...pagePaths()]),
];

export const readPage = (path) => readFileSync(join(root, path), "utf8");
