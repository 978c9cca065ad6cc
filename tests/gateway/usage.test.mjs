// Budgets of users, groups and the account by day and month, and what users see of them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createMemoryStore } from "reroom/gateway";
import { createRedisStore } from "reroom/gateway/redis";
import { startRedis } from "./redis-server.mjs";
import {
  initClient,
  createTestGateway,
  sendRequest,
  paths,
  renderRequest,
  responses,
  createClient,
  expectError,
  expectStatus,
  failOnUnhandledRejections,
} from "./support.mjs";

let redis;
before(async () => {
  await initClient();
  redis = await startRedis();
});
after(() => redis?.end());
after(failOnUnhandledRejections());

const usagePath = "/api/enterprise/usage";

const owner = {
  _id: "owner-id",
  uid: "owner-uid",
  key: "k",
  Key: "k",
  api_key: "k",
  credits: 9000,
  is_active: true,
  is_enterprise: true,
  created_at: "2026-01-01",
  updated_at: "2026-01-02",
  billing: { card: "4242", key: "k" },
};

/** A service with an account, whose renders have unique ids and are finished at once. `reject` makes it reject orders. */
function createService() {
  let orders = 0;
  const service = async (request) => {
    if (request.method === "GET") return Response.json(owner);
    if (service.reject) return Response.json({ err: "Invalid request" }, { status: 400 });
    return responses.record({ _id: `r${++orders}` });
  };
  return service;
}

/** `authorize` from a header with the decision as JSON. */
const authorizeByDecision = (request) => JSON.parse(request.headers.get("x-decision"));
const headersFor = (decision) => ({ "content-type": "application/json", "x-decision": JSON.stringify(decision) });
const order = (gateway, decision) =>
  sendRequest(gateway, paths.render, {
    method: "POST",
    body: JSON.stringify(renderRequest),
    headers: headersFor(decision),
  });
const orderStatuses = async (gateway, decision, count) => {
  const statuses = [];
  for (let times = 0; times < count; times++) statuses.push((await order(gateway, decision)).status);
  return statuses;
};
const readUsage = async (gateway, decision) =>
  JSON.parse(await expectStatus(await sendRequest(gateway, usagePath, { headers: headersFor(decision) }), 200));
const create = (options) => createTestGateway(createService(), { authorize: authorizeByDecision, ...options });
const mockTime = (t, iso) => t.mock.timers.enable({ apis: ["Date"], now: Date.parse(iso) });

test("account: contains only the documented properties, and not the key", async () => {
  const { gateway } = create({ authorize: () => true });
  const account = JSON.parse(await expectStatus(await sendRequest(gateway, paths.status), 200));
  const { _id, uid, credits, is_active, is_enterprise, created_at, updated_at } = owner;
  assert.deepEqual(account, { _id, uid, credits, is_active, is_enterprise, created_at, updated_at });
});

test("account property with another type: is left out", async () => {
  const upstream = async () => Response.json({ ...owner, uid: { key: "k" }, credits: [1], created_at: null });
  const { gateway } = createTestGateway(upstream);
  const account = JSON.parse(await expectStatus(await sendRequest(gateway, paths.status), 200));
  assert.deepEqual(Object.keys(account), ["_id", "is_active", "is_enterprise", "updated_at"]);
});

test("account of a user: shows the user's own name and what is left of the user's and the group's budgets", async () => {
  const { gateway } = create({ limits: { perGroup: { creditsPerMonth: 5 } } });
  const getAccount = (decision) => createClient(gateway, { headers: headersFor(decision) }).account();
  const ann = { user: "ann", group: "agency", limits: { creditsPerDay: 3 } };
  assert.deepEqual(await getAccount({ user: "solo" }), {
    ...(await getAccount(ann)),
    _id: "solo",
    uid: "solo",
    credits: -1,
  });
  assert.equal((await getAccount(ann)).credits, 3);
  await orderStatuses(gateway, { user: "bob", group: "agency" }, 4);
  assert.equal((await getAccount(ann)).credits, 1, "the group has one left");
  const text = JSON.stringify(await getAccount(ann));
  assert.ok(!/owner|9000/.test(text), text);
});

