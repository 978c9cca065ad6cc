// Finds commands that import npm packages or build output, which are missing on a fresh clone until set-up and the build are done.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

const setUpFile = "scripts/setup/index.mjs";
const folders = ["scripts", "bench"];

/**
 * The commands that statically import an npm package or build output, one message each. A command is a file that package.json
 * runs, or one that imports set-up.
 */
export function beforeSetUpProblems(top) {
  const named = commandsOf(JSON.parse(readFileSync(join(top, "package.json"), "utf8")));
  const problems = folders
    .flatMap((folder) => modulesIn(top, folder))
    .map((file) => ({ file, ...staticImports(top, file) }))
    .filter(({ file, files }) => named.includes(file) || files.has(setUpFile))
    .flatMap(({ file, missing }) => [...missing].map(([name, from]) => describe(file, name, from)));
  return [...new Set(problems)];
}

/** The files that the scripts of package.json start with Node. */
const commandsOf = ({ scripts = {} }) =>
  Object.values(scripts).flatMap((script) => [...script.matchAll(/\bnode (\S+)/g)].map(([, file]) => file));

function modulesIn(top, folder) {
  if (!existsSync(join(top, folder))) return [];
  const isModule = (path) => path.endsWith(".mjs") && !path.includes("node_modules");
  return readdirSync(join(top, folder), { recursive: true, encoding: "utf8" })
    .filter(isModule)
    .map((path) => join(folder, path));
}

/** The files that loading a file loads, and the imports that a fresh clone lacks, each with the file that imports it. */
function staticImports(top, entry) {
  const files = new Set([entry]);
  const missing = new Map();
  // A set also visits what is added during the iteration.
  for (const file of files)
    for (const specifier of specifiers(readFileSync(join(top, file), "utf8"))) {
      const path = specifier.startsWith(".") ? join(dirname(file), specifier) : undefined;
      if (path && !isBuilt(path)) files.add(path);
      else if (!specifier.startsWith("node:")) missing.set(path ?? specifier, file);
    }
  return { files, missing };
}

const isBuilt = (path) => /^(?:pkg|dist)\//.test(path);

/** What a module imports or re-exports. `import()` waits until it is called, so it does not count. */
const specifiers = (code) =>
  ts
    .createSourceFile("module.mjs", code, ts.ScriptTarget.Latest)
    .statements.flatMap(({ moduleSpecifier }) => moduleSpecifier?.text ?? []);

const describe = (command, name, from) =>
  `${command} imports ${name} before set-up and the build${from === command ? "" : ` (in ${from})`}. ` +
  `Load it with import() after them.`;
