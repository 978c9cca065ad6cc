// Builds what tsc does not: one file of all elements for a script tag, and the custom-elements manifest.
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cli } from "@custom-elements-manifest/analyzer/cli.js";
import { build } from "vite";
import { root } from "./run.mjs";

const dist = join(root, "dist", "element");

/** `dist/element/reroom-element.js`: the elements, Lit, the client and its wasm in one file. */
async function bundle() {
  const inline = join(root, "dist", "client", "inline.js");
  await build({
    configFile: false,
    root,
    logLevel: "warn",
    publicDir: false,
    resolve: { alias: [{ find: /^(?:\.\.\/)+client\/index\.js$/, replacement: inline }] },
    build: {
      target: "es2022",
      outDir: dist,
      emptyOutDir: false,
      sourcemap: true,
      lib: { entry: join(dist, "define.js"), formats: ["es"], fileName: () => "reroom-element.js" },
      // Vite's library mode keeps whitespace for other bundlers, but nothing bundles this file.
      rolldownOptions: { output: { minify: true, codeSplitting: false } },
    },
  });
}

/** `dist/custom-elements.json`: attributes, properties, events and parts, for editors and documentation. */
async function manifest() {
  const argv = ["analyze", "--config", "scripts/custom-elements.config.mjs"];
  const { modules, ...rest } = await cli({ argv, cwd: root, noWrite: true });
  const built = (path) => path.replace(/^\/?js\//, "dist/").replace(/\.ts$/, ".js");
  for (const declaration of modules.flatMap(({ declarations }) => declarations))
    declaration.members = declaration.members?.filter(({ name }) => !name.startsWith("#"));
  const text = JSON.stringify({ ...rest, modules: modules.filter(declaresElement) }, (key, value) =>
    (key === "path" || key === "module") && typeof value === "string" ? built(value) : value,
  );
  writeFileSync(join(root, "dist", "custom-elements.json"), `${text}\n`);
}

const declaresElement = ({ declarations, exports }) =>
  declarations.some(({ customElement }) => customElement) ||
  exports?.some(({ kind }) => kind === "custom-element-definition");

/** Copies the declarations for frameworks, which tsc does not write. */
function frameworks() {
  const from = join(root, "js", "element", "frameworks");
  const to = join(dist, "frameworks");
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from).filter((each) => each.endsWith(".d.ts")))
    copyFileSync(join(from, name), join(to, name));
}

await bundle();
await manifest();
frameworks();
