// Errors in events and in the default log: copies without the key and without unknown properties.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:net";
import { inspect } from "node:util";
import { after, test, mock } from "node:test";
import { createGateway } from "reroom/gateway";
import { key, site, createTestGateway, sendRequest, paths, failOnUnhandledRejections } from "./support.mjs";

after(failOnUnhandledRejections());

/** The `failed` event of an `authorize` that throws this. */
async function reportError(thrown) {
  const { gateway, events } = createTestGateway(async () => Response.json({}), {
    authorize: () => {
      throw thrown;
    },
  });
  assert.equal((await sendRequest(gateway, paths.status)).status, 500);
  const failed = events.filter(({ type }) => type === "failed");
  assert.equal(failed.length, 1);
  assert.equal(failed[0].component, "authorize");
  const { error } = failed[0];
  assert.ok(error instanceof Error);
  return error;
}

/** Everything in a value, with getters, private buffers and causes. */
const printAll = (value) => inspect(value, { depth: Infinity, showHidden: true, maxStringLength: Infinity });

test("error in an event: has only a name, message, code, stack and cause", async () => {
  const cause = Object.assign(new TypeError("inner"), { code: "ECONNRESET", data: Buffer.from(key), request: { key } });
  const thrown = Object.assign(new RangeError("outer", { cause }), { code: 7, headers: { authorization: key } });
  const error = await reportError(thrown);
  assert.notEqual(error, thrown);
  assert.deepEqual([error.name, error.message, error.code], ["RangeError", "outer", 7]);
  assert.match(error.stack, /^RangeError: outer\n +at /);
  assert.deepEqual(Reflect.ownKeys(error).sort(), ["cause", "code", "message", "name", "stack"]);
  assert.deepEqual([error.cause.name, error.cause.message, error.cause.code], ["TypeError", "inner", "ECONNRESET"]);
  assert.deepEqual(Reflect.ownKeys(error.cause).sort(), ["code", "message", "name", "stack"]);
});

const encodings = {
  plain: key,
  "in a header": `Bearer ${key}`,
  "percent-encoded": encodeURIComponent(key),
  "percent-encoded twice": encodeURIComponent(encodeURIComponent(key)),
  "in JSON": JSON.stringify({ key: key.replace("/", "\\/") }),
  "in HTML": key.replace("/", "&#x2F;"),
  base64: Buffer.from(`Bearer ${key}`).toString("base64"),
  base64url: Buffer.from(`x${key}`).toString("base64url"),
  "hexadecimal digits": Buffer.from(key).toString("hex"),
  "a printed buffer": inspect(Buffer.from(key)),
  "a printed Uint8Array": String(new Uint8Array(Buffer.from(key))),
  "an inspected Uint8Array": inspect(new Uint8Array(Buffer.from(key)), { breakLength: Infinity }),
};

for (const [name, text] of Object.entries(encodings)) {
  test(`key in an error, ${name}: is redacted in each part`, async () => {
    const places = {
      message: new Error(text),
      name: Object.assign(new Error("x"), { name: text }),
      code: Object.assign(new Error("x"), { code: text }),
      stack: Object.assign(new Error("x"), { stack: text }),
      cause: new Error("x", { cause: new Error(text) }),
      "cause that is a text": new Error("x", { cause: text }),
      errors: new AggregateError([new Error("x"), new Error(text)], "x"),
      "text as an error": text,
      "object with a message": { message: text },
      "object as a text": { toString: () => text },
    };
    for (const [place, thrown] of Object.entries(places)) {
      const shown = printAll(await reportError(thrown));
      assert.ok(!shown.includes(text) && shown.includes("[key]"), `${place}: ${shown}`);
    }
  });
}

test("AggregateError: its errors are copied, too", async () => {
  const refused = (host) => Object.assign(new Error(`refused ${host}`), { code: "ECONNREFUSED", secret: key });
  const error = await reportError(new AggregateError([refused("a"), refused("b"), "text"], "all failed"));
  assert.ok(error instanceof AggregateError);
  assert.deepEqual(
    error.errors.map(({ message, code, secret }) => [message, code, secret]),
    [
      ["refused a", "ECONNREFUSED", undefined],
      ["refused b", "ECONNREFUSED", undefined],
      ["text", undefined, undefined],
    ],
  );
});

