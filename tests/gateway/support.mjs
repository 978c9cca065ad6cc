// Shared by the gateway's tests: gateways, sandboxes, clients and assertions.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import init, { ReRoom, ReRoomError } from "reroom";
import { createGateway } from "reroom/gateway";
import { createSandbox } from "reroom/sandbox";

/** The API key, which no client may see. Some characters need percent-encoding. */
export const key = "rr-live-4711/secret+key=";
export const site = "https://site.example";
export const photo = readFileSync(new URL("../../www/public/samples/living-room-empty.jpg", import.meta.url));
export const photoUrl = { file_url: "https://photos.example/room.jpg" };
export const fastPolling = { pollMs: 5 };
export const initClient = () => init();

/** A sandbox that finishes renders immediately. */
export const createFastSandbox = (options = {}) =>
  createSandbox({
    apiKey: key,
    speeds: { queuedMs: 0, renderingMs: 0 },
    allowedHosts: ["photos.example"],
    fetch: async () => new Response(photo),
    ...options,
  });

/** A gateway with a custom `fetch`. `seen` contains the upstream requests, `log` all events, `events` the unusual ones and `bought`. */
export function createTestGateway(upstream, options = {}) {
  const seen = [];
  const events = [];
  const log = [];
  const fetch = (request) => {
    seen.push(request);
    return upstream(request);
  };
  const gateway = createGateway({
    apiKey: key,
    authorize: () => true,
    fetch,
    onEvent: (event) => {
      log.push(event);
      if (!["accepted", "refused", "request", "budget-warning"].includes(event.type)) events.push(event);
    },
    ...options,
  });
  return { gateway, seen, events, log };
}

/** A client of the gateway, without a key. */
export const createClient = (gateway, options = {}) =>
  new ReRoom({ baseUrl: site, fetch: (request) => gateway(request), ...options });

/** Sends a request without the client. */
export function sendRequest(gateway, path, { method = "GET", json, ...init } = {}) {
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
export const renderRequest = { ...photoUrl, creativity: "balanced" };
export const responses = {
  submitted: (render_id = "r1") => Response.json({ success: true, data: { render_id } }),
  record: (fields = {}) =>
    Response.json({ _id: "r1", status: "completed", outputs: ["https://example.com/a.jpg"], ...fields }),
};
export const neverSettle = () => new Promise(() => {});

/** An `authorize` that reads the user from a header. */
export const authorizeByHeader = (request) => {
  const user = request.headers.get("x-user");
  return user ? { user } : false;
};
export const createClientFor = (gateway, user, options = {}) =>
  createClient(gateway, { headers: { "x-user": user }, ...options });

/** Asserts that a promise rejects with a `ReRoomError` with this code. Returns the error. */
export async function rejectsWith(promise, code) {
  const error = await promise.then(
    (value) => assert.fail(`expected a rejection, got ${inspect(value)}`),
    (reason) => reason,
  );
  assert.ok(error instanceof ReRoomError, inspect(error));
  assert.equal(error.code, code, error.message);
  return error;
}

/** Asserts the status of a response and its fixed headers, and that it does not contain the key. Returns its text. */
export async function expectStatus(response, status) {
  const text = await response.text();
  assert.equal(response.status, status, text);
  const headers = JSON.stringify([...response.headers]);
  for (const spelling of [key, encodeURIComponent(key), JSON.stringify(key).slice(1, -1)])
    assert.ok(!text.includes(spelling) && !headers.includes(spelling), `the key is in ${text} ${headers}`);
  assert.equal(response.headers.get("cache-control"), "no-store");
  assert.equal(response.headers.get("reroom-gateway"), "1");
  return text;
}

/** Asserts the status of an error, and that it contains only `err`. Returns the message. */
export async function expectError(response, status) {
  const body = JSON.parse(await expectStatus(response, status));
  assert.deepEqual(Object.keys(body), ["err"]);
  return body.err;
}

/** Records unhandled rejections from now on. The returned function asserts that there were none. */
export function failOnUnhandledRejections() {
  const reasons = [];
  const record = (reason) => reasons.push(reason);
  process.on("unhandledRejection", record);
  return () => {
    process.off("unhandledRejection", record);
    assert.deepEqual(reasons, [], "unhandled rejections would end the process");
  };
}
