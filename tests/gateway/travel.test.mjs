// What goes through a gateway: everything the client does, and no header, query or field besides.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { inspectImage } from "reroom";
import { createGateway } from "reroom/gateway";
import { halfMask } from "../photos/mask.mjs";
import {
  answered,
  answers,
  ask,
  byName,
  clientFor,
  clientOf,
  gatewayOver,
  key,
  never,
  order,
  paths,
  patient,
  photo,
  photoUrl,
  quickSandbox,
  refusal,
  refused,
  site,
  start,
} from "./support.mjs";

before(start);

test("every call and tool, without a key in the page", async () => {
  const sandbox = await quickSandbox({ credits: 100 });
  const { gateway, seen } = gatewayOver(sandbox, { authorize: byName });
  const client = clientFor(gateway, "ann");
  const { width, height } = await inspectImage(photo);
  const mask = halfMask(width, height);
  for (const params of [
    { creativity: "precise", style: "rustic" },
    { field: "exterior", creativity: "creative", sky: "misty" },
    { tool: "sketch", view: "drawing", field: "exterior" },
    { tool: "empty-room" },
    { tool: "virtual-staging", action: "preset", type: "bedroom", style: "luxury" },
    { tool: "edit", action: "remove", mask, field: "interior" },
    { tool: "upscale" },
  ]) {
    const render = await client.run(photo, params, patient);
    assert.ok(["completed", "painted"].includes(render.status), JSON.stringify(params).slice(0, 60));
    assert.equal((await client.getRender(render._id))._id, render._id, "a render keeps its id");
  }
  assert.equal((await client.account()).credits, 90);
  assert.ok(sandbox.requests().every(({ path }) => path.startsWith("/api/enterprise/")));
  assert.ok(seen.every(({ url }) => url.startsWith("https://reroom.ai/api/enterprise/")));
  assert.ok(seen.some(({ url }) => url.endsWith("/render?field=exterior")));
});

test("mounted under a path, before a service at another address", async () => {
  const { gateway, seen } = gatewayOver(() => answers.record(), {
    basePath: "/reroom",
    upstream: "http://127.0.0.1:8787/below/",
  });
  assert.equal((await clientOf(gateway, { baseUrl: `${site}/reroom` }).getRender("r1"))._id, "r1");
  assert.equal(seen[0].url, "http://127.0.0.1:8787/below/api/enterprise/render/r1");
  await refusal(await ask(gateway, paths.status), 404);
  await refusal(await ask(gateway, `/reroom2${paths.status}`), 404);
});

test("an address with a slash at its end, as some frameworks make them, is the same endpoint", async () => {
  const { gateway, seen } = gatewayOver((request) =>
    request.method === "GET" ? answers.record() : answers.submitted("r1"),
  );
  for (const [path, init] of [
    [paths.upload, { method: "POST", body: photo, headers: { "content-type": "image/jpeg" } }],
    [paths.render, { method: "POST", json: order }],
    [paths.upscale, { method: "POST", json: photoUrl }],
    [`${paths.render}/r1`, {}],
    [paths.status, {}],
  ])
    await answered(await ask(gateway, `${path}/`, init), 200);
  assert.deepEqual(
    seen.map(({ url }) => new URL(url).pathname),
    [paths.upload, paths.render, paths.upscale, `${paths.render}/r1`, paths.status],
  );
});

test("an answer with a record and a submission's id has the caller's id in both", async () => {
  const both = { success: true, data: { render_id: "r1" }, _id: "r1", status: "painted", outputs: [photoUrl.file_url] };
  const { gateway } = gatewayOver(() => Response.json(both), { authorize: byName, limits: { concurrentRenders: 1 } });
  for (const user of ["ann", "bob"]) {
    const init = { method: "POST", json: order, headers: { "x-user": user, "content-type": "application/json" } };
    const shown = JSON.parse(await answered(await ask(gateway, paths.render, init), 200));
    assert.match(shown.data.render_id, /^r1\.[\w-]+$/);
    assert.equal(shown._id, shown.data.render_id);
  }
});

