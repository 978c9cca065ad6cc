// Reference images as files: hosted once each when the user submits, before anything is bought.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, beforeEach, describe, test } from "node:test";
import { createGateway } from "reroom/gateway";
import { createGatewayListener } from "reroom/gateway/node";
import { createImageHost } from "reroom/studio";
import { remedyFor } from "reroom/studio";
import { sample, startService, studioFor, until } from "./support.mjs";

const service = await startService();
beforeEach(() => service.reset());

/** A host that keeps images in memory. `fail` is thrown as long as it is set. */
function createHost() {
  const host = Object.assign(
    async (image) => {
      if (host.fail) throw host.fail;
      host.images.push(image);
      return `https://images.example/${host.images.length}.jpg`;
    },
    { images: [], fail: undefined },
  );
  return host;
}

/** A studio that furnishes from reference images. */
async function ready(options = {}) {
  const studio = studioFor(service, { tools: ["virtual-staging"], ...options });
  await studio.open(await sample());
  studio.set("action", "reference");
  return studio;
}

const sentUrls = () => service.orders().map((order) => order.reference_file_urls);
const url = "https://images.example/sofa.jpg";

test("files and URLs: are listed in order, and the files are hosted when the user submits", async () => {
  const hostImage = createHost();
  const studio = await ready({ hostImage });
  assert.equal(studio.getSnapshot().takesFiles, true);
  assert.equal(studio.getSnapshot().missing.field.field.param, "reference_file_urls");
  assert.deepEqual(await studio.addReferences([await sample(), url, await sample("house-exterior")]), []);
  const { references, missing } = studio.getSnapshot();
  assert.deepEqual(
    references.map(({ name }) => name),
    ["living-room-empty.jpg", "sofa.jpg", "house-exterior.jpg"],
  );
  assert.match(references[0].url, /^blob:/);
  assert.deepEqual([missing, hostImage.images.length], [undefined, 0]);
  const [result] = await studio.submit();
  const urls = ["https://images.example/1.jpg", url, "https://images.example/2.jpg"];
  assert.deepEqual(sentUrls(), [urls]);
  assert.deepEqual(result.params.reference_file_urls, urls);
  assert.deepEqual(studio.getSnapshot().params.reference_file_urls, urls);
  assert.deepEqual(
    hostImage.images.map(({ type }) => type),
    ["image/jpeg", "image/jpeg"],
  );
});

test("the same image: is listed once, and hosted once for several requests", async () => {
  const hostImage = createHost();
  const studio = await ready({ hostImage });
  await studio.addReferences([await sample(), await sample()]);
  assert.equal(studio.getSnapshot().references.length, 1);
  await studio.submit();
  studio.removeReference(studio.getSnapshot().references[0].url);
  assert.equal(studio.getSnapshot().references.length, 0);
  await studio.addReferences([await sample()]);
  await studio.submit();
  assert.equal(hostImage.images.length, 1);
  assert.equal(sentUrls().length, 2);
});

test("a host that fails: ends the attempt before anything is bought, and a retry succeeds", async () => {
  const hostImage = createHost();
  const errors = [];
  const studio = await ready({ hostImage, on: { error: (error) => errors.push(error) } });
  await studio.addReferences([await sample(), await sample("house-exterior")]);
  hostImage.fail = new Error("The bucket is full.");
  assert.deepEqual(await studio.submit(), []);
  const { job } = studio.getSnapshot();
  assert.equal(job.kind, "failed");
  assert.match(job.error.message, /"living-room-empty.jpg" could not be uploaded, and nothing was bought. The bucket/);
  assert.deepEqual([job.error.code, remedyFor(job.error), errors.length], ["service_failed", "retry", 1]);
  assert.equal(service.sandbox.requests().filter(({ path }) => !path.endsWith("/status")).length, 0);
  hostImage.fail = undefined;
  assert.equal((await studio.retry()).length, 1);
  assert.equal(sentUrls().length, 1);
});

test("a host that returns no URL: fails with a message for the developer", async () => {
  for (const value of [undefined, "", "/local.jpg", "blob:https://a.example/1", 7]) {
    const studio = await ready({ hostImage: async () => value });
    await studio.addReferences([await sample()]);
    assert.deepEqual(await studio.submit(), []);
    assert.match(studio.getSnapshot().job.error.message, /hostImage did not return a URL/);
  }
  assert.equal(service.orders().length, 0);
});

test("cancel() while an image is uploaded: aborts the upload, and sends nothing", async () => {
  let aborted;
  const started = new Promise((begin) => {
    aborted = new Promise((done) => {
      service.host = (_, { signal }) => {
        signal.addEventListener("abort", () => done(true));
        begin();
        // It never settles.
        return new Promise(() => {});
      };
    });
  });
  const studio = await ready({ hostImage: (...args) => service.host(...args) });
  await studio.addReferences([await sample()]);
  const submitted = studio.submit();
  await started;
  studio.cancel();
  assert.equal(await aborted, true);
  assert.deepEqual(await submitted, []);
  assert.deepEqual([studio.getSnapshot().job.kind, studio.getSnapshot().results.length], ["idle", 0]);
  assert.equal(service.orders().length, 0);
});

