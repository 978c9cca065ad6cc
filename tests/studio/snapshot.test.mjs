// The snapshot: what it contains, and that unchanged parts keep their identity.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { createStudio } from "reroom/studio";
import { readyToFurnish, sample, startService, studioFor } from "./support.mjs";

const service = await startService();

test("a new studio has no photo, offers all tools, and lists what is missing", () => {
  const { photo, photos, tools, tool, fields, missing, job, results } = createStudio().getSnapshot();
  assert.deepEqual([photo, photos, job, results], [undefined, [], { kind: "idle" }, []]);
  assert.equal(tools.length, 7);
  assert.equal(tool, "virtual-staging");
  assert.deepEqual(
    fields.map(({ field }) => field.param),
    ["action", "type", "style"],
  );
  assert.deepEqual(missing, { kind: "photo" });
});

test("an open photo is described, and the first required field without a value is missing", async () => {
  const studio = studioFor(service);
  await studio.open(await sample("bedroom-empty"));
  const { photo, photos, missing } = studio.getSnapshot();
  assert.deepEqual([photo.name, photo.width, photo.issues.length], ["bedroom-empty.jpg", 1800, 0]);
  assert.deepEqual(photos.length, 1);
  assert.equal(missing.field.field.param, "type");
  studio.set("type", "bedroom");
  assert.equal(studio.getSnapshot().missing.field.field.param, "style");
  studio.set("style", "modern");
  assert.equal(studio.getSnapshot().missing, undefined);
  assert.deepEqual(studio.getSnapshot().params, {
    tool: "virtual-staging",
    action: "preset",
    type: "bedroom",
    style: "modern",
  });
});

describe("a snapshot", () => {
  test("is the same object until something changes, and frozen", async () => {
    const studio = await readyToFurnish(service);
    const before = studio.getSnapshot();
    assert.equal(studio.getSnapshot(), before);
    let changes = 0;
    studio.subscribe(() => changes++);
    studio.set("style", "modern");
    assert.equal(changes, 0, "the same value is no change");
    assert.equal(studio.getSnapshot(), before);
    for (const part of [
      before,
      before.photo,
      before.photos,
      before.fields,
      before.fields[0],
      before.results,
      before.job,
    ])
      assert.ok(Object.isFrozen(part));
  });

  test("keeps the identity of parts that did not change", async () => {
    const studio = await readyToFurnish(service);
    const before = studio.getSnapshot();
    studio.set("style", "scandinavian");
    const now = studio.getSnapshot();
    assert.notEqual(now, before);
    for (const part of ["photo", "photos", "chain", "tools", "job", "results", "costs"])
      assert.equal(now[part], before[part], part);
    assert.equal(now.fields[0], before.fields[0]);
    assert.notEqual(now.fields[2], before.fields[2]);
  });

  test("is not computed anew by reading it, and subscribers are called after each change", async () => {
    const studio = studioFor(service);
    const seen = [];
    const stop = studio.subscribe(() => seen.push(studio.getSnapshot().tool));
    studio.choose("empty-room");
    studio.choose("upscale");
    stop();
    studio.choose("edit");
    assert.deepEqual(seen, ["empty-room", "upscale"]);
  });
});

test("a preset and a change of options apply", () => {
  const studio = studioFor(service, { tools: ["virtual-staging"], preset: { "virtual-staging": { style: "modern" } } });
  assert.equal(studio.getSnapshot().fields.at(-1).value, "modern");
  studio.configure({ preset: {}, tools: ["upscale"] });
  assert.deepEqual([studio.getSnapshot().tool, studio.getSnapshot().cost], ["upscale", 4]);
});
