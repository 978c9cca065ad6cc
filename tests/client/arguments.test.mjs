// Arguments that are mixed up, and methods that are called without their client.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { clientOver, clientWith, fileName, json, photo, refused, start, submitted } from "./support.mjs";

before(start);

const params = { tool: "empty-room" };
const views = [photo, photo.buffer, new Blob([photo]), new File([photo], "room.jpg")];

test("every method also works without its client before it", async () => {
  const { client, seen } = clientOver(() => json({ credits: 3 }));
  const { account, pending, forget } = client;
  assert.deepEqual(await account(), { credits: 3 });
  assert.equal((await Promise.all([{}, {}].map(account))).length, 2);
  forget("r1");
  assert.deepEqual(pending(), []);
  assert.equal(seen.length, 3);
});

test("a subclass and a mock replace a method, and a client has no further enumerable properties", async () => {
  class Counting extends clientWith().constructor {
    count = 0;
    account(...options) {
      this.count += 1;
      return super.account(...options);
    }
  }
  const client = new Counting({ apiKey: "key", dangerouslyAllowBrowser: true, fetch: () => json({ credits: 1 }) });
  const { account } = client;
  await account();
  assert.equal(client.count, 1);
  client.account = () => 7;
  assert.equal(client.account(), 7);
  const names = Object.keys(clientWith()).filter((name) => !name.startsWith("_"));
  assert.deepEqual(names, ["baseUrl"]);
});

test("missing parameters, or a photo in their place, reject with how to pass both, without reading the photo", async () => {
  const { client, seen } = clientOver(() => submitted());
  const calls = [() => client.run(photo), () => client.run({ image: photo, ...params }), () => client.render()];
  for (const view of views)
    calls.push(
      () => client.run(params, view),
      () => client.render(view, params),
      () => client.upscale(view),
    );
  for (const call of calls) {
    const { message, issues } = await refused(call(), "invalid_request");
    assert.match(message, /^Pass the parameters as .*run\(photo, \{ tool \}, \{ onProgress \}\)/);
    assert.equal(issues.length, 1);
  }
  assert.equal(seen.length, 0);
});

test("runAll() with photos instead of jobs rejects with what a job is", async () => {
  const { client, seen } = clientOver(() => submitted());
  for (const view of views)
    for (const call of [() => client.runAll([view], params), () => client.runAll(view, params)])
      assert.match((await refused(call(), "invalid_request")).message, /array of \{ image, params \}/);
  assert.equal(seen.length, 0);
});

test("callbacks and other options among the parameters reject with where they belong, before anything is sent", async () => {
  const misplaced = { onProgress: () => {}, signal: AbortSignal.abort(), prepare: true, tag: "a", idempotencyKey: "k" };
  for (const validate of ["strict", "off"]) {
    const { client, seen } = clientOver(() => submitted(), { validate });
    for (const [name, value] of Object.entries(misplaced)) {
      // Without checks, only what JSON would drop is rejected.
      if (validate === "off" && typeof value !== "function") continue;
      const mixed = { ...params, [name]: value };
      const calls = [
        () => client.run(photo, mixed),
        () => client.run({ file_name: fileName }, mixed),
        () => client.run(photo, { ...mixed, tool: "edit", action: "remove", mask: new ImageDataLike() }),
        () => client.render({ file_name: fileName, ...mixed }),
        () => client.upscale({ file_name: fileName, [name]: value }),
      ];
      for (const call of calls)
        assert.match((await refused(call(), "invalid_request")).message, /run\(photo, \{ tool \}, \{ onProgress \}\)/);
    }
    assert.equal(seen.length, 0);
  }
});

/** A painted mask of which only its size is read. */
class ImageDataLike {
  width = 4;
  height = 4;
  data = new Uint8ClampedArray(64).fill(255);
}

test("parameters among the options reject with where they belong", async () => {
  const { client, seen } = clientOver(() => submitted());
  const calls = [
    () => client.run(photo, params, { style: "modern" }),
    () => client.run(photo, params, params),
    () => client.upload(photo, params),
    () => client.render({ file_name: fileName, ...params }, { mask: "AAAA" }),
    () => client.runAll([{ image: photo, params }], { creativity: "balanced" }),
  ];
  for (const call of calls)
    assert.match(
      (await refused(call(), "invalid_request")).message,
      /^Unknown option \w+\. Options come after the parameters/,
    );
  const { message } = await refused(client.run(photo, params, { onProgres() {} }), "invalid_request");
  assert.equal(message, "Unknown option onProgres. Did you mean onProgress?");
  assert.equal((await refused(client.account({ teapot: 1 }), "invalid_request")).message, "Unknown option teapot.");
  assert.equal(seen.length, 0);
});

test("options in a job reject with where they belong, and other fields of a job are the caller's", async () => {
  const { client, seen } = clientOver(() => submitted());
  for (const options of [{ onProgress() {} }, { idempotencyKey: "k" }, { prepare: true }]) {
    const { message } = await refused(client.runAll([{ image: photo, params, ...options }]), "invalid_request");
    assert.match(message, /array of \{ image, params \}, without options: runAll\(jobs, \{ onProgress \}\)/);
  }
  assert.equal(seen.length, 0);
  const [result] = await client.runAll([{ image: new Blob(), params, tag: "a", listing: 7 }]);
  assert.equal(result.reason.code, "invalid_image");
});

test("a path or a URL instead of a photo rejects with what a photo is", async () => {
  const { client, seen } = clientOver(() => submitted());
  for (const value of ["room.jpg", "https://example.com/room.jpg", new URL("https://example.com/room.jpg"), [photo]])
    for (const call of [() => client.upload(value), () => client.run(value, params)])
      assert.match((await refused(call(), "invalid_image")).message, /Blob.*not a path or URL/);
  assert.equal(seen.length, 0);
});

test("forget() takes an entry of pending(), too", async () => {
  const { client } = clientOver(() => submitted());
  await client.render({ file_name: fileName, ...params });
  client.forget(client.pending()[0]);
  assert.deepEqual(client.pending(), []);
});
