// Reads the imports between the files of a crate from its `use` declarations and paths. Ignores tests.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The imports of a crate as `{ from, line, to }`, with paths relative to `root`. `folder` holds its `lib.rs`. */
export function rustImports(root, folder) {
  const crate = readModule(root, join(folder, "lib.rs"), folder);
  const modules = [...descendants(crate)];
  return {
    files: modules.map(({ file }) => file),
    imports: modules.flatMap((module) => importsOf(module, crate)),
  };
}

/** A module and its submodules: `{ file, code, parent, children: Map }`. */
function readModule(root, file, folder, parent) {
  const code = withoutTests(withoutText(readFileSync(join(root, file), "utf8")));
  const module = { file, code, parent, children: new Map() };
  for (const [, name] of code.matchAll(/\bmod (\w+);/g)) {
    const inside = join(folder, name);
    const child = [`${inside}.rs`, join(inside, "mod.rs")].find((path) => existsSync(join(root, path)));
    if (child) module.children.set(name, readModule(root, child, inside, module));
  }
  return module;
}

function* descendants(module) {
  yield module;
  for (const child of module.children.values()) yield* descendants(child);
}

/** Replaces comments and literals with spaces; line numbers stay the same. */
function withoutText(source) {
  const text = /\/\/.*|\/\*[^]*?\*\/|\bb?r(#*)"[^]*?"\1|(?:\bb)?"(?:[^"\\]|\\[^])*"|'(?:[^'\\\n]|\\[^\n]+?)'/g;
  return source.replaceAll(text, blank);
}

const blank = (text) => text.replaceAll(/[^\n]/g, " ");

/** Replaces test modules with spaces. Rustfmt puts their closing brace in the first column. */
const withoutTests = (code) =>
  code.replaceAll(/^#\[cfg\(.*\btest\b.*\)\]\n(?:#\[.*\]\n)*mod \w+(?:;| \{$[^]*?^\})/gm, blank);

function importsOf(module, crate) {
  const { code, file } = module;
  const uses = [...code.matchAll(/(?<!pub(?:\([^)]*\))? )\buse\s+([^;]+);/g)].flatMap(({ index, 1: tree }) =>
    pathsOf(tree).map((path) => ({ index, path })),
  );
  const named = [...code.matchAll(/(?<!\w|::)(?:\w+)(?:::\w+)+/g)].map(({ index, 0: path }) => ({
    index,
    path: path.split("::"),
  }));
  const imports = [...uses, ...named].map(({ index, path }) => ({
    from: file,
    line: code.slice(0, index).split("\n").length,
    to: resolve(path, module, crate),
  }));
  return imports.filter(({ to }) => to && to !== file);
}

/** The paths of a `use` tree: `a::{b, c::d as e}` gives `[a, b]` and `[a, c, d]`. */
function pathsOf(tree) {
  const open = tree.indexOf("{");
  if (open < 0)
    return [
      tree
        .replace(/\sas\s.*/, "")
        .trim()
        .split("::"),
    ];
  const prefix = tree.slice(0, open).trim().split("::").slice(0, -1);
  return split(tree.slice(open + 1, tree.lastIndexOf("}"))).flatMap((part) =>
    pathsOf(part).map((path) => [...prefix, ...path]),
  );
}

/** Splits a list at the commas outside braces. */
function split(list) {
  const parts = [""];
  let depth = 0;
  for (const character of list) {
    if (character === "{") depth++;
    if (character === "}") depth--;
    if (character === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts.filter((part) => part.trim() !== "");
}

/** The file that a path leads to; `undefined` for another crate. */
function resolve([first, ...rest], module, crate) {
  const starts = { crate, self: module, super: module.parent };
  const start = Object.hasOwn(starts, first) ? starts[first] : module.children.get(first);
  return start && descend(start, rest);
}

function descend(module, [name, ...rest]) {
  if (name === undefined || name === "self" || name === "*") return module.file;
  if (name === "super") return module.parent && descend(module.parent, rest);
  const child = module.children.get(name);
  return child ? descend(child, rest) : (reexported(module, name) ?? module.file);
}

/** The file from which a module re-exports a name. */
function reexported(module, name) {
  for (const [, tree] of module.code.matchAll(/\bpub(?:\([^)]*\))? use\s+([^;]+);/g))
    for (const [first, ...rest] of pathsOf(tree)) {
      const child = module.children.get(first);
      if (child && rest.at(-1) === name) return descend(child, rest);
    }
  return undefined;
}
