// Attacks on the handler: none reaches the service, none gets at the key, and the gateway goes on.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import {
  answered,
  answers,
  ask,
  byName,
  gatewayOver,
  key,
  never,
  order,
  paths,
  photo,
  quickSandbox,
  refusal,
  site,
  start,
} from "./support.mjs";

const unhandled = [];
const note = (reason) => unhandled.push(reason);
before(async () => {
  await start();
  process.on("unhandledRejection", note);
});
after(() => {
  process.off("unhandledRejection", note);
  assert.deepEqual(unhandled, [], "nothing takes the process down");
});

const json = { "content-type": "application/json" };
const jpeg = { "content-type": "image/jpeg" };
/** A body of so many chunks, which counts how many were taken. */
function bodyOf(chunks, chunk = new Uint8Array(65_536)) {
  const taken = { chunks: 0, cancelled: false };
  const stream = new ReadableStream(
    {
      pull(controller) {
        if (taken.chunks++ < chunks) controller.enqueue(chunk);
        else controller.close();
      },
      cancel: () => void (taken.cancelled = true),
    },
    { highWaterMark: 0 },
  );
  return { stream, taken };
}
/** A service that takes bodies in. */
const swallow = async (request) => {
  await request.arrayBuffer();
  return Response.json({ success: true, fileName: "a.jpg" });
};

test("paths that are none of the five", async () => {
  const { gateway, seen } = gatewayOver(async () => answers.record());
  const strangers = [
    "/",
    "/api",
    "/api/enterprise",
    "/api/enterprise/",
    "/api/enterprise/keys",
    "/api/enterprise/render//",
    "/api/enterprise/render/a/b",
    "/api/enterprise/render/r1//",
    "/api/enterprise/render/../../admin",
    "/api/enterprise/render/%2e%2e/%2e%2e/admin",
    "/api/enterprise/render/..%2f..%2fadmin",
    "/api/enterprise/render/..%5c..%5cadmin",
    "/api/enterprise/render/%2e%2e%2fkeys",
    "/api/enterprise/render/a%00b",
    "/api/enterprise/render/a%0d%0aHost:%20evil",
    "/api/enterprise/render/a%3fkey=1",
    "/api/enterprise/render/a%23",
    "/api/enterprise/render/a;b",
    "/api/enterprise/render/a.b.c",
    "/api/enterprise/render/@evil.example",
    `/api/enterprise/render/${"a".repeat(129)}`,
    "//evil.example/api/enterprise/render/r1",
    "/api//enterprise/status",
    "/api/enterprise//status",
    "/API/enterprise/status",
    "/api/enterprise/status//",
    "/api/enterprise/statusx",
    "/x/api/enterprise/status",
    "/api%2fenterprise/status",
    "/api/enterprise/https://evil.example/",
  ];
  for (const path of strangers) {
    for (const method of ["GET", "POST"])
      assert.equal(await refusal(await ask(gateway, path, { method }), 404), "Not found", path);
  }
  assert.equal(seen.length, 0);
});

test("methods and queries that are none of the documented", async () => {
  const { gateway, seen } = gatewayOver(async () => answers.record());
  for (const [path, allowed] of [
    [paths.upload, "POST"],
    [paths.render, "POST"],
    [paths.upscale, "POST"],
    [paths.status, "GET"],
    [`${paths.render}/r1`, "GET"],
  ]) {
    for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND"]) {
      if (method === allowed) continue;
      const response = await ask(gateway, path, { method });
      assert.equal(response.headers.get("allow"), allowed, `${method} ${path}`);
      await refusal(response, 405);
    }
    assert.equal((await ask(gateway, path, { method: "HEAD" })).status, 405);
    for (const query of [
      "?x=1",
      "?field=interior&x=1",
      "?field=garden",
      "?field=",
      "?field=interior&field=exterior",
      "?%66ield=interior",
      "?a",
    ]) {
      await refusal(
        await ask(gateway, path + query, { method: allowed, ...(allowed === "POST" && { json: order }) }),
        400,
      );
    }
  }
  await refusal(await ask(gateway, `${paths.status}?field=interior`), 400);
  assert.equal(seen.length, 0);
});

