// What is sent and what is returned: addresses, headers, tokens, retries, and fields that pass through unchanged.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import {
  assertNoKey,
  calls,
  clientOver,
  clientWith,
  fileName,
  free,
  json,
  key,
  never,
  paid,
  photo,
  record,
  refused,
  start,
  submitted,
  withGlobals,
  withoutPauses,
} from "./support.mjs";
import { scope } from "./service.mjs";

before(start);

/** The body of a request or a response. */
const bytesOf = async (message) => new Uint8Array(await message.arrayBuffer());

const order = { file_name: fileName, creativity: "balanced" };
const answers = {
  account: () => json({ credits: -1 }),
  getRender: () => json(record()),
  upload: () => json({ success: true, fileName }),
  render: () => submitted(),
  upscale: () => submitted(),
};

test("each call sends its documented method, URL, headers and body, and bypasses the cache", async () => {
  const base = "https://reroom.ai/api/enterprise";
  const expected = {
    account: ["GET", `${base}/status`, null, ""],
    getRender: ["GET", `${base}/render/r1`, null, ""],
    upload: ["POST", `${base}/upload`, "image/jpeg", photo],
    render: ["POST", `${base}/render`, "application/json", JSON.stringify(order)],
    upscale: ["POST", `${base}/upscale`, "application/json", JSON.stringify({ file_name: fileName })],
  };
  for (const [name, [method, url, type, body]] of Object.entries(expected)) {
    const { client, seen } = clientOver(answers[name], { headers: { "X-Team": "a" }, credentials: "omit" });
    await calls[name](client);
    const [request] = seen;
    assert.deepEqual([request.method, request.url, request.headers.get("content-type")], [method, url, type]);
    assert.equal(request.headers.get("authorization"), `Bearer ${key}`);
    assert.equal(request.headers.get("x-team"), "a");
    assert.deepEqual([request.cache, request.credentials], ["no-store", "omit"]);
    const expectedBody = typeof body === "string" ? new TextEncoder().encode(body) : body;
    assert.deepEqual(await bytesOf(request), expectedBody);
  }
});

test("a baseUrl may have a path and trailing slashes, and a render id is escaped", async () => {
  const { client, seen } = clientOver(answers.getRender, { baseUrl: "http://127.0.0.1:1/api/reroom//" });
  await client.getRender("a/b?c#d");
  assert.equal(seen[0].url, "http://127.0.0.1:1/api/reroom/api/enterprise/render/a%2Fb%3Fc%23d");
  assert.equal(seen[0].credentials, "same-origin");
});

test("a client without a key or token sends no authorization header", async () => {
  const { client, seen } = clientOver(answers.account, { apiKey: undefined });
  await client.account();
  assert.equal(seen[0].headers.get("authorization"), null);
});

test("getToken is called before every request and wins over apiKey", async () => {
  let count = 0;
  const getToken = async () => `token-${++count}`;
  const { client, seen } = clientOver(
    (_, number) => (number === 1 ? json({ err: "later" }, 500, { "retry-after": "0" }) : json({ credits: 1 })),
    { getToken },
  );
  await client.account();
  await client.account();
  const sent = seen.map(({ headers }) => headers.get("authorization"));
  assert.deepEqual(sent, ["Bearer token-1", "Bearer token-2", "Bearer token-3"]);
});

test("the global fetch is used by default and called without a receiver", async () => {
  const receivers = [];
  function fetch(request) {
    receivers.push(this);
    return json({ credits: request instanceof Request ? 1 : 0 });
  }
  await withGlobals({ fetch }, async () => assert.equal((await clientWith().account()).credits, 1));
  assert.ok(receivers.every((receiver) => receiver === undefined || receiver === globalThis));
});

test("free calls are retried up to maxRetries, paid calls never", async () => {
  const failures = [
    ["a temporary error", () => json({ err: "Upload failed. Try again." }, 500)],
    ["a proxy page", () => new Response("<html>", { status: 503 })],
    ["a gateway page", () => new Response("<html>", { status: 502 })],
    ["a lost connection", () => Promise.reject(new TypeError("fetch failed"))],
  ];
  await withoutPauses(async () => {
    for (const [what, fail] of failures) {
      for (const name of free) {
        const { client, seen } = clientOver((_, number) => (number < 3 ? fail() : answers[name]()));
        await calls[name](client);
        assert.equal(seen.length, 3, `${what}: ${name} retries until it succeeds`);

        const stubborn = clientOver(fail);
        await assert.rejects(calls[name](stubborn.client));
        assert.equal(stubborn.seen.length, 3, `${what}: ${name} gives up`);

        const once = clientOver(fail, { maxRetries: 0 });
        await assert.rejects(calls[name](once.client));
        await assert.rejects(calls[name](once.client, { maxRetries: 1 }));
        assert.equal(once.seen.length, 1 + 2, `${what}: ${name} uses maxRetries of the call`);
      }
      for (const name of paid) {
        const { client, seen } = clientOver(fail, { maxRetries: 5 });
        await assert.rejects(calls[name](client, { maxRetries: 5 }));
        assert.equal(seen.length, 1, `${what}: ${name} is sent once`);
      }
    }
  });
});

