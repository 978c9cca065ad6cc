// Runs the recipes of the README and the guide.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { metrics } from "@opentelemetry/api";
import { InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader } from "@opentelemetry/sdk-metrics";
import ts from "typescript";
import { ReRoom } from "reroom";
import {
  authorizeByHeader,
  key,
  fastPolling,
  photo,
  createFastSandbox,
  rejectsWith,
  site,
  initClient,
} from "./support.mjs";

const { fetch } = globalThis;
const folder = new URL("../artifacts/gateway/", import.meta.url);
let sandbox;
before(async () => {
  await initClient();
  sandbox = await createFastSandbox();
  globalThis.fetch = (request) => sandbox(request);
  globalThis.whoIs = async (request) => authorizeByHeader(request)?.user;
  globalThis.isSignedIn = authorizeByHeader;
  process.env.REROOM_API_KEY = key;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
});
after(() => {
  globalThis.fetch = fetch;
});

/** Imports the only code block of a page that contains this text. */
async function importRecipe(page, excerpt) {
  const text = readFileSync(new URL(`../../${page}`, import.meta.url), "utf8");
  const blocks = [...text.matchAll(/^```ts\n(.*?)^```/gms)]
    .map(([, code]) => code)
    .filter((code) => code.includes(excerpt));
  assert.equal(blocks.length, 1, excerpt);
  const module = ts.transpile(blocks[0], { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 });
  const file = new URL(`${page.replaceAll(/\W/g, "-")}-${excerpt.replaceAll(/\W/g, "-")}.mjs`, folder);
  writeFileSync(file, module);
  return import(file.href);
}

async function checkRecipe(handler) {
  const page = (user) =>
    new ReRoom({
      baseUrl: `${site}/reroom`,
      fetch: (request) => handler(request),
      ...(user && { headers: { "x-user": user } }),
    });
  const render = await page("ann").run(photo, { field: "exterior", creativity: "balanced" }, fastPolling);
  assert.equal(render.status, "completed");
  assert.equal((await page("ann").account()).key, undefined);
  await rejectsWith(page("bob").getRender(render._id), "not_found");
  await rejectsWith(page().run(photo, { tool: "empty-room" }), "unauthorized");
}

test("README: the gateway works", async () => {
  const { gateway } = await importRecipe("README.md", "export const gateway");
  await checkRecipe(gateway);
});

const guide = "docs/guides/gateway.md";

test("guide: gateway.ts works", async () => checkRecipe((await importRecipe(guide, "// gateway.ts")).gateway));

test("guide: the Next.js route works", async () => {
  const route = await importRecipe(guide, "handle as GET");
  assert.deepEqual(Object.keys(route).sort(), ["GET", "OPTIONS", "POST"]);
  // Next.js passes the path parameters as a second argument.
  await checkRecipe((request) => route[request.method](request, { params: Promise.resolve({ path: [] }) }));
});

test("guide: the Hono app works", async () => {
  const { default: app } = await importRecipe(guide, "new Hono");
  await checkRecipe((request) => app.fetch(request));
});

test("guide: the Cloudflare worker works", async () => {
  const { default: worker } = await importRecipe(guide, "interface Env");
  const kept = [];
  const context = { waitUntil: (work) => kept.push(work) };
  await checkRecipe((request) => worker.fetch(request, { REROOM_API_KEY: key }, context));
  assert.ok(kept.length > 5);
});

test("guide: the Netlify function works", async () => {
  const { default: run, config } = await importRecipe(guide, "export const config");
  const kept = [];
  await checkRecipe((request) => {
    assert.ok(new URL(request.url).pathname.startsWith(config.path.replace("*", "")));
    return run(request, { waitUntil: (work) => kept.push(work) });
  });
  assert.ok(kept.length > 5);
});

