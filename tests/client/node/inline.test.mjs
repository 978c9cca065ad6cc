// `reroom/inline`: the same package with the wasm inside the module.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { mock, test } from "node:test";
import * as file from "reroom";
import * as inline from "reroom/inline";

test("reroom/inline exports the same classes and functions as reroom", () => {
  assert.deepEqual(Object.keys(inline).sort(), Object.keys(file).sort());
  for (const name of Object.keys(file)) if (name !== "default") assert.equal(inline[name], file[name], name);
});

test("init of reroom/inline reads no file, sends no request, and initializes reroom too", async () => {
  const reads = mock.method(process, "getBuiltinModule");
  const requests = mock.method(globalThis, "fetch");
  assert.throws(() => inline.catalog(), /await init\(\)/);
  const exports = await inline.default();
  assert.ok(inline.catalog().interior.style.length > 20);
  assert.ok(new file.ReRoom() instanceof inline.ReRoom);
  assert.equal(await file.default(), exports);
  const files = reads.mock.calls.filter(({ arguments: [name] }) => /\bfs\b/.test(name));
  assert.deepEqual([files.length, requests.mock.callCount()], [0, 0]);
});

test("no module of reroom/inline uses import.meta, so bundlers copy no wasm file", async () => {
  const modules = [
    "dist/client/inline.js",
    "dist/client/facade.js",
    "dist/client/imaging-inlined.js",
    "dist/client/node.js",
    "pkg/imaging.js",
    "pkg/reroom.js",
  ];
  for (const path of modules) {
    const code = await readFile(new URL(`../../../${path}`, import.meta.url), "utf8");
    assert.ok(!code.includes("import.meta"), path);
  }
});
