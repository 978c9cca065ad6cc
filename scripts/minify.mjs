// Minifies JavaScript in place, for pages without a bundler. The source map contains the original source.
// `node scripts/minify.mjs FILE…`
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { minifySync } from "vite";

function minify(path) {
  const code = readFileSync(path, "utf8").replace(/^\/\/# sourceMappingURL=.*$/m, "");
  const mapPath = `${path}.map`;
  const inputMap = existsSync(mapPath) ? JSON.parse(readFileSync(mapPath, "utf8")) : undefined;
  const made = minifySync(basename(path), code, { module: true, sourcemap: true, inputMap });
  if (made.errors.length > 0) throw new Error(`${path} cannot be minified: ${made.errors[0].message}`);
  writeFileSync(path, `${made.code}\n//# sourceMappingURL=${basename(mapPath)}\n`);
  writeFileSync(mapPath, JSON.stringify({ ...made.map, file: basename(path) }));
}

for (const path of process.argv.slice(2)) minify(path);