test("usage: is the caller's own, with what is left and when it resets", async (t) => {
  mockTime(t, "2026-11-28T12:00:00Z");
  const limits = { requestsPerMinute: 50, perUser: { creditsPerDay: 4, concurrentRenders: 2, requestsPerMinute: 9 } };
  const { gateway } = create({ limits, timeZone: "America/New_York" });
  await orderStatuses(gateway, { user: "bob" }, 3);
  await orderStatuses(gateway, { user: "ann" }, 1);
  assert.deepEqual(await readUsage(gateway, { user: "ann" }), {
    day: { limit: 4, used: 1, left: 3, resetsAt: "2026-11-29T05:00:00.000Z" },
    month: { limit: null, used: 1, left: null, resetsAt: "2026-12-01T05:00:00.000Z" },
    concurrentRenders: { limit: 2, used: 0, left: 2 },
    requestsPerMinute: { limit: 9, used: 2, left: 7 },
  });
  assert.equal((await gateway.usage("bob")).day.used, 3);
  assert.equal((await gateway.usage({ user: "bob", limits: { creditsPerDay: 7 } })).day.left, 4);
  assert.equal((await gateway.usage()).day.used, 4);
  await assert.rejects(gateway.usage({ usr: "bob" }), { name: "TypeError", message: /Did you mean "user"/ });
  const refused = await sendRequest(gateway, usagePath, { headers: headersFor(false) });
  await expectError(refused, 401);
});

test("usage while the store is down: is rejected", async () => {
  const store = { ...createMemoryStore(), readUsage: () => Promise.reject(new Error("down")) };
  const { gateway } = create({ store });
  const answer = await sendRequest(gateway, usagePath, { headers: headersFor({ user: "ann" }) });
  await expectError(answer, 503);
  await assert.rejects(gateway.usage("ann"));
});

test("limits of a decision: override those of the options", async () => {
  const { gateway } = create({ limits: { perUser: { creditsPerDay: 1 } } });
  assert.deepEqual(await orderStatuses(gateway, { user: "free" }, 2), [200, 402]);
  assert.deepEqual(await orderStatuses(gateway, { user: "pro", limits: { creditsPerDay: 2 } }, 3), [200, 200, 402]);
});

test("budget of a group: is shared by its users", async () => {
  const { gateway } = create({ limits: { perGroup: { creditsPerDay: 3 } } });
  assert.deepEqual(await orderStatuses(gateway, { user: "ann", group: "one" }, 2), [200, 200]);
  assert.deepEqual(await orderStatuses(gateway, { user: "bob", group: "one" }, 2), [200, 402]);
  assert.deepEqual(await orderStatuses(gateway, { user: "cid", group: "two" }, 1), [200]);
  const plan = { user: "cid", group: "two", groupLimits: { creditsPerDay: 5 } };
  assert.deepEqual(await orderStatuses(gateway, plan, 5), [200, 200, 200, 200, 402]);
  assert.equal((await gateway.usage({ group: "one" })).day.used, 3);
});

test("slots and requests of a group: are shared by its users", async () => {
  const busy = async (request) =>
    request.method === "POST" ? responses.submitted(crypto.randomUUID()) : responses.record({ status: "rendering" });
  const perGroup = { concurrentRenders: 2, requestsPerMinute: 4 };
  const options = { authorize: authorizeByDecision, limits: { perGroup } };
  const { gateway } = createTestGateway(busy, options);
  assert.deepEqual(await orderStatuses(gateway, { user: "ann", group: "one" }, 2), [200, 200]);
  assert.deepEqual(await orderStatuses(gateway, { user: "bob", group: "one" }, 1), [429]);
  const last = await order(gateway, { user: "cid", group: "one" });
  assert.equal(await expectError(last, 429), "Maximum concurrent renders reached");
  const over = await order(gateway, { user: "cid", group: "one" });
  assert.equal(await expectError(over, 429), "Too many requests. Try again later.");
});

test("budget of a month: lasts until the next month, and a clock set back grants no second one", async (t) => {
  mockTime(t, "2026-01-31T22:59:00Z");
  const { gateway } = create({ limits: { creditsPerMonth: 2 }, timeZone: "Europe/Berlin" });
  const next = async (iso, count) => (
    t.mock.timers.setTime(Date.parse(iso)),
    orderStatuses(gateway, { user: "ann" }, count)
  );
  assert.deepEqual(await next("2026-01-31T22:59:59Z", 3), [200, 200, 402]);
  assert.deepEqual(await next("2026-01-31T23:00:00Z", 3), [200, 200, 402], "February starts at 23:00 UTC");
  assert.deepEqual(await next("2026-01-31T22:59:00Z", 1), [402]);
  assert.deepEqual(await next("2026-02-28T22:59:00Z", 1), [402]);
  assert.deepEqual(await next("2026-02-28T23:00:00Z", 1), [200]);
});

