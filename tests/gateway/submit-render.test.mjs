// Paid requests are sent once, their responses are always read, and unknown outcomes are reported.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createMemoryStore } from "reroom/gateway";
import {
  key,
  photoUrl,
  initClient,
  createFastSandbox,
  createTestGateway,
  createClient,
  sendRequest,
  paths,
  renderRequest,
  responses,
  neverSettle,
  rejectsWith,
  expectStatus,
  failOnUnhandledRejections,
} from "./support.mjs";

before(initClient);
after(failOnUnhandledRejections());

const loseConnection = () => {
  throw new TypeError("fetch failed", { cause: Object.assign(new Error("reset"), { code: "ECONNRESET" }) });
};

const respondWithHtml = (status) => () => new Response(`<html>${key}</html>`, { status });

const respondWithStalledBody = () =>
  new Response(new ReadableStream({ start: (body) => body.enqueue(new Uint8Array([123])) }));

const respondWithEndlessBody = () =>
  new Response(new ReadableStream({ pull: (body) => body.enqueue(new Uint8Array(65_536)) }));

/** Upstream failures that may have bought a render, with the status that the client gets. */
const unknownOutcomes = {
  "lost connection": [loseConnection, 502],
  "error page with status 500": [respondWithHtml(500), 500],
  "error page with status 504": [respondWithHtml(504), 504],
  "HTML with status 200": [respondWithHtml(200), 502],
  "success without an id": [() => Response.json({ success: true }), 502],
  "response body that fails": [
    () => new Response(new ReadableStream({ start: (body) => body.error(new Error("cut")) })),
    502,
  ],
  "response body that stalls": [respondWithStalledBody, 504, 40],
  "response body that never ends": [respondWithEndlessBody, 502],
  "no response": [neverSettle, 504, 40],
  redirect: [() => new Response(null, { status: 307, headers: { location: "https://evil.example/" } }), 502],
  "status 999": [() => createOddResponse(999, { success: true }), 502],
  "status 999 with an err": [() => createOddResponse(999, { err: "odd" }), 502],
  "status 999 with a render id": [() => createOddResponse(999, { data: { render_id: "r1" } }), 502],
  "status 199": [() => createOddResponse(199, { data: { render_id: "r1" } }), 502],
  "status 304": [() => createOddResponse(304, { data: { render_id: "r1" } }), 502],
  "status 204": [() => new Response(null, { status: 204 }), 502],
  "JSON that is nested deeply": [() => new Response(`{"data":${"[".repeat(100_000)}${"]".repeat(100_000)}}`), 502],
  "exception of fetch without an error": [() => Promise.reject(undefined), 502],
};

/** A response with a status that the constructor of `Response` does not allow. */
function createOddResponse(status, body) {
  return Object.defineProperty(Response.json(body), "status", { value: status });
}

for (const [name, [upstream, status, submissionMs = 60_000]] of Object.entries(unknownOutcomes)) {
  test(`${name}: reports an unknown outcome`, async () => {
    const timeouts = { submissionMs };
    const limits = { creditsPerDay: 5 };
    const { gateway, seen, events } = createTestGateway(async () => upstream(), { timeouts, limits });
    const answer = await sendRequest(gateway, paths.render, { method: "POST", json: renderRequest });
    assert.ok(!("err" in JSON.parse(await expectStatus(answer, status))), "an err would mean that nothing was bought");
    await rejectsWith(createClient(gateway).upscale(photoUrl), "outcome_unknown");
    assert.equal(seen.length, 2, "each request is sent once");
    assert.deepEqual(
      events.map(({ type, credits }) => [type, credits]),
      [
        ["outcome-unknown", 1],
        ["outcome-unknown", 4],
      ],
    );
    await rejectsWith(createClient(gateway).render(renderRequest), "insufficient_credits");
  });
}

test("request that never reached the service: is a known failure and costs nothing", async () => {
  const refusing = () => {
    throw new TypeError("fetch failed", { cause: Object.assign(new Error("refused"), { code: "ECONNREFUSED" }) });
  };
  let upstream = refusing;
  const { gateway, events } = createTestGateway(async () => upstream(), {
    limits: { creditsPerDay: 4, concurrentRenders: 1 },
  });
  for (let times = 0; times < 3; times++) await rejectsWith(createClient(gateway).upscale(photoUrl), "service_failed");
  assert.deepEqual(
    events.map(({ component }) => component),
    ["upstream", "upstream", "upstream"],
  );
  upstream = () => Response.json({ err: "Invalid URL" }, { status: 400 });
  for (let times = 0; times < 3; times++) await rejectsWith(createClient(gateway).upscale(photoUrl), "rejected");
  upstream = () => responses.submitted();
  await createClient(gateway).upscale(photoUrl);
});

test("internal error of the service: frees the slot, but keeps the credits", async () => {
  const { gateway } = createTestGateway(
    async () => Response.json({ err: "Image processing failed" }, { status: 500 }),
    {
      limits: { creditsPerDay: 2, concurrentRenders: 1 },
    },
  );
  for (let times = 0; times < 2; times++)
    await rejectsWith(createClient(gateway).render(renderRequest), "service_failed");
  await rejectsWith(createClient(gateway).render(renderRequest), "insufficient_credits");
});

