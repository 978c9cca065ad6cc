// Values of another realm, as in Jest and jsdom, where the page and Node have different realms.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, test } from "node:test";
import { createContext, runInContext } from "node:vm";
import init, { ReRoom, inspectImage } from "reroom";
import { createSandbox } from "reroom/sandbox";
import { clientOver, fileName, nextTask, refused, submitted } from "../support.mjs";

const realm = createContext({});
const foreign = (script) => runInContext(script, realm);
const photoOf = (path) => readFile(new URL(`../../../www/public/samples/${path}`, import.meta.url));

let photo;
before(async () => {
  await init();
  photo = await photoOf("living-room-empty.jpg");
});

/** A foreign buffer with the photo after `offset` other bytes. */
function foreignBuffer(offset = 0) {
  const buffer = foreign(`new ArrayBuffer(${photo.length + offset})`);
  new Uint8Array(buffer, offset).set(photo);
  return buffer;
}

/** A foreign view of the photo. */
const foreignBytes = (offset) =>
  foreign("(buffer, offset) => new Uint8Array(buffer, offset)")(foreignBuffer(offset), offset);

test("inspectImage accepts a foreign Uint8Array or ArrayBuffer, and a Buffer", async () => {
  assert.ok(!(foreignBytes(7) instanceof Uint8Array) && !(foreignBuffer() instanceof ArrayBuffer));
  const expected = await inspectImage(new Uint8Array(photo));
  assert.equal(expected.ok, true);
  for (const source of [foreignBytes(7), foreignBuffer(), photo])
    assert.deepEqual(await inspectImage(source), expected);
});

test("upload and the sandbox's fixtures accept foreign bytes", async () => {
  const fixtures = [{ photo: foreignBytes(3), result: foreignBuffer(), tool: "empty-room" }];
  const sandbox = await createSandbox({ fixtures });
  const client = new ReRoom({ apiKey: "sandbox", fetch: sandbox });
  for (const source of [foreignBytes(7), foreignBuffer()]) {
    assert.equal((await client.upload(source)).success, true);
    assert.equal(sandbox.requests().at(-1).bodyBytes, photo.length);
  }
});

test("a detached foreign buffer counts as an empty file", async () => {
  const buffer = foreignBuffer();
  structuredClone(buffer, { transfer: [buffer] });
  const { ok, issues } = await inspectImage(buffer);
  assert.deepEqual([ok, issues.map(({ code }) => code)], [false, ["empty_file"]]);
});

test("an object that only imitates bytes is not a photo", async () => {
  const liar = (tag, fields = {}) => ({ [Symbol.toStringTag]: tag, ...fields });
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const thrower = new Proxy({}, { get: () => assert.fail("a trap") });
  for (const source of [liar("Uint8Array"), liar("ArrayBuffer"), revoked.proxy, thrower]) {
    const { ok } = await inspectImage(source);
    assert.equal(ok, false);
  }
});

test("foreign options, headers, errors and storages are accepted", async () => {
  const errors = [];
  const client = new ReRoom(
    Object.assign(foreign("({ headers: { 'x-site': 'a' } })"), {
      apiKey: "sandbox",
      maxRetries: 0,
      fetch: (request) => {
        errors.push(request.headers.get("x-site"));
        return Promise.reject(foreign("new TypeError('Gone: the network')"));
      },
      storage: { getItem: () => null, setItem: foreign("async () => {}"), removeItem: foreign("async () => {}") },
    }),
  );
  const error = await refused(client.account(), "network");
  assert.deepEqual([error.cause.name, error.cause.message, errors], ["TypeError", "Gone: the network", ["a"]]);
});

test("headers may be an object, Headers, a Map or pairs, and nothing else", async () => {
  const pairs = [["x-site", "a"]];
  for (const headers of [{ "x-site": "a" }, new Headers(pairs), new Map(pairs), pairs]) {
    const seen = [];
    const client = new ReRoom({
      apiKey: "sandbox",
      maxRetries: 0,
      headers,
      fetch: (request) => {
        seen.push(request.headers.get("x-site"));
        return Promise.reject(new TypeError("gone"));
      },
    });
    await refused(client.account(), "network");
    assert.deepEqual(seen, ["a"]);
  }
  for (const headers of [["x-site"], [["x-site", 1]], "x-site: a"])
    assert.throws(() => new ReRoom({ apiKey: "sandbox", headers }), { code: "invalid_request" });
});

test("a render stays pending if a foreign asynchronous storage fails", async () => {
  const storage = foreign(
    `({ getItem: () => null, setItem: async () => { throw new Error("disk full"); }, removeItem: async () => {} })`,
  );
  const { client } = clientOver(() => submitted("r1"), { storage });
  await client.render({ file_name: fileName, creativity: "balanced" });
  assert.equal(client.pending()[0].renderId, "r1");
  // An unhandled rejection would fail the test now.
  await nextTask();
});
