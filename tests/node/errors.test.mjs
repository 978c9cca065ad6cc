// Every way in which a call can fail, over a fetch that fails in that way.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { ReRoom } from "reroom";
import {
  assertError,
  calls,
  clientOver,
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
} from "./support.mjs";
import { withClock } from "./clock.mjs";
import { halfMask } from "./mask.mjs";

before(start);

const once = { maxRetries: 0 };

test("refusals of the service, with its own words", async () => {
  for (const [status, err, code, retryable] of [
    [400, "Invalid request", "rejected", false],
    [400, "Invalid filename", "rejected", false],
    [400, "Not enough credits", "insufficient_credits", false],
    [400, "Maximum concurrent renders reached", "too_many_renders", true],
    [401, "Unauthorized", "unauthorized", false],
    [404, "Render not found", "not_found", false],
    [500, "Image processing failed", "service_failed", false],
  ]) {
    const { client, seen } = clientOver(() => json({ err }, status));
    const error = await refused(calls.render(client, once), code);
    assert.deepEqual([error.status, error.message, error.retryable, seen.length], [status, err, retryable, 1]);
  }
});

test("answers that are not what the endpoint promises", async () => {
  const strange = [
    ["a page", () => new Response("<html>Welcome</html>")],
    ["half a JSON", () => new Response('{"success":true,"da')],
    ["null", () => json(null)],
    ["a list", () => json([])],
    ["wrong types", () => json({ success: true, fileName: 7, data: { render_id: 7 }, _id: 7, credits: "7" })],
  ];
  const records = [
    ["no outputs", () => json({ _id: "r1", status: "completed" })],
    ["strange outputs", () => json(record({ outputs: [7] }))],
  ];
  const assertStrange = async (what, answer, name, code) => {
    const { client } = clientOver(answer);
    const error = await refused(calls[name](client, once), code);
    assert.equal(error.status, 200, `${what} to ${name}`);
    assert.equal(error.retryable, false, `${what} to ${name}`);
    return error;
  };
  for (const [what, answer] of strange) {
    for (const name of free) await assertStrange(what, answer, name, "unexpected_response");
    // It may be what is left of an answer with a render's id.
    for (const name of paid)
      assert.match((await assertStrange(what, answer, name, "outcome_unknown")).message, /check the account.* 200 /);
  }
  for (const [what, answer] of records)
    for (const name of free) await assertStrange(what, answer, name, "unexpected_response");
  const { client } = clientOver(() => new Response("<html>Welcome</html>"));
  assert.match((await refused(client.account(), "unexpected_response")).message, /“Welcome”/);
});

test("an answer of nothing: unknown for what is paid, strange for what is free", async () => {
  const { client } = clientOver(() => new Response(""));
  for (const name of paid) assert.equal((await refused(calls[name](client), "outcome_unknown")).status, 200);
  for (const name of free) assert.equal((await refused(calls[name](client), "unexpected_response")).status, 200);
});

test("a proxy's page: unknown for what is paid, strange for what is free", async () => {
  const { client } = clientOver(() => new Response("<html>Bad gateway</html>", { status: 502 }));
  for (const name of paid) assert.equal((await refused(calls[name](client), "outcome_unknown")).retryable, false);
  for (const name of free)
    assert.equal((await refused(calls[name](client, once), "unexpected_response")).retryable, true);
});

test("a broken connection: unknown for what is paid, the network for what is free", async () => {
  const lost = Object.assign(new TypeError(`fetch failed with Bearer ${key}`), { request: { authorization: key } });
  const { client } = clientOver(() => Promise.reject(lost));
  for (const name of paid) {
    const error = await refused(calls[name](client), "outcome_unknown");
    assert.equal(error.retryable, false);
    assert.match(error.cause.message, /^fetch failed/);
  }
  for (const name of free) {
    const error = await refused(calls[name](client, once), "network");
    assert.equal(error.retryable, true);
    assert.equal(error.cause.name, "TypeError");
  }
});

test("a fetch that throws, or rejects with something that is no error", async () => {
  for (const thrown of [undefined, null, "a string", 7, { key }]) {
    const rejecting = new ReRoom({ apiKey: key, fetch: () => Promise.reject(thrown) });
    const throwing = new ReRoom({
      apiKey: key,
      fetch: () => {
        throw thrown;
      },
    });
    for (const client of [rejecting, throwing]) {
      await refused(client.account(once), "network");
      await refused(calls.render(client), "outcome_unknown");
    }
  }
});

test("a fetch that answers no response", async () => {
  for (const nonsense of [
    undefined,
    null,
    "ok",
    200,
    {},
    { status: 200 },
    { status: 7, text() {}, headers: new Map() },
  ]) {
    const { client } = clientOver(() => nonsense);
    await refused(client.account(), "unexpected_response");
    await refused(calls.render(client), "outcome_unknown");
  }
});