test("client that disconnects: the paid request continues and is counted", async () => {
  let arrive, reply;
  const arrived = new Promise((resolve) => (arrive = resolve));
  const { gateway, events, seen } = createTestGateway(
    () => {
      arrive();
      return new Promise((resolve) => (reply = resolve));
    },
    { limits: { creditsPerDay: 2 } },
  );
  const controller = new AbortController();
  const kept = [];
  const init = { method: "POST", body: JSON.stringify(renderRequest), headers: { "content-type": "application/json" } };
  const request = new Request(`https://site.example${paths.render}`, { ...init, signal: controller.signal });
  const answer = gateway(request, { waitUntil: (work) => kept.push(work) });
  await arrived;
  controller.abort();
  assert.equal(seen[0].signal.aborted, false);
  reply(responses.submitted("r9"));
  await answer;
  assert.equal(await kept[0], await answer, "waitUntil gets the response");
  const [{ requestId, ...event }] = events;
  assert.match(requestId, /^[\da-f-]{36}$/);
  assert.deepEqual(event, { type: "bought", renderId: "r9", tool: "render", credits: 1 });
});

/** What fails inside the gateway after the order was sent. */
const internalFailures = {
  "store that fails": () => {
    let sent = false;
    const store = createMemoryStore();
    const failing = Object.fromEntries(
      Object.entries(store).map(([name, call]) => [
        name,
        (...args) => (sent ? Promise.reject(new Error("down")) : call(...args)),
      ]),
    );
    return { options: { store: failing }, onSent: () => (sent = true) };
  },
  "store that throws": () => {
    let sent = false;
    const store = createMemoryStore();
    const failing = Object.fromEntries(
      Object.entries(store).map(([name, call]) => [
        name,
        (...args) => {
          if (sent) throw new Error("down");
          return call(...args);
        },
      ]),
    );
    return { options: { store: failing }, onSent: () => (sent = true) };
  },
  "onEvent that throws": () => ({
    options: {
      onEvent() {
        throw new Error("onEvent");
      },
    },
  }),
  "onEvent that rejects": () => ({ options: { onEvent: () => Promise.reject(new Error("onEvent")) } }),
};

for (const [name, create] of Object.entries(internalFailures))
  test(`${name} after the order was sent: the client gets the service's answer`, async () => {
    for (const headers of [{}, { "idempotency-key": "k" }]) {
      const { options, onSent = () => {} } = create();
      const { gateway, seen } = createTestGateway(async () => (onSent(), responses.submitted("r1")), options);
      const init = { method: "POST", body: JSON.stringify(renderRequest) };
      const answer = await sendRequest(gateway, paths.render, {
        ...init,
        headers: { "content-type": "application/json", ...headers },
      });
      assert.match(await expectStatus(answer, 200), /"r1"/);
      assert.equal(seen.length, 1);
    }
  });

test("signature that fails after the order was sent: reports an unknown outcome", async (t) => {
  const { gateway, events, seen } = createTestGateway(
    async () => {
      t.mock.method(crypto.subtle, "sign", () => Promise.reject(new Error("no signature")));
      return responses.submitted("r1");
    },
    { authorize: () => ({ user: "ann" }) },
  );
  const answer = await sendRequest(gateway, paths.render, { method: "POST", json: renderRequest });
  assert.equal(JSON.parse(await expectStatus(answer, 502)).outcome, "unknown");
  assert.deepEqual([seen.length, events[0].type, events[0].error.message], [1, "outcome-unknown", "no signature"]);
});

test("signature key that cannot be created: nothing is sent", async (t) => {
  t.mock.method(crypto.subtle, "importKey", () => Promise.reject(new Error("no key")));
  const { gateway, seen } = createTestGateway(async () => responses.submitted("r1"), {
    authorize: () => ({ user: "ann" }),
  });
  await expectStatus(await sendRequest(gateway, paths.render, { method: "POST", json: renderRequest }), 500);
  assert.equal(seen.length, 0);
});

test("unknown outcome: keeps the slot for the lease time", async () => {
  const store = createMemoryStore();
  const renewed = [];
  const watched = { ...store, renew: (lease, ms) => (renewed.push(ms), store.renew(lease, ms)) };
  const { gateway } = createTestGateway(loseConnection, { store: watched, timeouts: { leaseMs: 123_000 } });
  await rejectsWith(createClient(gateway).render(renderRequest), "outcome_unknown");
  assert.deepEqual(renewed, [123_000]);
});

test("client that disconnects before the request is sent: buys nothing", async () => {
  const controller = new AbortController();
  const { gateway, seen } = createTestGateway(async () => responses.submitted(), {
    authorize: () => (controller.abort(), true),
    limits: { creditsPerDay: 1 },
  });
  const init = { method: "POST", body: JSON.stringify(renderRequest), headers: { "content-type": "application/json" } };
  for (let times = 0; times < 2; times++)
    await expectStatus(
      await gateway(new Request(`https://site.example${paths.render}`, { ...init, signal: controller.signal })),
      400,
    );
  assert.equal(seen.length, 0);
});

test("cost: depends on the tool", async () => {
  const sandbox = await createFastSandbox();
  const { gateway, events } = createTestGateway(sandbox, { costs: { render: 2, "empty-room": 3 } });
  const client = createClient(gateway);
  await client.render(renderRequest);
  await client.render({ ...photoUrl, tool: "empty-room" });
  await client.render({ ...photoUrl, tool: "sketch" });
  await client.upscale(photoUrl);
  assert.deepEqual(
    events.filter(({ type }) => type === "bought").map(({ credits }) => credits),
    [2, 3, 2, 4],
  );
});
