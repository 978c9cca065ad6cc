// The check of imports in `npm run lint`, on small trees with a wrong import put in.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { beforeSetUpProblems } from "../../scripts/lint/before-setup.mjs";
import { importProblems, ownImportProblems } from "../../scripts/lint/imports.mjs";

const js = { folder: "js", language: "js", layers: ["cli", "client"] };

/** Writes files, by path, and returns their folder. */
function write(t, files) {
  const top = mkdtempSync(join(tmpdir(), "reroom-imports-"));
  t.after(() => rmSync(top, { recursive: true }));
  for (const [path, code] of Object.entries(files)) {
    mkdirSync(dirname(join(top, path)), { recursive: true });
    writeFileSync(join(top, path), code);
  }
  return top;
}

/** The problems of a tree with these files. */
const check = (t, trees, files) => importProblems(write(t, files), trees);

const crate = (files) => ({
  "src/lib.rs": "mod http;\nmod js;\nmod photos;\n",
  "src/http/mod.rs": "mod response;\npub use response::Response;\n",
  "src/http/response.rs": "use crate::js::error::{self, Error as Failure};\n",
  "src/js/mod.rs": "pub mod error;\n",
  "src/js/error.rs": "",
  "src/photos.rs": "",
  ...files,
});
const crateTree = { folder: "src", language: "rust", layers: ["lib.rs", ["http", "photos.rs"], "js"] };

test("this repository's imports run downward, without a circle", () => {
  assert.deepEqual(ownImportProblems(), []);
});

test("a Rust import of a lower layer passes", (t) => {
  assert.deepEqual(check(t, [crateTree], crate({})), []);
});

for (const [what, code, line] of [
  ["use declaration", "use std::rc::Rc;\nuse crate::http::response::Response;\n", 2],
  ["use of a re-export, in a group over lines,", "use crate::{\n  http::Response,\n  js,\n};\n", 1],
  ["path in code", "\n\nfn read() { super::super::http::response::read(); }\n", 3],
])
  test(`a Rust ${what} of a higher layer fails, with its line`, (t) => {
    const [problem, ...others] = check(t, [crateTree], crate({ "src/js/error.rs": code }));
    assert.deepEqual(
      others.filter((other) => !other.startsWith("Circular")),
      [],
    );
    assert.match(
      problem,
      new RegExp(`^src/js/error\\.rs:${line} imports src/http/response\\.rs, which is in a higher layer\\. Move `),
    );
  });

test("comments, strings and tests of Rust import nothing", (t) => {
  const code = [
    "// use crate::http::response::Response;",
    '/* crate::http */ const A: &str = "crate::http::response";',
    "#[cfg(all(test, unix))]\nmod tests {\n    use crate::http::response::Response;\n}",
    "",
  ].join("\n");
  assert.deepEqual(check(t, [crateTree], crate({ "src/js/error.rs": code })), []);
});

test("an import between two layers at the same height fails", (t) => {
  const [problem] = check(t, [crateTree], crate({ "src/photos.rs": "use crate::http::Response;\n" }));
  assert.match(problem, /^src\/photos\.rs:1 imports src\/http\/response\.rs, but photos\.rs and http must not import/);
});

test("a circle of Rust files fails with every line of it", (t) => {
  const files = crate({ "src/http/mod.rs": "mod a;\nmod b;\n", "src/http/a.rs": "use super::b::B;\n" });
  const problems = check(t, [crateTree], { ...files, "src/http/b.rs": "\nuse super::a;\n" });
  assert.deepEqual(problems, [
    "Circular imports: src/http/a.rs:1 imports src/http/b.rs, src/http/b.rs:2 imports src/http/a.rs. Move what they share into a file below them.",
  ]);
});

test("a file that belongs to no layer fails", (t) => {
  const files = crate({ "src/lib.rs": "mod http;\nmod js;\nmod other;\n", "src/other.rs": "" });
  assert.deepEqual(check(t, [crateTree], files), [
    "src/other.rs belongs to no layer. Add it, or its folder, to scripts/lint/layers.mjs.",
  ]);
});

for (const [what, code] of [
  ["import", 'import { run } from "../cli/index.js";'],
  ["import of a type", 'import type { Run } from "../cli/index.js";'],
  ["re-export", 'export * from "../cli/index.js";'],
  ["dynamic import", 'const load = () => import("../cli/index.js");'],
])
  test(`a JavaScript ${what} from a higher layer fails`, (t) => {
    const files = { "js/cli/index.ts": "export const run = 1;\n", "js/client/index.ts": `\n${code}\n` };
    const [problem] = check(t, [js], files);
    assert.match(problem, /^js\/client\/index\.ts:2 imports js\/cli\/index\.ts, which is in a higher layer\./);
  });

test("a circle of types in TypeScript fails", (t) => {
  const a = 'import type { B } from "./b.js";\nexport type A = B;\n';
  const b = 'import type { A } from "./a.js";\nexport type B = A;\n';
  const [problem] = check(t, [js], { "js/client/a.ts": a, "js/client/b.ts": b });
  assert.match(
    problem,
    /^Circular imports: js\/client\/a\.ts:1 imports js\/client\/b\.ts, js\/client\/b\.ts:1 imports/,
  );
});

test("a folder that shares a few files of a lower layer may import only those", (t) => {
  const tree = { ...js, shares: { cli: ["client/file.ts"] } };
  const code = 'import "../client/file.js";\nimport "../client/index.js";\n';
  const problems = check(t, [tree], { "js/cli/a.ts": code, "js/client/file.ts": "", "js/client/index.ts": "" });
  assert.equal(problems.length, 1);
  assert.match(problems[0], /^js\/cli\/a\.ts:2 imports js\/client\/index\.ts, which cli does not share\./);
});

const commands = (files) => ({
  "package.json": JSON.stringify({ scripts: { start: "node scripts/start.mjs", bench: "node bench/run.mjs" } }),
  "scripts/setup/index.mjs": 'import { join } from "node:path";\n',
  "scripts/start.mjs": 'import "./setup/index.mjs";\nawait import("vite");\n',
  "bench/run.mjs": "",
  ...files,
});

for (const [what, code] of [
  ["a package", 'import { build } from "vite";'],
  ["a package with a scope", 'import parser from "@babel/parser";'],
  ["a re-export of a package", 'export * from "vite";'],
  ["build output", 'import "../dist/sandbox/index.js";'],
])
  test(`a command that imports ${what} before set-up fails`, (t) => {
    const problems = beforeSetUpProblems(write(t, commands({ "bench/run.mjs": code })));
    assert.equal(problems.length, 1);
    assert.match(
      problems[0],
      /^bench\/run\.mjs imports \S+ before set-up and the build\. Load it with import\(\) after them\.$/,
    );
  });

test("a file that imports set-up fails if another of its imports imports a package", (t) => {
  const files = {
    "scripts/docs.mjs": 'import "./setup/index.mjs";\nimport "./page.mjs";\n',
    "scripts/page.mjs": 'import "vite";',
  };
  assert.deepEqual(beforeSetUpProblems(write(t, commands(files))), [
    "scripts/docs.mjs imports vite before set-up and the build (in scripts/page.mjs). Load it with import() after them.",
  ]);
});

test("dynamic imports, and files that run after set-up, may import packages", (t) => {
  assert.deepEqual(beforeSetUpProblems(write(t, commands({ "scripts/minify.mjs": 'import "vite";' }))), []);
});
