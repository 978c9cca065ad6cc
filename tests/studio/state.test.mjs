// The state as text: a site can store it anywhere, and take it up again.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";
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
