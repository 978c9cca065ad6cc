// Every way a call can fail, over a fetch that fails that way.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import {
  assertError,
  calls,
  clientOver,
  clientWith,
  fileName,
  free,
  json,
  key,
  mask,
  never,
  nextTask,
  paid,
  photo,
  record,
  refused,
  settle,
  start,
  submitted,
} from "./support.mjs";
import { withClock } from "./clock.mjs";
import { scope } from "./service.mjs";

before(start);

const once = { maxRetries: 0 };
const everyCall = {
  ...calls,
  waitFor: (client, options) => client.waitFor("r1", options),
  run: (client, options) => client.run(photo, { tool: "empty-room" }, options),
};
/** Arguments of `abort()`: no reason, and reasons of every kind. */
const reasonsToAbort = [[], [new Error("changed my mind")], ["a string"], [null], [{ a: 1 }]];

test("an error response of the service rejects with its message and the matching code", async () => {
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

test("on a server, a rejected request without a key says that there is none", async () => {
  const inPage = typeof globalThis.location?.hostname === "string";
  const missing = "Unauthorized. No apiKey is set, or it is empty.";
  const gateway = { "reroom-gateway": "1" };
  for (const [options, headers, expected] of [
    [{ apiKey: "" }, {}, inPage ? "Unauthorized" : missing],
    [{ apiKey: undefined }, {}, inPage ? "Unauthorized" : missing],
    [{ apiKey: undefined }, gateway, "Unauthorized"],
    [{ getToken: () => "rr-token-7" }, {}, "Unauthorized"],
  ]) {
    const { client } = clientOver(() => json({ err: "Unauthorized" }, 401, headers), options);
    assert.equal((await refused(client.account(), "unauthorized")).message, expected);
  }
});

test("a response of the wrong shape rejects: outcome_unknown for paid calls, unexpected_response for free ones", async () => {
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
    // A broken response may have contained a render id.
    for (const name of paid)
      assert.match((await assertStrange(what, answer, name, "outcome_unknown")).message, /check the account.* 200 /);
  }
  for (const [what, answer] of records)
    for (const name of free) await assertStrange(what, answer, name, "unexpected_response");
  const { client } = clientOver(() => new Response("<html>Welcome</html>"));
  assert.match((await refused(client.account(), "unexpected_response")).message, /“Welcome”/);
});

test("an empty response rejects: outcome_unknown for paid calls, unexpected_response for free ones", async () => {
  const { client } = clientOver(() => new Response(""));
  for (const name of paid) assert.equal((await refused(calls[name](client), "outcome_unknown")).status, 200);
  for (const name of free) assert.equal((await refused(calls[name](client), "unexpected_response")).status, 200);
});

test("a proxy's error page rejects: outcome_unknown for paid calls, retryable for free ones", async () => {
  const { client } = clientOver(() => new Response("<html>Bad gateway</html>", { status: 502 }));
  for (const name of paid) assert.equal((await refused(calls[name](client), "outcome_unknown")).retryable, false);
  for (const name of free)
    assert.equal((await refused(calls[name](client, once), "unexpected_response")).retryable, true);
});

test("a web page in place of a response is quoted with its status and first words", async () => {
  const body = `<!doctype html><title>Hello</title>${"x".repeat(5000)}`;
  for (const name of [...free, ...paid]) {
    for (const status of [200, 404]) {
      const { client, seen } = clientOver(() => new Response(body, { status }));
      const code = paid.includes(name) && status === 200 ? "outcome_unknown" : "unexpected_response";
      const error = await refused(calls[name](client), code);
      assert.match(error.message, new RegExp(`${status} .*“Hello xxx`), name);
      assert.ok(error.message.length < 400, error.message);
      assert.deepEqual([error.status, error.retryable, seen.length], [status, false, 1], name);
    }
  }
});

test("a broken connection rejects: outcome_unknown for paid calls, network for free ones", async () => {
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

test("a custom fetch that throws or rejects with any value rejects as a network failure", async () => {
  for (const thrown of [undefined, null, "a string", 7, { key }]) {
    const rejecting = clientWith({ fetch: () => Promise.reject(thrown) });
    const throwing = clientWith({
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

test("a custom fetch that resolves to anything but a Response rejects as an unexpected response", async () => {
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

test("a body that ends early rejects as a broken connection", async () => {
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

test("a service that stays silent, before or during its response, times out and the request is aborted", async () => {
  const half = () => new Response(new ReadableStream({ start() {} }));
  for (const silent of [never, half]) {
    const { client, seen } = clientOver(silent, { timeoutMs: 30 });
    for (const name of paid) await refused(calls[name](client), "outcome_unknown");
    for (const name of ["account", "getRender"]) {
      assert.equal((await refused(calls[name](client, once), "timeout")).retryable, true);
    }
    assert.ok(
      seen.every(({ signal }) => signal.aborted),
      "the requests are aborted",
    );
  }
  const { client } = clientOver(never);
  await refused(client.account({ ...once, timeoutMs: 20 }), "timeout");
});

test("a call with an aborted signal sends nothing and rejects with the reason", async () => {
  const { client, seen } = clientOver(() => assert.fail("nothing is sent"));
  for (const reasons of reasonsToAbort) {
    const signal = AbortSignal.abort(...reasons);
    for (const [name, call] of Object.entries(everyCall)) {
      const error = await refused(call(client, { signal }), "aborted");
      assert.equal(error.cause, signal.reason, name);
      assert.equal(error.retryable, false, name);
    }
  }
  assert.equal(seen.length, 0);
});

test("an abort while the photo is being read rejects at once", async () => {
  const image = { size: 100_000, type: "image/jpeg", slice: () => ({ arrayBuffer: never }), arrayBuffer: never };
  const edit = { tool: "edit", action: "remove", mask };
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

test("an abort during a request rejects with the reason: outcome_unknown for paid calls, aborted for free ones", async () => {
  for (const reasons of reasonsToAbort) {
    for (const [names, code] of [
      [free, "aborted"],
      [paid, "outcome_unknown"],
    ]) {
      for (const name of names) {
        const controller = new AbortController();
        const { client, seen } = clientOver(() => {
          setTimeout(() => controller.abort(...reasons), 5);
          return never();
        });
        const error = await refused(calls[name](client, { signal: controller.signal }), code);
        assert.equal(error.cause, controller.signal.reason);
        assert.deepEqual([seen.length, seen[0].signal.aborted], [1, true]);
      }
    }
  }
});

test("an abort between two polls or two attempts rejects at once", async () => {
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

test("a signal has no listeners after its calls settle, whether they succeed, fail or are aborted", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = new Set();
  const counted = (name, change) => {
    const original = signal[name].bind(signal);
    signal[name] = (type, listener, ...args) => {
      change(listener);
      return original(type, listener, ...args);
    };
  };
  counted("addEventListener", (listener) => listeners.add(listener));
  counted("removeEventListener", (listener) => listeners.delete(listener));
  const { client } = clientOver(({ url }) => (url.endsWith("/status") ? json({ credits: -1 }) : json({}, 404)));
  for (const [name, call] of Object.entries(everyCall)) {
    await call(client, { signal }).catch(() => {});
    assert.equal(listeners.size, 0, name);
  }
  const silent = clientOver(never);
  const under = Object.values(everyCall).map((call) => call(silent.client, { signal }).catch(() => {}));
  await settle();
  assert.ok(listeners.size >= under.length, "every call listens");
  controller.abort();
  await Promise.all(under);
  assert.equal(listeners.size, 0);
});

test("a getToken that fails, hangs or returns an invalid token rejects before anything is sent", async () => {
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

test("invalid requests and photos are not sent, and the error lists every issue", async () => {
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

test("a key that the service echoes is removed from the error", async () => {
  for (const answer of [() => json({ err: `no such key: ${key}` }, 401), () => new Response(`<p>${key}</p>`)]) {
    // A key pasted with its line break is sent without it, and must still be found.
    for (const options of [{}, { apiKey: `${key}\n` }, { getToken: () => `${key}\r\n` }]) {
      const { client } = clientOver(answer, options);
      for (const name of ["account", "render"])
        await calls[name](client).then(assert.fail, (error) => assertError(error, error.code));
    }
  }
});

test("a failed render rejects with its record", async () => {
  const failed = record({ status: "failed", outputs: [], reason: "too dark" });
  const { client } = clientOver(({ method }) => (method === "POST" ? submitted() : json(failed)));
  for (const wait of [() => client.waitFor("r1"), () => client.run({ file_name: fileName }, { tool: "upscale" })]) {
    const error = await refused(wait(), "render_failed");
    assert.deepEqual([error.renderId, error.render, error.retryable], ["r1", failed, false]);
  }
  assert.equal((await client.getRender("r1")).status, "failed", "getRender resolves to a failed render");
});

test("a failed waitFor is retryable, a failed run is not once its render was submitted: it would pay again", async () => {
  const options = { deadlineMs: 500, pollMs: 5, maxRetries: 0 };
  for (const [code, look] of [
    ["timeout", () => json(record({ status: "queued", outputs: null }))],
    ["network", () => Promise.reject(new TypeError("lost"))],
    ["service_failed", () => json({ err: "Try again" }, 503)],
    ["too_many_renders", () => json({ err: "Too many requests" }, 429)],
  ]) {
    const { client } = clientOver(({ method }) => (method === "POST" ? submitted() : look()), scope());
    const image = { file_name: fileName };
    const params = { tool: "upscale" };
    // In sequence: a promise that rejects before anything awaits it is an unhandled rejection.
    const wait = await refused(client.waitFor("r1", options), code);
    assert.deepEqual([wait.renderId, wait.retryable], ["r1", true]);
    const run = await refused(client.run(image, params, options), code);
    assert.deepEqual([run.renderId, run.retryable], ["r1", false]);
    const [{ reason }] = await client.runAll([{ image, params }], options);
    assert.deepEqual([reason.code, reason.renderId, reason.retryable], [code, "r1", false]);
  }
});

test("a response that arrived while the device slept is read, and a missing one times out", async () => {
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
      while (!answer) await nextTask();
      // Timers that expired during an hour of sleep fire first when the device wakes.
      Date.now = () => now() + 3_600_000;
      limits.at(-1)();
      await nextTask();
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

test("an error after the submission has the render id", () =>
  withClock(async (forward) => {
    const { client } = clientOver(({ method }) => {
      if (method === "POST") return submitted("r7");
      // The service may not know a render yet shortly after its submission.
      forward(10_000);
      return json({ err: "Render not found" }, 404);
    });
    const error = await refused(client.run({ file_name: fileName }, { tool: "upscale" }), "not_found");
    assert.equal(error.renderId, "r7");
  }));

test("a response that arrives after an abort is not read", async () => {
  const controller = new AbortController();
  let answer;
  const { client } = clientOver(() => new Promise((resolve) => (answer = resolve)));
  const account = client.account({ signal: controller.signal });
  while (!answer) await nextTask();
  controller.abort();
  await assert.rejects(account, { code: "aborted" });
  let read = false;
  const text = async () => {
    read = true;
    return "{}";
  };
  answer({ status: 200, headers: new Headers(), text });
  await settle();
  assert.equal(read, false);
});