test("a call sends its arguments as they were when it was called", async () => {
  const orders = [];
  const answer = async (sent) => {
    if (sent.method === "GET") return json(record());
    orders.push(await sent.json());
    return submitted();
  };
  const { client } = clientOver(answer, scope());
  const image = { file_name: fileName };
  const params = { tool: "virtual-staging", action: "reference", reference_file_urls: ["https://example.com/1.jpg"] };
  const request = { ...image, ...params };
  const jobs = [1, 2, 3].map(() => ({ image, params }));
  const all = [client.render(request), client.run(image, params), client.runAll(jobs)];
  request.action = "preset";
  image.file_name = "another.jpg";
  params.reference_file_urls.push("https://example.com/2.jpg");
  jobs.pop();
  await Promise.all(all);
  assert.equal(orders.length, 5);
  for (const order of orders) {
    assert.deepEqual([order.file_name, order.action], [fileName, "reference"]);
    assert.deepEqual(order.reference_file_urls, ["https://example.com/1.jpg"]);
  }
});

test("a paid request is retried only after too_many_renders or 429", () =>
  withoutPauses(async () => {
    const full = () => json({ err: "Maximum concurrent renders reached" }, 400, { "retry-after": "0" });
    const busy = () => new Response("<html>", { status: 429, headers: { "retry-after": "0" } });
    for (const refuse of [full, busy]) {
      for (const name of paid) {
        const stubborn = clientOver(refuse);
        await refused(calls[name](stubborn.client), "too_many_renders");
        assert.equal(stubborn.seen.length, 3, "up to maxRetries");
        const { client, seen } = clientOver((_, number) => (number < 3 ? refuse() : submitted()));
        await calls[name](client);
        assert.equal(seen.length, 3);
        const lost = clientOver((_, number) => (number < 2 ? refuse() : Promise.reject(new TypeError("lost"))));
        await refused(calls[name](lost.client), "outcome_unknown");
        assert.equal(lost.seen.length, 2, "not after a lost response");
      }
    }
    const silent = clientOver(never, { timeoutMs: 20 });
    await refused(silent.client.render(order), "outcome_unknown");
    assert.equal(silent.seen.length, 1);
  }));

test("a call is not retried if Retry-After asks for more than a minute", async () => {
  for (const name of free) {
    const { client, seen } = clientOver(() => json({ err: "later" }, 500, { "retry-after": "61" }));
    await refused(calls[name](client), "service_failed");
    assert.equal(seen.length, 1, name);
  }
});

test("permanent errors are not retried", async () => {
  for (const status of [400, 401, 404]) {
    const { client, seen } = clientOver(() => json({ err: "no" }, status));
    await assert.rejects(client.account());
    assert.equal(seen.length, 1);
  }
});

test("run retries its free steps only", async () => {
  const tried = new Set();
  const posts = [];
  const { client } = clientOver((request) => {
    const { pathname } = new URL(request.url);
    if (request.method === "POST") posts.push(pathname.split("/").at(-1));
    if (request.method === "POST" && pathname.endsWith("/render")) return submitted();
    if (!tried.has(pathname)) {
      tried.add(pathname);
      return json({ err: "later" }, 500, { "retry-after": "0" });
    }
    return pathname.endsWith("/upload") ? answers.upload() : json(record());
  });
  await client.run(photo, { creativity: "balanced" });
  assert.deepEqual(posts, ["upload", "upload", "render"]);
});

test("onRequest receives every request without the key", async () => {
  const told = [];
  const onRequest = (info) => told.push(info);
  const fail = (_, number) => (number === 1 ? json({}, 500, { "retry-after": "0" }) : Promise.reject(new Error(key)));
  const { client } = clientOver(fail, { onRequest, maxRetries: 1 });
  await refused(client.account(), "network");
  assert.equal(told.length, 2);
  const [first, second] = told;
  const url = "https://reroom.ai/api/enterprise/status";
  assert.deepEqual([first.method, first.url, first.attempt, first.status], ["GET", url, 1, 500]);
  assert.deepEqual([second.attempt, "status" in second], [2, false]);
  for (const info of told) {
    assert.ok(info.durationMs >= 0);
    assertNoKey(info);
  }
});

test("a callback that throws is reported and the call goes on", async () => {
  const thrown = new Error("from a callback");
  const callback = () => {
    throw thrown;
  };
  const reported = [];
  const note = (value) => reported.push(value);
  await withGlobals({ reportError: note, console: { ...console, error: note } }, async () => {
    const { client } = clientOver(({ method }) => (method === "POST" ? submitted() : json(record())), {
      onRequest: callback,
    });
    const render = await client.run({ file_name: fileName }, { tool: "upscale" }, { onProgress: callback });
    assert.equal(render.status, "completed");
  });
  assert.ok(reported.length >= 4 && reported.every((value) => value === thrown));
});

