// Request bodies: limits on size, memory and time.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  photo,
  initClient,
  createTestGateway,
  sendRequest,
  paths,
  renderRequest,
  responses,
  neverSettle,
  expectStatus,
  expectError,
  failOnUnhandledRejections,
} from "./support.mjs";

before(initClient);
after(failOnUnhandledRejections());

const json = { "content-type": "application/json" };

const jpeg = { "content-type": "image/jpeg" };

/** A body with this many chunks, which counts the chunks that were read. */
function createBody(chunks, chunk = new Uint8Array(65_536)) {
  const read = { chunks: 0, cancelled: false };
  const stream = new ReadableStream(
    {
      pull(controller) {
        if (read.chunks++ < chunks) controller.enqueue(chunk);
        else controller.close();
      },
      cancel: () => void (read.cancelled = true),
    },
    { highWaterMark: 0 },
  );
  return { stream, read };
}

/** A service that reads the whole body. */
const readBody = async (request) => {
  await request.arrayBuffer();
  return Response.json({ success: true, fileName: "a.jpg" });
};

test("photo over 15 MiB: is rejected, with any Content-Length", async () => {
  const { gateway, seen } = createTestGateway(readBody);
  const announced = await sendRequest(gateway, paths.upload, {
    method: "POST",
    body: photo,
    headers: { ...jpeg, "content-length": "15728641" },
  });
  assert.equal(await expectError(announced, 413), "Max file size: 15MB");
  assert.equal(seen.length, 0);
  const fits = createBody(240);
  await expectStatus(
    await sendRequest(gateway, paths.upload, { method: "POST", body: fits.stream, headers: jpeg }),
    200,
  );
  for (const headers of [jpeg, { ...jpeg, "content-length": "10" }]) {
    const endless = createBody(Infinity);
    assert.equal(
      await expectError(
        await sendRequest(gateway, paths.upload, { method: "POST", body: endless.stream, headers }),
        413,
      ),
      "Max file size: 15MB",
    );
    assert.ok(endless.read.cancelled && endless.read.chunks <= 242, `${endless.read.chunks} chunks were read`);
  }
});

test("photo: is streamed without buffering", async () => {
  let release, body;
  const reading = new Promise((resolve) => (release = resolve));
  const { gateway } = createTestGateway(async (request) => {
    body = request.body;
    await reading;
    await new Response(body).arrayBuffer();
    return Response.json({ success: true, fileName: "a.jpg" });
  });
  const { stream, read } = createBody(200);
  const answer = sendRequest(gateway, paths.upload, { method: "POST", body: stream, headers: jpeg });
  while (!body) await new Promise((resolve) => setImmediate(resolve));
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  assert.ok(read.chunks <= 4, `${read.chunks} chunks were read before the service read any`);
  release();
  await expectStatus(await answer, 200);
  assert.equal(read.chunks, 201);
});

test("JSON over the limit: is rejected, with a lower limit for upscales", async () => {
  const { gateway, seen } = createTestGateway(async (request) => (await request.arrayBuffer(), responses.submitted()));
  const mask = "A".repeat(22_376_772);
  await expectStatus(
    await sendRequest(gateway, paths.render, { method: "POST", json: { ...renderRequest, tool: "edit", mask } }),
    200,
  );
  for (const headers of [json, { ...json, "content-length": "5" }]) {
    const endless = createBody(Infinity, new Uint8Array(65_536).fill(32));
    await expectError(await sendRequest(gateway, paths.render, { method: "POST", body: endless.stream, headers }), 413);
    assert.ok(endless.read.cancelled && endless.read.chunks < 345, `${endless.read.chunks} chunks were read`);
  }
  await expectError(
    await sendRequest(gateway, paths.render, {
      method: "POST",
      body: "{}",
      headers: { ...json, "content-length": "99999999" },
    }),
    413,
  );
  await expectError(
    await sendRequest(gateway, paths.upscale, { method: "POST", json: { file_url: "x".repeat(70_000) } }),
    413,
  );
  assert.equal(seen.length, 1);
});

test("concurrent large bodies: are rejected when the memory budget is used up", async () => {
  const { gateway } = createTestGateway(async () => responses.submitted());
  const open = Array.from({ length: 6 }, () => {
    let hold;
    const stream = new ReadableStream({
      async pull(controller) {
        controller.enqueue(new Uint8Array(20 * 1024 * 1024).fill(32));
        await new Promise((resolve) => (hold = resolve));
        controller.error(new Error("gone"));
      },
    });
    const answer = sendRequest(gateway, paths.render, { method: "POST", body: stream, headers: json });
    return { answer, end: () => hold() };
  });
  const refusedOne = await Promise.race(open.map(({ answer }) => answer));
  assert.equal(
    await expectError(refusedOne, 503),
    "The server is handling too many large requests. Try again in a few seconds.",
  );
  for (const { end } of open) end();
  const all = await Promise.all(open.map(async ({ answer }) => (await answer).status));
  assert.ok(
    all.filter((status) => status === 503).length >= 1 && all.every((status) => [503, 400].includes(status)),
    all.join(),
  );
  await expectStatus(await sendRequest(gateway, paths.render, { method: "POST", json: renderRequest }), 200);
});

