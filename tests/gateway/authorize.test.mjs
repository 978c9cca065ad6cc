// The authorize option, and what users can see.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  site,
  photo,
  photoUrl,
  initClient,
  createFastSandbox,
  createTestGateway,
  createClient,
  sendRequest,
  paths,
  renderRequest,
  responses,
  neverSettle,
  authorizeByHeader,
  createClientFor,
  rejectsWith,
  expectStatus,
  expectError,
  failOnUnhandledRejections,
} from "./support.mjs";

before(initClient);
after(failOnUnhandledRejections());

const json = { "content-type": "application/json" };

const jpeg = { "content-type": "image/jpeg" };

test("decision of authorize: allows or rejects the request, or replaces the response", async () => {
  let decision;
  const { gateway, seen, events } = createTestGateway(() => responses.record(), { authorize: () => decision() });
  const look = () => sendRequest(gateway, `${paths.render}/r1`);
  for (const nothing of [false, undefined, null, 0, 1, "yes", {}, { user: "" }, { user: null }, []]) {
    decision = async () => nothing;
    assert.equal(await expectError(await look(), 401), "Unauthorized");
  }
  decision = () => {
    throw new Error("the database at db.internal said no");
  };
  assert.equal(await expectError(await look(), 500), "Internal gateway error. Check the server logs.");
  assert.deepEqual([events.length, events[0].component], [1, "authorize"]);
  decision = () => Response.redirect(`${site}/login`, 303);
  const passed = await look();
  assert.deepEqual([passed.status, passed.headers.get("location")], [303, `${site}/login`]);
  assert.equal(seen.length, 0);
  decision = () => true;
  await expectStatus(await look(), 200);
  assert.equal(seen.length, 1);
  await rejectsWith(
    createClient(createTestGateway(() => responses.record(), { authorize: () => false }).gateway).account(),
    "unauthorized",
  );
});

for (const [decision, message] of [
  [{ user: 7 }, '"user" is not a string. Use a string of 1 to 256 characters, such as a database id.'],
  [{ usr: "ann" }, 'Unknown option "usr". Did you mean "user"?'],
  [{ user: "ann", limit: {} }, 'Unknown option "limit". Did you mean "limits"?'],
  [
    { user: "ann", limits: { creditPerDay: 5 } },
    'Unknown option "limits.creditPerDay". Did you mean "limits.creditsPerDay"?',
  ],
  [{ user: "ann", limits: { creditsPerDay: "5" } }, "limits.creditsPerDay is invalid."],
  [{ user: "ann", limits: null }, "limits must be an object."],
  [{ user: "ann", group: "a", groupLimits: { perUser: {} } }, 'Unknown option "groupLimits.perUser".'],
  [{ user: "ann", groupLimits: {} }, '"groupLimits" has no effect without "group".'],
  [{ user: "ann", tools: "edit" }, '"tools" is not an array.'],
  [
    { user: "ann", tools: ["virtual-stagin"] },
    'Unknown option "tools.virtual-stagin". Did you mean "tools.virtual-staging"?',
  ],
  [{ user: "ann", group: "" }, '"group" is empty.'],
  [{ user: "ann", group: 7 }, '"group" is not a string.'],
  [{ user: "a\nb" }, '"user" contains a control character'],
  [{ user: "a\u0000" }, '"user" contains a control character'],
  [{ user: "a\u009f" }, '"user" contains a control character'],
  [{ user: "\ud800" }, '"user" contains a control character or half of a surrogate pair.'],
  [{ user: "ann", group: "x\udc00" }, '"group" contains a control character or half of a surrogate pair.'],
  [{ user: "a".repeat(257) }, '"user" is too long.'],
])
  test(`malformed decision ${JSON.stringify(decision).slice(0, 60)}: responds with 500 and emits an event`, async () => {
    const { gateway, seen, events } = createTestGateway(() => responses.record(), { authorize: () => decision });
    const response = await sendRequest(gateway, `${paths.render}/r1`);
    assert.equal(await expectError(response, 500), "Internal gateway error. Check the server logs.");
    assert.deepEqual([events.length, events[0].type, events[0].component, seen.length], [1, "failed", "authorize", 0]);
    const expected = `authorize returned an invalid decision. ${message}`;
    assert.equal(events[0].error.message.slice(0, expected.length), expected);
  });

test("user names with emoji, spaces or 256 characters: are allowed", async () => {
  for (const user of ["Zoë 🏡", "a b", "x".repeat(256)]) {
    const { gateway } = createTestGateway(() => responses.record(), { authorize: () => ({ user, group: user }) });
    await expectStatus(await sendRequest(gateway, paths.status), 200);
  }
});

