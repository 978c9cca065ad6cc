// The options of the client and of its calls: what is rejected, and what counts as absent.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { ReRoom } from "reroom";
import {
  assertError,
  calls,
  clientOver,
  clientWith,
  fileName,
  json,
  key,
  photo,
  record,
  refused,
  start,
  submitted,
} from "./support.mjs";

before(start);

/** What `new ReRoom(options)` throws. */
function thrown(options) {
  try {
    new ReRoom(options);
  } catch (error) {
    assertError(error, "invalid_request");
    return error;
  }
  assert.fail(`a client was created with ${JSON.stringify(options)}`);
}

test("an invalid option of the constructor throws and names the option", () => {
  for (const [options, path, code = "malformed"] of [
    [{ baseUrl: 7 }, "baseUrl"],
    [{ apiKey: 7 }, "apiKey"],
    [{ apiKey: {} }, "apiKey"],
    [{ apiKey: `one\n${key}` }, "apiKey"],
    [{ apiKey: "schlüssel→" }, "apiKey"],
    [{ getToken: "token" }, "getToken"],
    [{ headers: { "X-A": 7 } }, "headers"],
    [{ headers: { "X A": "b" } }, "headers.X A"],
    [{ headers: { "X-A": "a\nb" } }, "headers.X-A"],
    [{ fetch: "fetch" }, "fetch"],
    [{ fetch: {} }, "fetch"],
    [{ credentials: "always" }, "credentials"],
    [{ timeoutMs: 0 }, "timeoutMs"],
    [{ timeoutMs: Number.NaN }, "timeoutMs"],
    [{ maxRetries: -1 }, "maxRetries"],
    [{ maxRetries: 1.5 }, "maxRetries"],
    [{ validate: true }, "validate"],
    [{ dangerouslyAllowBrowser: "yes" }, "dangerouslyAllowBrowser"],
    [{ onRequest: 1 }, "onRequest"],
    [{ storage: {} }, "storage"],
    [{ apikey: key }, "apikey", "unknown_field"],
    [{ color: "red" }, "color", "unknown_field"],
    ["https://reroom.ai", ""],
  ]) {
    const [issue] = thrown(options).issues;
    assert.deepEqual([issue.path, issue.code], [path, code], JSON.stringify(options));
  }
});

test("the error lists every invalid option and suggests the one that was meant", () => {
  const { issues } = thrown({ baseURL: "/api", timeoutMs: "long", retries: 3 });
  assert.equal(issues.length, 3);
  assert.equal(issues[0].suggestion, "baseUrl");
});

test("a client needs no options", () => {
  for (const options of [undefined, null, {}, { apiKey: undefined, headers: undefined }])
    assert.ok(new ReRoom(options) instanceof ReRoom);
});

test("an invalid option of a call rejects, and a misspelled one gets a suggestion", async () => {
  const { client } = clientOver(() => json({ credits: -1 }));
  for (const options of [7, { signal: {} }, { timeoutMs: 0 }, { maxRetries: -1 }, { deadlineMs: 9 }, { retries: 1 }])
    await refused(client.account(options), "invalid_request");
  const near = await refused(client.waitFor("r1", { pollMS: 1 }), "invalid_request");
  assert.equal(near.issues[0].suggestion, "pollMs");
});

test("a baseUrl with a user name or password rejects before anything is sent", async () => {
  const { client, seen } = clientOver(() => json({ credits: -1 }), { baseUrl: "https://user:pass@reroom.example" });
  await refused(client.account(), "invalid_request");
  assert.equal(seen.length, 0);
});

test("an undefined option counts as absent in every call", async () => {
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

test("a baseUrl that would send the key elsewhere throws", () => {
  for (const baseUrl of ["http://a host", "nonsense", "reroom.ai", "https://", "//reroom.ai", "https://reroom.ai?a"]) {
    assert.throws(
      () => clientWith({ baseUrl }),
      (error) => (assertError(error, "invalid_request"), error.issues[0].path === "baseUrl"),
    );
  }
});
