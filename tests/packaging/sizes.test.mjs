// The client's size is below its limits and matches the README.
import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { brotliCompressSync } from "node:zlib";
import { complaints, measure, unheld } from "../../scripts/sizes.mjs";
import { root } from "./project.mjs";

test("every size is below its limit and matches the README", { skip: unheld() }, async () => {
  const rows = await measure();
  const readme = await readFile(join(root, "README.md"), "utf8");
  assert.deepEqual(complaints(rows, readme), []);

  const heavier = rows.map((row) => ({ ...row, bytes: row.bytes * 2, brotli: row.brotli * 2 }));
  assert.equal(complaints(heavier, readme).length, rows.length + 4);
});

test("the rules of listing markets with all their data have at most 20,000 bytes of brotli", async () => {
  const folder = join(root, "dist/rules");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".js"));
  const files = await Promise.all(names.map((name) => readFile(join(folder, name))));
  const size = files.reduce((sum, file) => sum + brotliCompressSync(file).length, 0);
  assert.ok(size <= 20_000, String(size));
});