test("a body that breaks off", async () => {
  const broken = () =>
    new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode('{"_id":'));
          controller.error(new Error("reset"));
        },
      }),
    );
  const { client } = clientOver(broken);
  await refused(client.account(once), "network");
  await refused(calls.upscale(client), "outcome_unknown");
});

test("silence, before the answer and within it", async () => {
  const half = () => new Response(new ReadableStream({ start() {} }));
  for (const silent of [never, half]) {
    const { client, seen } = clientOver(silent, { timeoutMs: 30 });
    for (const name of paid) await refused(calls[name](client), "outcome_unknown");
    for (const name of ["account", "getRender"]) {
      assert.equal((await refused(calls[name](client, once), "timeout")).retryable, true);
    }
    assert.ok(
      seen.every(({ signal }) => signal.aborted),
      "what nobody waits for any more is ended",
    );
  }
  const { client } = clientOver(never);
  await refused(client.account({ ...once, timeoutMs: 20 }), "timeout");
});

test("an abort before anything was sent", async () => {
  const reason = new Error("changed my mind");
  const { client, seen } = clientOver(() => assert.fail("nothing is sent"));
  const signal = AbortSignal.abort(reason);
  for (const name of Object.keys(calls)) {
    const error = await refused(calls[name](client, { signal }), "aborted");
    assert.equal(error.cause, reason);
    assert.equal(error.retryable, false);
  }
  await refused(client.waitFor("r1", { signal }), "aborted");
  await refused(client.run(photo, { tool: "empty-room" }, { signal }), "aborted");
  assert.equal(seen.length, 0);
});

test("an abort while a photo is read, however long that takes", async () => {
  const image = { size: 100_000, type: "image/jpeg", slice: () => ({ arrayBuffer: never }), arrayBuffer: never };
  const edit = { tool: "edit", action: "remove", mask: halfMask(1024, 768) };
  for (const call of [
    (client, options) => client.upload(image, options),
    (client, options) => client.run(image, edit, options),
    (client, options) => client.run(image, { tool: "upscale" }, { ...options, prepare: true }),
  ]) {
    const controller = new AbortController();
    const { client, seen } = clientOver(() => assert.fail("nothing is sent"));
    setTimeout(() => controller.abort(), 5);
    await refused(call(client, { signal: controller.signal }), "aborted");
    assert.equal(seen.length, 0);
  }
});

test("an abort while a request is under way", async () => {
  for (const reason of [new Error("changed my mind"), "a string", undefined]) {
    for (const [names, code] of [
      [free, "aborted"],
      [paid, "outcome_unknown"],
    ]) {
      for (const name of names) {
        const controller = new AbortController();
        const { client, seen } = clientOver(() => {
          setTimeout(() => controller.abort(reason), 5);
          return never();
        });
        const error = await refused(calls[name](client, { signal: controller.signal }), code);
        assert.equal(error.cause, controller.signal.reason);
        assert.deepEqual([seen.length, seen[0].signal.aborted], [1, true]);
      }
    }
  }
});

test("an abort between two looks, and between two tries", async () => {
  const controller = new AbortController();
  const { client } = clientOver(() => json(record({ status: "rendering", outputs: [] })));
  setTimeout(() => controller.abort(), 20);
  const error = await refused(client.waitFor("r1", { signal: controller.signal, pollMs: 60_000 }), "aborted");
  assert.equal(error.renderId, "r1");
  const asked = clientOver(() => json({ err: "later" }, 500, { "retry-after": "50" }));
  const other = new AbortController();
  setTimeout(() => other.abort(), 20);
  await refused(asked.client.account({ signal: other.signal }), "aborted");
});

test("a signal is let go when a call has ended", async () => {
  const { signal } = new AbortController();
  let listening = 0;
  const counted = (name, step) => {
    const original = signal[name].bind(signal);
    signal[name] = (...args) => {
      listening += step;
      return original(...args);
    };
  };
  counted("addEventListener", 1);
  counted("removeEventListener", -1);
  const { client } = clientOver(() => json({ credits: -1 }));
  for (let call = 0; call < 20; call++) await client.account({ signal });
  assert.equal(listening, 0);
});

test("getToken that fails, hangs or answers nonsense", async () => {
  const over = (getToken, options = {}) => clientOver(() => assert.fail("nothing is sent"), { getToken, ...options });
  const failures = [
    () => Promise.reject(new Error(`no token from ${key}`)),
    () => {
      throw new Error(key);
    },
    () => "",
    () => undefined,
    () => 7,
    () => "a\nb",
  ];
  for (const getToken of failures) {
    for (const name of Object.keys(calls)) await refused(calls[name](over(getToken).client), "unauthorized");
  }
  const hanging = over(never, { timeoutMs: 20 });
  assert.equal((await refused(calls.render(hanging.client), "timeout")).retryable, true);
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 10);
  await refused(over(never).client.account({ signal: controller.signal }), "aborted");
});

