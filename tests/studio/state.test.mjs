// The state as text: a site can store it anywhere, and take it up again.
import assert from "node:assert/strict";
import { before, beforeEach, describe, test } from "node:test";
import { createStudio } from "reroom/studio";
import { memoryStorage, readyToFurnish, sample, startService, studioFor, until } from "./support.mjs";

const service = await startService();
beforeEach(() => {
  service.reset();
});

const ids = (studio) => studio.getSnapshot().results.map(({ id }) => id);

describe("state()", () => {
  test("is taken up again by createStudio(), with the selected photo and the choices", async () => {
    const studio = await readyToFurnish(service);
    const [{ id, photoId }] = await studio.submit();
    studio.accept(id);
    const again = studioFor(service, { state: studio.state() });
    const { photo, tool, results, fields } = again.getSnapshot();
    assert.deepEqual([photo.id, tool], [photoId, "virtual-staging"]);
    assert.deepEqual(
      results.map(({ id, accepted }) => [id, accepted]),
      [[id, true]],
    );
    assert.deepEqual(
      fields.map(({ value }) => value),
      ["preset", "living-room", "modern"],
    );
    again.choose("empty-room");
    assert.equal((await again.submit()).length, 1, "the service fetches the photo by its address");
    assert.match(service.orders()[1].file_url, /^http/);
  });

  test("contains a running render, which finishes after restore(state)", async () => {
    service.reset({ speeds: { queuedMs: 0, renderingMs: 400 } });
    const storage = memoryStorage();
    const studio = await readyToFurnish(service, { client: service.client({ storage }) });
    studio.choose("interior");
    for (const param of ["type", "style"]) studio.set(param, `no-${param}`);
    void studio.submit();
    await until(studio, ({ job }) => job.sent);
    const again = studioFor(service, { client: service.client({ storage }) });
    again.restore(studio.state());
    const { results } = await until(again, ({ results }) => results.some(({ state }) => state === "done"));
    assert.deepEqual([results.length, service.orders().length], [1, 1]);
  });

  test("contains no file, mask or key", async () => {
    const studio = await readyToFurnish(service);
    studio.choose("edit");
    const { readFile } = await import("node:fs/promises");
    const mask = (await readFile(new URL("../client/half-mask.png", import.meta.url))).toString("base64");
    studio.setMask(mask);
    await studio.submit();
    assert.equal(ids(studio).length, 1);
    assert.equal(studio.state().includes(mask), false);
    assert.doesNotMatch(studio.state(), /"mask"|"sandbox"|blob:/);
  });

  test("contains reference images by their URLs, but no files", async () => {
    const studio = studioFor(service, { hostImage: () => Promise.resolve("https://example.com/hosted.jpg") });
    studio.set("action", "reference");
    assert.deepEqual(await studio.addReferences(["https://example.com/room.jpg", await sample()]), []);
    assert.equal(studio.getSnapshot().references.length, 2);
    const again = studioFor(service, { state: studio.state() });
    assert.deepEqual(
      again.getSnapshot().references.map(({ url }) => url),
      ["https://example.com/room.jpg"],
    );
  });

  test("that is malformed is ignored, and the studio works", async () => {
    const bad = [
      "",
      "{[",
      "null",
      "[]",
      '{"photos":1,"results":[]}',
      '{"photos":[],"results":[],"choices":{"tool":"nonsense","values":{"interior":{"type":1}},"selected":7}}',
      '{"photos":[],"results":[],"choices":{"values":[null]}}',
      '{"photos":[null,{"id":1}],"results":[null,{"id":2}]}',
    ];
    for (const state of bad) {
      const studio = studioFor(service, { state });
      assert.deepEqual([studio.getSnapshot().tool, studio.getSnapshot().photos], ["virtual-staging", []], state);
      await studio.open(await sample());
      assert.equal(studio.getSnapshot().photo.issues.length, 0);
    }
  });
});