test("thrown value that is not an error: becomes an error", async () => {
  const unreadable = new Proxy({}, { get: () => assert.fail("get"), getPrototypeOf: () => assert.fail("prototype") });
  const { proxy: revoked, revoke } = Proxy.revocable([], {});
  revoke();
  const getters = Object.defineProperties(new Error("kept"), {
    code: { get: () => assert.fail("code") },
    cause: { get: () => assert.fail("cause") },
    errors: { get: () => assert.fail("errors") },
    stack: { get: () => assert.fail("stack") },
  });
  for (const [thrown, message] of [
    ["text", "text"],
    [undefined, "undefined"],
    [null, "null"],
    [7n, "7"],
    [Symbol("s"), "Symbol(s)"],
    [{ message: "like an error", extra: 1 }, "like an error"],
    [{ message: 7 }, "[object Object]"],
    [Object.create(null), "Unknown error"],
    [unreadable, "Unknown error"],
    [revoked, "Unknown error"],
    [getters, "kept"],
    [new DOMException("aborted", "AbortError"), "aborted"],
    [new AggregateError([revoked], "all"), "all"],
    [Object.assign(new Error("list"), { errors: revoked }), "list"],
  ])
    assert.equal((await reportError(thrown)).message, message, typeof thrown);
});

test("causes that are cyclic or deep, or many errors: a bounded number is copied", async () => {
  const cyclic = new Error("a");
  cyclic.cause = new Error("b", { cause: cyclic });
  const first = await reportError(cyclic);
  assert.deepEqual([first.message, first.cause.message, first.cause.cause], ["a", "b", undefined]);
  const own = new AggregateError([], "own");
  own.errors.push(own);
  assert.deepEqual((await reportError(own)).errors, []);

  let deep = new Error("innermost");
  for (let depth = 0; depth < 10_000; depth++) deep = new Error("outer", { cause: deep });
  let depth = 0;
  for (let error = await reportError(deep); error; error = error.cause) depth++;
  assert.equal(depth, 16);
  const wide = new AggregateError(
    Array.from({ length: 10_000 }, () => new AggregateError([1, 2, 3], "inner")),
    "wide",
  );
  assert.ok(printAll(await reportError(wide)).length < 100_000);
});

test("response that is not HTTP: the raw data, which undici keeps in its error, is not in events or the log", async () => {
  // Echoes the request, with the key, as an invalid response.
  const server = createServer((socket) => socket.on("data", (data) => socket.end(`HTTP/1.1 200 OK\r\n\0${data}\r\n`)));
  await once(server.listen(0, "127.0.0.1"), "listening");
  const log = mock.method(console, "error", () => {});
  try {
    const upstream = `http://127.0.0.1:${server.address().port}`;
    const events = [];
    const post = (gateway) =>
      sendRequest(gateway, paths.render, { method: "POST", json: { file_url: "https://a.example/a.jpg" } });
    const options = { apiKey: key, authorize: () => true, upstream };
    await post(createGateway({ ...options, onEvent: (event) => events.push(event) }));
    await post(createGateway(options));
    const [event] = events.filter(({ type }) => type === "outcome-unknown");
    assert.equal(event.error.cause.cause.name, "HTTPParserError", "undici's own error");
    assert.equal(log.mock.callCount() > 0, true);
    const logged = log.mock.calls.map(({ arguments: values }) => values.map(printAll).join(" ")).join("\n");
    for (const shown of [printAll(events), logged]) {
      assert.ok(!shown.includes(key) && !shown.includes("Bearer"), shown);
      const bytes = [...Buffer.from(key)];
      assert.ok(!shown.includes(bytes.map((code) => code.toString(16)).join(" ")), shown);
    }
  } finally {
    log.mock.restore();
    server.close();
  }
});

test("custom fetch that throws the request: nothing of it is in the event", async () => {
  const { gateway, events } = createTestGateway(async (request) => {
    const headers = Object.fromEntries(request.headers);
    throw Object.assign(new Error(`failed: ${JSON.stringify(headers)}`), { request, headers, config: { headers } });
  });
  await sendRequest(gateway, paths.render, { method: "POST", json: { file_url: `${site}/a.jpg` } });
  assert.ok(events.length > 0);
  const shown = printAll(events);
  assert.ok(!shown.includes(key) && shown.includes("Bearer [key]"), shown);
});
