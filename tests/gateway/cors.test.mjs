// Cross-site requests: CSRF protection and CORS.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  site,
  initClient,
  createTestGateway,
  sendRequest,
  paths,
  renderRequest,
  responses,
  expectError,
  failOnUnhandledRejections,
} from "./support.mjs";

before(initClient);
after(failOnUnhandledRejections());

const json = { "content-type": "application/json" };

test("request from a page of another site: is rejected unless its origin is allowed", async () => {
  const { gateway, seen } = createTestGateway(async () => responses.submitted(), {
    allowedOrigins: ["https://app.example"],
  });
  const post = (headers) =>
    sendRequest(gateway, paths.render, {
      method: "POST",
      body: JSON.stringify(renderRequest),
      headers: { ...json, cookie: "session=1", ...headers },
    });
  const getAccount = (headers) => sendRequest(gateway, paths.status, { headers });
  const forged = [
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "" },
    { origin: "https://site.example.evil.example" },
    { origin: "http://site.example" },
    { origin: "https://site.example:8443" },
    { origin: "https://app.example.evil.example" },
    { origin: "https://APP.example" },
    { origin: "https://evil.example, https://app.example" },
    { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    { origin: site, "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "anything" },
  ];
  for (const headers of forged) {
    for (const answer of [await post(headers), await getAccount(headers)]) {
      assert.equal(answer.headers.get("access-control-allow-origin"), null);
      assert.equal(answer.headers.get("vary"), "Origin");
      assert.equal(
        await expectError(answer, 403),
        "This origin is not allowed. Add it to the gateway's allowedOrigins.",
        JSON.stringify(headers),
      );
    }
  }
  assert.equal(seen.length, 0);
  for (const headers of [
    {},
    { origin: site },
    { "sec-fetch-site": "same-origin" },
    { origin: site, "sec-fetch-site": "same-origin" },
    { "sec-fetch-site": "none" },
  ])
    assert.equal((await post(headers)).status, 200, JSON.stringify(headers));
  const shared = await post({ origin: "https://app.example", "sec-fetch-site": "cross-site" });
  assert.equal(shared.status, 200);
  assert.deepEqual(
    ["allow-origin", "allow-credentials", "expose-headers"].map((name) => shared.headers.get(`access-control-${name}`)),
    ["https://app.example", "true", "Retry-After, ReRoom-Gateway"],
  );
});

test("publicOrigin: replaces the request's own origin", async () => {
  const { gateway } = createTestGateway(async () => responses.record(), {
    publicOrigin: "https://public.example",
    allowedHosts: ["site.example"],
  });
  const getAccount = async (origin) => (await sendRequest(gateway, paths.status, { headers: { origin } })).status;
  assert.deepEqual([await getAccount("https://public.example"), await getAccount(site)], [200, 403]);
});

test("preflight: succeeds for allowed origins, without a call of authorize", async () => {
  let asked = 0;
  const { gateway, seen } = createTestGateway(async () => responses.record(), {
    authorize: () => (asked++, false),
    allowedOrigins: ["https://app.example"],
  });
  const preflight = (origin, path = paths.render, wanted = "content-type, authorization") =>
    sendRequest(gateway, path, {
      method: "OPTIONS",
      headers: {
        ...(origin && { origin }),
        "access-control-request-method": "POST",
        "access-control-request-headers": wanted,
      },
    });
  const response = await preflight("https://app.example");
  assert.equal(response.status, 204);
  assert.deepEqual(
    ["allow-origin", "allow-credentials", "allow-methods", "allow-headers"].map((name) =>
      response.headers.get(`access-control-${name}`),
    ),
    ["https://app.example", "true", "POST", "content-type, authorization"],
  );
  assert.equal(
    (await preflight("https://app.example", paths.status)).headers.get("access-control-allow-methods"),
    "GET",
  );
  assert.equal(
    (await preflight("https://app.example", paths.render, "x\u00e4")).headers.get("access-control-allow-headers"),
    null,
  );
  for (const origin of ["https://evil.example", "null", site, undefined]) {
    const response = await preflight(origin);
    assert.equal(response.headers.get("access-control-allow-origin"), null);
    await expectError(response, 403);
  }
  await expectError(await preflight("https://app.example", "/api/enterprise/keys"), 404);
  assert.deepEqual([asked, seen.length], [0, 0]);
  const unauthorized = await sendRequest(gateway, paths.status, { headers: { origin: "https://app.example" } });
  assert.equal(
    unauthorized.headers.get("access-control-allow-origin"),
    "https://app.example",
    "the page can read the error",
  );
  await expectError(unauthorized, 401);
});