test("the service's address is fixed, whatever host a request names", async () => {
  const { gateway, seen } = gatewayOver(async () => answers.record());
  const headers = {
    host: "evil.example",
    "x-forwarded-host": "evil.example",
    "x-http-method-override": "DELETE",
    "x-original-url": "/admin",
  };
  await answered(await gateway(new Request(`https://evil.example${paths.render}/r1#x`, { headers })), 200);
  assert.deepEqual([seen[0].url, seen[0].method], ["https://reroom.ai/api/enterprise/render/r1", "GET"]);
});

test("photos over 15 MiB are cut off while they pass, however they are announced", async () => {
  const { gateway, seen } = gatewayOver(swallow);
  const announced = await ask(gateway, paths.upload, {
    method: "POST",
    body: photo,
    headers: { ...jpeg, "content-length": "15728641" },
  });
  assert.equal(await refusal(announced, 413), "Max file size: 15MB");
  assert.equal(seen.length, 0);
  const fits = bodyOf(240);
  await answered(await ask(gateway, paths.upload, { method: "POST", body: fits.stream, headers: jpeg }), 200);
  for (const headers of [jpeg, { ...jpeg, "content-length": "10" }]) {
    const endless = bodyOf(Infinity);
    assert.equal(
      await refusal(await ask(gateway, paths.upload, { method: "POST", body: endless.stream, headers }), 413),
      "Max file size: 15MB",
    );
    assert.ok(endless.taken.cancelled && endless.taken.chunks <= 242, `${endless.taken.chunks} chunks were taken`);
  }
});

test("a photo is never in memory as a whole", async () => {
  let release, body;
  const reading = new Promise((resolve) => (release = resolve));
  const { gateway } = gatewayOver(async (request) => {
    body = request.body;
    await reading;
    await new Response(body).arrayBuffer();
    return Response.json({ success: true, fileName: "a.jpg" });
  });
  const { stream, taken } = bodyOf(200);
  const answer = ask(gateway, paths.upload, { method: "POST", body: stream, headers: jpeg });
  while (!body) await new Promise((resolve) => setImmediate(resolve));
  for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
  assert.ok(taken.chunks <= 4, `${taken.chunks} chunks were taken before the service took any`);
  release();
  await answered(await answer, 200);
  assert.equal(taken.chunks, 201);
});

test("JSON larger than the largest mask needs is cut off, and upscales need little", async () => {
  const { gateway, seen } = gatewayOver(async (request) => (await request.arrayBuffer(), answers.submitted()));
  const mask = "A".repeat(22_376_772);
  await answered(await ask(gateway, paths.render, { method: "POST", json: { ...order, tool: "edit", mask } }), 200);
  for (const headers of [json, { ...json, "content-length": "5" }]) {
    const endless = bodyOf(Infinity, new Uint8Array(65_536).fill(32));
    await refusal(await ask(gateway, paths.render, { method: "POST", body: endless.stream, headers }), 413);
    assert.ok(endless.taken.cancelled && endless.taken.chunks < 345, `${endless.taken.chunks} chunks were taken`);
  }
  await refusal(
    await ask(gateway, paths.render, {
      method: "POST",
      body: "{}",
      headers: { ...json, "content-length": "99999999" },
    }),
    413,
  );
  await refusal(await ask(gateway, paths.upscale, { method: "POST", json: { file_url: "x".repeat(70_000) } }), 413);
  assert.equal(seen.length, 1);
});

test("many large bodies at once do not fill the memory", async () => {
  const { gateway } = gatewayOver(async () => answers.submitted());
  const open = Array.from({ length: 6 }, () => {
    let hold;
    const stream = new ReadableStream({
      async pull(controller) {
        controller.enqueue(new Uint8Array(20 * 1024 * 1024).fill(32));
        await new Promise((resolve) => (hold = resolve));
        controller.error(new Error("gone"));
      },
    });
    const answer = ask(gateway, paths.render, { method: "POST", body: stream, headers: json });
    return { answer, end: () => hold() };
  });
  const refusedOne = await Promise.race(open.map(({ answer }) => answer));
  assert.equal(
    await refusal(refusedOne, 503),
    "The server is handling too many large requests. Try again in a few seconds.",
  );
  for (const { end } of open) end();
  const all = await Promise.all(open.map(async ({ answer }) => (await answer).status));
  assert.ok(
    all.filter((status) => status === 503).length >= 1 && all.every((status) => [503, 400].includes(status)),
    all.join(),
  );
  await answered(await ask(gateway, paths.render, { method: "POST", json: order }), 200);
});

