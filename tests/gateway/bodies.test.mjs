// Request bodies: limits on size, memory and time.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  photo,
  authorizeByHeader,
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

/** Requests with large masks that never end, one per user. `end` breaks their connections. */
function openLargeRequests(gateway, users) {
  const open = users.map((user) => {
    let fail;
    const stream = new ReadableStream({
      start: (controller) => {
        controller.enqueue(new TextEncoder().encode('{"mask":"'));
        controller.enqueue(new Uint8Array(20 * 1024 * 1024).fill(65));
        fail = () => controller.error(new Error("gone"));
      },
    });
    const headers = { ...json, "x-user": user, "content-length": String(22_000_000) };
    return { answer: sendRequest(gateway, paths.render, { method: "POST", body: stream, headers }), fail };
  });
  return {
    answers: open.map(({ answer }) => answer),
    async end() {
      for (const { fail } of open) fail();
      return Promise.all(open.map(async ({ answer }) => (await answer).status));
    },
  };
}

test("concurrent large bodies: one user cannot use up the memory of the others", async () => {
  const { gateway, seen } = createTestGateway(async (request) => (await request.arrayBuffer(), responses.submitted()), {
    authorize: authorizeByHeader,
  });
  const mask = "A".repeat(22_000_000);
  const order = (user, fields = {}) =>
    sendRequest(gateway, paths.render, {
      method: "POST",
      json: { ...renderRequest, ...fields },
      headers: { ...json, "x-user": user },
    });
  const mallory = openLargeRequests(gateway, ["mallory", "mallory", "mallory"]);
  const refused = await Promise.race(mallory.answers);
  assert.equal(
    await expectError(refused, 429),
    "You are sending too many large requests at once. Try again in a few seconds.",
  );
  assert.equal(refused.headers.get("retry-after"), "5");
  await expectStatus(await order("alice", { tool: "edit", mask }), 200);
  await expectStatus(await order("mallory"), 200);

  const others = openLargeRequests(gateway, ["bob", "carol", "dave", "erin"]);
  const full = await Promise.race(others.answers);
  assert.match(await expectError(full, 503), /^The server is handling too many large requests\./);
  await expectStatus(await order("alice"), 200);
  assert.deepEqual((await mallory.end()).toSorted(), [400, 429, 429]);
  assert.deepEqual((await others.end()).toSorted(), [400, 400, 400, 503]);
  for (const user of ["mallory", "bob", "alice", "frank"])
    await expectStatus(await order(user, { tool: "edit", mask }), 200);
  assert.equal(seen.length, 7);
});

test("requests without a user: share the memory of two users", async () => {
  const { gateway } = createTestGateway(async () => responses.submitted());
  const open = openLargeRequests(gateway, ["", "", ""]);
  await expectError(await Promise.race(open.answers), 429);
  assert.deepEqual((await open.end()).toSorted(), [400, 400, 429]);
});

test("order with a large mask: uses memory until the service has received it", { timeout: 60_000 }, async () => {
  let read, respond;
  const reading = new Promise((resolve) => (read = resolve));
  const responding = new Promise((resolve) => (respond = resolve));
  const { gateway, seen } = createTestGateway(
    async (request) => {
      await reading;
      await request.arrayBuffer();
      await responding;
      return responses.submitted();
    },
    { authorize: authorizeByHeader },
  );
  const order = (length) =>
    sendRequest(gateway, paths.render, {
      method: "POST",
      json: { ...renderRequest, tool: "edit", mask: "A".repeat(length) },
      headers: { ...json, "x-user": "alice" },
    });
  const sent = async (orders) => {
    while (seen.length < orders) await new Promise((resolve) => setTimeout(resolve, 1));
  };
  const first = order(12_000_001);
  await sent(1);
  await expectError(await order(12_000_002), 429);
  read();
  let second;
  do second = await Promise.race([order(12_000_003), sent(2)]);
  while (second);
  respond();
  await expectStatus(await first, 200);
});

test("mask: reaches the service unchanged, whatever its length and its escapes", async () => {
  const bodies = [];
  const upstream = async (request) => (bodies.push(await request.text()), responses.submitted());
  const { gateway } = createTestGateway(upstream);
  for (const mask of ["", "QUJD", "A".repeat(32_769), "A".repeat(65_536), "AB+\\/=\\u003d\\n".repeat(100_000)]) {
    const body = `{"file_url":"https:\\/\\/photos.example/a.jpg", "prompt":"ü", "mask" :\n"${mask}","tool":"edit"}`;
    await expectStatus(await sendRequest(gateway, paths.render, { method: "POST", body, headers: json }), 200);
    assert.deepEqual(JSON.parse(bodies.at(-1)), JSON.parse(body), `${mask.length} bytes`);
  }
});

