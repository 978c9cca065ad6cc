// The pages that people read: the README and what is in docs/.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));

const inFolder = (folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `${folder}/${name}`);

/** Their paths in the repository. */
export const pages = ["README.md", ...inFolder("docs"), ...inFolder("docs/guides")];

export const readPage = (path) => readFileSync(join(root, path), "utf8");
