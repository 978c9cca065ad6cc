// The client over the sandbox, without a network: every endpoint, every tool, and what is sent.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { ReRoomError, inspectImage, validateRequest } from "reroom";
import { createSandbox } from "reroom/sandbox";
import { clientWith, mask, photo, refused, start, thumbnail } from "./support.mjs";

before(start);

const fast = { queuedMs: 0, renderingMs: 0 };
const patient = { pollMs: 5 };
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\.(?:jpg|jpeg|png)$/;

async function sandboxed(options = {}, clientOptions = {}) {
  const sandbox = await createSandbox({ speeds: fast, ...options });
  const client = clientWith({ apiKey: "sandbox", fetch: sandbox, ...clientOptions });
  const picture = async (url) => new Uint8Array(await (await sandbox(new Request(url))).arrayBuffer());
  return { sandbox, client, picture };
}

test("every endpoint of the sandbox resolves to what it documents", async () => {
  const { client, sandbox, picture } = await sandboxed({ credits: 10, seed: 7 });
  const account = await client.account();
  assert.deepEqual([account.credits, account.is_active, account.is_enterprise], [10, true, true]);

  const upload = await client.upload(new Blob([photo], { type: "image/png" }));
  assert.equal(upload.success, true);
  assert.match(upload.fileName, uuid);
  assert.equal(sandbox.requests().at(-1).headers["content-type"], "image/jpeg", "from the bytes, not from the Blob");

  const submission = await client.render({ file_name: upload.fileName, creativity: "balanced" });
  assert.deepEqual(Object.keys(submission), ["render_id"]);
  const render = await client.waitFor(submission.render_id, patient);
  assert.deepEqual([render._id, render.status, render.outputs.length], [submission.render_id, "completed", 1]);
  assert.equal((await inspectImage(await picture(render.outputs[0]))).format, "jpeg");

  const upscaled = await client.waitFor((await client.upscale({ file_name: upload.fileName })).render_id, patient);
  const { width, height } = await inspectImage(await picture(upscaled.outputs[0]));
  assert.equal(Math.min(width, height), 1536);
  assert.equal((await client.account()).credits, 5);
});

test("run sends every tool in its documented form and leaves the caller's object unchanged", async () => {
  const { client, sandbox } = await sandboxed();
  const jobs = [
    [{ creativity: "precise", creativity_level: 0.6, style: "rustic" }, "", "completed"],
    [{ field: "interior", creativity: "balanced" }, "?field=interior", "completed"],
    [{ field: "exterior", creativity: "creative", sky: "misty" }, "?field=exterior", "completed"],
    [{ tool: "sketch", view: "drawing" }, "", "completed"],
    [{ tool: "sketch", field: "exterior", style: "high-tech" }, "?field=exterior", "completed"],
    [{ tool: "empty-room" }, "", "painted"],
    [{ tool: "virtual-staging", action: "preset", type: "bedroom", style: "luxury" }, "", "painted"],
    [{ tool: "edit", action: "remove", mask }, "", undefined],
    [{ tool: "edit", action: "material", mask, material: "oak" }, "", undefined],
    [{ tool: "edit", action: "prompt", mask, prompt: "a door", field: "exterior" }, "?field=exterior", undefined],
    [{ tool: "edit", action: "object", mask, object: { category: "furniture", name: "bed" } }, "", undefined],
    [{ tool: "upscale" }, undefined, "completed"],
  ];
  for (const [params, query, status] of jobs) {
    sandbox.reset();
    const before = structuredClone(params);
    const render = await client.run(photo, params, patient);
    assert.deepEqual(params, before, "the caller's object is unchanged");
    const what = JSON.stringify(params).slice(0, 80);
    assert.ok(status === undefined ? ["completed", "painted"].includes(render.status) : render.status === status, what);
    assert.equal(render.outputs.length, 1, what);
    const order = sandbox.requests().find(({ method, path }) => method === "POST" && !path.endsWith("/upload"));
    assert.equal(order.path, query === undefined ? "/api/enterprise/upscale" : `/api/enterprise/render${query}`);
    const { file_name, ...sent } = order.json;
    assert.match(file_name, uuid);
    const { field, ...rest } = params;
    const expected = params.tool === "edit" && field ? { ...rest, field } : params.tool === "upscale" ? {} : rest;
    assert.deepEqual(sent, expected);
    assert.equal(order.headers["content-type"], "application/json");
  }
});

test("run does not upload a photo that is given by file name or URL", async () => {
  const fetched = [];
  const outside = async (url) => {
    fetched.push(String(url));
    return new Response(photo, { headers: { "content-type": "image/jpeg" } });
  };
  const { client, sandbox } = await sandboxed({ allowedHosts: ["photos.example"], fetch: outside });
  const { fileName } = await client.upload(photo);
  await client.run({ file_name: fileName }, { tool: "empty-room" });
  await client.run({ file_url: "https://photos.example/room.jpg" }, { tool: "empty-room" });
  await client.run({ file_url: "https://photos.example/room.jpg" }, { tool: "upscale" }, patient);
  assert.equal(fetched.length, 2);
  assert.equal(sandbox.requests().filter(({ path }) => path.endsWith("/upload")).length, 1);
  await refused(client.run({ file_url: "https://elsewhere.example/a.jpg" }, { tool: "empty-room" }), "rejected");
});

