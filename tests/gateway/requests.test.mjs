// What the gateway forwards: every call of the client, and no other header, query or field.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { inspectImage } from "reroom";
import { halfMask } from "../photos/mask.mjs";
import {
  key,
  photo,
  photoUrl,
  fastPolling,
  initClient,
  createFastSandbox,
  createTestGateway,
  sendRequest,
  paths,
  renderRequest,
  responses,
  authorizeByHeader,
  createClientFor,
  expectStatus,
  expectError,
  failOnUnhandledRejections,
} from "./support.mjs";

before(initClient);
after(failOnUnhandledRejections());

test("client without a key: can make every call and use every tool", async () => {
  const sandbox = await createFastSandbox({ credits: 100 });
  const { gateway, seen } = createTestGateway(sandbox, { authorize: authorizeByHeader });
  const client = createClientFor(gateway, "ann");
  const { width, height } = await inspectImage(photo);
  const mask = halfMask(width, height);
  for (const params of [
    { creativity: "precise", style: "rustic" },
    { field: "exterior", creativity: "creative", sky: "misty" },
    { tool: "sketch", view: "drawing", field: "exterior" },
    { tool: "empty-room" },
    { tool: "virtual-staging", action: "preset", type: "bedroom", style: "luxury" },
    { tool: "edit", action: "remove", mask, field: "interior" },
    { tool: "upscale" },
  ]) {
    const render = await client.run(photo, params, fastPolling);
    assert.ok(["completed", "painted"].includes(render.status), JSON.stringify(params).slice(0, 60));
    assert.equal((await client.getRender(render._id))._id, render._id, "the id stays the same");
  }
  assert.equal((await client.account()).credits, -1, "the user has no budget");
  assert.equal((await gateway.usage("ann")).day.used, 10);
  assert.ok(sandbox.requests().every(({ path }) => path.startsWith("/api/enterprise/")));
  assert.ok(seen.every(({ url }) => url.startsWith("https://reroom.ai/api/enterprise/")));
  assert.ok(seen.some(({ url }) => url.endsWith("/render?field=exterior")));
});

test("response with a record and a submission: has the user's id in both", async () => {
  const both = { success: true, data: { render_id: "r1" }, _id: "r1", status: "painted", outputs: [photoUrl.file_url] };
  const { gateway } = createTestGateway(() => Response.json(both), {
    authorize: authorizeByHeader,
    limits: { concurrentRenders: 1 },
  });
  for (const user of ["ann", "bob"]) {
    const init = {
      method: "POST",
      json: renderRequest,
      headers: { "x-user": user, "content-type": "application/json" },
    };
    const shown = JSON.parse(await expectStatus(await sendRequest(gateway, paths.render, init), 200));
    assert.match(shown.data.render_id, /^r1\.[\w-]+$/);
    assert.equal(shown._id, shown.data.render_id);
  }
});

test("headers: only the necessary ones are forwarded", async () => {
  const { gateway, seen } = createTestGateway(() =>
    Response.json(
      { _id: "r1", status: "queued", outputs: [], extra: true },
      { headers: { "set-cookie": "a=b", "x-powered-by": "x", server: "y", location: "/z", "retry-after": "7" } },
    ),
  );
  const headers = {
    authorization: "Bearer visitor",
    cookie: "session=1",
    "proxy-authorization": "x",
    "x-forwarded-for": "1.2.3.4",
    te: "trailers",
    "x-api-key": "y",
    "content-type": 'application/json; charset="utf-8"',
    forwarded: "for=1",
    accept: "text/html",
  };
  const response = await sendRequest(gateway, paths.render, {
    method: "POST",
    body: JSON.stringify(renderRequest),
    headers,
  });
  await expectStatus(response, 200);
  const [request] = seen;
  assert.deepEqual(Object.fromEntries(request.headers), {
    accept: "application/json",
    authorization: `Bearer ${key}`,
    "content-type": "application/json",
  });
  assert.equal(request.redirect, "manual");
  assert.deepEqual([...response.headers.keys()].sort(), [
    "cache-control",
    "content-type",
    "reroom-gateway",
    "vary",
    "x-content-type-options",
  ]);
});

test("JSON with duplicate names: is sent as the gateway parsed it", async () => {
  const bodies = [];
  const { gateway } = createTestGateway(async (request) => {
    bodies.push(await request.text());
    return responses.submitted();
  });
  const headers = { "content-type": "application/json" };
  const body = '{"tool":"upscale","file_url":"https://photos.example/1.jpg", "tool":"empty-room"}';
  await expectStatus(await sendRequest(gateway, paths.render, { method: "POST", body, headers }), 200);
  assert.deepEqual(bodies, ['{"tool":"empty-room","file_url":"https://photos.example/1.jpg"}']);
});

test("error of the service: is reduced to its message", async () => {
  const reply = { value: undefined };
  const { gateway } = createTestGateway(() => reply.value);
  const page = "<html><body>Error: at /srv/app/index.js:12 key rr-live</body></html>";
  for (const [path, method, upstream, status, err] of [
    [
      paths.status,
      "GET",
      Response.json({ err: "Account not found", stack: "at x" }, { status: 404 }),
      404,
      "Account not found",
    ],
    [
      `${paths.render}/r1`,
      "GET",
      new Response(page, { status: 503 }),
      503,
      "The ReRoom service responded with status 503.",
    ],
    [
      `${paths.render}/r1`,
      "GET",
      Response.json({ err: { deep: 1 } }, { status: 400 }),
      400,
      "The ReRoom service responded with status 400.",
    ],
    [paths.status, "GET", Response.json({ err: `no ${key} here` }, { status: 500 }), 500, "no [key] here"],
    [
      paths.status,
      "GET",
      Response.json({ err: "Unauthorized" }, { status: 401 }),
      502,
      "The ReRoom service rejected the gateway's API key. Check the apiKey option.",
    ],
    [paths.status, "GET", new Response(page), 502, "The ReRoom service sent an unexpected response. Try again later."],
    [paths.render, "POST", Response.json({ err: "Not enough credits" }, { status: 400 }), 400, "Not enough credits"],
    [paths.render, "POST", new Response(page, { status: 413 }), 413, "The ReRoom service responded with status 413."],
    [
      paths.render,
      "POST",
      Response.json({ err: "Image processing failed" }, { status: 500 }),
      500,
      "Image processing failed",
    ],
  ]) {
    reply.value = upstream;
    assert.equal(
      await expectError(
        await sendRequest(gateway, path, { method, ...(method === "POST" && { json: renderRequest }) }),
        status,
      ),
      err,
    );
  }
  reply.value = Response.json({ err: "Slow down" }, { status: 429, headers: { "retry-after": "3" } });
  assert.equal((await sendRequest(gateway, paths.status)).headers.get("retry-after"), "3");
});