test("an image that the service no longer finds: is hosted again by the retry", async () => {
  const hostImage = createHost();
  const studio = await ready({ hostImage });
  await studio.addReferences([await sample()]);
  await studio.submit();
  service.sandbox.fault({ path: "/api/enterprise/render", status: 404 });
  assert.deepEqual(await studio.submit(), []);
  assert.equal(studio.getSnapshot().job.error.code, "not_found");
  assert.equal((await studio.retry()).length, 1);
  assert.deepEqual(sentUrls().at(-1), ["https://images.example/2.jpg"]);
});

test("what cannot be used: is reported by name", async () => {
  const studio = await ready({ hostImage: createHost() });
  const text = new File(["no image"], "notes.txt");
  const given = [text, "a phrase", "ftp://images.example/a.jpg", "javascript:alert(1)", url];
  assert.deepEqual(
    await studio.addReferences(given),
    given.slice(0, 4).map((each) => each.name ?? each),
  );
  assert.deepEqual(
    studio.getSnapshot().references.map((each) => each.url),
    [url],
  );
});

test("without a host: URLs only", async () => {
  const studio = await ready();
  assert.equal(studio.getSnapshot().takesFiles, false);
  assert.deepEqual(await studio.addReferences([await sample(), url]), ["living-room-empty.jpg"]);
  await studio.submit();
  assert.deepEqual(sentUrls(), [[url]]);
});

test("isAvailable: is asked once, when the field is first shown, and again for another host", async () => {
  let asked = 0;
  const hostWith = (answer) => Object.assign(createHost(), { isAvailable: async () => (asked++, answer()) });
  const studio = studioFor(service, { hostImage: hostWith(() => false) });
  await studio.open(await sample());
  assert.equal(asked, 0);
  studio.set("action", "reference");
  assert.equal(studio.getSnapshot().takesFiles, undefined);
  await until(studio, ({ takesFiles }) => takesFiles === false);
  studio.set("action", "preset");
  studio.set("action", "reference");
  assert.equal(asked, 1);
  studio.configure({ hostImage: hostWith(() => Promise.reject(new Error("offline"))) });
  await until(studio, ({ takesFiles }) => takesFiles === true);
  assert.equal(asked, 2);
});

describe("createImageHost", () => {
  async function startGateway(options = {}) {
    let gateway;
    const server = createServer((...args) => createGatewayListener(gateway)(...args));
    await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
    after(() => (server.closeAllConnections(), server.close()));
    const origin = `http://127.0.0.1:${server.address().port}`;
    gateway = createGateway({
      apiKey: "sandbox",
      authorize: (request) => request.headers.get("x-user") === "ann" && { user: "ann" },
      upstream: service.baseUrl,
      publicOrigin: origin,
      onEvent: () => {},
      ...options,
    });
    return origin;
  }
  const signal = new AbortController().signal;
  const headers = { "x-user": "ann" };

  test("with a gateway: the order has URLs where the images are", async () => {
    const origin = await startGateway({ references: {} });
    const hostImage = createImageHost(`${origin}/`, { headers: async () => headers });
    const studio = await ready({ client: service.client({ baseUrl: origin, headers }), hostImage });
    await until(studio, ({ takesFiles }) => takesFiles);
    const file = await sample("house-exterior");
    await studio.addReferences([file]);
    const [result] = await studio.submit();
    assert.ok(result, studio.getSnapshot().job.error?.message);
    const [[hosted]] = sentUrls();
    const response = await fetch(hosted);
    assert.equal(response.headers.get("content-type"), "image/jpeg");
    assert.deepEqual(Buffer.from(await response.arrayBuffer()), Buffer.from(await file.arrayBuffer()));
  });

  test("without a gateway that stores images: is not available", async () => {
    assert.equal(await createImageHost(await startGateway(), { headers }).isAvailable(), false);
    assert.equal(await createImageHost(service.baseUrl).isAvailable(), false);
    await assert.rejects(() => createImageHost("http://127.0.0.1:1").isAvailable(), { code: "network" });
  });

  test("an upload that fails: rejects with a code and the gateway's message", async () => {
    const origin = await startGateway({ references: { maxBytes: 1000 } });
    const file = await sample();
    for (const [host, code, message] of [
      [createImageHost(origin), "unauthorized", /Unauthorized/],
      [createImageHost(origin, { headers }), "invalid_image", /larger than 1000 bytes/],
      [createImageHost(service.baseUrl), "not_found", /./],
      [createImageHost("http://127.0.0.1:1"), "network", /did not respond/],
    ])
      await assert.rejects(() => host(file, { signal }), { name: "ReRoomError", code, message });
    const aborted = AbortSignal.abort();
    await assert.rejects(() => createImageHost(origin, { headers })(file, { signal: aborted }), { code: "aborted" });
  });
});