test("a key that is a word stays out of answers, and in addresses", async () => {
  const address = "http://127.0.0.1:8787/sandbox/outputs/sandbox.jpg";
  const told = {
    key: "sandbox",
    outputs: [address, `${address}?key=sandbox#sandbox`, "https://sandbox@cdn.example/a.jpg"],
    sandbox: "a sandboxed note about the sandbox",
    header: "Bearer sandbox",
  };
  const { gateway } = gatewayOver(() => Response.json(told), { apiKey: "sandbox" });
  assert.deepEqual(JSON.parse(await answered(await ask(gateway, paths.status), 200)), {
    outputs: [address, `${address}?key=[key]#[key]`, "https://[key]@cdn.example/a.jpg"],
    sandbox: "a sandboxed note about the [key]",
    header: "Bearer [key]",
  });
});

test("a long key is taken out of addresses too, wherever in them it stands", async () => {
  const outputs = [`https://cdn.example/${encodeURIComponent(key)}/a.jpg`, `https://cdn.example/a.jpg?key=${key}`];
  const { gateway } = gatewayOver(() => answers.record({ outputs }));
  const shown = JSON.parse(await answered(await ask(gateway, `${paths.render}/r1`), 200));
  assert.deepEqual(shown.outputs, ["https://cdn.example/[key]/a.jpg", "https://cdn.example/a.jpg?key=[key]"]);
});

test("the account comes without its key, however the service spells it", async () => {
  const account = {
    _id: "a",
    uid: "u",
    key,
    credits: 7,
    is_active: true,
    nested: { key: "other", note: `k ${key}` },
    all: [{ key: "o" }],
  };
  const { gateway } = gatewayOver(() => Response.json(account));
  const shown = JSON.parse(await answered(await ask(gateway, paths.status), 200));
  assert.deepEqual(shown, { _id: "a", uid: "u", credits: 7, is_active: true, nested: { note: "k [key]" }, all: [{}] });
  assert.equal((await clientOf(gateway).account()).key, undefined);
});

test("only what is needed goes up, and nothing but the answer comes down", async () => {
  const { gateway, seen } = gatewayOver(() =>
    Response.json(
      { _id: "r1", status: "queued", outputs: [], extra: true },
      { headers: { "set-cookie": "a=b", "x-powered-by": "x", server: "y", location: "/z", "retry-after": "7" } },
    ),
  );
  const headers = {
    authorization: "Bearer visitor",
    cookie: "session=1",
    "proxy-authorization": "x",
    "x-forwarded-for": "1.2.3.4",
    te: "trailers",
    "x-api-key": "y",
    "content-type": 'application/json; charset="utf-8"',
    forwarded: "for=1",
    accept: "text/html",
  };
  const response = await ask(gateway, paths.render, { method: "POST", body: JSON.stringify(order), headers });
  await answered(response, 200);
  const [request] = seen;
  assert.deepEqual(Object.fromEntries(request.headers), {
    accept: "application/json",
    authorization: `Bearer ${key}`,
    "content-type": "application/json",
  });
  assert.equal(request.redirect, "manual");
  assert.deepEqual([...response.headers.keys()].sort(), [
    "cache-control",
    "content-type",
    "vary",
    "x-content-type-options",
  ]);
});

test("JSON goes up as it was understood", async () => {
  const bodies = [];
  const { gateway } = gatewayOver(async (request) => {
    bodies.push(await request.text());
    return answers.submitted();
  });
  const headers = { "content-type": "application/json" };
  const body = '{"tool":"upscale","file_url":"https://photos.example/1.jpg", "tool":"empty-room"}';
  await answered(await ask(gateway, paths.render, { method: "POST", body, headers }), 200);
  assert.deepEqual(bodies, ['{"tool":"empty-room","file_url":"https://photos.example/1.jpg"}']);
});