test("waitFor accepts both documented shapes and both final statuses, and keeps unknown fields and statuses", async () => {
  const looks = [
    json(record({ status: "queued", outputs: [] })),
    json({ success: true, data: record({ status: "denoising", outputs: [] }) }),
    json({ success: true, data: record({ status: "painted", seed: { deep: [1] } }) }),
  ];
  const { client, seen } = clientOver((_, number) => looks[number - 1]);
  assert.deepEqual(await client.waitFor("r1", { pollMs: 1 }), record({ status: "painted", seed: { deep: [1] } }));
  assert.equal(seen.length, 3);
  const strange = clientOver(() => json(record({ status: "denoising", outputs: [] })));
  assert.equal((await strange.client.getRender("r1")).status, "denoising");
});

test("a submission that returns a finished render is not polled", async () => {
  for (const status of ["painted", "completed"]) {
    const { client, seen } = clientOver(() => json(record({ status, tool: "edit" })));
    assert.deepEqual(await client.render(order), { render_id: "r1", render: record({ status, tool: "edit" }) });
    assert.equal((await client.run({ file_name: fileName }, { tool: "empty-room" })).status, status);
    assert.equal(seen.length, 2);
  }
  const unfinished = clientOver(({ method }) =>
    json(method === "POST" ? record({ status: "rendering", outputs: [] }) : record()),
  );
  assert.deepEqual(await unfinished.client.render(order), { render_id: "r1" });
  assert.equal((await unfinished.client.run({ file_name: fileName }, { tool: "empty-room" })).status, "completed");
});

test("account resolves to the response with unknown fields", async () => {
  const account = { _id: "a", credits: -1, is_active: true, plan: "tomorrow" };
  const { client } = clientOver(() => json(account));
  assert.deepEqual(await client.account(), account);
});

test("undefined fields are left out of the body", async () => {
  const { client, seen } = clientOver(() => submitted());
  await client.render({ ...order, style: undefined, field: undefined });
  assert.equal(await seen[0].text(), JSON.stringify(order));
});

test("a submission may have its finished record beside the wrapped id, if both are of the same render", async () => {
  const painted = record({ status: "painted", unknown: { kept: [1] } });
  const both = (render_id) => json({ success: true, data: { render_id }, ...painted });
  const same = clientOver(() => both("r1"));
  assert.deepEqual(await same.client.render(order), { render_id: "r1", render: painted });
  const other = clientOver(() => both("r9"));
  assert.deepEqual(await other.client.render(order), { render_id: "r9" });
});

test("a free call that times out or is rate-limited is retried", () =>
  withoutPauses(async () => {
    const limited = () => json({ err: "later" }, 429, { "retry-after": "0" });
    const retried = async (name, fail, options) => {
      const { client, seen } = clientOver((_, number) => (number === 1 ? fail() : answers[name]()));
      await calls[name](client, options);
      assert.equal(seen.length, 2, name);
    };
    for (const name of free) await retried(name, limited);
    // An upload has more time, by the size of its file.
    for (const name of ["account", "getRender"]) await retried(name, never, { timeoutMs: 20 });
  }));

test("a getter in a request is read once, so the checked value is sent", async () => {
  let reads = 0;
  const changing = {
    ...order,
    get style() {
      return reads++ === 0 ? "rustic" : "no such style";
    },
  };
  const { client, seen } = clientOver(() => submitted());
  await client.render(changing);
  assert.equal((await seen[0].json()).style, "rustic");
});

test("with validate: off, unknown requests and photos are sent unchanged", async () => {
  const tomorrow = { file_name: "any name", creativity: "wild", style: "of tomorrow", field: "garden", extra: [null] };
  const { client, seen } = clientOver(() => submitted(), { validate: "off" });
  await client.render(tomorrow);
  const { field, ...body } = tomorrow;
  assert.equal(new URL(seen[0].url).search, `?field=${field}`);
  assert.deepEqual(await seen[0].json(), body);
  await client.upscale({ file_name: "any name", factor: 4 });
  assert.deepEqual(await seen[1].json(), { file_name: "any name", factor: 4 });

  const uploads = clientOver(answers.upload, { validate: "off" });
  await uploads.client.upload(new Blob(["no photo"], { type: "image/webp" }));
  assert.equal(uploads.seen[0].headers.get("content-type"), "image/webp");
  assert.equal(await uploads.seen[0].text(), "no photo");
});

test("every type of photo is uploaded whole", async () => {
  const larger = new Uint8Array(photo.length + 20);
  larger.set(photo, 10);
  for (const source of [
    photo,
    new Uint8Array(photo).buffer,
    larger.subarray(10, -10),
    new Blob([photo]),
    new File([photo], "a.png"),
  ]) {
    const { client, seen } = clientOver(answers.upload);
    await client.upload(source);
    assert.equal(seen[0].headers.get("content-type"), "image/jpeg");
    assert.deepEqual(await bytesOf(seen[0]), photo);
  }
});