describe("a result in a state that was damaged, or that another version wrote,", () => {
  const values = [undefined, null, 7, "", "other", [], [null], {}, true];
  let good;
  before(async () => {
    const studio = await readyToFurnish(service);
    await studio.submit();
    good = JSON.parse(studio.state());
  });

  for (const part of ["photos", "results"])
    test(`has the types that it is declared with, whichever field of its ${part} is wrong`, () => {
      for (const name of Object.keys(good[part][0]))
        for (const value of values) {
          const state = structuredClone(good);
          state[part][0][name] = value;
          const studio = studioFor(service, { state: JSON.stringify(state) });
          const { photos, results } = studio.getSnapshot();
          const found = `${part}.${name}: ${JSON.stringify(value)}`;
          for (const { id, name, url } of photos) {
            assert.deepEqual(
              [id, name, url].map((each) => typeof each),
              ["string", "string", "string"],
              found,
            );
            studio.select(id);
          }
          for (const result of results) {
            for (const key of ["id", "photoId", "name", "before", "after", "output", "time", "state"])
              assert.equal(typeof result[key], "string", `${found}, ${key}`);
            assert.equal(result.after, result.output, found);
            assert.ok(Array.isArray(result.renders), found);
            studio.remove(result.id);
            studio.undo();
          }
          studio.destroy();
        }
    });

  test("has no tool if this version does not know it", () => {
    const state = structuredClone(good);
    state.results[0].tool = "from-the-future";
    assert.equal(studioFor(service, { state: JSON.stringify(state) }).getSnapshot().results[0].tool, undefined);
  });

  test("is looked up again if only its image is missing", async () => {
    const first = await readyToFurnish(service);
    const [{ output }] = await first.submit();
    const state = JSON.parse(first.state());
    state.results[0].output = null;
    const studio = studioFor(service, { state: JSON.stringify(state) });
    const { results } = await until(studio, ({ results }) => results[0].state !== "running");
    assert.equal(results[0].output, output);
  });
});

describe("the storage", () => {
  test("is separate for each service and each user", async () => {
    const storage = memoryStorage();
    const studio = await readyToFurnish(service, { storage, user: "anna" });
    await studio.submit();
    const restored = (options) => {
      const again = createStudio({ client: service.client(), storage, ...options });
      again.restore();
      return again.getSnapshot().photos.length;
    };
    assert.equal(restored({ user: "anna" }), 1);
    assert.equal(restored({ user: "ben" }), 0);
    assert.equal(restored({}), 0);
    assert.equal(restored({ user: "anna", storageKey: "other" }), 0);
    assert.equal(restored({ user: "anna", client: service.client({ baseUrl: "http://localhost:1" }) }), 0);
  });

  test("another user sees nothing of the one before, whose results come back later", async () => {
    const storage = memoryStorage();
    const studio = await readyToFurnish(service, { storage, user: "anna" });
    const [{ id }] = await studio.submit();
    studio.configure({ user: "ben" });
    studio.restore();
    assert.deepEqual([studio.getSnapshot().photos, studio.getSnapshot().photo], [[], undefined]);
    await studio.open(await sample("bedroom-empty"));
    assert.equal(studio.getSnapshot().photos.length, 1);
    studio.configure({ user: "anna" });
    studio.restore();
    const { photos } = studio.getSnapshot();
    assert.equal(photos.length, 1);
    studio.select(photos[0].id);
    assert.deepEqual(ids(studio), [id]);
  });

  test("a photo that one user is opening is not opened for the next", async () => {
    const studio = studioFor(service, { user: "anna" });
    const opened = [studio.open(await sample()), studio.open([await sample("bedroom-empty")])];
    studio.configure({ user: "ben" });
    assert.equal(studio.getSnapshot().opening, true);
    await Promise.all(opened);
    assert.deepEqual([studio.getSnapshot().photos, studio.getSnapshot().opening], [[], false]);
    const next = studio.open(await sample());
    assert.equal(studio.getSnapshot().opening, true);
    await next;
    assert.equal(studio.getSnapshot().photos.length, 1);
  });
});

describe("readImages()", () => {
  test("returns the uploaded file and the finished image", async () => {
    const studio = await readyToFurnish(service);
    const [{ id, after }] = await studio.submit();
    const { before } = studio.getImages(id);
    assert.equal(before, studio.getSnapshot().photo.source);
    const images = await studio.readImages(id);
    assert.equal(images.before, before);
    const { size } = await (await fetch(after)).blob();
    assert.equal(images.after.size, size);
  });

  test("downloads the photo after a reload", async () => {
    const studio = await readyToFurnish(service);
    const [{ id }] = await studio.submit();
    const again = studioFor(service, { state: studio.state() });
    assert.deepEqual(again.getImages(id), {});
    const { before, after } = await again.readImages(id);
    assert.ok(before.size > 1000 && after.size > 1000);
  });

  test("leaves out what cannot be downloaded, and never rejects", async () => {
    const studio = await readyToFurnish(service);
    const [{ id }] = await studio.submit();
    studio.configure({ platform: { fetchImage: () => Promise.reject(new TypeError("Failed to fetch")) } });
    assert.deepEqual(Object.keys(await studio.readImages(id)), ["before"]);
    studio.configure({ platform: { fetchImage: () => Promise.resolve(new Response("", { status: 403 })) } });
    assert.deepEqual(Object.keys(await studio.readImages(id)), ["before"]);
    assert.deepEqual(await studio.readImages("unknown"), {});
  });
});
