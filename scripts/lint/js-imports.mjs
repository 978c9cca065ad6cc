// Reads the imports between TypeScript and JavaScript files, including imports of types.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";

/** The files of a folder and their imports as `{ from, line, to }`, with paths relative to `root`. */
export function jsImports(root, folder) {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.[jt]s$/.test(name))
    .map((name) => join(folder, name));
  return { files, imports: files.flatMap((file) => importsOf(root, file).filter(({ to }) => files.includes(to))) };
}

function importsOf(root, file) {
  const code = readFileSync(join(root, file), "utf8");
  const { importedFiles } = ts.preProcessFile(code, true, true);
  return importedFiles
    .filter(({ fileName }) => fileName.startsWith("."))
    .map(({ fileName, pos }) => ({
      from: file,
      line: code.slice(0, pos).split("\n").length,
      to: source(root, join(dirname(file), fileName)),
    }));
}

/** The source file behind an import of `x.js`. */
function source(root, path) {
  const candidates = [".ts", ".d.ts"].map((extension) => path.replace(/\.js$/, extension));
  return candidates.find((candidate) => existsSync(join(root, candidate))) ?? path;
}