test("bodies that are no JSON object", async () => {
  const { gateway, seen } = gatewayOver(async () => answers.submitted());
  const deep = `{"a":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
  for (const body of [
    "",
    " ",
    "null",
    "[]",
    "7",
    '"text"',
    "{",
    "{}{}",
    "{'a':1}",
    "\ufeff",
    new Uint8Array([0x7b, 0xff, 0x7d]),
    deep,
  ]) {
    assert.equal(
      await refusal(await ask(gateway, paths.render, { method: "POST", body, headers: json }), 400),
      "Invalid request",
    );
  }
  assert.equal(
    await refusal(await ask(gateway, paths.render, { method: "POST", headers: json }), 400),
    "Invalid request",
  );
  assert.equal(seen.length, 0);
});

test("content types that are none of the documented", async () => {
  const { gateway, seen } = gatewayOver(swallow);
  for (const type of [
    "text/plain",
    "image/gif",
    "image/svg+xml",
    "multipart/form-data; boundary=x",
    "image/jpeg, text/html",
    "application/json",
    "",
  ])
    assert.equal(
      await refusal(
        await ask(gateway, paths.upload, { method: "POST", body: photo, headers: { "content-type": type } }),
        415,
      ),
      "JPEG and PNG files only",
    );
  for (const type of [
    "text/plain",
    "application/x-www-form-urlencoded",
    "application/json-patch+json",
    "image/jpeg",
    "",
  ])
    await refusal(
      await ask(gateway, paths.render, { method: "POST", body: "{}", headers: { "content-type": type } }),
      415,
    );
  assert.equal(seen.length, 0);
  for (const type of ["IMAGE/JPEG", "image/jpg", "image/png; x=y"]) {
    await answered(
      await ask(gateway, paths.upload, { method: "POST", body: photo, headers: { "content-type": type } }),
      200,
    );
    assert.equal(seen.at(-1).headers.get("content-type"), type.toLowerCase().split(";")[0]);
  }
});

test("bodies that pause for too long", async () => {
  const { gateway } = gatewayOver(swallow, { timeouts: { bodyMs: 20 } });
  for (const [path, headers] of [
    [paths.upload, jpeg],
    [paths.render, json],
  ]) {
    let cancelled = false;
    const stream = new ReadableStream({
      start: (controller) => controller.enqueue(new Uint8Array([123])),
      pull: never,
      cancel: () => void (cancelled = true),
    });
    assert.equal(
      await refusal(await ask(gateway, path, { method: "POST", body: stream, headers }), 408),
      "The request body took too long. Try again.",
    );
    assert.ok(cancelled);
  }
});

test("bodies that trickle on for ever", { timeout: 60_000 }, async () => {
  const { gateway } = gatewayOver(swallow, { timeouts: { bodyMs: 25 } });
  for (const [path, headers] of [
    [paths.upload, jpeg],
    [paths.render, json],
  ]) {
    const stream = new ReadableStream({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 5));
        controller.enqueue(new Uint8Array([32]));
      },
    });
    await refusal(await ask(gateway, path, { method: "POST", body: stream, headers }), 408);
  }
});

test("pages of other sites", async () => {
  const { gateway, seen } = gatewayOver(async () => answers.submitted(), { allowedOrigins: ["https://app.example"] });
  const post = (headers) =>
    ask(gateway, paths.render, {
      method: "POST",
      body: JSON.stringify(order),
      headers: { ...json, cookie: "session=1", ...headers },
    });
  const look = (headers) => ask(gateway, paths.status, { headers });
  const forged = [
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "" },
    { origin: "https://site.example.evil.example" },
    { origin: "http://site.example" },
    { origin: "https://site.example:8443" },
    { origin: "https://app.example.evil.example" },
    { origin: "https://APP.example" },
    { origin: "https://evil.example, https://app.example" },
    { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
    { origin: site, "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "anything" },
  ];
  for (const headers of forged) {
    for (const answer of [await post(headers), await look(headers)]) {
      assert.equal(answer.headers.get("access-control-allow-origin"), null);
      assert.equal(answer.headers.get("vary"), "Origin");
      assert.equal(
        await refusal(answer, 403),
        "This origin is not allowed. Add it to the gateway's allowedOrigins.",
        JSON.stringify(headers),
      );
    }
  }
  assert.equal(seen.length, 0);
  for (const headers of [
    {},
    { origin: site },
    { "sec-fetch-site": "same-origin" },
    { origin: site, "sec-fetch-site": "same-origin" },
    { "sec-fetch-site": "none" },
  ])
    assert.equal((await post(headers)).status, 200, JSON.stringify(headers));
  const shared = await post({ origin: "https://app.example", "sec-fetch-site": "cross-site" });
  assert.equal(shared.status, 200);
  assert.deepEqual(
    ["allow-origin", "allow-credentials", "expose-headers"].map((name) => shared.headers.get(`access-control-${name}`)),
    ["https://app.example", "true", "Retry-After"],
  );
});

test("behind a proxy, the gateway's own origin is what it is told", async () => {
  const { gateway } = gatewayOver(async () => answers.record(), { publicOrigin: "https://public.example" });
  const look = async (origin) => (await ask(gateway, paths.status, { headers: { origin } })).status;
  assert.deepEqual([await look("https://public.example"), await look(site)], [200, 403]);
});

test("preflights are answered for listed origins, before anyone is asked who they are", async () => {
  let asked = 0;
  const { gateway, seen } = gatewayOver(async () => answers.record(), {
    authorize: () => (asked++, false),
    allowedOrigins: ["https://app.example"],
  });
  const preflight = (origin, path = paths.render, wanted = "content-type, authorization") =>
    ask(gateway, path, {
      method: "OPTIONS",
      headers: {
        ...(origin && { origin }),
        "access-control-request-method": "POST",
        "access-control-request-headers": wanted,
      },
    });
  const response = await preflight("https://app.example");
  assert.equal(response.status, 204);
  assert.deepEqual(
    ["allow-origin", "allow-credentials", "allow-methods", "allow-headers"].map((name) =>
      response.headers.get(`access-control-${name}`),
    ),
    ["https://app.example", "true", "POST", "content-type, authorization"],
  );
  assert.equal(
    (await preflight("https://app.example", paths.status)).headers.get("access-control-allow-methods"),
    "GET",
  );
  assert.equal(
    (await preflight("https://app.example", paths.render, "x\u00e4")).headers.get("access-control-allow-headers"),
    null,
  );
  for (const origin of ["https://evil.example", "null", site, undefined]) {
    const refusedOne = await preflight(origin);
    assert.equal(refusedOne.headers.get("access-control-allow-origin"), null);
    await refusal(refusedOne, 403);
  }
  await refusal(await preflight("https://app.example", "/api/enterprise/keys"), 404);
  assert.deepEqual([asked, seen.length], [0, 0]);
  const unauthorized = await ask(gateway, paths.status, { headers: { origin: "https://app.example" } });
  assert.equal(unauthorized.headers.get("access-control-allow-origin"), "https://app.example", "a page can read why");
  await refusal(unauthorized, 401);
});

test("a service that redirects is not followed", async () => {
  for (const status of [301, 302, 303, 307, 308]) {
    const { gateway, seen } = gatewayOver(
      async () => new Response(null, { status, headers: { location: "https://evil.example/" } }),
    );
    assert.match(await refusal(await ask(gateway, paths.status), 502), /redirect/);
    assert.match(
      await refusal(await ask(gateway, paths.upload, { method: "POST", body: photo, headers: jpeg }), 502),
      /redirect/,
    );
    assert.equal(seen.length, 2);
    assert.ok(seen.every(({ redirect }) => redirect === "manual"));
  }
});

test("a service that stalls, breaks off or never ends", async () => {
  const stalls = { timeouts: { upstreamMs: 20, bodyMs: 20 } };
  const half = () => new Response(new ReadableStream({ start: (body) => body.enqueue(new Uint8Array([123])) }));
  for (const upstream of [never, async () => half()]) {
    const { gateway, seen } = gatewayOver(upstream, stalls);
    assert.match(await refusal(await ask(gateway, paths.status), 504), /stopped responding/);
    assert.match(
      await refusal(await ask(gateway, paths.upload, { method: "POST", body: photo, headers: jpeg }), 504),
      /stopped responding/,
    );
    assert.ok(
      seen.every(({ signal }) => signal.aborted),
      "what is given up is let go of",
    );
  }
  for (const upstream of [
    async () => Promise.reject(new TypeError("fetch failed")),
    () => {
      throw new Error("at once");
    },
    async () => new Response(new ReadableStream({ start: (body) => body.error(new Error("cut")) })),
    async () => new Response(new ReadableStream({ pull: (body) => body.enqueue(new Uint8Array(65_536)) })),
  ]) {
    const { gateway } = gatewayOver(upstream);
    await refusal(await ask(gateway, paths.status), 502);
    await refusal(await ask(gateway, paths.upload, { method: "POST", body: photo, headers: jpeg }), 502);
  }
});

test("the key is in nothing that the service says, wherever it says it", async () => {
  const spelled = [key, `Bearer ${key}`, encodeURIComponent(key), `<p>${key}</p>`];
  for (const text of spelled) {
    for (const status of [200, 400, 404, 500]) {
      const bodies = [
        JSON.stringify({ err: `x ${text} y`, debug: { headers: { authorization: text } }, [text]: 1 }),
        // As an escape, which no search of the text would find.
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
        const { gateway } = gatewayOver(async () => new Response(body, { status, headers }));
        for (const [path, init] of [
          [paths.status],
          [`${paths.render}/r1`],
          [paths.render, { method: "POST", json: order }],
          [paths.upload, { method: "POST", body: photo, headers: jpeg }],
        ]) {
          const response = await ask(gateway, path, init);
          const shown = await answered(response, response.status);
          assert.ok(!/rr-live-4711/.test(JSON.stringify(JSON.parse(shown))), shown);
        }
      }
    }
  }
});

test("nor is it in another spelling", async () => {
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
    const { gateway } = gatewayOver(async () => Response.json({ err: `x ${text} y`, [text]: [text] }, { status: 400 }));
    const shown = await refusal(await ask(gateway, paths.status), 400);
    assert.ok(/^x \S*\[key\]\S* y$/.test(shown.replace("Bearer ", "")) && !shown.includes(text), `${what}: ${shown}`);
  }
  const innocent = { _id: "r1", status: "queued", outputs: [], prompt: "a live secret key, %2F and base64 cnItbGl2" };
  const { gateway } = gatewayOver(async () => Response.json(innocent));
  assert.deepEqual(JSON.parse(await answered(await ask(gateway, `${paths.render}/r1`), 200)), innocent);
});

test("an authorize that reads the body fails loudly", async () => {
  const { gateway, seen, events } = gatewayOver(async () => answers.submitted(), {
    authorize: async (request) => (await request.text(), true),
  });
  const upload = { method: "POST", body: photo, headers: jpeg };
  assert.equal(
    await refusal(await ask(gateway, paths.upload, upload), 500),
    "Internal gateway error. Check the server logs.",
  );
  const render = { method: "POST", json: order };
  assert.equal(
    await refusal(await ask(gateway, paths.render, render), 500),
    "Internal gateway error. Check the server logs.",
  );
  assert.ok(events.length === 2 && events.every(({ error }) => /body was already read/.test(error.message)));
  assert.equal(seen.length, 0);
});

test("users whose names are made to collide", async () => {
  const sandbox = await quickSandbox();
  const { gateway } = gatewayOver(sandbox, { authorize: byName, limits: { perUser: { creditsPerDay: 1 } } });
  for (const user of ["total", "__proto__", "user:total", "constructor", "*", "a.b"]) {
    const post = () =>
      ask(gateway, paths.render, { method: "POST", body: JSON.stringify(order), headers: { ...json, "x-user": user } });
    const { data } = JSON.parse(await answered(await post(), 200));
    assert.equal(await refusal(await post(), 402), "Not enough credits");
    await answered(await ask(gateway, `${paths.render}/${data.render_id}`, { headers: { "x-user": user } }), 200);
    await refusal(await ask(gateway, `${paths.render}/${data.render_id}`, { headers: { "x-user": "other" } }), 404);
  }
});
