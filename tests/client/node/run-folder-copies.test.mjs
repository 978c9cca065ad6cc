// `npx reroom run` with photos that are copied, renamed, changed or removed: no photo is bought twice, and no result is lost.
import assert from "node:assert/strict";
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { orderAndKill, orders, out, photos, root, run, sandbox, startGateway } from "./run-folder.mjs";

/** Creates a folder with a room, named `room.jpg`. */
function createFolder(name) {
  const folder = join(root, name);
  mkdirSync(folder);
  cpSync(join(photos, "living-room.jpg"), join(folder, "room.jpg"));
  return folder;
}

const result = (name) => readFileSync(join(out, name));

test("copies of a photo are ordered once, and each gets the result", async () => {
  const folder = createFolder("copies");
  for (const name of ["copy.jpg", "other.JPEG", "second/room.jpg"]) {
    cpSync(join(folder, "room.jpg"), join(folder, name));
  }
  const dry = await run(["--dry-run"], { folder });
  assert.match(dry.stdout, /1 can be sent as they are\n.*\n.*\n {2}3 are copies of others/);
  assert.match(dry.stdout, /Credits: 1 /);
  const { status, stderr } = await run([], { folder });
  assert.deepEqual([status, orders().length], [0, 1], stderr);
  assert.match(stderr, /4 photos: 4 done/);
  for (const name of ["copy.jpg", "other.JPEG", "second/room.jpg"]) assert.deepEqual(result(name), result("room.jpg"));
  rmSync(join(out, "copy.jpg"));
  const again = await run(["--json"], { folder });
  assert.deepEqual([again.status, orders().length], [0, 1], again.stderr);
  assert.equal(JSON.parse(again.stdout).skipped, 3);
  assert.ok(existsSync(join(out, "copy.jpg")));
});

test("a copy of a photo whose render failed is not ordered, and with --order-again both are ordered once", async () => {
  const folder = createFolder("failed-copies");
  cpSync(join(folder, "room.jpg"), join(folder, "copy.jpg"));
  sandbox.fault({ method: "POST", path: "/api/enterprise/render", failRender: true });
  const { status, stderr } = await run([], { folder });
  assert.deepEqual([status, orders().length], [1, 1], stderr);
  assert.match(stderr, /2 photos: 0 done, 0 done before, 2 failed/);
  assert.deepEqual([(await run(["--order-again"], { folder })).status, orders().length], [0, 2]);
  assert.deepEqual(result("copy.jpg"), result("room.jpg"));
});

test("a renamed photo gets its result under the new name, without another order", async () => {
  const folder = createFolder("renamed");
  assert.equal((await run([], { folder })).status, 0);
  renameSync(join(folder, "room.jpg"), join(folder, "kitchen.jpg"));
  const { status, stderr } = await run([], { folder });
  assert.deepEqual([status, orders().length], [0, 1], stderr);
  assert.deepEqual(result("kitchen.jpg"), result("room.jpg"));
});

for (const gateway of [false, true]) {
  const through = gateway ? "through a gateway" : "without a gateway";
  test(`a photo that is renamed while it renders is not ordered again, ${through}`, async () => {
    const folder = createFolder(`renamed-${gateway}`);
    if (gateway) await startGateway();
    await orderAndKill(folder);
    renameSync(join(folder, "room.jpg"), join(folder, "kitchen.jpg"));
    const { status, stderr } = await run([], { folder });
    assert.deepEqual([status, orders().length], [0, 1], stderr);
    assert.ok(existsSync(join(out, "kitchen.jpg")));
    assert.doesNotMatch(stderr, /no longer in the folder/);
  });
}

test("a photo that is changed while it renders is ordered only on request, and gets its result when it is back", async () => {
  const folder = createFolder("changed");
  await orderAndKill(folder);
  cpSync(join(photos, "upstairs/hall.jpg"), join(folder, "room.jpg"));
  const changed = await run([], { folder });
  assert.deepEqual([changed.status, orders().length], [1, 1], changed.stderr);
  assert.match(changed.stderr, /room\.jpg: This photo was changed after it was ordered.*--order-again/);
  cpSync(join(photos, "living-room.jpg"), join(folder, "room.jpg"));
  assert.deepEqual([(await run([], { folder })).status, orders().length], [0, 1]);
  cpSync(join(photos, "upstairs/hall.jpg"), join(folder, "room.jpg"));
  assert.deepEqual([(await run([], { folder })).status, orders().length], [0, 2]);
});

test("a photo that is removed while it renders is named, and gets its result when it is back", async () => {
  const folder = createFolder("removed");
  await orderAndKill(folder);
  renameSync(join(folder, "room.jpg"), join(root, "away.jpg"));
  cpSync(join(photos, "upstairs/hall.jpg"), join(folder, "hall.jpg"));
  const { status, stderr } = await run([], { folder });
  assert.deepEqual([status, orders().length], [0, 2], stderr);
  assert.match(stderr, /room\.jpg is no longer in the folder, but was ordered before/);
  renameSync(join(root, "away.jpg"), join(folder, "room.jpg"));
  const back = await run([], { folder });
  assert.deepEqual([back.status, orders().length], [0, 2], back.stderr);
  assert.doesNotMatch(back.stderr, /no longer in the folder/);
  assert.ok(existsSync(join(out, "room.jpg")));
});
