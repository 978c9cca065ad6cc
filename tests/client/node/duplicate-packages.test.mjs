// Two copies of the package in one program, such as a script tag and a bundle, or two versions in one tree.
import assert from "node:assert/strict";
import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as here from "reroom";

const root = fileURLToPath(new URL("../../..", import.meta.url));
let folder, there;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "reroom-copy-"));
  for (const part of ["dist", "pkg", "package.json"])
    await cp(join(root, part), join(folder, part), { recursive: true });
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  there = await import(pathToFileURL(join(folder, "dist/client/index.js")).href);
  await Promise.all([here.default(), there.default()]);
});

after(() => rm(folder, { recursive: true, force: true }));

const thrownBy = (client) => {
  try {
    return new client.ReRoom({ baseUrl: 7 });
  } catch (error) {
    return error;
  }
};

test("an error of one copy is an instance of the other copy's ReRoomError, but not of a subclass", () => {
  assert.notEqual(here.ReRoomError, there.ReRoomError);
  class Own extends here.ReRoomError {}
  for (const error of [thrownBy(here), thrownBy(there)]) {
    assert.ok(error instanceof here.ReRoomError && error instanceof there.ReRoomError);
    assert.ok(error instanceof Error);
    assert.equal(error instanceof Own, false);
  }
  const own = new Own("network", "gone");
  assert.ok(own instanceof Own && own instanceof here.ReRoomError && own instanceof there.ReRoomError);
  for (const other of [new Error("none"), { name: "ReRoomError", code: "network" }, null, undefined, "ReRoomError", 1])
    assert.equal(other instanceof here.ReRoomError, false, String(other));
});

test("a MaskEditor of another copy is rejected with the reason and still works in its own copy", async () => {
  const editor = await there.MaskEditor.create({ width: 600, height: 400 });
  editor.rectangle(0, 0, 300, 400);
  const own = await here.MaskEditor.create({ width: 600, height: 400 });
  const refused = { name: "ReRoomError", code: "invalid_image", message: /another copy of the package/ };
  await assert.rejects(here.encodeMask(editor), refused);
  await assert.rejects(own.load(editor), refused);
  assert.equal(own.coverage(), 0);
  assert.equal(editor.coverage(), 0.5);
  assert.ok((await there.encodeMask(editor)).length > 50);
  editor.free();
  await assert.rejects(there.encodeMask(editor), { code: "invalid_image", message: /has been freed/ });
});
