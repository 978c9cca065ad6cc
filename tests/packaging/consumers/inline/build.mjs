// Builds a single HTML file that contains everything.
import { mkdir, writeFile } from "node:fs/promises";
import { build } from "esbuild";

const { outputFiles } = await build({
  entryPoints: ["../shared/page.js"],
  alias: { reroom: "reroom/inline" },
  bundle: true,
  format: "esm",
  minify: true,
  write: false,
});
await mkdir("dist");
const script = outputFiles[0].text.replaceAll("</script", "<\\/script");
await writeFile("dist/index.html", `<!doctype html><title>A file</title><script type="module">${script}</script>`);