test("body that only looks like a mask, or that is expensive to parse: is rejected", async () => {
  const { gateway, seen } = createTestGateway(async () => responses.submitted());
  const long = "A".repeat(70_000);
  const post = (body) => sendRequest(gateway, paths.render, { method: "POST", body, headers: json });
  for (const [name, body, status] of [
    ["long prompt", `{"prompt":"${long}"}`, 400],
    ["long name", `{"${long}":1}`, 400],
    ["mask in an object", `{"object":{"mask":"${long}"}}`, 400],
    ["mask, then another", `{"mask":"${long}","mask":"QUJD"}`, 400],
    ["two masks", `{"mask":"${long}","mask":"${long}"}`, 400],
    ["mask without an end", `{"mask":"${long}`, 400],
    ["mask with invalid escapes", `{"mask":"${long}\\x"}`, 400],
    ["mask with an invalid code", `{"mask":"${long}\\u00zz"}`, 400],
    ["mask with a line break", `{"mask":"${long}\n"}`, 400],
    ["mask that is not ASCII", `{"mask":"${long}é"}`, 400],
    ["deep arrays", `{"a":${"[".repeat(17)}${"]".repeat(17)}}`, 400],
    ["many arrays", `{"a":[${"[],".repeat(200)}[]]}`, 400],
    ["many values", `{"a":[${"1,".repeat(1100)}1]}`, 400],
    ["many names", `{${Array.from({ length: 1100 }, (_, n) => `"k${n}":1`).join()}}`, 400],
    ["digits", `{"a":${"1".repeat(70_000)}}`, 413],
    ["spaces", `{"a":${" ".repeat(70_000)}1}`, 413],
    ["strings", `{"a":[${`"${"A".repeat(1000)}",`.repeat(70)}1]}`, 413],
  ])
    assert.equal(await expectError(await post(body), status), "Invalid request", name);
  assert.equal(seen.length, 0);
});

test("body of many tiny chunks: other work proceeds while it is read", async () => {
  const { gateway } = createTestGateway(readBody);
  for (const [path, headers] of [
    [paths.render, json],
    [paths.upload, jpeg],
  ]) {
    const { stream } = createBody(20_000, new Uint8Array([32]));
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    await (await sendRequest(gateway, path, { method: "POST", body: stream, headers })).text();
    clearInterval(timer);
    assert.ok(turns >= 20, `only ${turns} turns for other work`);
  }
});

test("concurrent uploads: one user cannot use up those of the others", async () => {
  let finish;
  const finishing = new Promise((resolve) => (finish = resolve));
  const { gateway, seen } = createTestGateway(
    async (request) => {
      await finishing;
      return readBody(request);
    },
    { authorize: authorizeByHeader },
  );
  const upload = (user) =>
    sendRequest(gateway, paths.upload, { method: "POST", body: photo, headers: { ...jpeg, "x-user": user } });
  const accepted = Array.from({ length: 16 }, () => upload("mallory"));
  const refused = await upload("mallory");
  assert.match(await expectError(refused, 429), /^You are uploading too many photos at once\./);
  assert.equal(refused.headers.get("retry-after"), "5");
  const others = Array.from({ length: 7 }, (_, n) => Array.from({ length: 16 }, () => upload(`user ${n}`))).flat();
  assert.match(await expectError(await upload("late"), 503), /^The server is handling too many uploads\./);
  finish();
  for (const response of await Promise.all([...accepted, ...others])) assert.equal(response.status, 200);
  assert.equal((await upload("mallory")).status, 200);
  assert.equal(seen.length, 129);
});

test("body below the minimum rate: is rejected with 408, even if it never pauses", { timeout: 60_000 }, async () => {
  const { gateway } = createTestGateway(readBody, { timeouts: { bodyMs: 200 } });
  let sent = 0;
  const stream = new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      controller.enqueue(new Uint8Array(sent++ === 0 ? 60_000 : 1).fill(32));
    },
  });
  await expectError(await sendRequest(gateway, paths.render, { method: "POST", body: stream, headers: json }), 408);
  // At the total limit of twenty pauses, 200 chunks would have arrived.
  assert.ok(sent < 60, `${sent} chunks arrived`);
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
