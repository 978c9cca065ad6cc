// Requests that cannot succeed are rejected before their body is read.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createMemoryStore } from "reroom/gateway";
import {
  initClient,
  createTestGateway,
  sendRequest,
  paths,
  renderRequest,
  responses,
  authorizeByHeader,
  expectError,
  expectStatus,
  failOnUnhandledRejections,
} from "./support.mjs";

before(initClient);
after(failOnUnhandledRejections());

/** A service whose renders have unique ids and never end. */
function createBusyService() {
  let orders = 0;
  return async (request) =>
    request.method === "POST"
      ? responses.submitted(`r${++orders}`)
      : responses.record({ status: "rendering", outputs: [] });
}

/** A body that records whether it was read. */
function createWatchedBody() {
  const body = new ReadableStream(
    {
      pull(controller) {
        body.wasRead = true;
        controller.enqueue(new TextEncoder().encode(JSON.stringify(renderRequest)));
        controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  return body;
}

const send = (gateway, path, user, type = "application/json") => {
  const body = createWatchedBody();
  const headers = { "content-type": type, "x-user": user };
  return { body, response: sendRequest(gateway, path, { method: "POST", body, headers }) };
};

async function expectUnread({ body, response }, status, message) {
  assert.equal(await expectError(await response, status), message);
  assert.notEqual(body.wasRead, true, "the body was read");
}

test("user without credits: is rejected before the body is read, and uploads nothing", async () => {
  const limits = { perUser: { creditsPerDay: 3 } };
  const { gateway, seen } = createTestGateway(createBusyService(), { authorize: authorizeByHeader, limits });
  await expectUnread(send(gateway, paths.upscale, "ann"), 402, "Not enough credits");
  const orders = [1, 2, 3].map(() => send(gateway, paths.render, "ann"));
  for (const { response } of orders) await expectStatus(await response, 200);
  await expectUnread(send(gateway, paths.render, "ann"), 402, "Not enough credits");
  await expectUnread(send(gateway, paths.upload, "ann", "image/jpeg"), 402, "Not enough credits");
  assert.equal(seen.length, 3);
});

test("user without a slot: is rejected before the body is read, but may upload", async () => {
  const limits = { perUser: { concurrentRenders: 1 } };
  const { gateway, seen } = createTestGateway(createBusyService(), { authorize: authorizeByHeader, limits });
  await expectStatus(await send(gateway, paths.render, "ann").response, 200);
  await expectUnread(send(gateway, paths.render, "ann"), 429, "Maximum concurrent renders reached");
  assert.equal(seen.filter(({ method }) => method === "POST").length, 1);
  const upload = send(gateway, paths.upload, "ann", "image/jpeg");
  await upload.response;
  assert.equal(upload.body.wasRead, true);
});

test("cheapest tool of the user: decides about admission", async () => {
  const options = { costs: { render: 1, edit: 5 }, limits: { perUser: { creditsPerDay: 4 } } };
  const authorize = () => ({ user: "ann", tools: ["edit"] });
  const { gateway } = createTestGateway(createBusyService(), { authorize, ...options });
  await expectUnread(send(gateway, paths.render, "ann"), 402, "Not enough credits");
});

test("rejected and admitted requests: reserve nothing by themselves", async () => {
  const store = createMemoryStore();
  const reserved = [];
  const watched = {
    ...store,
    reserve: (request, dryRun) => {
      if (!dryRun) reserved.push(request.lease);
      return store.reserve(request, dryRun);
    },
  };
  const { gateway } = createTestGateway(createBusyService(), { authorize: authorizeByHeader, store: watched });
  const body = "{";
  const headers = { "content-type": "application/json", "x-user": "ann" };
  await expectError(await sendRequest(gateway, paths.render, { method: "POST", body, headers }), 400);
  assert.deepEqual([reserved, await store.listLeases()], [[], []]);
});

test("user who finds no slot: counts as waiting, so that the next free slot is theirs", async () => {
  const store = createMemoryStore();
  const limits = { concurrentRenders: 2, perUser: { concurrentRenders: 2 } };
  const { gateway } = createTestGateway(createBusyService(), { authorize: authorizeByHeader, store, limits });
  const { data } = JSON.parse(await expectStatus(await send(gateway, paths.render, "ann").response, 200));
  await expectStatus(await send(gateway, paths.render, "ann").response, 200);
  await expectUnread(send(gateway, paths.render, "bob"), 429, "Maximum concurrent renders reached");
  await store.release(`render:${data.render_id.split(".")[0]}`);
  await expectUnread(send(gateway, paths.render, "ann"), 429, "Maximum concurrent renders reached");
  await expectStatus(await send(gateway, paths.render, "bob").response, 200);
});

test("repeat of an order: gets its answer although nothing is left for another order", async () => {
  const limits = { perUser: { creditsPerDay: 1, concurrentRenders: 1 } };
  const { gateway } = createTestGateway(createBusyService(), { authorize: authorizeByHeader, limits });
  const order = (key) =>
    sendRequest(gateway, paths.render, {
      method: "POST",
      json: renderRequest,
      headers: { "content-type": "application/json", "x-user": "ann", "idempotency-key": `"${key}"` },
    });
  const first = await expectStatus(await order("one"), 200);
  assert.equal(await expectStatus(await order("one"), 200), first);
  assert.equal(await expectError(await order("two"), 402), "Not enough credits");
});
