// The server that the README shows for keeping the key off a page: it is copied, and it spends money.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import ts from "typescript";
import { ReRoom } from "reroom";
import { createSandbox } from "reroom/sandbox";
import { photo, refused, start } from "./support.mjs";

const { fetch } = globalThis;
const site = "https://site.example/reroom";
let sandbox, handler;
let signedIn = true;

before(async () => {
  await start();
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const [, source] = /^```ts\n(const routes = .*?)^```/ms.exec(readme);
  const module = ts.transpile(source, { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 });
  sandbox = await createSandbox({ apiKey: "enterprise-key", speeds: { queuedMs: 0, renderingMs: 0 } });
  globalThis.fetch = sandbox;
  globalThis.isSignedIn = async () => signedIn;
  process.env.REROOM_API_KEY = "enterprise-key";
  handler = (await import(`data:text/javascript,${encodeURIComponent(module)}`)).reroom;
});
after(() => {
  globalThis.fetch = fetch;
});

const client = () => new ReRoom({ baseUrl: site, fetch: handler });

test("a visitor's job goes through, with the site's key", async () => {
  const render = await client().run(photo, { field: "exterior", creativity: "balanced" }, { pollMs: 5 });
  assert.equal(render.status, "completed");
  assert.equal((await client().run(photo, { tool: "upscale" }, { pollMs: 5 })).status, "completed");
  assert.ok(sandbox.requests().some(({ path }) => path === "/api/enterprise/render?field=exterior"));
});

test("refusals of the service come back as they are", async () => {
  await refused(client().getRender("unknown"), "not_found");
});

test("nobody else is let through, and the account never is", async () => {
  sandbox.reset();
  await refused(client().account(), "not_found");
  signedIn = false;
  await refused(client().run(photo, { tool: "empty-room" }), "unauthorized");
  signedIn = true;
  const paths = [
    "/api/enterprise/status",
    "/api/enterprise/render/../status",
    "//elsewhere.example/api/enterprise/render",
  ];
  for (const path of [...paths, "/api/enterprise/render/a%2F..%2F..%2Fstatus", "/api/enterprise/render?field=x&key"]) {
    assert.equal((await handler(new Request(`${site}${path}`))).status, 404, path);
  }
  assert.equal(sandbox.requests().length, 0);
});