test("errors of the service are passed on as their message alone", async () => {
  const reply = { value: undefined };
  const { gateway } = gatewayOver(() => reply.value);
  const page = "<html><body>Error: at /srv/app/index.js:12 key rr-live</body></html>";
  for (const [path, method, upstream, status, err] of [
    [
      paths.status,
      "GET",
      Response.json({ err: "Account not found", stack: "at x" }, { status: 404 }),
      404,
      "Account not found",
    ],
    [`${paths.render}/r1`, "GET", new Response(page, { status: 503 }), 503, "The service answered with status 503"],
    [
      `${paths.render}/r1`,
      "GET",
      Response.json({ err: { deep: 1 } }, { status: 400 }),
      400,
      "The service answered with status 400",
    ],
    [paths.status, "GET", Response.json({ err: `no ${key} here` }, { status: 500 }), 500, "no [key] here"],
    [
      paths.status,
      "GET",
      Response.json({ err: "Unauthorized" }, { status: 401 }),
      502,
      "The service did not accept the gateway's key",
    ],
    [paths.status, "GET", new Response(page), 502, "The service answered something else than promised"],
    [paths.render, "POST", Response.json({ err: "Not enough credits" }, { status: 400 }), 400, "Not enough credits"],
    [paths.render, "POST", new Response(page, { status: 413 }), 413, "The service answered with status 413"],
    [
      paths.render,
      "POST",
      Response.json({ err: "Image processing failed" }, { status: 500 }),
      500,
      "Image processing failed",
    ],
  ]) {
    reply.value = upstream;
    assert.equal(
      await refusal(await ask(gateway, path, { method, ...(method === "POST" && { json: order }) }), status),
      err,
    );
  }
  reply.value = Response.json({ err: "Slow down" }, { status: 429, headers: { "retry-after": "3" } });
  assert.equal((await ask(gateway, paths.status)).headers.get("retry-after"), "3");
});

test("authorize decides", async () => {
  let decision;
  const { gateway, seen, events } = gatewayOver(() => answers.record(), { authorize: () => decision() });
  const look = () => ask(gateway, `${paths.render}/r1`);
  for (const nothing of [false, undefined, null, 0, 1, "yes", {}, { user: "" }, { user: 7 }, []]) {
    decision = async () => nothing;
    assert.equal(await refusal(await look(), 401), "Unauthorized");
  }
  decision = () => {
    throw new Error("the database at db.internal said no");
  };
  assert.equal(await refusal(await look(), 500), "The gateway failed");
  assert.deepEqual([events.length, events[0].part], [1, "authorize"]);
  decision = () => Response.redirect(`${site}/login`, 303);
  const passed = await look();
  assert.deepEqual([passed.status, passed.headers.get("location")], [303, `${site}/login`]);
  assert.equal(seen.length, 0);
  decision = () => true;
  await answered(await look(), 200);
  assert.equal(seen.length, 1);
  await refused(
    clientOf(gatewayOver(() => answers.record(), { authorize: () => false }).gateway).account(),
    "unauthorized",
  );
});

test("an authorize that never decides lets nobody in, and keeps nobody waiting for ever", async () => {
  const timeouts = { authorizeMs: 20 };
  const { gateway, seen, events } = gatewayOver(() => answers.record(), { authorize: never, timeouts });
  assert.equal(await refusal(await ask(gateway, paths.status), 500), "The gateway failed");
  assert.equal(
    await refusal(await ask(gateway, paths.render, { method: "POST", json: order }), 500),
    "The gateway failed",
  );
  assert.deepEqual(
    events.map(({ part }) => part),
    ["authorize", "authorize"],
  );
  assert.equal(seen.length, 0);
});

