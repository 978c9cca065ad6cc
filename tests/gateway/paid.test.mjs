// What is paid for: it goes up once, its answer is read whoever still waits, and a caller who cannot know is told so.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { createMemoryStore } from "reroom/gateway";
import {
  answered,
  answers,
  ask,
  byName,
  clientOf,
  gatewayOver,
  key,
  never,
  order,
  paths,
  photoUrl,
  quickSandbox,
  refused,
  start,
} from "./support.mjs";

before(start);

const broken = () => {
  throw new TypeError("fetch failed", { cause: Object.assign(new Error("reset"), { code: "ECONNRESET" }) });
};
const html = (status) => () => new Response(`<html>${key}</html>`, { status });
const slowBody = () => new Response(new ReadableStream({ start: (body) => body.enqueue(new Uint8Array([123])) }));
const endless = () => new Response(new ReadableStream({ pull: (body) => body.enqueue(new Uint8Array(65_536)) }));

/** Whatever may have bought a render, and the status that a caller gets. */
const mayHaveBought = {
  "the connection breaks": [broken, 502],
  "a proxy's page": [html(500), 500],
  "a proxy's other page": [html(504), 504],
  "a page instead of JSON": [html(200), 502],
  "a success without an id": [() => Response.json({ success: true }), 502],
  "a body that breaks off": [
    () => new Response(new ReadableStream({ start: (body) => body.error(new Error("cut")) })),
    502,
  ],
  "a body that does not go on": [slowBody, 504, 40],
  "a body that does not end": [endless, 502],
  "no answer at all": [never, 504, 40],
  "a redirect": [() => new Response(null, { status: 307, headers: { location: "https://evil.example/" } }), 502],
};

for (const [what, [upstream, status, submissionMs = 60_000]] of Object.entries(mayHaveBought)) {
  test(`outcome unknown: ${what}`, async () => {
    const timeouts = { submissionMs };
    const limits = { creditsPerDay: 5 };
    const { gateway, seen, events } = gatewayOver(async () => upstream(), { timeouts, limits });
    const answer = await ask(gateway, paths.render, { method: "POST", json: order });
    assert.ok(!("err" in JSON.parse(await answered(answer, status))), "an err would say that nothing was bought");
    await refused(clientOf(gateway).upscale(photoUrl), "outcome_unknown");
    assert.equal(seen.length, 2, "each is sent once");
    assert.deepEqual(
      events.map(({ type, credits }) => [type, credits]),
      [
        ["outcome-unknown", 1],
        ["outcome-unknown", 4],
      ],
    );
    await refused(clientOf(gateway).render(order), "insufficient_credits");
  });
}

test("what the service knows nothing of is no unknown outcome, and costs nothing", async () => {
  const refusing = () => {
    throw new TypeError("fetch failed", { cause: Object.assign(new Error("refused"), { code: "ECONNREFUSED" }) });
  };
  let upstream = refusing;
  const { gateway, events } = gatewayOver(async () => upstream(), {
    limits: { creditsPerDay: 4, concurrentRenders: 1 },
  });
  for (let times = 0; times < 3; times++) await refused(clientOf(gateway).upscale(photoUrl), "service_failed");
  assert.deepEqual(
    events.map(({ component }) => component),
    ["upstream", "upstream", "upstream"],
  );
  upstream = () => Response.json({ err: "Invalid URL" }, { status: 400 });
  for (let times = 0; times < 3; times++) await refused(clientOf(gateway).upscale(photoUrl), "rejected");
  upstream = () => answers.submitted();
  await clientOf(gateway).upscale(photoUrl);
});

test("what failed inside the service gives its slot back, but not its credits", async () => {
  const { gateway } = gatewayOver(async () => Response.json({ err: "Image processing failed" }, { status: 500 }), {
    limits: { creditsPerDay: 2, concurrentRenders: 1 },
  });
  for (let times = 0; times < 2; times++) await refused(clientOf(gateway).render(order), "service_failed");
  await refused(clientOf(gateway).render(order), "insufficient_credits");
});

test("a caller who goes away leaves a paid request under way, and its answer is counted", async () => {
  let arrive, reply;
  const arrived = new Promise((resolve) => (arrive = resolve));
  const { gateway, events, seen } = gatewayOver(
    () => {
      arrive();
      return new Promise((resolve) => (reply = resolve));
    },
    { limits: { creditsPerDay: 2 } },
  );
  const leaving = new AbortController();
  const kept = [];
  const init = { method: "POST", body: JSON.stringify(order), headers: { "content-type": "application/json" } };
  const request = new Request(`https://site.example${paths.render}`, { ...init, signal: leaving.signal });
  const answer = gateway(request, { waitUntil: (work) => kept.push(work) });
  await arrived;
  leaving.abort();
  assert.equal(seen[0].signal.aborted, false);
  reply(answers.submitted("r9"));
  await answer;
  assert.equal(await kept[0], await answer, "the platform is asked to wait");
  assert.deepEqual(events, [{ type: "bought", renderId: "r9", credits: 1, delivered: false }]);
});

