// The gateway on a Node server, over sockets. The upstream is a sandbox on another server.
import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { after, before, test } from "node:test";
import { ReRoom } from "reroom";
import { createGateway } from "reroom/gateway";
import { createGatewayListener } from "reroom/gateway/node";
import { createSandboxListener } from "reroom/sandbox/node";
import { formatRequest, sendRaw, serve } from "./servers.mjs";
import {
  key,
  renderRequest,
  paths,
  fastPolling,
  photo,
  createFastSandbox,
  failOnUnhandledRejections,
  rejectsWith,
  initClient,
} from "./support.mjs";

const open = [];
let sandbox, service;
before(async () => {
  await initClient();
  sandbox = await createFastSandbox();
  service = await startServer(createSandboxListener(sandbox));
});
after(() => {
  for (const server of open) server.close();
});
after(failOnUnhandledRejections());

async function startServer(listener) {
  const server = await serve(listener);
  open.push(server);
  return server;
}

/** Starts a gateway on a port, and records its events. */
async function startGateway(upstream, options = {}) {
  const events = [];
  const onEvent = (event) => events.push(event);
  const gateway = createGateway({ apiKey: key, authorize: () => true, upstream, onEvent, ...options });
  return { events, ...(await startServer(createGatewayListener(gateway))) };
}

test("render over HTTP: completes", async () => {
  sandbox.reset();
  const { origin } = await startGateway(service.origin);
  const client = new ReRoom({ baseUrl: origin });
  assert.equal((await client.run(photo, { creativity: "balanced" }, fastPolling)).status, "completed");
  assert.equal((await client.run(photo, { tool: "upscale" }, fastPolling)).status, "completed");
  assert.equal((await client.account()).key, undefined);
  await rejectsWith(client.getRender("unknown"), "not_found");
});

test("request target that only a raw socket can send: is rejected", async () => {
  sandbox.reset();
  const { port } = await startGateway(service.origin);
  const tricks = [
    "/api/enterprise/render/../status",
    "/x/../api/enterprise/status",
    "/api/enterprise/./status",
    "/api/enterprise/render/%2e%2e/status",
    "/api/enterprise/render/%2E./status",
    "/api/enterprise/render/..%2fstatus",
    "/api\\enterprise\\status",
    "/api/enterprise/render\\..\\status",
    "\\api/enterprise/status",
    "//api/enterprise/status",
    "//evil.example/api/enterprise/status",
    "http://evil.example/api/enterprise/status",
    "http://127.0.0.1/api/enterprise/status",
    "https://reroom.ai/api/enterprise/status",
    "/api/enterprise/status#x",
    "/api/enterprise/status?#",
    "@evil.example/api/enterprise/status",
    "*",
    "api/enterprise/status",
  ];
  for (const target of tricks) {
    const answer = await sendRaw(port, formatRequest(`GET ${target} HTTP/1.1`));
    assert.match(answer, /^HTTP\/1\.1 (?:400|404) /, target);
  }
  for (const bytes of ["\0", "\x01", "\x7f", " /x", "\xe4"])
    assert.match(
      await sendRaw(port, formatRequest(`GET /api/enterprise/status${bytes} HTTP/1.1`)),
      /^HTTP\/1\.1 4\d\d /,
      bytes,
    );
  assert.equal(sandbox.requests().length, 0);
  assert.match(await sendRaw(port, formatRequest("GET /api/enterprise/status HTTP/1.1")), /^HTTP\/1\.1 200 /);
});

