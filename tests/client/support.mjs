// What the client's tests share: a client over a fetch that the test provides, and what every error must be.
// These tests run in Node and in the pages of each engine, where `pages/` stands in for the `node:` modules.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { inspect } from "node:util";
import init, { ReRoom, ReRoomError } from "reroom";

/** The key of every client here. It must appear in no error, no event and no URL. */
export const key = "rr-secret-4711";

export const fileName = "3f2b8c1e-9d4a-4e7b-8a1c-5d6e7f809a1b.jpg";

const file = async (path) => new Uint8Array(await readFile(new URL(path, import.meta.url)));
const samples = "../../www/public/samples";

/** A JPEG that the service accepts, and one that is too small. */
export const photo = await file(`${samples}/living-room-empty.jpg`);
export const thumbnail = await file(`${samples}/thumbnails/living-room-empty.jpg`);

/** A mask for `photo` in base64: the left half is white. */
export const mask = btoa(String.fromCharCode(...(await file("half-mask.png"))));

export const start = () => init();

/** A client with this key. Pages must allow a key explicitly. */
export const clientWith = (options) => new ReRoom({ apiKey: key, dangerouslyAllowBrowser: true, ...options });

/** A client whose requests go to `answer(request, number)`; `seen` has them all, except questions after orders. */
export function clientOver(answer, options = {}) {
  const seen = [];
  const fetch = async (request) => {
    // The service does not know this path.
    if (isOrder(request)) return json({ err: "Not found" }, 404);
    seen.push(request);
    return answer(request, seen.length);
  };
  return { client: clientWith({ fetch, ...options }), seen };
}

/** Whether a request asks a gateway for an order. */
export const isOrder = ({ url }) => new URL(url).pathname.includes("/api/enterprise/orders/");

export const json = (body, status = 200, headers = {}) => Response.json(body, { status, headers });
export const record = (fields = {}) => ({
  _id: "r1",
  status: "completed",
  outputs: ["https://example.com/a.jpg"],
  ...fields,
});
export const submitted = (render_id = "r1") => json({ success: true, data: { render_id } });
export const never = () => new Promise(() => {});

/** The single calls: those that are free to repeat, and those that cost credits. */
export const calls = {
  account: (client, options) => client.account(options),
  getRender: (client, options) => client.getRender("r1", options),
  upload: (client, options) => client.upload(photo, options),
  render: (client, options) => client.render({ file_name: fileName, creativity: "balanced" }, options),
  upscale: (client, options) => client.upscale({ file_name: fileName }, options),
};
export const paid = ["render", "upscale"];
export const free = ["account", "getRender", "upload"];

/** Tests replace the global timers. */
const { setTimeout, clearTimeout } = globalThis;
/** A promise that takes longer counts as hanging. */
const MAX_WAIT_MS = 30_000;

/** Asserts that a promise rejects with a `ReRoomError` of this code without the key, and returns the error. */
export async function refused(promise, code) {
  let timer;
  const hanging = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`expected ${code}, but the promise is still pending`)), MAX_WAIT_MS);
  });
  const error = await Promise.race([promise, hanging])
    .then(
      (value) => assert.fail(`expected ${code}, got ${inspect(value)}`),
      (reason) => reason,
    )
    .finally(() => clearTimeout(timer));
  assertError(error, code);
  return error;
}

export function assertError(error, code) {
  assert.ok(error instanceof ReRoomError, inspect(error));
  assert.ok(error instanceof Error);
  assert.equal(error.name, "ReRoomError");
  assert.equal(error.code, code, error.message);
  assert.ok(error.message.length > 0 && Array.isArray(error.issues) && typeof error.retryable === "boolean");
  assertNoKey(error);
  assertNoKey(error.cause);
}

/** Asserts that the key is nowhere in a value, however it is printed. */
export function assertNoKey(value) {
  const written = [String(value), JSON.stringify(value), inspect(value, { depth: 10, showHidden: true })];
  if (value instanceof Error) written.push(value.stack, value.message);
  for (const text of written) assert.ok(!text?.includes(key), `the key is in ${text}`);
}

/** Runs with retries that do not pause: their length is drawn from `Math.random`. */
export async function withoutPauses(run) {
  const { random } = Math;
  Math.random = () => 0;
  try {
    return await run();
  } finally {
    Math.random = random;
  }
}

/** Resolves in a later task, after everything that is already queued. */
export function nextTask() {
  const { port1, port2 } = new MessageChannel();
  return new Promise((done) => {
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(null);
  });
}

/** Resolves once everything has settled that needs no timer and no network. */
export async function settle() {
  for (let turn = 0; turn < 6; turn++) await nextTask();
}

/** Runs while globals have these values. */
export async function withGlobals(values, run) {
  const own = Object.keys(values).map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]);
  for (const [name, value] of Object.entries(values))
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  try {
    return await run();
  } finally {
    for (const [name, descriptor] of own)
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else delete globalThis[name];
  }
}
