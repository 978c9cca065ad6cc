// A service that misbehaves, for requests without a charge.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  photo,
  initClient,
  createTestGateway,
  sendRequest,
  paths,
  neverSettle,
  renderRequest,
  expectError,
  failOnUnhandledRejections,
} from "./support.mjs";

before(initClient);
after(failOnUnhandledRejections());

const jpeg = { "content-type": "image/jpeg" };

// The first test: others may leave timers of their mocks.
test("upload that fails before its photo is read: leaves no timer that keeps the process running", async () => {
  const countTimers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  const { gateway } = createTestGateway(() => {
    throw new Error("at once");
  });
  const before = countTimers();
  await expectError(await sendRequest(gateway, paths.upload, { method: "POST", body: photo, headers: jpeg }), 502);
  await new Promise(setImmediate);
  assert.equal(countTimers(), before);
});

test("redirect: is not followed", async () => {
  for (const status of [301, 302, 303, 307, 308]) {
    const { gateway, seen } = createTestGateway(
      async () => new Response(null, { status, headers: { location: "https://evil.example/" } }),
    );
    assert.match(await expectError(await sendRequest(gateway, paths.status), 502), /redirect/);
    assert.match(
      await expectError(await sendRequest(gateway, paths.upload, { method: "POST", body: photo, headers: jpeg }), 502),
      /redirect/,
    );
    assert.equal(seen.length, 2);
    assert.ok(seen.every(({ redirect }) => redirect === "manual"));
  }
});

test("service that stalls, disconnects or never ends: responds with 504 or 502", async () => {
  const stalls = { timeouts: { upstreamMs: 20, bodyMs: 20 } };
  const half = () => new Response(new ReadableStream({ start: (body) => body.enqueue(new Uint8Array([123])) }));
  for (const upstream of [neverSettle, async () => half()]) {
    const { gateway, seen } = createTestGateway(upstream, stalls);
    assert.match(await expectError(await sendRequest(gateway, paths.status), 504), /stopped responding/);
    assert.match(
      await expectError(await sendRequest(gateway, paths.upload, { method: "POST", body: photo, headers: jpeg }), 504),
      /stopped responding/,
    );
    assert.ok(
      seen.every(({ signal }) => signal.aborted),
      "canceled requests are aborted",
    );
  }
  for (const upstream of [
    async () => Promise.reject(new TypeError("fetch failed")),
    () => {
      throw new Error("at once");
    },
    async () => new Response(new ReadableStream({ start: (body) => body.error(new Error("cut")) })),
    async () => new Response(new ReadableStream({ pull: (body) => body.enqueue(new Uint8Array(65_536)) })),
  ]) {
    const { gateway } = createTestGateway(upstream);
    await expectError(await sendRequest(gateway, paths.status), 502);
    await expectError(await sendRequest(gateway, paths.upload, { method: "POST", body: photo, headers: jpeg }), 502);
  }
});

/** A response that sends a space every 5 ms, and never ends. */
const trickle = () =>
  new Response(
    new ReadableStream({
      async pull(body) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        body.enqueue(new Uint8Array([32]));
      },
    }),
  );

for (const [path, init, timeouts] of [
  [paths.status, {}, { upstreamMs: 100 }],
  [paths.render, { method: "POST", json: renderRequest }, { submissionMs: 100 }],
  [paths.upload, { method: "POST", body: photo, headers: jpeg }, { upstreamMs: 50, bodyMs: 50 }],
]) {
  test(
    `${path}, response in small pieces: must arrive as a whole within the time limit`,
    { timeout: 10_000 },
    async () => {
      const upstream = async (request) => {
        await request.arrayBuffer();
        return trickle();
      };
      const { gateway, seen } = createTestGateway(upstream, { timeouts });
      assert.equal((await sendRequest(gateway, path, init)).status, 504);
      assert.ok(seen[0].signal.aborted);
    },
  );
}
