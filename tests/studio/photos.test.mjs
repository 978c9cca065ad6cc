// The row of photos: several are opened at once, but checked one after the other.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
import { createStudio } from "reroom/studio";
import { png } from "../e2e/gray-png.mjs";
import { memoryStorage, readyToFurnish, sample, startService, studioFor, until } from "./support.mjs";

const service = await startService();
beforeEach(() => {
  service.reset();
});

const names = ["living-room-empty", "bedroom-empty", "house-exterior"];
const samples = () => Promise.all(names.map((name) => sample(name)));
const small = () => new File([png(300, 200)], "small.png", { type: "image/png" });

/** A platform that counts how many photos are decoded at the same time. */
function countingPlatform() {
  let active = 0;
  const counts = { most: 0, total: 0 };
  const thumbnail = async () => {
    counts.total++;
    counts.most = Math.max(counts.most, ++active);
    await new Promise((done) => setTimeout(done, 5));
    active--;
    return "data:image/png;base64,iVBORw0KGgo=";
  };
  return { counts, platform: { thumbnail } };
}

describe("several photos", () => {
  test("are added at once, the first is selected, and each is checked", async () => {
    const opened = [];
    const studio = studioFor(service, { on: { photo: ({ name }) => opened.push(name) } });
    const all = studio.open(await samples());
    const early = await until(studio, ({ photos }) => photos.length === 3);
    assert.deepEqual(
      early.photos.map(({ name, selected }) => [name, selected]),
      names.map((name, index) => [`${name}.jpg`, index === 0]),
    );
    assert.ok(
      early.photos.some(({ checked, usable }) => !checked && !usable),
      "the others wait",
    );
    await all;
    const { photos, opening } = studio.getSnapshot();
    assert.deepEqual(
      photos.map(({ checked, usable, issues }) => [checked, usable, issues]),
      names.map(() => [true, true, 0]),
    );
    assert.deepEqual([opened.length, opening], [3, false]);
  });

  test("are also checked if they were removed before, and brought back", async () => {
    const studio = studioFor(service);
    const all = studio.open(await samples());
    const { photos } = await until(studio, ({ photos }) => photos.length === 3);
    studio.remove(photos[2].id);
    await all;
    studio.undo();
    const { photo } = await until(studio, ({ photo, opening }) => photo.checked && !opening);
    assert.deepEqual([photo.name, photo.url !== ""], ["house-exterior.jpg", true]);
  });

  test("are decoded one at a time, also by another call and another studio", async () => {
    const { counts, platform } = countingPlatform();
    const [one, two] = [studioFor(service, { platform }), studioFor(service, { platform })];
    const [first, second, third] = await samples();
    await Promise.all([one.open([first, second]), one.open(third), two.open([first, second])]);
    await until(two, ({ photos }) => photos.every(({ url }) => url));
    assert.equal(counts.most, 1);
  });

  test("are checked in the order of the row, but the selected one next", async () => {
    const opened = [];
    const studio = studioFor(service, { on: { photo: ({ name }) => opened.push(name) } });
    const all = studio.open([...(await samples()), await sample("living-room-staged")]);
    const { photos } = await until(studio, ({ photos }) => photos.length === 4);
    studio.select(photos[3].id);
    assert.deepEqual([studio.getSnapshot().opening, studio.getSnapshot().missing], [true, { kind: "photo" }]);
    assert.deepEqual(await studio.submit(), [], "nothing is sent before the check");
    await all;
    assert.equal(opened[0], `${names[0]}.jpg`);
    assert.ok(opened.indexOf("living-room-staged.jpg") < opened.indexOf(`${names[2]}.jpg`), opened.join());
  });

  test("that cannot be sent or loaded are marked in the row, and the others can be sent", async () => {
    const studio = studioFor(service);
    await studio.open([small(), `${service.baseUrl}/none.jpg`, await sample()]);
    const { photos } = studio.getSnapshot();
    assert.deepEqual(
      photos.map(({ checked, usable }) => [checked, usable]),
      [
        [true, false],
        [true, false],
        [true, true],
      ],
    );
    assert.ok(photos[0].issues > 0);
    studio.select(photos[1].id);
    assert.equal(studio.getSnapshot().photo.error.name, "ReRoomError");
  });

  test("that are in the row already stay, and the first new one is selected", async () => {
    const studio = studioFor(service);
    await studio.open(await sample(names[0]));
    await studio.open(await samples());
    const { photos, photo } = studio.getSnapshot();
    assert.deepEqual([photos.length, photo.name], [3, `${names[1]}.jpg`]);
  });

  test("that are removed while they wait are not checked", async () => {
    const opened = [];
    const studio = studioFor(service, { on: { photo: ({ name }) => opened.push(name) } });
    const all = studio.open(await samples());
    const { photos } = await until(studio, ({ photos }) => photos.length === 3);
    studio.remove(photos[1].id);
    await all;
    assert.deepEqual(
      opened,
      [names[0], names[2]].map((name) => `${name}.jpg`),
    );
  });
});

test("the row counts failed renders of a photo that may still finish", async () => {
  const studio = await readyToFurnish(service);
  service.sandbox.fault({ method: "POST", path: "/api/enterprise/render", broken: "after" });
  await studio.submit();
  assert.deepEqual([studio.getSnapshot().blocked, studio.getSnapshot().photos[0].failed], [true, 1]);
});

describe("a thumbnail", () => {
  const data = `data:image/jpeg;base64,${"A".repeat(2000)}`;

  test("is stored, and shows the photo in the row after a reload", async () => {
    const storage = memoryStorage();
    const studio = await readyToFurnish(service, { storage, platform: { thumbnail: () => Promise.resolve(data) } });
    await studio.submit();
    assert.ok([...storage.entries.values()].some((text) => text.includes(data)));
    const again = createStudio({ client: service.client(), storage });
    again.restore();
    const blob = await (await fetch(again.getSnapshot().photos[0].url)).blob();
    assert.deepEqual([blob.type, blob.size], ["image/jpeg", 1500]);
  });

  test("that is too long, malformed or fails is left out", async () => {
    for (const thumbnail of [
      () => Promise.resolve(data + "A".repeat(4000)),
      () => Promise.resolve("javascript:alert(1)"),
      () => Promise.reject(new Error("protected")),
    ]) {
      const storage = memoryStorage();
      const studio = await readyToFurnish(service, { storage, platform: { thumbnail } });
      const [{ id }] = await studio.submit();
      assert.ok(id);
      assert.doesNotMatch([...storage.entries.values()].join(), /data:|javascript:/);
    }
  });
});