test("tools of a user: allow only these tools", async () => {
  const sandbox = await createFastSandbox();
  let tools;
  const { gateway, seen } = createTestGateway(sandbox, { authorize: () => ({ user: "ann", tools }) });
  const order = (path, params) => sendRequest(gateway, path, { method: "POST", json: { ...photoUrl, ...params } });
  tools = ["render", "empty-room"];
  await expectStatus(await order(paths.render, { creativity: "balanced" }), 200);
  await expectStatus(await order(paths.render, { tool: "empty-room" }), 200);
  const before = seen.length;
  assert.equal(
    await expectError(await order(paths.render, { tool: "sketch" }), 403),
    'You are not allowed to use the tool "sketch". Choose another tool.',
  );
  assert.match(await expectError(await order(paths.upscale), 403), /"upscale"/);
  tools = [];
  assert.match(await expectError(await order(paths.render, { creativity: "balanced" }), 403), /"render"/);
  const upload = { method: "POST", body: photo, headers: jpeg };
  assert.match(await expectError(await sendRequest(gateway, paths.upload, upload), 403), /"upload"/);
  assert.equal(seen.length, before);
});

test("authorize that never settles: responds with 500", async () => {
  const timeouts = { authorizeMs: 20 };
  const { gateway, seen, events } = createTestGateway(() => responses.record(), { authorize: neverSettle, timeouts });
  assert.equal(
    await expectError(await sendRequest(gateway, paths.status), 500),
    "Internal gateway error. Check the server logs.",
  );
  assert.equal(
    await expectError(await sendRequest(gateway, paths.render, { method: "POST", json: renderRequest }), 500),
    "Internal gateway error. Check the server logs.",
  );
  assert.deepEqual(
    events.map(({ component }) => component),
    ["authorize", "authorize"],
  );
  assert.equal(seen.length, 0);
});

test("authorize that reads the body: responds with 500 and emits an event", async () => {
  const { gateway, seen, events } = createTestGateway(async () => responses.submitted(), {
    authorize: async (request) => (await request.text(), true),
  });
  const upload = { method: "POST", body: photo, headers: jpeg };
  assert.equal(
    await expectError(await sendRequest(gateway, paths.upload, upload), 500),
    "Internal gateway error. Check the server logs.",
  );
  const render = { method: "POST", json: renderRequest };
  assert.equal(
    await expectError(await sendRequest(gateway, paths.render, render), 500),
    "Internal gateway error. Check the server logs.",
  );
  assert.ok(events.length === 2 && events.every(({ error }) => /body was already read/.test(error.message)));
  assert.equal(seen.length, 0);
});

test("render of a user: is visible to that user only, on any instance with the same key", async () => {
  const sandbox = await createFastSandbox();
  const [one, other] = [0, 1].map(() => createTestGateway(sandbox, { authorize: authorizeByHeader }).gateway);
  const { render_id } = await createClientFor(one, "ann").render(renderRequest);
  assert.equal((await createClientFor(other, "ann").getRender(render_id))._id, render_id);
  const raw = render_id.split(".")[0];
  const tampered = render_id.slice(0, -3) + (render_id.endsWith("AAA") ? "BBB" : "AAA");
  for (const id of [raw, tampered, `${raw}.`, `${raw}.x`])
    await rejectsWith(createClientFor(one, "ann").getRender(id), "not_found");
  await rejectsWith(createClientFor(one, "bob").getRender(render_id), "not_found");
  assert.equal(
    await expectError(await sendRequest(one, `${paths.render}/${render_id}`, { headers: { "x-user": "bob" } }), 404),
    "Render not found",
  );
  const upscaled = await createClientFor(one, "ann").upscale(photoUrl);
  assert.equal((await createClientFor(one, "ann").getRender(upscaled.render_id))._id, upscaled.render_id);
  assert.equal(
    (await createClient(createTestGateway(sandbox).gateway).getRender(raw))._id,
    raw,
    "without users, ids have no signature",
  );
});

test("users with confusing names: have separate budgets and renders", async () => {
  const sandbox = await createFastSandbox();
  const { gateway } = createTestGateway(sandbox, {
    authorize: authorizeByHeader,
    limits: { perUser: { creditsPerDay: 1 } },
  });
  for (const user of ["total", "__proto__", "user:total", "constructor", "*", "a.b"]) {
    const post = () =>
      sendRequest(gateway, paths.render, {
        method: "POST",
        body: JSON.stringify(renderRequest),
        headers: { ...json, "x-user": user },
      });
    const { data } = JSON.parse(await expectStatus(await post(), 200));
    assert.equal(await expectError(await post(), 402), "Not enough credits");
    await expectStatus(
      await sendRequest(gateway, `${paths.render}/${data.render_id}`, { headers: { "x-user": user } }),
      200,
    );
    await expectError(
      await sendRequest(gateway, `${paths.render}/${data.render_id}`, { headers: { "x-user": "other" } }),
      404,
    );
  }
});
