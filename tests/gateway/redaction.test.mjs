// The API key must not appear in any response.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  key,
  photo,
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

test("short key: is redacted as a whole word, but not in URL paths", async () => {
  const address = "http://127.0.0.1:8787/sandbox/outputs/sandbox.jpg";
  const told = {
    key: "sandbox",
    outputs: [address, `${address}?key=sandbox#sandbox`, "https://sandbox@cdn.example/a.jpg"],
    sandbox: "a sandboxed note about the sandbox",
    header: "Bearer sandbox",
  };
  const { gateway } = createTestGateway(() => Response.json(told), { apiKey: "sandbox" });
  assert.deepEqual(JSON.parse(await expectStatus(await sendRequest(gateway, paths.status), 200)), {
    outputs: [address, `${address}?key=[key]#[key]`, "https://[key]@cdn.example/a.jpg"],
    sandbox: "a sandboxed note about the [key]",
    header: "Bearer [key]",
  });
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
    nested: { note: "k [key]" },
    all: [{}],
  });
  assert.equal((await createClient(gateway).account()).key, undefined);
});