for (const [name, timeZone, start, end] of [
  ["23 hours", "Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"],
  ["25 hours", "Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"],
  ["no midnight", "America/Santiago", "2026-09-06T04:00:00Z", "2026-09-07T03:00:00Z"],
  ["a half-hour offset", "Asia/Kolkata", "2026-05-01T18:30:00Z", "2026-05-02T18:30:00Z"],
  ["the date line", "Pacific/Kiritimati", "2026-05-01T10:00:00Z", "2026-05-02T10:00:00Z"],
])
  test(`day with ${name}: has one budget`, async (t) => {
    mockTime(t, start);
    const { gateway } = create({ limits: { creditsPerDay: 1 }, timeZone });
    const next = async (time) => (t.mock.timers.setTime(time), (await order(gateway, { user: "ann" })).status);
    const [first, last] = [Date.parse(start), Date.parse(end)];
    assert.equal(await next(first - 1), 200, "the day before");
    assert.equal(await next(first), 200);
    assert.equal((await readUsage(gateway, { user: "ann" })).day.resetsAt, new Date(last).toISOString());
    for (const time of [first + 1, (first + last) / 2, last - 1]) assert.equal(await next(time), 402, new Date(time));
    assert.equal(await next(last), 200);
  });

test("refund after midnight: returns the credits to the day of the order", async (t) => {
  mockTime(t, "2026-05-01T23:59:59Z");
  let respond;
  const arrived = [];
  const upstream = () => new Promise((resolve) => ((respond = resolve), arrived.shift()?.()));
  const options = { authorize: authorizeByDecision, limits: { creditsPerDay: 1 } };
  const { gateway } = createTestGateway(upstream, options);
  const sent = new Promise((resolve) => arrived.push(resolve));
  const rejected = order(gateway, { user: "ann" });
  await sent;
  t.mock.timers.setTime(Date.parse("2026-05-02T00:00:01Z"));
  assert.equal((await gateway.usage("ann")).day.used, 0);
  respond(Response.json({ err: "Invalid request" }, { status: 400 }));
  assert.equal((await rejected).status, 400);
  assert.equal((await gateway.usage("ann")).day.used, 0, "no credit is given away today");
  t.mock.timers.setTime(Date.parse("2026-05-01T23:59:59Z"));
  assert.equal((await gateway.usage("ann")).day.used, 0, "the credit of yesterday is back");
});

test("100 concurrent orders on two instances: exceed no budget", async () => {
  const limits = { concurrentRenders: Infinity, creditsPerMonth: 40, perGroup: { creditsPerDay: 30 } };
  const options = { limits: { ...limits, perUser: { creditsPerDay: 12, concurrentRenders: Infinity } } };
  const gateways = await Promise.all(
    [1, 2].map(async () =>
      create({ ...options, store: createRedisStore({ client: await redis.client(), prefix: "race" }) }),
    ),
  );
  const users = [
    { user: "ann", group: "one" },
    { user: "bob", group: "one" },
    { user: "cid", group: "one" },
    { user: "dan", group: "two" },
  ];
  const statuses = await Promise.all(
    Array.from({ length: 100 }, async (_, n) => [n % 4, (await order(gateways[n % 2].gateway, users[n % 4])).status]),
  );
  const bought = [0, 1, 2, 3].map((n) => statuses.filter(([user, status]) => user === n && status === 200).length);
  assert.ok(
    bought.every((count) => count <= 12),
    String(bought),
  );
  assert.equal(bought[0] + bought[1] + bought[2], 30, "the group's budget is used up and not exceeded");
  assert.equal(bought[3], 10, "the account's budget is used up and not exceeded");
  assert.equal((await gateways[0].gateway.usage()).month.used, 40);
});

test("budget warning: is emitted once per budget and period, at the share", async (t) => {
  mockTime(t, "2026-05-01T12:00:00Z");
  const store = createMemoryStore();
  const service = createService();
  const options = { authorize: authorizeByDecision, store, budgetWarningShare: 0.5 };
  const limits = { creditsPerMonth: 100, perUser: { creditsPerDay: 4 }, perGroup: { creditsPerDay: 5 } };
  const gateways = [0, 1].map(() => createTestGateway(service, { ...options, limits }));
  const warnings = () =>
    gateways.flatMap(({ log }) =>
      log
        .filter(({ type }) => type === "budget-warning")
        .map(({ user, group, scope, period, spent, limit }) => [user, group, scope, period, spent, limit].join(" ")),
    );
  const ann = { user: "ann", group: "one" };
  await orderStatuses(gateways[0].gateway, ann, 1);
  assert.deepEqual(warnings(), []);
  service.reject = true;
  await orderStatuses(gateways[0].gateway, ann, 1);
  service.reject = false;
  assert.deepEqual(warnings(), ["ann one user day 2 4"]);
  await orderStatuses(gateways[1].gateway, ann, 2);
  assert.deepEqual(warnings(), ["ann one user day 2 4", "ann one group day 3 5"], "not again after a refund");
  t.mock.timers.setTime(Date.parse("2026-05-02T12:00:00Z"));
  await orderStatuses(gateways[1].gateway, ann, 2);
  assert.deepEqual(warnings().slice(2), ["ann one user day 2 4"]);
});