test("smuggled headers and invalid hosts: are rejected", async () => {
  sandbox.reset();
  const { port } = await startGateway(service.origin);
  const body = JSON.stringify(renderRequest);
  const post = (...headers) =>
    formatRequest(`POST ${paths.render} HTTP/1.1`, "Content-Type: application/json", ...headers);
  const smuggled = `GET ${paths.status} HTTP/1.1\r\nHost: x\r\n\r\n`;
  for (const text of [
    post(`Content-Length: ${body.length}`, "Content-Length: 5") + body,
    post("Transfer-Encoding: chunked", `Content-Length: ${body.length}`) + `0\r\n\r\n${smuggled}`,
    post("Transfer-Encoding: xchunked") + body,
    post("Transfer-Encoding : chunked") + `0\r\n\r\n${smuggled}`,
    post(`Content-Length: ${body.length}`, "X: a\r\n b: c\nAuthorization: Bearer x").replace("\r\n b", "\rb") + body,
  ])
    assert.match(await sendRaw(port, text), /^HTTP\/1\.1 400 /, text);
  for (const host of ["", "a b", "evil.example/api?", "user@evil", "[", "a\\b"]) {
    const text = formatRequest("GET /api/enterprise/keys HTTP/1.1").replace("site.example", host);
    assert.match(await sendRaw(port, text), /^HTTP\/1\.1 4\d\d /, host);
  }
  assert.equal(sandbox.requests().length, 0);
  const headers = [
    "Authorization: Bearer visitor",
    "Cookie: a=b",
    "X-Forwarded-For: 1.1.1.1",
    "Connection: x-drop",
    "X-Drop: y",
  ];
  await sendRaw(port, post(`Content-Length: ${body.length}`, ...headers) + body);
  const [received] = sandbox.requests();
  assert.equal(received.headers.authorization, `Bearer <${key.length} chars>`);
  assert.deepEqual(
    ["cookie", "x-forwarded-for", "x-drop"].filter((name) => name in received.headers),
    [],
  );
});

test("upload over the limit: gets a response, and the connection is closed", async () => {
  sandbox.reset();
  const { port } = await startGateway(service.origin);
  const announced = formatRequest(
    `POST ${paths.upload} HTTP/1.1`,
    "Content-Type: image/png",
    "Content-Length: 99999999999",
  );
  assert.match(await sendRaw(port, announced), /^HTTP\/1\.1 413 [^]*Max file size: 15MB/);

  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.on("data", (text) => (answer += text)).on("error", () => {});
  const head = formatRequest(`POST ${paths.upload} HTTP/1.1`, "Content-Type: image/png", "Transfer-Encoding: chunked");
  socket.write(head.replace("Connection: close", "Connection: keep-alive"));
  const chunk = Buffer.concat([Buffer.from("100000\r\n"), Buffer.alloc(1 << 20), Buffer.from("\r\n")]);
  const pour = () => {
    while (!socket.destroyed && socket.write(chunk));
  };
  socket.on("drain", pour);
  pour();
  await new Promise((closed) => socket.once("close", closed));
  assert.match(answer, /^HTTP\/1\.1 413 [^]*Max file size: 15MB/);
  assert.ok(
    sandbox.requests().every(({ bodyBytes }) => bodyBytes === 0),
    "no complete photo arrived",
  );
});

test("client that disconnects during an upload: ends the upload", async () => {
  let arrived, ended;
  const begun = new Promise((resolve) => (arrived = resolve));
  const gone = new Promise((resolve) => (ended = resolve));
  const slow = await startServer((req) => {
    req.on("error", () => {}).once("close", () => ended(req.complete));
    req.once("data", arrived);
  });
  const { port } = await startGateway(slow.origin);
  const request = httpRequest({
    port,
    host: "127.0.0.1",
    method: "POST",
    path: paths.upload,
    headers: { "content-type": "image/png" },
  });
  request.on("error", () => {});
  request.write(Buffer.alloc(100_000));
  await begun;
  request.destroy();
  assert.equal(await gone, false);
});

test("client that disconnects after submitting: buys one render, which is counted", async () => {
  let arrived,
    reply,
    orders = 0;
  const ordered = new Promise((resolve) => (arrived = resolve));
  const busy = await startServer((req, res) => {
    orders++;
    req.resume().once("end", arrived);
    reply = () => res.setHeader("content-type", "application/json").end('{"success":true,"data":{"render_id":"r7"}}');
  });
  let left, counted;
  const leaving = new Promise((resolve) => (left = resolve));
  const told = new Promise((resolve) => (counted = resolve));
  const onEvent = (event) => event.type === "bought" && counted(event.renderId);
  const authorize = ({ signal }) => (signal.addEventListener("abort", left), true);
  const { port } = await startGateway(busy.origin, { authorize, onEvent });
  const headers = { "content-type": "application/json" };
  const request = httpRequest({ port, host: "127.0.0.1", method: "POST", path: paths.render, headers });
  request.on("error", () => {}).end(JSON.stringify(renderRequest));
  await ordered;
  request.destroy();
  await leaving;
  reply();
  assert.deepEqual([await told, orders], ["r7", 1]);
});

