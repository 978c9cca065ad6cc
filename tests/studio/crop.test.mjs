// Cropping a photo again. Node has no canvas, so these photos fit and are opened again unchanged.
import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryStorage, readyToFurnish, startService, until } from "./support.mjs";

const service = await startService();

/** A platform whose URLs are numbers. */
function numberUrls() {
  const open = new Set();
  let count = 0;
  const createUrl = () => {
    open.add(`blob:${++count}`);
    return `blob:${count}`;
  };
  return { open, count: () => count, platform: { createUrl, revokeUrl: (url) => open.delete(url) } };
}

const at = (y) => ({ fit: "crop", focus: { x: 0.5, y } });

test("of several crops in a row, the first and the last are prepared, and the URLs of the others are released", async () => {
  const urls = numberUrls();
  const studio = await readyToFurnish(service, { platform: urls.platform });
  const crops = [0.1, 0.2, 0.3, 0.4].map((y) => studio.setCrop(at(y)));
  assert.equal(studio.getSnapshot().cropping, true);
  await Promise.all(crops);
  const { photo, cropping } = studio.getSnapshot();
  assert.deepEqual([photo.crop, cropping], [at(0.4), false]);
  assert.equal(urls.count(), 3);
  assert.deepEqual([...urls.open], [photo.url]);
});

test("a request that is submitted during cropping sends the new crop, once", async () => {
  service.reset();
  const studio = await readyToFurnish(service);
  const before = studio.getSnapshot().photo;
  const cropped = studio.setCrop(at(0.9));
  const [[result], second] = await Promise.all([studio.submit(), studio.submit()]);
  await cropped;
  const { photo } = studio.getSnapshot();
  assert.notEqual(photo.url, before.url);
  assert.equal(result.before, photo.url);
  assert.deepEqual(second, []);
  assert.equal(service.orders().length, 1);
});

test("a photo whose request is running keeps its crop", async () => {
  const studio = await readyToFurnish(service);
  const { photo } = studio.getSnapshot();
  const submitted = studio.submit();
  await studio.setCrop(at(0.1));
  assert.equal(studio.getSnapshot().photo, photo);
  await submitted;
});

test("the photo of a result keeps its URL when it is cropped again", async () => {
  const urls = numberUrls();
  const studio = await readyToFurnish(service, { platform: urls.platform });
  const [{ before }] = await studio.submit();
  await studio.setCrop(at(0.1));
  assert.deepEqual([...urls.open], [before, studio.getSnapshot().photo.url]);
});

test("the thumbnail in the row and in the storage shows the new crop, and the URL of the old one is released", async () => {
  const urls = numberUrls();
  const storage = memoryStorage();
  const pictures = ["AAAA", "BBBB", "CCCC"].map((base64) => `data:image/jpeg;base64,${base64}`);
  const [first, , last] = pictures;
  const platform = { ...urls.platform, thumbnail: () => Promise.resolve(pictures.shift()) };
  const studio = await readyToFurnish(service, { platform, storage });
  const before = await until(studio, ({ photos, photo }) => photos[0].url !== photo.url);
  await studio.submit();
  const stored = () => [...storage.entries.values()].join();
  assert.ok(stored().includes(first));
  await Promise.all([studio.setCrop(at(0.1)), studio.setCrop(at(0.2))]);
  const { photos } = await until(studio, () => stored().includes(last));
  assert.notEqual(photos[0].url, before.photos[0].url);
  assert.ok(urls.open.has(photos[0].url));
  assert.ok(!urls.open.has(before.photos[0].url));
});
