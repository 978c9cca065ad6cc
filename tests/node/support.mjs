// What the tests of the client in Node share: a client over a fetch of the test's own, and what every error must be.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import init, { ReRoom, ReRoomError } from "reroom";

/** The key of every client here; it may be in no error, no event and no URL. */
export const key = "rr-secret-4711";

export const fileName = "3f2b8c1e-9d4a-4e7b-8a1c-5d6e7f809a1b.jpg";
export const photo = readFileSync(new URL("../../www/public/samples/living-room-empty.jpg", import.meta.url));

export const start = () => init();

/** A client whose requests go to `answer(request, number)`; `seen` has them all. */
export function clientOver(answer, options = {}) {
  const seen = [];
  const fetch = async (request) => {
    seen.push(request);
    return answer(request, seen.length);
  };
  return { client: new ReRoom({ apiKey: key, fetch, ...options }), seen };
}

export const json = (body, status = 200, headers = {}) => Response.json(body, { status, headers });
export const record = (fields = {}) => ({
  _id: "r1",
  status: "completed",
  outputs: ["https://example.com/a.jpg"],
  ...fields,
});
export const submitted = (render_id = "r1") => json({ success: true, data: { render_id } });
export const never = () => new Promise(() => {});

/** The three kinds of call: one that is free to look at, an upload, and those that are paid for. */
export const calls = {
  account: (client, options) => client.account(options),
  getRender: (client, options) => client.getRender("r1", options),
  upload: (client, options) => client.upload(photo, options),
  render: (client, options) => client.render({ file_name: fileName, creativity: "balanced" }, options),
  upscale: (client, options) => client.upscale({ file_name: fileName }, options),
};
export const paid = ["render", "upscale"];
export const free = ["account", "getRender", "upload"];

/** Asserts that a promise rejects with a `ReRoomError` of a code that holds no key anywhere, and answers it. */
export async function refused(promise, code) {
  const error = await promise.then(
    (value) => assert.fail(`nothing was refused: ${inspect(value)}`),
    (reason) => reason,
  );
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

/** Asserts that the key is nowhere in a value, however it is written down. */
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
