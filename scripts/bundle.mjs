// Joins the glue of a wasm with the scripts that it imports, minified: a page without a bundler requests one file, and text that
// is compressed together is smaller. The source map contains the original source. `node scripts/bundle.mjs FILE…` does so in place.
// `--without=NAME` leaves out a script, to measure the rest.
// `node scripts/bundle.mjs --heic` joins the HEIC decoder's scripts: as a module, and as the text of a worker.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { build } from "vite";
import { breakLines } from "./line-breaks.mjs";
import { root } from "./run.mjs";

const args = process.argv.slice(2);
const heic = args[0] === "--heic";
const paths = args.filter((arg) => !arg.startsWith("--"));
const without = args.flatMap((arg) => /^--without=(.*)/.exec(arg)?.[1] ?? []);

/** Replaces the scripts with these names by ones that export the same names and have no code. */
const withoutScripts = (names) => ({
  name: "without-scripts",
  enforce: "pre",
  // wasm-bindgen copies only the scripts that are left.
  resolveId: (path) => (names.includes(basename(path)) ? join(root, "imaging/js", basename(path)) : undefined),
  load(id) {
    if (!names.includes(basename(id))) return undefined;
    const exported = readFileSync(id, "utf8").matchAll(/^export (?:async )?(?:const|function) (\w+)/gm);
    return Array.from(exported, ([, name]) => `export const ${name} = undefined;`).join("\n");
  },
});

/** The bundle of a script: `{ code, map }`. */
async function bundled(path, name, format = "es") {
  const { output } = await build({
    configFile: false,
    logLevel: "silent",
    plugins: [withoutScripts(without)],
    build: {
      write: false,
      target: "esnext",
      sourcemap: true,
      modulePreload: false,
      rollupOptions: {
        input: path,
        preserveEntrySignatures: "strict",
        output: { entryFileNames: name, format, minify: true },
      },
    },
  });
  const [chunk, ...others] = output.filter(({ type }) => type === "chunk");
  if (others.length > 0) throw new Error(`${path} was split into several files.`);
  return chunk;
}

async function bundle(path, target = path) {
  const name = basename(target);
  const chunk = await bundled(path, name);
  const { code, map } = breakLines(chunk.code, chunk.map);
  writeFileSync(target, code);
  writeFileSync(`${target}.map`, JSON.stringify({ ...map, file: name }));
}

if (heic) {
  const [scripts, target] = [join(root, "heic/js"), join(root, "pkg")];
  await bundle(join(scripts, "decode.js"), join(target, "heic_decode.js"));
  const { code } = await bundled(join(scripts, "worker.js"), "heic_worker.js", "iife");
  const text = code.replace(/^\/\/# sourceMappingURL=.*$/m, "").trim();
  writeFileSync(join(target, "heic_worker.js"), `export const text = ${JSON.stringify(text)};\n`);
} else {
  for (const path of paths) await bundle(path);
  for (const path of paths) rmSync(join(dirname(path), "snippets"), { recursive: true, force: true });
}
