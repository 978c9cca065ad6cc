// Bodies that a proxy or a framework cuts, or does not let through: nothing half goes to the service as if it were whole.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { answers, ask, gatewayOver, order, paths, photo, refusal, start } from "./support.mjs";

before(start);

const mega = 1024 * 1024;

/** So many bytes that begin, and perhaps end, as a photo. */
function photoOf(bytes, { start = [0xff, 0xd8], end = [] } = {}) {
  const body = new Uint8Array(bytes);
  body.set(start);
  body.set(end, bytes - end.length);
  return body;
}
const png = { start: [0x89, 0x50, 0x4e, 0x47], end: [...Buffer.from("IEND\xae\x42\x60\x82", "latin1")] };

/** A body in chunks, which ends as if all of it was there. */
const stream = (...chunks) =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });

/** A service that takes in what comes, and notes the sizes of the bodies that ended properly. */
function service() {
  const whole = [];
  const upstream = async (request) => {
    whole.push((await request.arrayBuffer()).byteLength);
    return request.url.endsWith("/upload")
      ? Response.json({ success: true, fileName: "a.jpg" })
      : answers.submitted("r1");
  };
  return { ...gatewayOver(upstream), whole };
}

const upload = (gateway, body, headers = {}) =>
  ask(gateway, paths.upload, { method: "POST", body, headers: { "content-type": "image/jpeg", ...headers } });

test("a photo that ends before its announced size is refused, and never whole at the service", async () => {
  const { gateway, whole } = service();
  const cut = new Uint8Array(10 * mega);
  const response = await upload(gateway, stream(cut), { "content-length": String(12 * mega) });
  const message = await refusal(response, 413);
  assert.match(message, /^Only 10485760 of 12582912 bytes arrived\. Raise the request body limit/);
  assert.deepEqual(whole, []);
});

test("a photo of its announced size passes, in however many chunks", async () => {
  const { gateway, whole } = service();
  const headers = { "content-length": String(photo.length) };
  const chunks = [photo.subarray(0, 1), photo.subarray(1, 70_000), photo.subarray(70_000)];
  assert.equal((await upload(gateway, stream(...chunks), headers)).status, 200);
  assert.deepEqual(whole, [photo.length]);
});

test("a compressed body is not measured by the size it travelled with", async () => {
  const { gateway } = service();
  const headers = { "content-length": String(photo.length + 9), "content-encoding": "gzip" };
  assert.equal((await upload(gateway, stream(photo), headers)).status, 200);
});

test("a photo without an announced size is refused where it breaks off", async () => {
  const { gateway, whole } = service();
  for (const cut of [photoOf(10 * mega - 641), photoOf(3 * mega, { ...png, end: [] }), photo.subarray(0, 90_000)])
    assert.match(
      await refusal(await upload(gateway, stream(cut)), 413),
      /^The photo is incomplete: it ends after \d+ bytes\. /,
    );
  assert.deepEqual(whole, []);
});

test("a whole photo without an announced size passes, also with something behind its end", async () => {
  const { gateway, whole } = service();
  const end = { end: [0xff, 0xd9] };
  const full = photoOf(mega, end);
  const bodies = [
    [photo],
    [full.subarray(0, 1), full.subarray(1, mega - 1), full.subarray(mega - 1)],
    [photoOf(3 * mega, png).subarray(0, 3 * mega - 5), photoOf(3 * mega, png).subarray(3 * mega - 5)],
    [photoOf(2 * mega, end), new Uint8Array(1000)],
    // A film behind it: by chance there are the bytes of an end somewhere in each part of it.
    [photo, new Uint8Array(3 * mega), Uint8Array.of(0xff, 0xd9), new Uint8Array(mega / 2)],
  ];
  for (const chunks of bodies) assert.equal((await upload(gateway, stream(...chunks))).status, 200);
  assert.equal(whole.length, bodies.length);
});

test("an order that ends before its announced size is refused for that reason", async () => {
  const { gateway, whole } = service();
  const text = JSON.stringify(order);
  const headers = { "content-type": "application/json", "content-length": String(text.length) };
  const body = stream(new TextEncoder().encode(text.slice(0, -9)));
  const response = await ask(gateway, paths.render, { method: "POST", body, headers });
  assert.match(await refusal(response, 413), /^Only \d+ of \d+ bytes arrived\. Raise/);
  assert.deepEqual(whole, []);
});

test("a server's own limit for bodies is named with its words", async () => {
  const words = "Content-length of 2097152 exceeds limit of 524288 bytes.";
  // As SvelteKit's adapter for Node fails, and as servers that come from Connect do.
  for (const fields of [{ status: 413, text: "Payload Too Large" }, { statusCode: 413 }]) {
    const { gateway } = service();
    const body = new ReadableStream({
      pull: (controller) => controller.error(Object.assign(new Error(words), fields)),
    });
    const message = await refusal(await upload(gateway, body), 413);
    assert.match(
      message,
      /own body limit stopped this upload: Content-length of 2097152 exceeds limit of 524288 bytes\. Raise/,
    );
  }
  const { gateway } = service();
  const broken = new ReadableStream({ pull: (controller) => controller.error(new Error("secret of a library")) });
  assert.equal(await refusal(await upload(gateway, broken), 400), "Connection error. Try again.");
});
