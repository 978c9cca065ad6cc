// Requests to other hosts (DNS rebinding), pages of apps, and frameworks that redirect to a trailing slash.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ReRoom } from "reroom";
import { createGateway } from "reroom/gateway";
import { createGatewayListener } from "reroom/gateway/node";
import { formatRequest, sendRaw, serve } from "./servers.mjs";
import {
  key,
  photo,
  fastPolling,
  initClient,
  createFastSandbox,
  createTestGateway,
  paths,
  renderRequest,
  responses,
  expectStatus,
  expectError,
  failOnUnhandledRejections,
} from "./support.mjs";

before(initClient);
after(failOnUnhandledRejections());

const publicOrigin = "https://public.example";

/** Asserts the status of a request to a host: of the account, and of a render. */
async function expectHost(host, status, options, headers = {}) {
  const { gateway, seen } = createTestGateway(async () => responses.submitted(), options);
  const requests = [
    [paths.status, { headers }],
    [
      paths.render,
      {
        method: "POST",
        body: JSON.stringify(renderRequest),
        headers: { "content-type": "application/json", ...headers },
      },
    ],
  ];
  for (const [path, init] of requests) {
    const response = await gateway(new Request(`http://${host}${path}`, init));
    if (status === 200) await expectStatus(response, 200);
    else
      assert.equal(
        await expectError(response, status),
        "This host is not allowed. Add it to the gateway's allowedHosts.",
        host,
      );
  }
  assert.equal(seen.length, status === 200 ? 2 : 0);
}

const foreignHosts = ["evil.example", "public.example.evil.example", "a.public.example", "evilpublic.example"];
const addresses = ["127.0.0.1:8788", "10.0.0.7", "203.0.113.9", "[::1]:3000", "[2606:4700::1]"];
const privateNames = ["localhost:3000", "app:3000", "gateway.internal", "gateway.default.svc.cluster.local"];

test("request to another host, with publicOrigin: is rejected with status 421", async () => {
  for (const host of foreignHosts) {
    await expectHost(host, 421, { publicOrigin });
    // What a browser sends after DNS rebinding.
    await expectHost(host, 421, { publicOrigin }, { "sec-fetch-site": "same-origin" });
  }
  for (const headers of [{ origin: "http://evil.example" }, { origin: "null" }])
    await expectHost("evil.example", 421, { publicOrigin }, headers);
});

test("request to the public host, an address or a private name, with publicOrigin: is allowed", async () => {
  for (const host of ["public.example", "public.example:8443", "PUBLIC.example", ...addresses, ...privateNames])
    await expectHost(host, 200, { publicOrigin });
});

test("request of a page that is allowed: may use any host, such as one that a proxy sets", async () => {
  const options = { publicOrigin, allowedOrigins: ["https://app.example"], allowedHosts: [] };
  await expectHost("proxy.example", 200, options, { origin: publicOrigin });
  await expectHost("proxy.example", 200, options, { origin: "https://app.example", "sec-fetch-site": "cross-site" });
  await expectHost("proxy.example", 421, options);
});

test("allowedHosts: are the only hosts, beside the one of publicOrigin", async () => {
  const allowedHosts = ["api.example", "*.api.example", "[::1]"];
  for (const host of [
    "api.example",
    "api.example:8443",
    "API.example.",
    "a.api.example",
    "a.b.api.example",
    "[::1]:80",
  ])
    await expectHost(host, 200, { allowedHosts });
  await expectHost("public.example", 200, { allowedHosts, publicOrigin });
  for (const host of [
    "public.example",
    "api.example.evil.example",
    "evilapi.example",
    ...addresses.slice(0, 3),
    "localhost",
  ])
    await expectHost(host, 421, { allowedHosts });
});

test("without allowedHosts and publicOrigin: every host is allowed, because the gateway does not know its own", async () => {
  for (const host of ["evil.example", ...addresses, ...privateNames]) await expectHost(host, 200, {});
});

test("preflight to another host: is rejected", async () => {
  const { gateway } = createTestGateway(async () => responses.record(), { publicOrigin });
  const headers = { origin: "http://evil.example", "access-control-request-method": "POST" };
  const init = { method: "OPTIONS", headers };
  await expectError(await gateway(new Request(`http://evil.example${paths.render}`, init)), 421);
});

test("Host header on a Node server: is checked", async () => {
  const server = await serve(
    createGatewayListener(createTestGateway(() => responses.record(), { publicOrigin }).gateway),
  );
  const port = Number(new URL(server.origin).port);
  try {
    const request = formatRequest("GET /api/enterprise/status HTTP/1.1");
    assert.match(await sendRaw(port, request.replace("site.example", "evil.example")), /^HTTP\/1\.1 421 /);
    assert.match(await sendRaw(port, request.replace("site.example", "public.example")), /^HTTP\/1\.1 200 /);
    assert.match(await sendRaw(port, request.replace("site.example", `127.0.0.1:${port}`)), /^HTTP\/1\.1 200 /);
  } finally {
    server.close();
  }
});

