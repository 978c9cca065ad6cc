// Results are restored into the original photo. Node cannot draw, so the restored pictures come from the test.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { beforeEach, describe, test } from "node:test";
import { preparedPhotos } from "../../dist/studio/photo.js";
import { readyToFurnish, sample, startService, studioFor } from "./support.mjs";

const service = await startService();
beforeEach(() => {
  service.reset();
});

const readMask = async () => (await readFile(new URL("../client/half-mask.png", import.meta.url))).toString("base64");

/** Creates a studio whose photo was prepared like this. Records the calls of `restore`. */
async function prepared({ changes = ["cropped"], fits = true, fails = false } = {}, options = {}) {
  const studio = await readyToFurnish(service, options);
  const calls = [];
  const original = await sample("living-room-empty");
  const picture = await sample("living-room-staged");
  const restore = async (result, given) => {
    const { signal, ...options } = given;
    assert.equal(signal.aborted, false);
    calls.push([result, options]);
    if (fails) throw new Error("The image cannot be read.");
    return Object.assign(picture.slice(0, picture.size, "image/jpeg"), { fits });
  };
  preparedPhotos.set(studio.getSnapshot().photo.source, { original, prepared: { changes, restore } });
  return { studio, calls, original };
}

const read = async (url) => (await fetch(url)).blob();

describe("a result of a photo that was cropped or padded", () => {
  for (const change of ["cropped", "padded"])
    test(`is shown in the frame of the original: ${change}`, async () => {
      const { studio, calls, original } = await prepared({ changes: [change] });
      const [result] = await studio.submit();
      const { id, before, after, output, render, size } = result;
      assert.deepEqual([output, calls], [render.outputs[0], [[output, {}]]]);
      assert.deepEqual(
        Buffer.from(await (await read(before)).arrayBuffer()),
        Buffer.from(await original.arrayBuffer()),
      );
      assert.match(after, /^blob:/);
      assert.ok(size.width > 0);
      const images = studio.getImages(id);
      assert.equal(images.before, original);
      assert.equal((await read(after)).size, images.after.size);
      assert.deepEqual(await studio.readImages(id), images);
    });

  test("keeps the service's URL after a reload, because object URLs end with the page", async () => {
    const { studio } = await prepared();
    const [{ output }] = await studio.submit();
    const [again] = studioFor(service, { state: studio.state() }).getSnapshot().results;
    assert.deepEqual([again.after, again.output], [output, output]);
  });

  test("is continued with as the service returned it, and the next result is restored, too", async () => {
    const { studio, calls } = await prepared();
    studio.choose("empty-room");
    const [emptied] = await studio.submit();
    await studio.continueWith(emptied.id);
    studio.choose("virtual-staging");
    const [furnished] = await studio.submit();
    assert.equal(service.orders()[1].file_url, emptied.output);
    assert.equal(calls.length, 2);
    assert.deepEqual([furnished.before, furnished.after !== emptied.after], [emptied.after, true]);
  });

  test("is upscaled as the service returned it, and the upscaled image is not restored", async () => {
    const { studio, calls } = await prepared();
    const [{ id, output }] = await studio.submit();
    const [upscaled] = await studio.upscale(id);
    assert.equal(service.orders()[1].file_url, output);
    assert.deepEqual([calls.length, upscaled.after], [1, upscaled.output]);
  });

  test("that shows something else or cannot be read is shown as the service returned it", async () => {
    for (const broken of [{ fits: false }, { fails: true }]) {
      const { studio } = await prepared(broken);
      const [{ after, output, before }] = await studio.submit();
      assert.deepEqual([after, before], [output, studio.getSnapshot().photo.url]);
    }
  });
});

describe("a result of a photo that was sent unchanged", () => {
  test("is not restored", async () => {
    const { studio, calls } = await prepared({ changes: ["metadata-removed"] });
    const [{ after, output }] = await studio.submit();
    assert.deepEqual([after, calls], [output, []]);
  });

  test("is restored outside of the mask of an edit, unless it continues another result", async () => {
    const { studio, calls } = await prepared({ changes: [] });
    const mask = await readMask();
    studio.choose("edit");
    studio.setMask(mask);
    const [edited] = await studio.submit();
    assert.deepEqual(calls, [[edited.output, { mask }]]);
    await studio.continueWith(edited.id);
    studio.setMask(mask);
    const [again] = await studio.submit();
    assert.equal(calls.length, 1);
    assert.equal(again.after, again.output);
  });
});
