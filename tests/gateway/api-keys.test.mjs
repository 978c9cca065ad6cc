// `apiKey` as a function, and `idSecret`.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createGateway } from "reroom/gateway";
import {
  key,
  photo,
  initClient,
  createTestGateway,
  sendRequest,
  paths,
  renderRequest,
  responses,
  neverSettle,
  authorizeByHeader,
  expectStatus,
  expectError,
  failOnUnhandledRejections,
} from "./support.mjs";

before(initClient);
after(failOnUnhandledRejections());

const idSecret = "an id secret of at least 32 bytes";
const post = (gateway) => sendRequest(gateway, paths.render, { method: "POST", json: renderRequest });
const postPhoto = (gateway) =>
  sendRequest(gateway, paths.upload, { method: "POST", body: photo, headers: { "content-type": "image/jpeg" } });

test("apiKey function: is called for each request to the service", async () => {
  for (const isAsync of [false, true]) {
    let calls = 0;
    const next = () => `${key}-${++calls}`;
    const { gateway, seen } = createTestGateway(async () => responses.submitted(), {
      apiKey: isAsync ? async () => next() : next,
      idSecret,
    });
    await post(gateway);
    await sendRequest(gateway, `${paths.render}/r1`);
    assert.deepEqual(
      seen.map(({ headers }) => headers.get("authorization")),
      [`Bearer ${key}-1`, `Bearer ${key}-2`],
    );
  }
});

const broken = {
  throws: () => {
    throw new Error("vault is sealed");
  },
  rejects: async () => Promise.reject(new Error("vault is sealed")),
  "rejects without an error": async () => Promise.reject(undefined),
  "returns nothing": () => undefined,
  "returns an empty text": () => "",
  "returns a line break": () => `${key}\n`,
  "returns a space": async () => `Bearer ${key}`,
  "returns another type": () => ({ key }),
  "never settles": neverSettle,
};
for (const [name, apiKey] of Object.entries(broken)) {
  test(`apiKey function that ${name}: responds with 503, buys nothing and emits an event`, async () => {
    let getKey = apiKey;
    const { gateway, seen, events } = createTestGateway(async () => responses.submitted(), {
      apiKey: () => getKey(),
      idSecret,
      limits: { creditsPerDay: 1, concurrentRenders: 1 },
      timeouts: { authorizeMs: 30 },
    });
    for (const send of [post, postPhoto, (to) => sendRequest(to, paths.status)]) {
      const response = await send(gateway);
      assert.equal(response.headers.get("retry-after"), "5");
      assert.match(await expectError(response, 503), /nothing was charged/);
    }
    assert.equal(seen.length, 0);
    const failed = events.filter(({ type }) => type === "failed");
    assert.deepEqual(
      failed.map(({ component }) => component),
      ["apiKey", "apiKey", "apiKey"],
    );
    assert.ok(failed.every(({ error }) => error instanceof Error && !error.message.includes(key)));
    assert.ok(!events.some(({ type }) => type === "outcome-unknown" || type === "bought"));
    getKey = () => key;
    assert.equal((await post(gateway)).status, 200, "the credit and the slot are free again");
  });
}

test("apiKey that changes: earlier keys are still redacted", async () => {
  const old = "rr-old-0815/secret";
  const recent = "rr-new-1848/secret";
  let current = old;
  const { gateway, events } = createTestGateway(
    async () => {
      if (current === recent) throw new Error(`both ${old} and ${recent}`);
      return Response.json({ err: `${old} ${recent}` }, { status: 400 });
    },
    { apiKey: () => current, idSecret },
  );
  assert.equal(await expectError(await sendRequest(gateway, paths.status), 400), `[key] ${recent}`);
  current = recent;
  await post(gateway);
  const [{ error }] = events.filter(({ type }) => type === "outcome-unknown");
  assert.equal(error.cause.message, "both [key] and [key]");
});

