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
    assert.match(message, /^Pass the parameters as .*run\(photo, \{ tool \}\)/);
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