test("requests and photos that break a rule are not sent, and all is told at once", async () => {
  const { client, seen } = clientOver(() => assert.fail("nothing is sent"));
  const request = { file_name: "a.jpg", creativity: "wild", style: "japanese-zenn", colour: "red" };
  const { issues } = await refused(client.render(request), "invalid_request");
  assert.deepEqual(issues.map(({ path }) => path).sort(), ["colour", "creativity", "file_name", "style"]);
  assert.equal(issues.find(({ path }) => path === "style").suggestion, "japanese-zen");
  await refused(client.upscale({ file_name: fileName, tool: "upscale" }), "invalid_request");
  await refused(client.run(photo, { tool: "edit", action: "remove" }), "invalid_request");
  await refused(client.getRender(""), "invalid_request");
  const circular = {};
  circular.self = circular;
  for (const nonsense of [undefined, null, 7, "text", [], circular, { big: 1n }, () => {}]) {
    await refused(client.render(nonsense), "invalid_request");
    await refused(client.upscale(nonsense), "invalid_request");
    await refused(client.run(photo, nonsense), "invalid_request");
  }
  for (const nonsense of [new Blob(["text"]), new Uint8Array(0), photo.subarray(0, 40)]) {
    const error = await refused(client.upload(nonsense), "invalid_image");
    assert.ok(error.issues.length > 0);
  }
  for (const nonsense of [undefined, null, 7, "photo.jpg", {}, []]) {
    await refused(client.upload(nonsense), "invalid_image");
    await refused(client.run(nonsense, { tool: "empty-room" }), "invalid_image");
  }
  assert.equal(seen.length, 0);
});

test("options that are not usable", async () => {
  const { client } = clientOver(() => json({ credits: -1 }));
  for (const options of [7, { signal: {} }, { timeoutMs: 0 }, { maxRetries: -1 }, { deadlineMs: 9 }, { retries: 1 }]) {
    await refused(client.account(options), "invalid_request");
  }
  for (const options of [
    "key",
    { apikey: key },
    { apiKey: 7 },
    { apiKey: `one\n${key}` },
    { headers: { "x-a": "one\ntwo" } },
    { headers: { "x a": "one" } },
    { headers: { "x-a": 7 } },
    { fetch: "fetch" },
    { credentials: "always" },
    { validate: true },
    { timeoutMs: Number.NaN },
  ]) {
    assert.throws(
      () => new ReRoom(options),
      (error) => assertError(error, "invalid_request") ?? true,
    );
  }
  const near = await refused(client.waitFor("r1", { pollMS: 1 }), "invalid_request");
  assert.equal(near.issues[0].suggestion, "pollMs");
});

test("an option that is undefined is absent, whichever call it is for", async () => {
  const none = Object.fromEntries(
    ["signal", "timeoutMs", "maxRetries", "onProgress", "deadlineMs", "pollMs", "prepare", "onJob", "onSettled"].map(
      (name) => [name, undefined],
    ),
  );
  const { client } = clientOver(
    ({ method, url }) => {
      if (url.endsWith("/status")) return json({ credits: 1 });
      if (url.endsWith("/upload")) return json({ success: true, fileName });
      return method === "POST" ? submitted() : json(record());
    },
    {
      ...Object.fromEntries(
        [
          "baseUrl",
          "getToken",
          "dangerouslyAllowBrowser",
          "credentials",
          "timeoutMs",
          "maxRetries",
          "storage",
          "user",
        ].map((name) => [name, undefined]),
      ),
      maxConcurrentRenders: undefined,
      validate: undefined,
      onRequest: undefined,
      headers: { "x-team": undefined },
      later: undefined,
    },
  );
  for (const name of Object.keys(calls)) await calls[name](client, none);
  await client.waitFor("r1", none);
  await client.run(photo, { creativity: "balanced", style: undefined }, none);
  const [result] = await client.runAll([{ image: photo, params: { tool: "empty-room" }, tag: undefined }], none);
  assert.equal(result.status, "fulfilled");
  await refused(client.account({ onJob: 1 }), "invalid_request");
});

test("a relative address needs a page", async () => {
  const client = new ReRoom({ apiKey: key, baseUrl: "/api/reroom", fetch: () => assert.fail("nothing is sent") });
  for (const name of ["account", "render"]) {
    assert.match((await refused(calls[name](client), "invalid_request")).message, /baseUrl/);
  }
});

