// Routing: which paths, methods and queries reach the service.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  site,
  photo,
  photoUrl,
  initClient,
  createTestGateway,
  createClient,
  sendRequest,
  paths,
  renderRequest,
  responses,
  expectStatus,
  expectError,
  failOnUnhandledRejections,
} from "./support.mjs";

before(initClient);
after(failOnUnhandledRejections());

test("unknown path: responds with 404", async () => {
  const { gateway, seen } = createTestGateway(async () => responses.record());
  const strangers = [
    "/",
    "/api",
    "/api/enterprise",
    "/api/enterprise/",
    "/api/enterprise/keys",
    "/api/enterprise/render//",
    "/api/enterprise/render/a/b",
    "/api/enterprise/render/r1//",
    "/api/enterprise/render/../../admin",
    "/api/enterprise/render/%2e%2e/%2e%2e/admin",
    "/api/enterprise/render/..%2f..%2fadmin",
    "/api/enterprise/render/..%5c..%5cadmin",
    "/api/enterprise/render/%2e%2e%2fkeys",
    "/api/enterprise/render/a%00b",
    "/api/enterprise/render/a%0d%0aHost:%20evil",
    "/api/enterprise/render/a%3fkey=1",
    "/api/enterprise/render/a%23",
    "/api/enterprise/render/a;b",
    "/api/enterprise/render/a.b.c",
    "/api/enterprise/render/@evil.example",
    `/api/enterprise/render/${"a".repeat(129)}`,
    "/api//enterprise/status",
    "/api/enterprise//status",
    "/API/enterprise/status",
    "/api/enterprise/status//",
    "/api/enterprise/statusx",
    "/api%2fenterprise/status",
    "/api/enterprise/https://evil.example/",
  ];
  for (const path of strangers) {
    for (const method of ["GET", "POST"])
      assert.equal(await expectError(await sendRequest(gateway, path, { method }), 404), "Not found", path);
  }
  assert.equal(seen.length, 0);
});

test("endpoint under another path: the 404 names basePath and baseUrl", async () => {
  for (const [basePath, path] of [
    ["", "/x/api/enterprise/status"],
    ["", "//evil.example/api/enterprise/render/r1"],
    ["/reroom", "/api/enterprise/status"],
    ["/reroom", "/api/reroom/api/enterprise/upload"],
    ["/reroom", "/reroom/api/enterprise/api/enterprise/status"],
  ]) {
    const { gateway, seen } = createTestGateway(async () => responses.record(), { basePath });
    const expected = `Not found. The gateway's basePath is "${basePath}", but this request is for another path. Change basePath, or the client's baseUrl.`;
    assert.equal(await expectError(await sendRequest(gateway, path), 404), expected, path);
    assert.equal(seen.length, 0);
  }
});

test("wrong method or query: responds with 405 or 400", async () => {
  const { gateway, seen } = createTestGateway(async () => responses.record());
  for (const [path, allowed] of [
    [paths.upload, "POST"],
    [paths.render, "POST"],
    [paths.upscale, "POST"],
    [paths.status, "GET"],
    [`${paths.render}/r1`, "GET"],
  ]) {
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"]) {
      if (method === allowed) continue;
      const response = await sendRequest(gateway, path, { method });
      assert.equal(response.headers.get("allow"), allowed, `${method} ${path}`);
      await expectError(response, 405);
    }
    assert.equal((await sendRequest(gateway, path, { method: "HEAD" })).status, 405);
    for (const query of [
      "?x=1",
      "?field=interior&x=1",
      "?field=garden",
      "?field=",
      "?field=interior&field=exterior",
      "?%66ield=interior",
      "?a",
    ]) {
      await expectError(
        await sendRequest(gateway, path + query, {
          method: allowed,
          ...(allowed === "POST" && { json: renderRequest }),
        }),
        400,
      );
    }
  }
  await expectError(await sendRequest(gateway, `${paths.status}?field=interior`), 400);
  assert.equal(seen.length, 0);
});

test("request with forged host headers: goes to the configured upstream", async () => {
  const { gateway, seen } = createTestGateway(async () => responses.record());
  const headers = {
    host: "evil.example",
    "x-forwarded-host": "evil.example",
    "x-http-method-override": "DELETE",
    "x-original-url": "/admin",
  };
  await expectStatus(await gateway(new Request(`https://evil.example${paths.render}/r1#x`, { headers })), 200);
  assert.deepEqual([seen[0].url, seen[0].method], ["https://reroom.ai/api/enterprise/render/r1", "GET"]);
});

test("gateway with basePath and upstream: maps paths from one to the other", async () => {
  const { gateway, seen } = createTestGateway(() => responses.record(), {
    basePath: "/reroom",
    upstream: "http://127.0.0.1:8787/below/",
  });
  assert.equal((await createClient(gateway, { baseUrl: `${site}/reroom` }).getRender("r1"))._id, "r1");
  assert.equal(seen[0].url, "http://127.0.0.1:8787/below/api/enterprise/render/r1");
  await expectError(await sendRequest(gateway, paths.status), 404);
  await expectError(await sendRequest(gateway, `/reroom2${paths.status}`), 404);
});

test("URL with a trailing slash: reaches the same endpoint", async () => {
  const { gateway, seen } = createTestGateway((request) =>
    request.method === "GET" ? responses.record() : responses.submitted("r1"),
  );
  for (const [path, init] of [
    [paths.upload, { method: "POST", body: photo, headers: { "content-type": "image/jpeg" } }],
    [paths.render, { method: "POST", json: renderRequest }],
    [paths.upscale, { method: "POST", json: photoUrl }],
    [`${paths.render}/r1`, {}],
    [paths.status, {}],
  ])
    await expectStatus(await sendRequest(gateway, `${path}/`, init), 200);
  assert.deepEqual(
    seen.map(({ url }) => new URL(url).pathname),
    [paths.upload, paths.render, paths.upscale, `${paths.render}/r1`, paths.status],
  );
});
