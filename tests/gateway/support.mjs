// What the gateway's tests share: a gateway before a sandbox, a client before the gateway, and what must never be seen.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import init, { ReRoom, ReRoomError } from "reroom";
import { createGateway } from "reroom/gateway";
import { createSandbox } from "reroom/sandbox";

/** The site's key; no caller may ever see it. Some of it needs percent-encoding. */
export const key = "rr-live-4711/secret+key=";
export const site = "https://site.example";
export const photo = readFileSync(new URL("../../www/public/samples/living-room-empty.jpg", import.meta.url));
export const photoUrl = { file_url: "https://photos.example/room.jpg" };
export const patient = { pollMs: 5 };
export const start = () => init();

/** A sandbox whose renders are done at once. */
export const quickSandbox = (options = {}) =>
  createSandbox({
    apiKey: key,
    speeds: { queuedMs: 0, renderingMs: 0 },
    allowedHosts: ["photos.example"],
    fetch: async () => new Response(photo),
    ...options,
  });

/** A gateway over a `fetch` of the test's own; `seen` has what went upstream, `events` what it told. */
export function gatewayOver(upstream, options = {}) {
  const seen = [];
  const events = [];
  const fetch = (request) => {
    seen.push(request);
    return upstream(request);
  };
  const gateway = createGateway({
    apiKey: key,
    authorize: () => true,
    fetch,
    onEvent: (event) => events.push(event),
    ...options,
  });
  return { gateway, seen, events };
}

/** A page's client of a gateway: it has no key. */
export const clientOf = (gateway, options = {}) =>
  new ReRoom({ baseUrl: site, fetch: (request) => gateway(request), ...options });

/** A request to a gateway as another program makes it. */
export function ask(gateway, path, { method = "GET", json, ...init } = {}) {
  if (json !== undefined)
    init = { body: JSON.stringify(json), headers: { "content-type": "application/json" }, ...init };
  if (init.body instanceof ReadableStream) init.duplex = "half";
  return gateway(new Request(site + path, { method, ...init }));
}

export const paths = {
  upload: "/api/enterprise/upload",
  render: "/api/enterprise/render",
  upscale: "/api/enterprise/upscale",
  status: "/api/enterprise/status",
};
export const order = { ...photoUrl, creativity: "balanced" };
export const answers = {
  submitted: (render_id = "r1") => Response.json({ success: true, data: { render_id } }),
  record: (fields = {}) =>
    Response.json({ _id: "r1", status: "completed", outputs: ["https://example.com/a.jpg"], ...fields }),
};
export const never = () => new Promise(() => {});

/** Who asks, as `authorize` of these tests reads it. */
export const byName = (request) => {
  const user = request.headers.get("x-user");
  return user ? { user } : false;
};
export const clientFor = (gateway, user, options = {}) =>
  clientOf(gateway, { headers: { "x-user": user }, ...options });

/** Asserts that a promise rejects with a `ReRoomError` of a code, and answers it. */
export async function refused(promise, code) {
  const error = await promise.then(
    (value) => assert.fail(`nothing was refused: ${inspect(value)}`),
    (reason) => reason,
  );
  assert.ok(error instanceof ReRoomError, inspect(error));
  assert.equal(error.code, code, error.message);
  return error;
}

/** Asserts the status of an answer and that the key is nowhere in it; answers its text. */
export async function answered(response, status) {
  const text = await response.text();
  assert.equal(response.status, status, text);
  const headers = JSON.stringify([...response.headers]);
  for (const spelling of [key, encodeURIComponent(key), JSON.stringify(key).slice(1, -1)])
    assert.ok(!text.includes(spelling) && !headers.includes(spelling), `the key is in ${text} ${headers}`);
  assert.equal(response.headers.get("cache-control"), "no-store");
  return text;
}

/** The same, for an error: it says `err` and nothing else. */
export async function refusal(response, status) {
  const body = JSON.parse(await answered(response, status));
  assert.deepEqual(Object.keys(body), ["err"]);
  return body.err;
}
