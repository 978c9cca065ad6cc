// Gives what a wasm and its glue share short names. wasm-bindgen's are long, end with hashes, which do not compress, and stand in
// both files. `node scripts/short-names.mjs FILE…` changes the glue FILE, such as pkg/imaging.js, and the wasm beside it.
import { readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import binaryen from "binaryen";
import { orderBySimilarity } from "./function-order.mjs";

/** What `init()` resolves to has this export, so it keeps its name. */
const publicExports = ["memory"];

/** Replaces a pattern that the glue must have. */
function replace(glue, pattern, replacement) {
  const replaced = glue.replace(pattern, replacement);
  if (replaced === glue)
    throw new Error(
      `The glue has nothing like ${pattern}. Look at how wasm-bindgen writes what the wasm imports and exports.`,
    );
  return replaced;
}

const providedObject = /const import0 = \{[^]*?\n {4}\};\n/;

/** The functions that a glue provides, by name. */
function listProvided(glue) {
  const [object] = providedObject.exec(glue) ?? [""];
  const functions = object.matchAll(/^ {8}(\w+): ([^]*?),\n(?= {8}\w+: | {4}\};\n)/gm);
  return new Map(Array.from(functions, ([, name, value]) => [name, value]));
}

/**
 * Numbers the imports of a wasm. Returns its glue with a list in place of their names: WebAssembly reads imports from any object, and a
 * list needs no names.
 */
function shortenImports(module, glue, glueModule) {
  const functions = Array.from({ length: module.getNumFunctions() }, (_, index) =>
    binaryen.getFunctionInfo(module.getFunctionByIndex(index)),
  );
  // What is alike compresses better side by side.
  const type = ({ params, results }) => [results, params].map(binaryen.expandType).join();
  const imports = functions
    .filter(({ module }) => module !== "")
    .toSorted((one, other) => (type(one) < type(other) ? -1 : Number(type(one) > type(other))));
  const provided = listProvided(glue);
  // Binaryen renames an import only by adding it again.
  for (const { name } of imports) module.removeFunction(name);
  const values = imports.map(({ name, module: from, base, params, results }, index) => {
    module.addFunctionImport(name, "_", String(index), params, results);
    return from === glueModule ? provided.get(base) : `${new RegExp(`"${from}": (\\w+),`).exec(glue)[1]}.${base}`;
  });
  const shortened = glue.replaceAll(/^\s*"\.\/snippets\/.*": \w+,\n/gm, "");
  const list = `const import0 = [\n${values.join(",\n")},\n];\n`;
  return replace(
    replace(shortened, providedObject, () => list),
    `"${glueModule}": import0`,
    "_: import0",
  );
}

/** Renames the exported functions of a wasm, and removes those that its glue never calls. Returns the glue with the same names. */
function shortenExports(module, glue) {
  const exports = Array.from({ length: module.getNumExports() }, (_, index) =>
    binaryen.getExportInfo(module.getExportByIndex(index)),
  );
  let shortened = glue;
  for (const [index, { name, value, kind }] of exports.entries()) {
    if (kind !== binaryen.ExternalFunction || publicExports.includes(name)) continue;
    const calls = new RegExp(`(?<=\\bwasm\\.)${name}\\b`, "g");
    module.removeExport(name);
    if (shortened.search(calls) < 0) continue;
    module.addFunctionExport(value, `_${index}`);
    shortened = shortened.replaceAll(calls, `_${index}`);
  }
  return shortened;
}

/** Moves functions that are alike side by side. */
function orderFunctions(module) {
  const functions = Array.from({ length: module.getNumFunctions() }, (_, index) =>
    binaryen.getFunctionInfo(module.getFunctionByIndex(index)),
  ).filter(({ module }) => module === "");
  const order = orderBySimilarity(module.emitBinary());
  // Binaryen moves a function only by adding it again.
  for (const { name } of functions) module.removeFunction(name);
  for (const index of order) {
    const { name, params, results, vars, body } = functions[index];
    module.addFunction(name, params, results, vars, body);
  }
}

// As wasm-opt writes a small file.
binaryen.setOptimizeLevel(2);
binaryen.setShrinkLevel(2);
binaryen.setGenerateStackIR(true);
binaryen.setOptimizeStackIR(true);

for (const gluePath of process.argv.slice(2)) {
  const wasmPath = gluePath.replace(/\.js$/, "_bg.wasm");
  const module = binaryen.readBinary(readFileSync(wasmPath));
  const glue = shortenImports(module, readFileSync(gluePath, "utf8"), `./${basename(gluePath, ".js")}_bg.js`);
  writeFileSync(gluePath, shortenExports(module, glue));
  module.runPasses(["remove-unused-module-elements"]);
  orderFunctions(module);
  writeFileSync(wasmPath, module.emitBinary());
}
