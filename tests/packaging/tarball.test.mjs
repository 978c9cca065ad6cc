// The packed tarball: its files, the results of package checkers, and its source maps.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { SourceMap } from "node:module";
import { homedir } from "node:os";
import { join, posix } from "node:path";
import { before, test } from "node:test";
import { pack, project, root, run } from "./project.mjs";

let folder, tarball, files;
before(async () => {
  folder = await project();
  ({ tarball, files } = await pack());
});

const installed = (path) => readFile(join(folder, "node_modules", "reroom", path), "utf8");

test("the tarball contains only the necessary files", async () => {
  const manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const named = manifest.files.filter((path) => !path.includes("*") && path !== "dist");
  const needed = ["README.md", "package.json", ...named];
  const built = [
    "pkg/reroom.js",
    "pkg/reroom.d.ts",
    "pkg/reroom_bg.wasm",
    "pkg/imaging.js",
    "pkg/imaging_bg.wasm",
    "pkg/heic_bg.wasm",
    "pkg/heic_worker.js",
    "pkg/sandbox/sandbox_bg.wasm",
  ];
  for (const path of [...needed, ...built]) assert.ok(files.includes(path), `${path} is missing`);

  const strangers = files.filter(
    (path) => !needed.includes(path) && !/^(?:dist|pkg)\/.*\.(?:js|wasm|ts|map|json)$/.test(path),
  );
  assert.deepEqual(strangers, []);
});

test("every export exists and lists its types first", async () => {
  const { main, types, exports, bin } = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const leaves = (tree) => (typeof tree === "string" ? [tree] : Object.values(tree).flatMap(leaves));
  for (const path of leaves([main, types, exports, bin])) {
    const [start, end = ""] = posix.normalize(path).split("*");
    const fits = (file) => (path.includes("*") ? file.startsWith(start) && file.endsWith(end) : file === start);
    assert.ok(files.some(fits), `package.json lists ${path}, which is missing`);
  }
  for (const [name, entry] of Object.entries(exports)) {
    const isFile = /\.\w+$/.test(name);
    if (isFile && typeof entry === "string") continue;
    // Resolvers use the first matching condition, so those after `default` would be ignored.
    const [first, ...others] = Object.keys(entry);
    assert.deepEqual([first, others.at(-1)], ["types", "default"], name);
    const isDifferentInNode = [".", "./heic"].includes(name);
    assert.deepEqual(others.slice(0, -1), isDifferentInNode ? ["node"] : [], name);
  }
});

test("publint reports no problems", async () => {
  const { publint } = await import(join(folder, "node_modules", "publint", "src", "index-node.js"));
  const { messages } = await publint({ pkgDir: join(folder, "node_modules", "reroom"), pack: false, strict: true });
  assert.deepEqual(messages, []);
});

test("attw finds the types of every export for ES modules", async () => {
  const attw = join(folder, "node_modules", ".bin", "attw");
  await run(process.execPath, [
    attw,
    tarball,
    "--profile",
    "esm-only",
    "--exclude-entrypoints",
    "./openapi.yaml",
    "--no-emoji",
  ]);
});

test("no file contains a path of the build machine", async () => {
  const inPackage = join(folder, "node_modules", "reroom");
  for (const path of files) {
    const text = await readFile(join(inPackage, path), "latin1");
    for (const machine of [root, homedir()]) assert.ok(!text.includes(machine), `${path} contains ${machine}`);
  }
});

test("source maps contain their sources and refer to no file outside the package", async () => {
  const present = new Set(files);
  for (const path of files.filter((path) => /\.(?:js|d\.ts)$/.test(path))) {
    const map = /^\/\/# sourceMappingURL=(.+)$/m.exec(await installed(path))?.[1];
    if (/^dist\/.*\.js$/.test(path)) assert.ok(map, `${path} has no source map`);
    if (!map) continue;
    const mapped = posix.join(posix.dirname(path), map);
    assert.ok(present.has(mapped), `${path} refers to ${mapped}, which is missing`);
    const { sources, sourcesContent } = JSON.parse(await installed(mapped));
    sources.forEach((source, index) => {
      const there =
        present.has(posix.join(posix.dirname(mapped), source)) || typeof sourcesContent?.[index] === "string";
      assert.ok(there, `${mapped} does not contain ${source}`);
    });
  }
});

const minified = () =>
  files.filter((path) => /^(?:pkg\/(?:reroom|imaging|sandbox)|dist\/client\/[\w-]+)\.js$/.test(path));

test("minified scripts have short lines, because Node prints the line of an uncaught error", async () => {
  assert.ok(minified().length > 10);
  for (const path of minified()) {
    const longest = Math.max(...(await installed(path)).split("\n").map((line) => line.length));
    assert.ok(longest <= 1000, `${path} has a line of ${longest} characters`);
  }
});

test("source maps of minified scripts find the original lines", async () => {
  let checked = 0;
  for (const path of minified()) {
    const map = JSON.parse(await installed(`${path}.map`));
    const sources = new Map(map.sources.map((source, index) => [source, map.sourcesContent?.[index]?.split("\n")]));
    const sourceMap = new SourceMap(map);
    for (const [index, line] of (await installed(path)).split("\n").entries())
      for (const { 1: text, index: column } of line.matchAll(/`([a-z]{6,})`/g)) {
        const { originalSource, originalLine } = sourceMap.findEntry(index, column);
        assert.ok(sources.get(originalSource)[originalLine].includes(text), `${path}:${index + 1}: ${text}`);
        checked++;
      }
  }
  assert.ok(checked > 100, `${checked} texts were checked`);
});