/** The event that AWS Lambda creates from a request, in payload format 2.0. Bodies that are not text are base64-encoded. */
async function toLambdaEvent(request) {
  const { pathname, search, hostname } = new URL(request.url);
  const bytes = Buffer.from(await request.arrayBuffer());
  const { cookie, ...headers } = Object.fromEntries(request.headers);
  const isText = request.headers.get("content-type") === "application/json";
  return {
    version: "2.0",
    rawPath: pathname,
    rawQueryString: search.slice(1),
    headers: { ...headers, host: hostname, "content-length": String(bytes.length) },
    ...(cookie && { cookies: cookie.split("; ") }),
    ...(bytes.length > 0 && { body: bytes.toString(isText ? "utf8" : "base64") }),
    isBase64Encoded: !isText && bytes.length > 0,
    requestContext: { domainName: hostname, http: { method: request.method, path: pathname } },
  };
}

test("guide: the Lambda handler works", async () => {
  const { handler } = await importRecipe(guide, "// lambda.ts");
  const results = [];
  await checkRecipe(async (request) => {
    const result = await handler(await toLambdaEvent(request));
    results.push(result);
    const bytes = Buffer.from(result.body, result.isBase64Encoded ? "base64" : "utf8");
    return new Response(bytes, { status: result.statusCode, headers: result.headers });
  });
  assert.ok(results.every(({ headers, body }) => headers["reroom-gateway"] === "1" && typeof body === "string"));
});

test("guide: the listing page links to the original at the archive's address", { timeout: 60_000 }, async () => {
  process.env.PHOTO_FOLDER = fileURLToPath(new URL("photos", folder));
  const { gateway, listingPage } = await importRecipe("docs/guides/operations.md", "// listing-page.ts");
  const page = new ReRoom({
    baseUrl: `${site}/reroom`,
    fetch: (request) => gateway(request),
    headers: { "x-user": "ann" },
  });
  // The page is closed right after the order.
  const { fileName } = await page.upload(photo);
  const { render_id } = await page.render({ file_name: fileName, tool: "empty-room" });
  assert.equal(listingPage(render_id).status, 404);
  while (listingPage(render_id).status !== 200) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    await gateway.resume();
  }
  const html = await listingPage(render_id).text();
  const [, original] = /original-href="([^"]+)"/.exec(html);
  assert.match(original, /^https:\/\/www\.example\/photos\/[\w-]+-original\.jpg$/);
  const read = (address) => readFileSync(new URL(`photos/${address.split("/").at(-1)}`, folder));
  assert.deepEqual(read(original), photo, "the original is unaltered");
  const [, altered] = /after-src="([^"]+)"/.exec(html);
  assert.ok(read(altered).length > 0);
  assert.notEqual(altered, original);
  await gateway.close();
});

test("guide: the OpenTelemetry SDK receives requests, orders, credits and failures", async () => {
  const exporter = new InMemoryMetricExporter(1);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 60_000 });
  const provider = new MeterProvider({ readers: [reader] });
  metrics.setGlobalMeterProvider(provider);
  try {
    const { gateway } = await importRecipe("docs/guides/operations.md", "// telemetry.ts");
    await checkRecipe(gateway);
    await provider.forceFlush();
  } finally {
    metrics.disable();
  }
  const values = Object.fromEntries(
    exporter.getMetrics()[0].scopeMetrics[0].metrics.map(({ descriptor, dataPoints }) => [descriptor.name, dataPoints]),
  );
  const find = (name, attributes) =>
    values[name].find((point) => Object.entries(attributes).every(([key, value]) => point.attributes[key] === value));
  assert.equal(find("reroom.orders", { outcome: "bought", tool: "render" }).value, 1);
  assert.equal(find("reroom.credits", { outcome: "bought", tool: "render" }).value, 1);
  const order = { "http.route": "render", "http.request.method": "POST", "http.response.status_code": 200 };
  assert.equal(find("http.server.request.duration", order).value.count, 1);
  await provider.shutdown();
});
