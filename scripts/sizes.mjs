// What the client weighs, raw and brotli, and the same table in the README.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { buildIfStale } from "./build.mjs";
import { root } from "./run.mjs";
import { setUp } from "./setup/index.mjs";

setUp();
buildIfStale();

const read = (path) => readFileSync(join(root, path));
const snippets = readdirSync(join(root, "pkg", "snippets"), { recursive: true, encoding: "utf8" });
const facade = ["index.js", "api.js", "init.js", "load.js", "error-types.js"].map((name) =>
  join("dist", "client", name),
);
const parts = [
  ["wasm", ["pkg/reroom_bg.wasm"]],
  [
    "glue",
    [
      "pkg/reroom.js",
      "pkg/reroom_url.js",
      ...snippets.filter((name) => name.endsWith(".js")).map((name) => join("pkg/snippets", name)),
    ],
  ],
  ["facade", facade],
];

const rows = parts.map(([name, files]) => {
  const contents = files.map(read);
  const size = (buffers) => buffers.reduce((total, buffer) => total + buffer.length, 0);
  return [name, size(contents), size(contents.map((content) => brotliCompressSync(content)))];
});
rows.push(["together", rows.reduce((total, row) => total + row[1], 0), rows.reduce((total, row) => total + row[2], 0)]);

const number = (value) => value.toLocaleString("en");
const table = [
  "| part | bytes | brotli |",
  "|---|--:|--:|",
  ...rows.map((row) => `| ${row[0]} | ${row.slice(1).map(number).join(" | ")} |`),
];
console.log(table.join("\n"));

const readme = read("README.md").toString();
const marked = /(<!-- sizes -->\n)[^]*?(<!-- \/sizes -->)/;
writeFileSync(join(root, "README.md"), readme.replace(marked, `$1${table.join("\n")}\n$2`));