test("body that is not a JSON object: is rejected with 400", async () => {
  const { gateway, seen } = createTestGateway(async () => responses.submitted());
  const deep = `{"a":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
  for (const body of [
    "",
    " ",
    "null",
    "[]",
    "7",
    '"text"',
    "{",
    "{}{}",
    "{'a':1}",
    "\ufeff",
    new Uint8Array([0x7b, 0xff, 0x7d]),
    deep,
  ]) {
    assert.equal(
      await expectError(await sendRequest(gateway, paths.render, { method: "POST", body, headers: json }), 400),
      "Invalid request",
    );
  }
  assert.equal(
    await expectError(await sendRequest(gateway, paths.render, { method: "POST", headers: json }), 400),
    "Invalid request",
  );
  assert.equal(seen.length, 0);
});

test("unsupported content type: is rejected with 415", async () => {
  const { gateway, seen } = createTestGateway(readBody);
  for (const type of [
    "text/plain",
    "image/gif",
    "image/svg+xml",
    "multipart/form-data; boundary=x",
    "image/jpeg, text/html",
    "application/json",
    "",
  ])
    assert.equal(
      await expectError(
        await sendRequest(gateway, paths.upload, { method: "POST", body: photo, headers: { "content-type": type } }),
        415,
      ),
      "JPEG and PNG files only",
    );
  for (const type of [
    "text/plain",
    "application/x-www-form-urlencoded",
    "application/json-patch+json",
    "image/jpeg",
    "",
  ])
    await expectError(
      await sendRequest(gateway, paths.render, { method: "POST", body: "{}", headers: { "content-type": type } }),
      415,
    );
  assert.equal(seen.length, 0);
  for (const type of ["IMAGE/JPEG", "image/jpg", "image/png; x=y"]) {
    await expectStatus(
      await sendRequest(gateway, paths.upload, { method: "POST", body: photo, headers: { "content-type": type } }),
      200,
    );
    assert.equal(seen.at(-1).headers.get("content-type"), type.toLowerCase().split(";")[0]);
  }
});

test("body that pauses for too long: is rejected with 408", async () => {
  const { gateway } = createTestGateway(readBody, { timeouts: { bodyMs: 20 } });
  for (const [path, headers] of [
    [paths.upload, jpeg],
    [paths.render, json],
  ]) {
    let cancelled = false;
    const stream = new ReadableStream({
      start: (controller) => controller.enqueue(new Uint8Array([123])),
      pull: neverSettle,
      cancel: () => void (cancelled = true),
    });
    assert.equal(
      await expectError(await sendRequest(gateway, path, { method: "POST", body: stream, headers }), 408),
      "The request body took too long. Try again.",
    );
    assert.ok(cancelled);
  }
});

test("body that trickles forever: is rejected with 408", { timeout: 60_000 }, async () => {
  const { gateway } = createTestGateway(readBody, { timeouts: { bodyMs: 25 } });
  for (const [path, headers] of [
    [paths.upload, jpeg],
    [paths.render, json],
  ]) {
    const stream = new ReadableStream({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        controller.enqueue(new Uint8Array([32]));
      },
    });
    await expectError(await sendRequest(gateway, path, { method: "POST", body: stream, headers }), 408);
  }
});

test("slow photo: may take longer than one pause, and is no longer read after the response", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  let [source, stopped] = [undefined, false];
  const body = new ReadableStream({ start: (controller) => (source = controller), cancel: () => (stopped = true) });
  let readAll = true;
  const upstream = async (request) => {
    const reader = request.body.getReader();
    while (!(await reader.read()).done && readAll);
    return Response.json({ success: true, fileName: "a.jpg" });
  };
  const { gateway } = createTestGateway(upstream, { timeouts: { upstreamMs: 300, bodyMs: 300 } });
  const upload = () =>
    sendRequest(gateway, paths.upload, { method: "POST", body, headers: { "content-type": "image/jpeg" } });
  const turns = async () => {
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  const answer = upload();
  for (let chunk = 0; chunk < 8; chunk++) {
    await turns();
    source.enqueue(new Uint8Array(1000));
    t.mock.timers.tick(250);
  }
  readAll = false;
  source.enqueue(new Uint8Array(1000));
  assert.equal((await answer).status, 200);
  await turns();
  assert.ok(stopped);
});