test("idSecret that could be guessed: is rejected when the gateway is created", () => {
  const good = { apiKey: key, authorize: () => true };
  for (const [options, words] of [
    [{ idSecret: "" }, /^idSecret is empty\. Set it/],
    [{ idSecret: "short" }, /^idSecret is shorter than 32 bytes/],
    [{ idSecret: "x".repeat(31) }, /shorter than 32 bytes/],
    [{ idSecret: [] }, /^idSecret is an empty list/],
    [{ idSecret: [idSecret, ""] }, /^idSecret is empty/],
    [{ idSecret: [idSecret, "short"] }, /shorter than 32 bytes/],
    [{ idSecret: [idSecret, undefined] }, /^idSecret is not a string/],
    [{ idSecret: 7 }, /^idSecret is not a string/],
    [{ idSecret: null }, /^idSecret is not a string/],
  ])
    assert.throws(() => createGateway({ ...good, ...options }), { name: "TypeError", message: words });
  for (const options of [
    {},
    { idSecret: "x".repeat(32) },
    { idSecret: "é".repeat(16) },
    { idSecret: [idSecret] },
    { idSecret: undefined },
    { apiKey: "sandbox" },
    { apiKey: "12345678" },
    { apiKey: "12345678", idSecret },
    { apiKey: "k3y-of-24-characters-123" },
  ])
    createGateway({ ...good, ...options });
});

/** Submits a render and returns its signed id. */
async function submit(options) {
  const { gateway } = createTestGateway(async () => responses.submitted(), {
    authorize: authorizeByHeader,
    ...options,
  });
  const response = await sendRequest(gateway, paths.render, {
    method: "POST",
    body: JSON.stringify(renderRequest),
    headers: { "content-type": "application/json", "x-user": "ann" },
  });
  return JSON.parse(await expectStatus(response, 200)).data.render_id;
}

/** The status of the response to a look-up. */
async function lookUp(id, options, user = "ann") {
  const { gateway } = createTestGateway(async () => responses.record(), { authorize: authorizeByHeader, ...options });
  return (await sendRequest(gateway, `${paths.render}/${id}`, { headers: { "x-user": user } })).status;
}

test("two idSecrets: the first signs, and all verify", async () => {
  const [a, b] = [`a: ${idSecret}`, `b: ${idSecret}`];
  const signedByA = await submit({ idSecret: a });
  assert.equal(await submit({ idSecret: [a, b] }), signedByA);
  assert.notEqual(await submit({ idSecret: [b, a] }), signedByA);
  assert.equal(await lookUp(signedByA, { idSecret: [b, a] }), 200);
  assert.equal(await lookUp(signedByA, { idSecret: [a] }), 200);
  assert.equal(await lookUp(signedByA, { idSecret: b }), 404);
  assert.equal(await lookUp(signedByA, { idSecret: [b, a] }, "bob"), 404);
});

test("short key or key function without idSecret: logs a warning", (t) => {
  const warn = t.mock.method(console, "warn", () => {});
  const create = (apiKey) => createGateway({ apiKey, authorize: () => true });
  for (const apiKey of [() => key, "k3y-of-23-characters-12", "12345678"]) create(apiKey);
  assert.equal(warn.mock.callCount(), 3);
  for (const { arguments: words } of warn.mock.calls)
    assert.match(words[0], /ids become invalid when this process ends/);
  for (const apiKey of ["sandbox", "k3y-of-24-characters-123"]) create(apiKey);
  assert.equal(warn.mock.callCount(), 3);
});

test("default idSecret: is derived from a long key, and random for the key of a sandbox", async () => {
  const signed = await submit();
  assert.equal(await submit(), signed, "the same in each instance");
  assert.equal(await lookUp(signed, { apiKey: `${key}2` }), 404);
  const temporary = await submit({ apiKey: "sandbox" });
  assert.equal(await lookUp(temporary, { apiKey: "sandbox" }), 200);
  assert.equal(await lookUp(temporary, { idSecret: "ids of sandbox".padEnd(32) }), 404);
});

test("users whose names differ in a lone surrogate: have different signatures", async () => {
  const submitAs = (user) => submit({ authorize: () => ({ user }) });
  const ids = await Promise.all(["a\ud800", "a\udfff", "a\ufffd"].map((user) => submitAs(user).catch(() => user)));
  assert.equal(new Set(ids).size, 3);
});