test("invalid allowedHosts: throws a TypeError", () => {
  for (const allowedHosts of [
    "a.example",
    {},
    null,
    [""],
    ["*"],
    ["https://a.example"],
    ["a.example:80"],
    ["a/b"],
    [7],
  ])
    assert.throws(() => createGateway({ apiKey: key, authorize: () => true, allowedHosts }), {
      name: "TypeError",
      message: /allowedHosts/,
    });
});

const appOrigins = [
  "capacitor://localhost",
  "ionic://localhost",
  "tauri://localhost",
  "http://tauri.localhost",
  "https://localhost",
  "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
  "moz-extension://0b5e7a5c-3f4e-4c1d-9a6b-0123456789ab",
  "app://site.example",
  "http://localhost:5173",
];

test("origin of an app or an extension: can be allowed", async () => {
  for (const origin of appOrigins) {
    const others = appOrigins.filter((other) => other !== origin);
    for (const [allowedOrigins, status] of [
      [[origin], 200],
      [others, 403],
      [[], 403],
    ]) {
      const { gateway } = createTestGateway(async () => responses.record(), { allowedOrigins });
      for (const headers of [{ origin }, { origin, "sec-fetch-site": "cross-site" }]) {
        const response = await gateway(new Request(`https://site.example${paths.status}`, { headers }));
        assert.equal(response.status, status, `${origin} with ${allowedOrigins.join()}`);
        assert.equal(response.headers.get("access-control-allow-origin"), status === 200 ? origin : null);
      }
    }
  }
});

test("text that is no origin of a page: throws a TypeError", () => {
  const good = { apiKey: key, authorize: () => true };
  const invalid = [
    "null",
    "*",
    "",
    "app.example",
    "https://app.example/",
    "https://app.example/path",
    "https://APP.example",
    "https://app.example:443",
    "https://*.example",
    "capacitor://localhost/",
    "capacitor://LOCALHOST",
    "Capacitor://localhost",
    "capacitor://",
    "capacitor:localhost",
    "capacitor://*",
    "capacitor://a@localhost",
    "capacitor://localhost?x",
    "chrome-extension://*",
    "file://",
    "file://localhost",
    "data://x",
    "blob://x",
    "javascript://x",
    "about://blank",
    "ftp://app.example",
    "ws://app.example",
    7,
    null,
  ];
  for (const origin of invalid)
    assert.throws(() => createGateway({ ...good, allowedOrigins: ["https://app.example", origin] }), {
      name: "TypeError",
      message: /allowedOrigins/,
    });
  assert.throws(() => createGateway({ ...good, allowedOrigins: "https://app.example" }), { message: /allowedOrigins/ });
  for (const origin of [...invalid, "capacitor://localhost"])
    assert.throws(() => createGateway({ ...good, publicOrigin: origin }), {
      name: "TypeError",
      message: /publicOrigin/,
    });
});

test("server that redirects to a trailing slash, as Next.js does: uploads and renders arrive unchanged", async () => {
  const sandbox = await createFastSandbox();
  const { gateway, seen } = createTestGateway(sandbox, { basePath: "/reroom" });
  const listener = createGatewayListener(gateway, { basePath: "/reroom" });
  let redirects = 0;
  const server = await serve((req, res) => {
    const { pathname, search } = new URL(req.url, "http://localhost");
    if (pathname.endsWith("/")) return listener(req, res);
    redirects++;
    // Next.js does not read the body before it responds.
    res.writeHead(308, { location: `${pathname}/${search}` }).end();
  });
  try {
    const client = new ReRoom({ baseUrl: `${server.origin}/reroom` });
    // A page has a file. Node's fetch cannot send bytes a second time.
    const file = new Blob([photo], { type: "image/jpeg" });
    const render = await client.run(file, { field: "exterior", creativity: "balanced" }, fastPolling);
    assert.equal(render.status, "completed");
    assert.equal((await client.run(file, { tool: "upscale" }, fastPolling)).status, "completed");
    const posts = seen.filter(({ method }) => method === "POST").map(({ url }) => new URL(url));
    assert.deepEqual(
      posts.map(({ pathname, search }) => pathname + search),
      [paths.upload, `${paths.render}?field=exterior`, paths.upload, paths.upscale],
    );
    assert.equal(redirects, seen.length);
  } finally {
    server.close();
  }
});
