// Bodies that a proxy or a framework truncates or stops. No partial body may look complete to the service.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  createTestGateway,
  expectError,
  failOnUnhandledRejections,
  initClient,
  paths,
  photo,
  renderRequest,
  responses,
  sendRequest,
} from "./support.mjs";

before(initClient);
after(failOnUnhandledRejections());

const MEBIBYTE = 1024 * 1024;

/** Bytes with the start and, optionally, the end of a photo. */
function createPhoto(bytes, { start = [0xff, 0xd8], end = [] } = {}) {
  const body = new Uint8Array(bytes);
  body.set(start);
  body.set(end, bytes - end.length);
  return body;
}

const png = { start: [0x89, 0x50, 0x4e, 0x47], end: [...Buffer.from("IEND\xae\x42\x60\x82", "latin1")] };

/** A body that ends normally after these chunks. */
const stream = (...chunks) =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });

/** A service that records the sizes of complete bodies. */
function createService() {
  const complete = [];
  const upstream = async (request) => {
    complete.push((await request.arrayBuffer()).byteLength);
    return request.url.endsWith("/upload")
      ? Response.json({ success: true, fileName: "a.jpg" })
      : responses.submitted("r1");
  };
  return { ...createTestGateway(upstream), complete };
}

const upload = (gateway, body, headers = {}) =>
  sendRequest(gateway, paths.upload, { method: "POST", body, headers: { "content-type": "image/jpeg", ...headers } });

test("photo shorter than its Content-Length: is rejected and never complete at the service", async () => {
  const { gateway, complete } = createService();
  const cut = new Uint8Array(10 * MEBIBYTE);
  const response = await upload(gateway, stream(cut), { "content-length": String(12 * MEBIBYTE) });
  const message = await expectError(response, 413);
  assert.match(message, /^Only 10485760 of 12582912 bytes arrived\. Raise the request body limit/);
  assert.deepEqual(complete, []);
});

test("photo of its Content-Length: passes, in any number of chunks", async () => {
  const { gateway, complete } = createService();
  const headers = { "content-length": String(photo.length) };
  const chunks = [photo.subarray(0, 1), photo.subarray(1, 70_000), photo.subarray(70_000)];
  assert.equal((await upload(gateway, stream(...chunks), headers)).status, 200);
  assert.deepEqual(complete, [photo.length]);
});

test("compressed body: is not compared with its Content-Length", async () => {
  const { gateway } = createService();
  const headers = { "content-length": String(photo.length + 9), "content-encoding": "gzip" };
  assert.equal((await upload(gateway, stream(photo), headers)).status, 200);
});

test("photo without Content-Length or end marker: is rejected", async () => {
  const { gateway, complete } = createService();
  for (const cut of [
    createPhoto(10 * MEBIBYTE - 641),
    createPhoto(3 * MEBIBYTE, { ...png, end: [] }),
    photo.subarray(0, 90_000),
  ])
    assert.match(
      await expectError(await upload(gateway, stream(cut)), 413),
      /^The photo is incomplete: it ends after \d+ bytes\. /,
    );
  assert.deepEqual(complete, []);
});

test("photo without Content-Length: passes with its end marker, also with trailing data", async () => {
  const { gateway, complete } = createService();
  const end = { end: [0xff, 0xd9] };
  const full = createPhoto(MEBIBYTE, end);
  const bodies = [
    [photo],
    [full.subarray(0, 1), full.subarray(1, MEBIBYTE - 1), full.subarray(MEBIBYTE - 1)],
    [
      createPhoto(3 * MEBIBYTE, png).subarray(0, 3 * MEBIBYTE - 5),
      createPhoto(3 * MEBIBYTE, png).subarray(3 * MEBIBYTE - 5),
    ],
    [createPhoto(2 * MEBIBYTE, end), new Uint8Array(1000)],
    // A motion photo: its video contains the bytes of an end marker by chance.
    [photo, new Uint8Array(3 * MEBIBYTE), Uint8Array.of(0xff, 0xd9), new Uint8Array(MEBIBYTE / 2)],
  ];
  for (const chunks of bodies) assert.equal((await upload(gateway, stream(...chunks))).status, 200);
  assert.equal(complete.length, bodies.length);
});

test("render request shorter than its Content-Length: is rejected", async () => {
  const { gateway, complete } = createService();
  const text = JSON.stringify(renderRequest);
  const headers = { "content-type": "application/json", "content-length": String(text.length) };
  const body = stream(new TextEncoder().encode(text.slice(0, -9)));
  const response = await sendRequest(gateway, paths.render, { method: "POST", body, headers });
  assert.match(await expectError(response, 413), /^Only \d+ of \d+ bytes arrived\. Raise/);
  assert.deepEqual(complete, []);
});

test("server's own body limit: its message is in the response", async () => {
  const serverMessage = "Content-length of 2097152 exceeds limit of 524288 bytes.";
  // The errors of SvelteKit's Node adapter and of Connect.
  for (const fields of [{ status: 413, text: "Payload Too Large" }, { statusCode: 413 }]) {
    const { gateway } = createService();
    const body = new ReadableStream({
      pull: (controller) => controller.error(Object.assign(new Error(serverMessage), fields)),
    });
    const message = await expectError(await upload(gateway, body), 413);
    assert.match(
      message,
      /own body limit stopped this upload: Content-length of 2097152 exceeds limit of 524288 bytes\. Raise/,
    );
  }
  const { gateway } = createService();
  const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("secret of a library")) });
  assert.equal(await expectError(await upload(gateway, broken), 400), "Connection error. Try again.");
});
