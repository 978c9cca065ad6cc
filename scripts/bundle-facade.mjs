// Bundles js/client into one script per entry point, and one for what they share: a page without a bundler requests fewer files, and
// text that is compressed together is smaller. Replaces what tsc wrote, except the declarations.
import { appendFileSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "vite";
import { breakLines } from "./line-breaks.mjs";
import { root } from "./run.mjs";

const from = join(root, "js", "client");
const to = join(root, "dist", "client");

/** What users and the other folders of js import. */
const entries = [
  ...["index", "node", "inline"],
  ...["copy-warning", "error-types", "file", "image-decoders", "imaging", "once", "unpack"],
];
/** What the entry points share. */
const shared = ["api", "bind-methods", "error-types", "explained", "file", "image-decoders", "imaging", "load", "once"];

for (const name of readdirSync(to)) if (/\.js(\.map)?$/.test(name)) rmSync(join(to, name));
// Only the facade imports it.
rmSync(join(to, "sharp"), { recursive: true });
await build({
  configFile: false,
  logLevel: "warn",
  publicDir: false,
  build: {
    target: "es2022",
    outDir: to,
    emptyOutDir: false,
    sourcemap: true,
    lib: {
      entry: entries.map((name) => join(from, `${name}.ts`)),
      formats: ["es"],
      fileName: (_, name) => `${name}.js`,
    },
    rolldownOptions: {
      // The glue stays in pkg, beside its wasm.
      external: /\/pkg\//,
      output: {
        chunkFileNames: "[name].js",
        // Consoles print the names of classes.
        minify: { mangle: { keepNames: { class: true, function: false } }, compress: true, codegen: true },
        comments: { annotation: false },
        codeSplitting: { groups: [{ name: "facade", test: (id) => shared.includes(basename(id, ".ts")) }] },
      },
    },
  },
});

for (const name of readdirSync(to).filter((name) => name.endsWith(".js.map"))) {
  const [script, map] = [join(to, name.replace(/\.map$/, "")), join(to, name)];
  const broken = breakLines(readFileSync(script, "utf8"), JSON.parse(readFileSync(map, "utf8")));
  writeFileSync(script, broken.code);
  writeFileSync(map, JSON.stringify(broken.map));
}

// A script that only exports from the facade has no source map yet. Debuggers would report that it is missing.
for (const name of entries.map((entry) => `${entry}.js`)) {
  if (existsSync(join(to, `${name}.map`))) continue;
  appendFileSync(join(to, name), `\n//# sourceMappingURL=${name}.map\n`);
  const map = { version: 3, file: name, sources: [], names: [], mappings: "" };
  writeFileSync(join(to, `${name}.map`), JSON.stringify(map));
}