test("an address that would send the key elsewhere is refused", () => {
  for (const baseUrl of ["http://a host", "nonsense", "reroom.ai", "https://", "//reroom.ai", "https://reroom.ai?a"]) {
    assert.throws(
      () => new ReRoom({ apiKey: key, baseUrl }),
      (error) => assertError(error, "invalid_request") ?? error.issues[0].path === "baseUrl",
    );
  }
});

test("a key that the service quotes back is taken out", async () => {
  for (const answer of [() => json({ err: `no such key: ${key}` }, 401), () => new Response(`<p>${key}</p>`)]) {
    // Pasted with its line break, it is sent without, and must still be found.
    for (const options of [{}, { apiKey: `${key}\n` }, { getToken: () => `${key}\r\n` }]) {
      const { client } = clientOver(answer, options);
      for (const name of ["account", "render"])
        await calls[name](client).then(assert.fail, (error) => assertError(error, error.code));
    }
  }
});

test("a render that failed comes with its record", async () => {
  const failed = record({ status: "failed", outputs: [], reason: "too dark" });
  const { client } = clientOver(({ method }) => (method === "POST" ? submitted() : json(failed)));
  for (const wait of [() => client.waitFor("r1"), () => client.run({ file_name: fileName }, { tool: "upscale" })]) {
    const error = await refused(wait(), "render_failed");
    assert.deepEqual([error.renderId, error.render, error.retryable], ["r1", failed, false]);
  }
  assert.equal((await client.getRender("r1")).status, "failed", "looking at it is no failure");
});

test("a wait that fails may be tried again, a run of which the render was ordered may not: it would pay again", async () => {
  const options = { deadlineMs: 30, pollMs: 5, maxRetries: 0 };
  for (const [code, look] of [
    ["timeout", () => json(record({ status: "queued", outputs: null }))],
    ["network", () => Promise.reject(new TypeError("lost"))],
    ["service_failed", () => json({ err: "Try again" }, 503)],
    ["too_many_renders", () => json({ err: "Too many requests" }, 429)],
  ]) {
    const { client } = clientOver(({ method }) => (method === "POST" ? submitted() : look()));
    const image = { file_name: fileName };
    const params = { tool: "upscale" };
    // One after the other: a promise that rejects before somebody listens is an unhandled rejection.
    const wait = await refused(client.waitFor("r1", options), code);
    assert.deepEqual([wait.renderId, wait.retryable], ["r1", true]);
    const run = await refused(client.run(image, params, options), code);
    assert.deepEqual([run.renderId, run.retryable], ["r1", false]);
    const [{ reason }] = await client.runAll([{ image, params }], options);
    assert.deepEqual([reason.code, reason.renderId, reason.retryable], [code, "r1", false]);
  }
});

test("an answer that came while the device slept is read, and one that never comes is not waited for twice", async () => {
  const { now } = Date;
  const { setTimeout: set } = globalThis;
  const limits = [];
  let answer;
  globalThis.setTimeout = (ring, ms, ...args) => {
    if (ms === 300_000) limits.push(ring);
    return set(ring, ms, ...args);
  };
  try {
    for (const comes of [true, false]) {
      Date.now = now;
      limits.length = 0;
      answer = undefined;
      const { client } = clientOver(() => new Promise((resolve) => (answer = resolve)));
      const render = calls.render(client);
      while (!answer) await new Promise(setImmediate);
      // Clocks that should have rung during an hour of sleep ring as the device wakes, before anything else.
      Date.now = () => now() + 3_600_000;
      limits.at(-1)();
      await new Promise(setImmediate);
      if (comes) answer(submitted());
      else limits.at(-1)();
      if (comes) assert.equal((await render).render_id, "r1");
      else await refused(render, "outcome_unknown");
    }
  } finally {
    Date.now = now;
    globalThis.setTimeout = set;
  }
});

test("a failure after the submission says which render it is about", () =>
  withClock(async (forward) => {
    const { client } = clientOver(({ method }) => {
      if (method === "POST") return submitted("r7");
      // Just after its submission a service may not know a render yet.
      forward(10_000);
      return json({ err: "Render not found" }, 404);
    });
    const error = await refused(client.run({ file_name: fileName }, { tool: "upscale" }), "not_found");
    assert.equal(error.renderId, "r7");
  }));

test("an answer that comes after an abort is not read", async () => {
  const controller = new AbortController();
  let answer;
  const { client } = clientOver(() => new Promise((resolve) => (answer = resolve)));
  const account = client.account({ signal: controller.signal });
  while (!answer) await new Promise(setImmediate);
  controller.abort();
  await assert.rejects(account, { code: "aborted" });
  let read = false;
  const text = async () => {
    read = true;
    return "{}";
  };
  answer({ status: 200, headers: new Headers(), text });
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
  assert.equal(read, false);
});