test("virtual staging sends the reference URLs", async () => {
  const { client, sandbox } = await sandboxed({
    fetch: async () => new Response(photo),
    allowedHosts: ["photos.example"],
  });
  const reference_file_urls = ["https://photos.example/1.jpg", "https://photos.example/2.jpg"];
  const render = await client.run(photo, { tool: "virtual-staging", action: "reference", reference_file_urls });
  assert.equal(render.status, "painted");
  const order = sandbox.requests().find(({ path }) => path === "/api/enterprise/render");
  assert.deepEqual(order.json.reference_file_urls, reference_file_urls);
});

test("run reports each stage once, in order", async () => {
  let now = 1_000_000;
  const { client } = await sandboxed({ now: () => now, speeds: { queuedMs: 100, renderingMs: 100 } });
  const told = [];
  const onProgress = (progress) => {
    told.push(progress);
    if (progress.stage === "queued" || progress.stage === "rendering") now += 110;
  };
  const render = await client.run(photo, { creativity: "balanced" }, { ...patient, onProgress });
  const stages = ["preparing", "uploading", "uploading", "queued", "rendering", "done"];
  assert.deepEqual(
    told.map(({ stage }) => stage),
    stages,
  );
  assert.deepEqual(
    told.slice(1, 3).map(({ loaded, total }) => [loaded, total]),
    [
      [0, photo.length],
      [photo.length, photo.length],
    ],
  );
  assert.ok(told.slice(3).every(({ renderId }) => renderId === render._id));
});

test("each error of the sandbox rejects with its code", async () => {
  const poor = await sandboxed({ credits: 3 });
  await refused(poor.client.run(photo, { tool: "upscale" }), "insufficient_credits");
  await refused((await sandboxed({ apiKey: "another" })).client.account(), "unauthorized");
  await refused((await sandboxed({ account: false })).client.account(), "not_found");
  await refused(poor.client.getRender("unknown"), "not_found");

  const many = { baseUrl: "https://busy.example", maxConcurrentRenders: 20, maxRetries: 0 };
  const slow = await sandboxed({ speeds: { queuedMs: 60_000 } }, many);
  const { fileName } = await slow.client.upload(photo);
  const order = { file_name: fileName, creativity: "balanced" };
  for (let count = 0; count < 10; count++) await slow.client.render(order);
  assert.equal((await refused(slow.client.render(order), "too_many_renders")).retryable, true);

  const failing = await sandboxed();
  const error = await refused(
    failing.client.run(photo, { creativity: "balanced", prompt: "[fail]" }, patient),
    "render_failed",
  );
  assert.deepEqual([error.render.status, error.render._id], ["failed", error.renderId]);
  failing.sandbox.fault({ path: "/api/enterprise/render", status: 500 });
  await refused(failing.client.run(photo, { creativity: "balanced" }), "service_failed");
  failing.sandbox.fault({ path: "/api/enterprise/upscale", broken: "after" });
  await refused(failing.client.run(photo, { tool: "upscale" }), "outcome_unknown");
});

test("concurrent runs of one client each get their own render", async () => {
  const { client } = await sandboxed({ speeds: { queuedMs: 10, renderingMs: 10 } });
  const jobs = Array.from({ length: 8 }, () => client.run(photo, { creativity: "balanced" }, patient));
  const renders = await Promise.all([...jobs, client.account()]);
  assert.equal(new Set(renders.map(({ _id }) => _id)).size, 9);
});

test("a run finishes after its client is freed", async () => {
  const { client } = await sandboxed({ speeds: { queuedMs: 20, renderingMs: 20 } });
  const job = client.run(photo, { creativity: "balanced" }, patient);
  client.free();
  assert.equal((await job).status, "completed");
});

test("validateRequest returns the issues that render would reject with", async () => {
  assert.deepEqual(validateRequest({ file_url: "https://example.com/a.jpg", creativity: "balanced" }), []);
  const [issue] = validateRequest({ file_url: "https://example.com/a.jpg", creativity: "balancd" });
  assert.deepEqual([issue.path, issue.code, issue.suggestion], ["creativity", "unknown_option", "balanced"]);
  for (const nonsense of [undefined, null, 7, [], "text", new ReRoomError("network", "x")]) {
    assert.ok(validateRequest(nonsense).length > 0);
  }
});

test("inspectImage reads at most 64 KiB and lists the issues", async () => {
  const report = await inspectImage(photo);
  assert.deepEqual([report.ok, report.format, report.mime, report.bytes], [true, "jpeg", "image/jpeg", photo.length]);
  assert.ok(report.bytesRead <= 65_536);
  const codes = (await inspectImage(new Blob([thumbnail]))).issues.map(({ code }) => code);
  assert.ok(codes.includes("resolution_too_small"));
  assert.equal((await inspectImage(undefined)).ok, false);
});