test("users see their own renders, on any instance with the same key", async () => {
  const sandbox = await quickSandbox();
  const [one, other] = [0, 1].map(() => gatewayOver(sandbox, { authorize: byName }).gateway);
  const { render_id } = await clientFor(one, "ann").render(order);
  assert.equal((await clientFor(other, "ann").getRender(render_id))._id, render_id);
  const raw = render_id.split(".")[0];
  const tampered = render_id.slice(0, -3) + (render_id.endsWith("AAA") ? "BBB" : "AAA");
  for (const id of [raw, tampered, `${raw}.`, `${raw}.x`])
    await refused(clientFor(one, "ann").getRender(id), "not_found");
  await refused(clientFor(one, "bob").getRender(render_id), "not_found");
  assert.equal(
    await refusal(await ask(one, `${paths.render}/${render_id}`, { headers: { "x-user": "bob" } }), 404),
    "Render not found",
  );
  const upscaled = await clientFor(one, "ann").upscale(photoUrl);
  assert.equal((await clientFor(one, "ann").getRender(upscaled.render_id))._id, upscaled.render_id);
  assert.equal((await clientOf(gatewayOver(sandbox).gateway).getRender(raw))._id, raw, "without users there is one");
});

test("options that cannot be are refused in words", () => {
  const good = { apiKey: key, authorize: () => true };
  for (const [options, words] of [
    [{ apiKey: key }, /authorize/],
    [{ ...good, authorize: true }, /authorize/],
    [{ ...good, apiKey: "" }, /apiKey/],
    [{ ...good, apiKey: "a\r\nb" }, /apiKey/],
    [{ ...good, basePath: "reroom" }, /basePath/],
    [{ ...good, basePath: "/reroom/" }, /basePath/],
    [{ ...good, upstream: "http://reroom.ai" }, /https/],
    [{ ...good, upstream: "https://user:word@reroom.ai" }, /upstream/],
    [{ ...good, upstream: "reroom.ai" }, /upstream/],
    [{ ...good, allowedOrigins: ["*"] }, /allowedOrigins/],
    [{ ...good, allowedOrigins: ["https://app.example/"] }, /allowedOrigins/],
    [{ ...good, publicOrigin: "site.example" }, /publicOrigin/],
    [{ ...good, limits: { concurrentRenders: 0 } }, /concurrentRenders/],
    [{ ...good, limits: { perUser: { creditsPerDay: 1.5 } } }, /perUser.creditsPerDay/],
    [{ ...good, costs: { upscale: -1 } }, /costs.upscale/],
    [{ ...good, timeouts: { bodyMs: Infinity } }, /timeouts.bodyMs/],
  ]) {
    assert.throws(() => createGateway(options), { name: "TypeError", message: words });
  }
  assert.throws(
    () => createGateway({ ...good, apiKey: `${key}\n` }),
    (error) => !error.message.includes(key),
  );
});

test("a photo may go up for as long as it goes on, and is read no further once the service has answered", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  let [source, stopped] = [undefined, false];
  const body = new ReadableStream({ start: (controller) => (source = controller), cancel: () => (stopped = true) });
  let readAll = true;
  const upstream = async (request) => {
    const reader = request.body.getReader();
    while (!(await reader.read()).done && readAll);
    return Response.json({ success: true, fileName: "a.jpg" });
  };
  const { gateway } = gatewayOver(upstream, { timeouts: { upstreamMs: 300, bodyMs: 300 } });
  const upload = () => ask(gateway, paths.upload, { method: "POST", body, headers: { "content-type": "image/jpeg" } });
  const turns = async () => {
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  const answer = upload();
  for (let chunk = 0; chunk < 8; chunk++) {
    await turns();
    source.enqueue(new Uint8Array(1000));
    t.mock.timers.tick(250);
  }
  readAll = false;
  source.enqueue(new Uint8Array(1000));
  assert.equal((await answer).status, 200);
  await turns();
  assert.ok(stopped);
});
