// Gives what a wasm imports from its glue short names. wasm-bindgen's names end with hashes, which do not compress, and both files
// contain them. `node scripts/short-names.mjs NAME…` changes pkg/NAME_bg.wasm and pkg/NAME.js.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import binaryen from "binaryen";
import { root } from "./run.mjs";

/** The wasm (bytes) and the glue (text) with short names. Imports from other modules keep theirs. */
function shortenImports(wasm, glue, glueModule) {
  const module = binaryen.readBinary(wasm);
  const functions = Array.from({ length: module.getNumFunctions() }, (_, index) =>
    binaryen.getFunctionInfo(module.getFunctionByIndex(index)),
  );
  let shortened = glue;
  for (const { name, module: from, base, params, results } of functions.filter(({ module }) => module !== "")) {
    const short = from === glueModule ? `_${name.replace(/\D/g, "")}` : base;
    if (from === glueModule) shortened = renameImport(shortened, base, short);
    // Binaryen renames an import only by adding it again.
    module.removeFunction(name);
    module.addFunctionImport(name, from, short, params, results);
  }
  return { wasm: module.emitBinary(), glue: shortened };
}

/** The glue with another name for one of the functions that it lists. */
function renameImport(glue, name, short) {
  const renamed = glue.replace(new RegExp(`(?<=^\\s*)${name}(?=: )`, "m"), short);
  if (renamed === glue)
    throw new Error(`The glue does not define ${name}, which the wasm imports. Look at how wasm-bindgen writes it.`);
  return renamed;
}

// As wasm-opt writes a small file.
binaryen.setOptimizeLevel(2);
binaryen.setShrinkLevel(2);
binaryen.setGenerateStackIR(true);
binaryen.setOptimizeStackIR(true);

for (const name of process.argv.slice(2)) {
  const [wasmPath, gluePath] = [`${name}_bg.wasm`, `${name}.js`].map((file) => join(root, "pkg", file));
  const made = shortenImports(readFileSync(wasmPath), readFileSync(gluePath, "utf8"), `./${name}_bg.js`);
  writeFileSync(wasmPath, made.wasm);
  writeFileSync(gluePath, made.glue);
}
