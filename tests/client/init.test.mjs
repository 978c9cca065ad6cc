// The package before and after its wasm is loaded. The order matters: only the last test loads it.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import init, { ReRoom, ReRoomError, catalog, inspectImage, validateRequest } from "reroom";
import { assertError, refused } from "./support.mjs";

const saysInit = (error) => {
  assertError(error, "invalid_request");
  assert.match(error.message, /await init\(\)/);
  return true;
};

test("a call before init() fails with a hint to call it", async () => {
  assert.throws(() => new ReRoom(), saysInit);
  assert.throws(() => catalog(), saysInit);
  assert.throws(() => validateRequest({}), saysInit);
  saysInit(await refused(inspectImage(new Uint8Array(10)), "invalid_request"));
});

test("ReRoomError works before init()", () => {
  const error = new ReRoomError("network", "gone", { status: 502, retryable: true, renderId: "r1" });
  assertError(error, "network");
  assert.deepEqual(
    [error.message, error.status, error.retryable, error.renderId, error.issues, error.render, "cause" in error],
    ["gone", 502, true, "r1", [], undefined, false],
  );
  const { name, code, message } = JSON.parse(JSON.stringify(error));
  assert.deepEqual([name, code, message], ["ReRoomError", "network", "gone"]);
  // Consoles print these, and logs contain them.
  assert.deepEqual(Object.keys(error).sort(), ["code", "issues", "renderId", "retryable", "status"]);
  const details = { issues: undefined, retryable: undefined, cause: "secret" };
  const short = new ReRoomError("network", "gone", details);
  const logged = { name: "ReRoomError", message: "gone", code: "network", issues: [], retryable: false };
  assert.deepEqual([short.toJSON(), short.cause], [logged, "secret"]);
  assert.equal(new ReRoomError("network", "gone", { cause: undefined }).cause, undefined);
});

test("init rejects with the reason if the wasm cannot be loaded, and can be called again", async () => {
  const page = new Response("<!doctype html>", { headers: { "content-type": "text/html" } });
  const html = await refused(init(page), "unexpected_response");
  assert.match(html.message, /optimizeDeps/);
  const gone = await refused(init(Promise.reject(new Error("gone"))), "network");
  assert.match(gone.message, /gone/);
  assert.throws(() => catalog(), saysInit);
});

test("init loads from bytes, and further calls return the same promise", async () => {
  const bytes = await readFile(new URL("../../pkg/reroom_bg.wasm", import.meta.url));
  const exports = await init(bytes);
  assert.ok(exports.memory instanceof WebAssembly.Memory);
  assert.equal(await init(), exports);
  assert.equal(init(), init());
  assert.ok(catalog().interior.style.length > 20);
  assert.ok(new ReRoom() instanceof ReRoom);
});
