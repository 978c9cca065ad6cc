// Firewalls, login pages and proxies that respond in place of the service. Over real HTTP, because the platform follows
// redirects.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import {
  assertNoKey,
  calls as all,
  clientOver,
  free,
  key,
  paid,
  photo,
  refused,
  start,
  submitted,
} from "../support.mjs";
import { ReRoom } from "reroom";

/** A Blob, because Node cannot send a stream again after a redirect. */
const calls = { ...all, upload: (client, options) => client.upload(new Blob([photo]), options) };
const login = `<!doctype html><title>Sign in · Example</title><form><input type="password"></form>`;
const blocked = `<!DOCTYPE html><html><head><title>Attention Required!</title><script>if (1 < 2) {}</script></head>
  <body><h1>Sorry, you have been blocked</h1></body></html>`;

/** The server in between: each test sets `respond(req, res)`. `requests` has everything it received. */
let respond;
let requests = [];
let origin;
const server = createServer((req, res) => {
  requests.push(`${req.method} ${req.url}`);
  req.resume().once("end", () => respond(req, res));
});

before(async () => {
  await start();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${server.address().port}`;
});
after(() => {
  server.closeAllConnections();
  server.close();
});

const once = { maxRetries: 0 };
const client = () => new ReRoom({ apiKey: key, baseUrl: origin });
const page =
  (status, body, type = "text/html") =>
  (req, res) =>
    res.writeHead(status, { "content-type": type }).end(body);

/** Asserts how each call rejects, and that a paid call is sent once. */
async function ends(names, code, message, status) {
  for (const name of names) {
    requests = [];
    const error = await refused(calls[name](client(), paid.includes(name) ? { maxRetries: 9 } : once), code);
    assert.match(error.message, message, name);
    assert.equal(error.status, status, name);
    const sent = requests.filter((request) => /^POST \/api\/enterprise\/(render|upscale)/.test(request));
    assert.equal(sent.length, Number(paid.includes(name)), `${name} is sent once`);
    if (paid.includes(name)) assert.equal(error.retryable, false);
  }
}

test("a firewall page with status 403 rejects as unexpected_response and quotes the page", async () => {
  respond = page(403, blocked);
  const message =
    /^A firewall or proxy page came back with status 403 instead of the service's response: “Attention Required! Sorry, you have been blocked”\. Allow/;
  await ends([...free, ...paid], "unexpected_response", message, 403);
  respond = page(403, "error code: 1020", "text/plain");
  await ends([...free, ...paid], "unexpected_response", /“error code: 1020”/, 403);
});

test("a 403 or 401 without a page rejects as unauthorized", async () => {
  respond = page(403, "Forbidden", "text/plain");
  await ends([...free, ...paid], "unauthorized", /^Unauthorized: Forbidden$/, 403);
  respond = page(401, '{"error":"session expired"}', "application/json");
  await ends([...free, ...paid], "unauthorized", /session expired/, 401);
});

for (const status of [301, 302, 303, 307, 308]) {
  test(`a ${status} redirect to a login page rejects as unauthorized`, async () => {
    respond = (req, res) => {
      if (req.url.startsWith("/login")) page(200, login)(req, res);
      else res.writeHead(status, { location: `/login?next=${encodeURIComponent(req.url)}` }).end();
    };
    const message =
      /^A login page came back with status 200 instead of the service's response: “Sign in · Example”\. Sign in again\.$/;
    await ends([...free, ...paid], "unauthorized", message, 200);
  });
}

test("a paid request that is redirected elsewhere rejects as outcome_unknown", async () => {
  respond = (req, res) => {
    if (req.url.includes("/moved")) page(200, login)(req, res);
    else res.writeHead(307, { location: `/moved${req.url}` }).end();
  };
  await ends(paid, "outcome_unknown", /check the account.* A login page came back with status 200/, 200);
  respond = (req, res) => {
    if (req.url === "/home") page(200, "<h1>Welcome</h1>")(req, res);
    else res.writeHead(302, { location: "/home" }).end();
  };
  await ends(
    paid,
    "outcome_unknown",
    /check the account.* A web page came back with status 200 instead of the service's response: “Welcome”/,
    200,
  );
  await ends(free, "unexpected_response", /^A web page came back with status 200/, 200);
});

test("a redirect that leads to the service is followed", async () => {
  respond = (req, res) => {
    if (req.url.endsWith("/")) page(200, '{"success":true,"data":{"render_id":"r1"}}', "application/json")(req, res);
    else res.writeHead(308, { location: `${req.url}/` }).end();
  };
  assert.equal((await calls.render(client())).render_id, "r1");
});

test("a login page without a redirect may hide a render that was bought", async () => {
  respond = page(200, login);
  await ends(free, "unauthorized", /^A login page came back with status 200/, 200);
  await ends(paid, "outcome_unknown", /A login page came back with status 200/, 200);
});

test("a 413 of a server in between rejects with a hint to prepare the photo", async () => {
  for (const [body, type] of [
    ["Request Entity Too Large", "text/plain"],
    ["<html><head><title>413 Request Entity Too Large</title></head></html>", "text/html"],
    ["", "text/plain"],
  ]) {
    respond = page(413, body, type);
    await ends(
      [...free, ...paid],
      "rejected",
      /^A proxy error came back with status 413 .*(“(413 )?Request Entity Too Large”|with an empty body)\. .*prepare: \{ maxBytes \}/,
      413,
    );
  }
});

test("a proxy's 5xx page rejects: outcome_unknown for paid calls, with the page's text for free ones", async () => {
  for (const status of [502, 503, 504]) {
    respond = page(status, "<html><h1>Bad Gateway</h1></html>");
    await ends(
      free,
      "unexpected_response",
      new RegExp(`^A proxy error came back with status ${status} .*“Bad Gateway”\\. Try again later`),
      status,
    );
    await ends(
      paid,
      "outcome_unknown",
      new RegExp(`A proxy error came back with status ${status} .*“Bad Gateway”\\.$`),
      status,
    );
  }
});

test("no part of the key is quoted from a page, wherever it is", async () => {
  const long = "x ".repeat(55);
  for (const body of [`<p>${key}</p>`, `<p>${long}${key}</p>`, `${long}${key}`]) {
    for (const status of [200, 403, 413, 502]) {
      const { client } = clientOver(() => new Response(body, { status }));
      for (const name of ["account", "render"]) {
        const error = await calls[name](client, once).then(assert.fail, (reason) => reason);
        assertNoKey(error);
        assert.ok(!error.message.includes(key.slice(0, 5)), error.message);
      }
    }
  }
});

test("a custom fetch may respond from any URL", async () => {
  const moved = Object.defineProperty(submitted("r1"), "url", { value: "https://example.com/auth/render" });
  const { client } = clientOver(() => moved);
  assert.equal((await calls.render(client)).render_id, "r1");
  const strange = Object.defineProperty(new Response("<h1>Hello</h1>"), "url", { value: "https://example.com/auth" });
  await refused(calls.render(clientOver(() => strange).client), "outcome_unknown");
});
