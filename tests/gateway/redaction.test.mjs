// The API key must not appear in any response.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { ReRoom } from "reroom";
import { createSandbox } from "reroom/sandbox";
import {
  key,
  site,
  photo,
  fastPolling,
  initClient,
  createTestGateway,
  createClient,
  sendRequest,
  paths,
  renderRequest,
  responses,
  expectStatus,
  expectError,
  failOnUnhandledRejections,
} from "./support.mjs";

before(initClient);
after(failOnUnhandledRejections());

const jpeg = { "content-type": "image/jpeg" };

test("response with the key: the key is redacted everywhere", async () => {
  const spelled = [key, `Bearer ${key}`, encodeURIComponent(key), `<p>${key}</p>`];
  for (const text of spelled) {
    for (const status of [200, 400, 404, 500]) {
      const bodies = [
        JSON.stringify({ err: `x ${text} y`, debug: { headers: { authorization: text } }, [text]: 1 }),
        // As an escape sequence, which a search in the raw text would miss.
        JSON.stringify({
          err: text,
          _id: "r1",
          status: "failed",
          outputs: [text],
          data: { [text]: [text] },
        }).replaceAll("r", "\\u0072"),
        text,
      ];
      for (const body of bodies) {
        const headers = { "x-key": "leak", "set-cookie": "k=1" };
        const { gateway } = createTestGateway(async () => new Response(body, { status, headers }));
        for (const [path, init] of [
          [paths.status],
          [`${paths.render}/r1`],
          [paths.render, { method: "POST", json: renderRequest }],
          [paths.upload, { method: "POST", body: photo, headers: jpeg }],
        ]) {
          const response = await sendRequest(gateway, path, init);
          const shownText = await expectStatus(response, response.status);
          assert.ok(!/rr-live-4711/.test(JSON.stringify(JSON.parse(shownText))), shownText);
        }
      }
    }
  }
});

test("response with the key in another encoding: the key is redacted", async () => {
  const hex = (spell) => [...key].map((char) => spell(char.charCodeAt(0).toString(16))).join("");
  const base64 = (text) => Buffer.from(text).toString("base64");
  const spellings = {
    "percent-encoded, in lower case": encodeURIComponent(key).toLowerCase(),
    "percent-encoded twice": encodeURIComponent(encodeURIComponent(key)),
    "percent-encoded in part": key.replace("/", "%2f"),
    "percent-encoded, each character": hex((code) => `%${code}`),
    "in capitals": key.toUpperCase(),
    "JSON in JSON": key.replace("/", "\\/"),
    "JSON in JSON in JSON": key.replace("/", "\\\\\\/"),
    "JSON's escapes in JSON": hex((code) => `\\u00${code}`),
    "HTML's entities": key.replace("/", "&#x2F;").replace("+", "&#43;").replace("=", "&#0061;"),
    "JavaScript's escapes": hex((code) => `\\x${code}`),
    "bytes in hexadecimal digits": Buffer.from(key).toString("hex"),
    base64: base64(key),
    "base64 of a header": base64(`Bearer ${key}`),
    "base64 of credentials": base64(`user:${key}`),
    "base64 for URLs": Buffer.from(`:${key}, and more`).toString("base64url"),
  };
  for (const [what, text] of Object.entries(spellings)) {
    const { gateway } = createTestGateway(async () =>
      Response.json({ err: `x ${text} y`, [text]: [text] }, { status: 400 }),
    );
    const shownText = await expectError(await sendRequest(gateway, paths.status), 400);
    assert.ok(
      /^x \S*\[key\]\S* y$/.test(shownText.replace("Bearer ", "")) && !shownText.includes(text),
      `${what}: ${shownText}`,
    );
  }
  const innocent = { _id: "r1", status: "queued", outputs: [], prompt: "a live secret key, %2F and base64 cnItbGl2" };
  const { gateway } = createTestGateway(async () => Response.json(innocent));
  assert.deepEqual(JSON.parse(await expectStatus(await sendRequest(gateway, `${paths.render}/r1`), 200)), innocent);
});

test("key that is a word, such as the sandbox's: is not redacted", async () => {
  for (const word of ["sandbox", "test", "my-key", "a.b", "k3y", "test-key", "sandboxes", "staging.sandbox"]) {
    const outputs = [`http://127.0.0.1:8787/${word}/${word}.jpg?${word}#${word}`];
    const { gateway } = createTestGateway(() => responses.record({ outputs, prompt: `the ${word}`, [word]: word }), {
      apiKey: word,
    });
    const render = JSON.parse(await expectStatus(await sendRequest(gateway, `${paths.render}/r1`), 200));
    assert.deepEqual([render.outputs, render.prompt, render[word]], [outputs, `the ${word}`, word]);
  }
});

test("gateway of a sandbox with its default key: URLs and texts keep the word sandbox", async () => {
  const options = { fetch: async () => new Response(photo), speeds: { queuedMs: 0, renderingMs: 0 } };
  const sandbox = await createSandbox(options);
  const { gateway } = createTestGateway(sandbox, { apiKey: "sandbox", basePath: "/sandbox" });
  const direct = new ReRoom({ baseUrl: "http://sandbox.localhost:8787", apiKey: "sandbox", fetch: sandbox });
  const client = createClient(gateway, { baseUrl: `${site}/sandbox` });
  const [expected, actual] = await Promise.all(
    [direct, client].map((each) => each.run(photo, { creativity: "balanced", prompt: "a sandbox" }, fastPolling)),
  );
  assert.deepEqual(Object.keys(actual), Object.keys(expected));
  assert.ok(!JSON.stringify(actual).includes("[key]"), JSON.stringify(actual));
  assert.ok(
    [...actual.outputs, actual.source].every((url) => url.includes("sandbox")),
    JSON.stringify(actual),
  );
  assert.equal(actual.prompt, "a sandbox");
});

test("long key: is redacted in URL paths, too", async () => {
  const outputs = [`https://cdn.example/${encodeURIComponent(key)}/a.jpg`, `https://cdn.example/a.jpg?key=${key}`];
  const { gateway } = createTestGateway(() => responses.record({ outputs }));
  const shownText = JSON.parse(await expectStatus(await sendRequest(gateway, `${paths.render}/r1`), 200));
  assert.deepEqual(shownText.outputs, ["https://cdn.example/[key]/a.jpg", "https://cdn.example/a.jpg?key=[key]"]);
});

test("account: has no key", async () => {
  const account = {
    _id: "a",
    uid: "u",
    key,
    credits: 7,
    is_active: true,
    nested: { key: "other", note: `k ${key}` },
    all: [{ key: "o" }],
  };
  const { gateway } = createTestGateway(() => Response.json(account));
  const shownText = JSON.parse(await expectStatus(await sendRequest(gateway, paths.status), 200));
  assert.deepEqual(shownText, {
    _id: "a",
    uid: "u",
    credits: 7,
    is_active: true,
  });
  assert.equal((await createClient(gateway).account()).key, undefined);
});