test("the same again after its caller left is answered with what was bought", async () => {
  const replies = [];
  let arrive;
  let arrived = new Promise((resolve) => (arrive = resolve));
  const { gateway, seen } = gatewayOver(
    () => {
      arrive();
      return new Promise((resolve) => replies.push(resolve));
    },
    { authorize: byName },
  );
  const post = (user, json, signal) =>
    ask(gateway, paths.render, {
      method: "POST",
      body: JSON.stringify(json),
      headers: { "content-type": "application/json", "x-user": user },
      signal,
    });
  const idOf = async (answer) => JSON.parse(await answered(await answer, 200)).data.render_id.split(".")[0];
  const leaving = [new AbortController(), new AbortController()];

  const first = post("ann", order, leaving[0].signal);
  await arrived;
  leaving[0].abort();
  const second = post("ann", order, leaving[1].signal);
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  leaving[1].abort();
  assert.equal(seen.length, 1, "while the first is under way");
  replies[0](answers.submitted("r1"));
  assert.equal(await idOf(first), "r1");
  await answered(await second, 400);
  assert.equal(await idOf(post("ann", order)), "r1", "and afterwards");
  assert.equal(seen.length, 1);

  for (const [user, json] of [
    ["ann", order],
    ["ann", order],
    ["bob", order],
    ["ann", { ...order, prompt: "another" }],
  ]) {
    arrived = new Promise((resolve) => (arrive = resolve));
    void post(user, json);
    await arrived;
  }
  assert.equal(seen.length, 5, "whoever has an answer, or still waits for one, buys another");
  for (const [index, reply] of replies.entries()) reply(answers.submitted(`r${index + 1}`));
});

test("what was bought for a caller who left is for the same order of the same user, for a minute", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 1_800_000_000_000 });
  let [bought, sent, gate] = [0, () => {}, undefined];
  const upstream = async () => {
    const id = `r${++bought}`;
    sent();
    await gate;
    return answers.submitted(id);
  };
  const { gateway } = gatewayOver(upstream, { authorize: byName, limits: { perUser: { concurrentRenders: 10 } } });
  const post = async (user, path, json, signal) => {
    const headers = { "content-type": "application/json", "x-user": user };
    const answer = await ask(gateway, path, { method: "POST", body: JSON.stringify(json), headers, signal });
    return JSON.parse(await answered(answer, 200)).data.render_id.split(".")[0];
  };
  /** Somebody orders, and leaves before the service answers. */
  const leave = async () => {
    const [leaving, arrived] = [new AbortController(), new Promise((resolve) => (sent = resolve))];
    let open;
    gate = new Promise((resolve) => (open = resolve));
    const lost = post("ann", paths.render, photoUrl, leaving.signal);
    await arrived;
    leaving.abort();
    open();
    await lost;
  };
  await leave();
  assert.equal(await post("bob", paths.render, photoUrl), "r2", "another's");
  assert.equal(await post("ann", paths.upscale, photoUrl), "r3", "another kind");
  assert.equal(await post("ann", paths.render, order), "r4", "another order");
  t.mock.timers.setTime(1_800_000_059_000);
  assert.equal(await post("ann", paths.render, photoUrl), "r1");
  await leave();
  t.mock.timers.setTime(1_800_000_200_000);
  assert.equal(await post("ann", paths.render, photoUrl), "r6", "too late");

  const staying = new AbortController();
  assert.equal(await post("ann", paths.render, photoUrl, staying.signal), "r7");
  staying.abort();
  assert.equal(await post("ann", paths.render, photoUrl), "r8", "whoever had the answer has had it");
});

test("a slot whose render nobody knows of is held on", async () => {
  const store = createMemoryStore();
  const renewed = [];
  const watched = { ...store, renew: (lease, ms) => (renewed.push(ms), store.renew(lease, ms)) };
  const { gateway } = gatewayOver(broken, { store: watched, timeouts: { leaseMs: 123_000 } });
  await refused(clientOf(gateway).render(order), "outcome_unknown");
  assert.deepEqual(renewed, [123_000]);
});

test("what was refused to a caller who left is asked for anew", async () => {
  let upstream = () => Response.json({ err: "Image processing failed" }, { status: 500 });
  const leaving = new AbortController();
  const { gateway, seen } = gatewayOver(async () => (leaving.abort(), upstream()));
  const init = { method: "POST", json: order };
  await answered(await ask(gateway, paths.render, { ...init, signal: leaving.signal }), 500);
  upstream = () => answers.submitted();
  await answered(await ask(gateway, paths.render, init), 200);
  assert.equal(seen.length, 2);
});

test("a caller who has gone before the request went up buys nothing", async () => {
  const leaving = new AbortController();
  const { gateway, seen } = gatewayOver(async () => answers.submitted(), {
    authorize: () => (leaving.abort(), true),
    limits: { creditsPerDay: 1 },
  });
  const init = { method: "POST", body: JSON.stringify(order), headers: { "content-type": "application/json" } };
  for (let times = 0; times < 2; times++)
    await answered(
      await gateway(new Request(`https://site.example${paths.render}`, { ...init, signal: leaving.signal })),
      400,
    );
  assert.equal(seen.length, 0);
});

test("costs are by job", async () => {
  const sandbox = await quickSandbox();
  const { gateway, events } = gatewayOver(sandbox, { costs: { render: 2, "empty-room": 3 } });
  const client = clientOf(gateway);
  await client.render(order);
  await client.render({ ...photoUrl, tool: "empty-room" });
  await client.render({ ...photoUrl, tool: "sketch" });
  await client.upscale(photoUrl);
  assert.deepEqual(
    events.map(({ credits }) => credits),
    [2, 3, 2, 4],
  );
  assert.ok(events.every(({ type, delivered }) => type === "bought" && delivered));
});