test("service that redirects, disconnects or is unreachable: the client gets an error", async () => {
  let followed = 0;
  const elsewhere = await startServer((req, res) => (followed++, res.end("{}")));
  const redirecting = await startServer((req, res) => res.writeHead(307, { location: elsewhere.origin }).end());
  const breaking = await startServer((req) => req.socket.destroy());
  const absent = await serve(() => {});
  absent.close();
  for (const [upstream, code, paidCode] of [
    [redirecting.origin, "service_failed", "outcome_unknown"],
    [breaking.origin, "service_failed", "outcome_unknown"],
    [absent.origin, "service_failed", "service_failed"],
  ]) {
    const client = new ReRoom({ baseUrl: (await startGateway(upstream)).origin, maxRetries: 0 });
    await rejectsWith(client.account(), code);
    await rejectsWith(client.upload(photo), code);
    await rejectsWith(client.render(renderRequest), paidCode);
  }
  assert.equal(followed, 0);
});

test("middleware under a path: passes other paths on", async () => {
  sandbox.reset();
  const gateway = createGateway({ apiKey: key, authorize: () => true, upstream: service.origin, basePath: "/reroom" });
  const listener = createGatewayListener(gateway, { basePath: "/reroom" });
  const passed = [];
  const { origin } = await startServer((req, res) => {
    // Like Express does for a mounted handler.
    if (req.url.startsWith("/reroom/")) Object.assign(req, { originalUrl: req.url, url: req.url.slice(7) });
    listener(req, res, () => (passed.push(req.originalUrl ?? req.url), res.end("next")));
  });
  assert.equal((await new ReRoom({ baseUrl: `${origin}/reroom` }).account()).credits, -1);
  for (const path of ["/", "/reroom", "/reroom/other", "/api/enterprise/status"])
    assert.equal(await (await fetch(origin + path)).text(), "next", path);
  assert.equal(passed.length, 4);
});

test("middleware at another path than basePath: passes requests on and logs the reason once", async (t) => {
  const gateway = createGateway({ apiKey: key, authorize: () => true, upstream: service.origin });
  const logged = t.mock.method(console, "error", () => undefined);
  for (const [options, path] of [
    [undefined, "/reroom"],
    [{ basePath: "/photos" }, "/reroom/photos"],
  ]) {
    const listener = createGatewayListener(gateway, options);
    const { origin } = await startServer((req, res) => {
      Object.assign(req, { originalUrl: req.url, url: req.url.replace("/reroom", "") });
      listener(req, res, () => res.end("next"));
    });
    for (const asked of ["/reroom/other", `${path}/api/enterprise/status`, `${path}/api/enterprise/status`])
      assert.equal(await (await fetch(origin + asked)).text(), "next");
    const [message, ...others] = logged.mock.calls.map(({ arguments: [text] }) => text);
    logged.mock.resetCalls();
    assert.match(message, new RegExp(`Set basePath to "${path}", here and in createGateway`));
    assert.deepEqual(others, []);
  }
});

test("gateway mounted without a listener, and a listener without a gateway: throw and name the fix", async () => {
  const gateway = createGateway({ apiKey: key, authorize: () => true, upstream: service.origin });
  const { origin } = await startServer((req, res) => {
    try {
      gateway(req, res);
    } catch (error) {
      res.end(`${error.name}: ${error.message}`);
    }
  });
  assert.match(await (await fetch(origin + paths.status)).text(), /^TypeError: .*createGatewayListener\(gateway\)/);
  const request = new Request(origin + paths.status);
  for (const input of [{ request }, { req: { raw: request } }, null])
    assert.throws(() => gateway(input), { name: "TypeError", message: /not called with a Request/ });
  assert.throws(() => createGatewayListener({ apiKey: key }), { name: "TypeError", message: /createGateway\(\)/ });
});

test("listener after a body parser: fails immediately and logs the reason", async () => {
  const gateway = createGateway({ apiKey: key, authorize: () => true, upstream: service.origin });
  const listener = createGatewayListener(gateway);
  const { origin } = await startServer((req, res) =>
    req.resume().once("end", () => setImmediate(() => listener(req, res))),
  );
  const logged = [];
  const { error } = console;
  console.error = (...words) => logged.push(words.join(" "));
  try {
    const response = await fetch(origin + paths.render, {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json" },
    });
    assert.equal(response.status, 500);
  } finally {
    console.error = error;
  }
  assert.match(logged.join(), /before any body parser/);
});
