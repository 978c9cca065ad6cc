// Joins the glue of a wasm with the scripts that it imports, minified: a page without a bundler requests one file, and text that
// is compressed together is smaller. The source map contains the original source. `node scripts/bundle.mjs FILE…`
import { rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { build } from "vite";

async function bundle(path) {
  const name = basename(path);
  const { output } = await build({
    configFile: false,
    logLevel: "silent",
    build: {
      write: false,
      target: "esnext",
      sourcemap: true,
      modulePreload: false,
      rollupOptions: { input: path, preserveEntrySignatures: "strict", output: { entryFileNames: name, minify: true } },
    },
  });
  const [{ code, map }, ...others] = output.filter(({ type }) => type === "chunk");
  if (others.length > 0) throw new Error(`${path} was split into several files.`);
  writeFileSync(path, code);
  writeFileSync(`${path}.map`, JSON.stringify({ ...map, file: name }));
}

const paths = process.argv.slice(2);
for (const path of paths) await bundle(path);
for (const path of paths) rmSync(join(dirname(path), "snippets"), { recursive: true, force: true });
