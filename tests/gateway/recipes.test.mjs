// The recipes of the README and of the guide: they are copied, and they spend money.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import ts from "typescript";
import { ReRoom } from "reroom";
import { byName, key, patient, photo, quickSandbox, refused, site, start } from "./support.mjs";

const { fetch } = globalThis;
const folder = new URL("../artifacts/gateway/", import.meta.url);
let sandbox;
before(async () => {
  await start();
  sandbox = await quickSandbox();
  globalThis.fetch = (request) => sandbox(request);
  globalThis.whoIs = async (request) => byName(request)?.user;
  globalThis.isSignedIn = byName;
  process.env.REROOM_API_KEY = key;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
});
after(() => {
  globalThis.fetch = fetch;
});

/** The one block of a page with these words, as a module. */
async function recipe(page, words) {
  const text = readFileSync(new URL(`../../${page}`, import.meta.url), "utf8");
  const blocks = [...text.matchAll(/^```ts\n(.*?)^```/gms)]
    .map(([, code]) => code)
    .filter((code) => code.includes(words));
  assert.equal(blocks.length, 1, words);
  const module = ts.transpile(blocks[0], { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 });
  const file = new URL(`${page.replaceAll(/\W/g, "-")}-${words.replaceAll(/\W/g, "-")}.mjs`, folder);
  writeFileSync(file, module);
  return import(file.href);
}

async function works(handler) {
  const page = (user) =>
    new ReRoom({
      baseUrl: `${site}/reroom`,
      fetch: (request) => handler(request),
      ...(user && { headers: { "x-user": user } }),
    });
  const render = await page("ann").run(photo, { field: "exterior", creativity: "balanced" }, patient);
  assert.equal(render.status, "completed");
  assert.equal((await page("ann").account()).key, undefined);
  await refused(page("bob").getRender(render._id), "not_found");
  await refused(page().run(photo, { tool: "empty-room" }), "unauthorized");
}

test("the README's", async () => {
  const { gateway } = await recipe("README.md", "export const gateway");
  await works(gateway);
});

const guide = "docs/guides/gateway.md";

test("the guide's own file", async () => works((await recipe(guide, "// gateway.ts")).gateway));

test("Next.js", async () => {
  const route = await recipe(guide, "handle as GET");
  assert.deepEqual(Object.keys(route).sort(), ["GET", "OPTIONS", "POST"]);
  // Next gives the parameters of the path beside the request.
  await works((request) => route[request.method](request, { params: Promise.resolve({ path: [] }) }));
});

test("Hono", async () => {
  const { default: app } = await recipe(guide, "new Hono");
  await works((request) => app.fetch(request));
});

test("Cloudflare Workers", async () => {
  const { default: worker } = await recipe(guide, "interface Env");
  const kept = [];
  const context = { waitUntil: (work) => kept.push(work) };
  await works((request) => worker.fetch(request, { REROOM_API_KEY: key }, context));
  assert.ok(kept.length > 5);
});
