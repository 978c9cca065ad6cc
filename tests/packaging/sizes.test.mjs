// The client's size is below its limits and matches the README.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { complaints, measure, unheld } from "../../scripts/sizes.mjs";
import { root } from "./project.mjs";

test("every size is below its limit and matches the README", { skip: unheld() }, async () => {
  const rows = await measure();
  const readme = await readFile(join(root, "README.md"), "utf8");
  assert.deepEqual(complaints(rows, readme), []);

  const heavier = rows.map((row) => ({ ...row, bytes: row.bytes * 2, brotli: row.brotli * 2 }));
  assert.equal(complaints(heavier, readme).length, rows.length + 3);
});
