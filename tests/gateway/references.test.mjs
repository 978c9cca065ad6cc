// Reference images: stored for a limited time under signed public URLs, in both stores, and safe against misuse.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { createGateway, createMemoryStore } from "reroom/gateway";
import { createRedisStore } from "reroom/gateway/redis";
import { createRedis, elsewhere, png } from "./references.mjs";
import {
  authorizeByHeader,
  createTestGateway,
  expectError,
  expectStatus,
  failOnUnhandledRejections,
  key,
  paths,
  photo,
  photoUrl,
  responses,
  sendRequest,
} from "./support.mjs";

after(failOnUnhandledRejections());
let redis, client;
before(async () => {
  redis = await createRedis();
  client = await redis.client();
});
after(() => redis?.end());

const hour = 60 * 60 * 1000;
const path = "/api/enterprise/references";
const origin = { publicOrigin: "https://www.example" };

const create = ({ references = {}, ...options } = {}) =>
  createTestGateway(async () => responses.submitted(), {
    authorize: authorizeByHeader,
    ...origin,
    references,
    ...options,
  });

/** Adds an image. Returns the response. */
const send = ({ gateway }, { body = photo, type = "image/jpeg", user = "ann", headers = {} } = {}) =>
  gateway(`https://www.example${path}`, {
    method: "POST",
    body,
    headers: { "content-type": type, ...(user && { "x-user": user }), ...headers },
    ...(body instanceof ReadableStream && { duplex: "half" }),
  });

/** Adds an image. Returns its URL. */
async function add(made, options) {
  return JSON.parse(await expectStatus(await send(made, options), 201)).url;
}

const get = ({ gateway }, url, init) => gateway(url, init);

const order = (made, urls, user = "ann") =>
  made.gateway(`https://www.example${paths.render}`, {
    method: "POST",
    body: JSON.stringify({ ...photoUrl, tool: "virtual-staging", action: "reference", reference_file_urls: urls }),
    headers: { "content-type": "application/json", "x-user": user },
  });

const readForwarded = async ({ seen }) => JSON.parse(await new Response(seen.at(-1).clone().body).text());

let prefixes = 0;
const stores = {
  memory: () => createMemoryStore(),
  redis: () => createRedisStore({ client, now: Date.now, prefix: `references-${++prefixes}` }),
};

for (const [name, createStore] of Object.entries(stores))
  describe(`in the ${name} store`, () => {
    test("image: the service loads it from a public URL without cookies, until it expires", async ({ mock }) => {
      mock.timers.enable({ apis: ["Date"], now: Date.now() });
      const made = create({ store: createStore(), photoHosts: ["photos.example"] });
      const { url, expiresAt } = JSON.parse(await expectStatus(await send(made), 201));
      assert.match(url, /^https:\/\/www\.example\/api\/enterprise\/references\/[\w-]{22}\.[\w-]{43}\.jpg$/);
      assert.equal(Date.parse(expiresAt), Date.now() + hour);
      const response = await get(made, url);
      assert.deepEqual(Buffer.from(await response.arrayBuffer()), photo);
      assert.equal((await order(made, [url])).status, 200);
      assert.deepEqual((await readForwarded(made)).reference_file_urls, [url]);
      mock.timers.tick(hour + 1);
      assert.equal(await expectError(await get(made, url), 404), "Reference image not found");
      assert.match(await expectError(await order(made, [url]), 404), /has expired. Add it again/);
      assert.equal(made.seen.length, 1, "nothing was bought");
    });

    test("images: one user's, and all together, are limited until they expire", async ({ mock }) => {
      mock.timers.enable({ apis: ["Date"], now: Date.now() });
      const sizes = { maxBytes: photo.length, maxBytesPerUser: 2 * photo.length, maxTotalBytes: 3 * photo.length };
      const made = create({ references: sizes, store: createStore() });
      await add(made);
      await add(made);
      const response = await send(made);
      assert.ok(Number(response.headers.get("retry-after")) > 0);
      assert.match(await expectError(response, 429), /You have added too many reference images/);
      await add(made, { user: "bob" });
      assert.match(await expectError(await send(made, { user: "bob" }), 503), /no space for more reference images/);
      mock.timers.tick(2 * hour);
      await add(made);
    });
  });

test("PNG: keeps its type and extension", async () => {
  const made = create();
  const url = await add(made, { body: png(), type: "image/png" });
  assert.match(url, /\.png$/);
  const response = await get(made, url);
  assert.equal(response.headers.get("content-type"), "image/png");
  assert.deepEqual(Buffer.from(await response.arrayBuffer()), png());
  assert.equal((await get(made, url.replace(".png", ".jpg"))).status, 404);
});

test("response: has headers that keep browsers from running, storing, sniffing, or embedding it", async () => {
  const made = create();
  const url = await add(made);
  const expected = {
    "content-type": "image/jpeg",
    "content-length": String(photo.length),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "cross-origin-resource-policy": "same-origin",
    "accept-ranges": "none",
    "x-robots-tag": "noindex",
  };
  for (const [method, headers] of [
    ["GET", {}],
    ["HEAD", {}],
    ["GET", { range: "bytes=0-3", "if-range": '"a"' }],
    ["GET", { origin: "https://evil.example", "sec-fetch-site": "cross-site", cookie: "session=1" }],
  ]) {
    const response = await get(made, url, { method, headers });
    assert.equal(response.status, 200);
    for (const [name, value] of Object.entries(expected)) assert.equal(response.headers.get(name), value, name);
    for (const name of ["content-range", "set-cookie", "etag", "access-control-allow-origin"])
      assert.equal(response.headers.get(name), null, name);
    assert.equal((await response.arrayBuffer()).byteLength, method === "HEAD" ? 0 : photo.length);
  }
});

test("URL: comes from the options, whatever the request's headers contain", async () => {
  const forged = { host: "evil.example", "x-forwarded-host": "evil.example", forwarded: "host=evil.example" };
  const made = create({ basePath: "/reroom", allowedHosts: ["evil.example"] });
  const response = await made.gateway(`https://evil.example/reroom${path}`, {
    method: "POST",
    body: photo,
    headers: { "content-type": "image/jpeg", "x-user": "ann", ...forged },
  });
  const { url } = await response.json();
  assert.ok(url.startsWith(`https://www.example/reroom${path}/`), url);
  const behindProxy = create({ references: { publicUrl: "https://files.example/deep/path/" } });
  assert.ok((await add(behindProxy)).startsWith(`https://files.example/deep/path${path}/`));
});

test("host of publicUrl: is accepted, also beside allowedHosts", async () => {
  const made = create({ references: { publicUrl: "https://files.example" }, allowedHosts: ["www.example"] });
  assert.equal((await get(made, await add(made))).status, 200);
  assert.equal((await made.gateway(`https://evil.example${path}`)).status, 421);
});

describe("attack", () => {
  test("an altered name, or one of another path: is not found, and does not reach the store", async () => {
    const calls = [];
    const store = createMemoryStore();
    const counted = Object.fromEntries(
      Object.entries(store).map(([name, method]) => [name, (...args) => (calls.push(name), method(...args))]),
    );
    const made = create({ store: counted });
    const url = await add(made);
    const name = url.slice(url.lastIndexOf("/") + 1);
    const [id, signature] = name.split(".");
    const swap = (text, at) => text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
    const other = (await add(made)).split("/").at(-1).split(".");
    const base = `https://www.example${path}`;
    calls.length = 0;
    for (const altered of [
      ...[0, 10, 21].map((at) => `${swap(id, at)}.${signature}.jpg`),
      ...[0, 20, 42].map((at) => `${id}.${swap(signature, at)}.jpg`),
      `${other[0]}.${signature}.jpg`,
      `${id}.jpg`,
      `${id}.${signature}`,
      `${id}.${signature}.gif`,
      `${id}.${signature}.jpg.jpg`,
      `${id}.${signature}%2ejpg`,
      `${id}.${signature}.jpg%00`,
      `${id}..${signature}.jpg`,
      `../references/../status`,
      `..%2f..%2fstatus`,
      `${id}.${signature}.jpg/../..`,
      `reference:${id}`,
      "",
      "a".repeat(5000),
    ]) {
      const { status } = await get(made, `${base}/${altered}`, { headers: { "x-user": "" } });
      assert.ok([401, 404].includes(status), `${altered}: ${status}`);
    }
    assert.equal((await get(made, `${url}?x=1`)).status, 400);
    assert.deepEqual(calls, []);
  });

  test("a signature of another kind of value: is not valid for an image", async () => {
    const fileName = "a".repeat(22);
    const made = createTestGateway(async () => Response.json({ success: true, fileName }), {
      ...origin,
      authorize: authorizeByHeader,
      references: {},
    });
    const response = await sendRequest(made.gateway, paths.upload, {
      method: "POST",
      body: photo,
      headers: { "content-type": "image/jpeg", "x-user": "ann" },
    });
    const { fileName: signed } = await response.json();
    assert.equal((await get(made, `https://www.example${path}/${signed}.jpg`)).status, 404);
  });

  test("somebody else's image, or a URL that was made up: nothing is bought", async () => {
    const made = create();
    const url = await add(made);
    const made2 = create();
    const elsewhereUrl = await add(made2);
    for (const [urls, user] of [
      [[url], "bob"],
      [[url.replace(/\.jpg$/, ".png")], "ann"],
      [[url, elsewhereUrl], "ann"],
      [[`${url}?a`], "ann"],
      [[`https://www.example${path}/`], "ann"],
      [[`https://www.example${path}/../references/${"a".repeat(22)}.${"b".repeat(43)}.jpg`], "ann"],
    ])
      assert.match(await expectError(await order(made, urls, user), 404), /Add it again/, urls.at(-1));
    assert.equal(made.seen.length, 0);
    assert.equal((await order(made, [url])).status, 200);
  });

  test("a request without permission, or from a page of another site: is rejected before the body is read", async () => {
    const made = create();
    await expectError(await send(made, { user: "" }), 401);
    await expectError(await send(made, { headers: { origin: "https://evil.example" } }), 403);
    await expectError(await send(made, { headers: { "sec-fetch-site": "cross-site" } }), 403);
    assert.equal((await made.gateway(`https://www.example${path}`)).status, 401);
  });

  test("a body that is not an image of its type: is rejected", async () => {
    const made = create();
    const html = Buffer.from("<!doctype html><script>alert(1)</script>");
    const wide = png(5000, 1);
    for (const [body, type, status] of [
      [photo, "text/html", 415],
      [photo, "image/svg+xml", 415],
      [photo, "", 415],
      [photo, "image/png", 415],
      [png(), "image/jpeg", 415],
      [html, "image/jpeg", 415],
      [Buffer.concat([photo.subarray(0, 3), html, photo.subarray(-2)]), "image/jpeg", 415],
      [Buffer.from("GIF89a"), "image/png", 415],
      [Buffer.alloc(0), "image/jpeg", 400],
      [wide, "image/png", 400],
      [png(0, 5), "image/png", 400],
    ])
      await expectError(await send(made, { body, type }), status);
    // The header is complete, and the rest is missing.
    const truncated = photo.subarray(0, photo.length - 2);
    assert.match(await expectError(await send(made, { body: truncated }), 413), /incomplete/);
  });

  test("a body that is too large: is rejected, with and without a declared length", async () => {
    const made = create({ references: { maxBytes: 1000 } });
    assert.match(await expectError(await send(made), 413), /larger than 1000 bytes/);
    let sent = 0;
    const endless = new ReadableStream({
      pull: (controller) => (sent++, controller.enqueue(new Uint8Array(500).fill(1))),
    });
    assert.match(await expectError(await send(made, { body: endless }), 413), /larger than 1000 bytes/);
    assert.ok(sent < 10);
  });

  test("many large bodies at once: one user cannot use up the memory", async () => {
    const made = create({ references: { maxBytes: 5 * 1024 * 1024 }, timeouts: { bodyMs: 500 } });
    const send5MiB = () =>
      send(made, {
        body: new ReadableStream({ pull: () => new Promise(() => {}) }),
        headers: { "content-length": String(5 * 1024 * 1024) },
      });
    const hanging = Array.from({ length: 5 }, send5MiB);
    assert.match(await expectError(await Promise.race(hanging), 429), /too many large requests/);
    await add(made, { user: "bob" });
    const statuses = (await Promise.all(hanging)).map(({ status }) => status).sort();
    assert.deepEqual(statuses, [408, 408, 408, 408, 429]);
    await add(made);
  });

  test("reading an image again and again: is limited, for this image only", async () => {
    const made = create();
    const [url, other] = [await add(made), await add(made)];
    const statuses = [];
    for (let count = 0; count < 61; count++) {
      const response = await get(made, url);
      await response.arrayBuffer();
      statuses.push(response.status);
    }
    assert.deepEqual(new Set(statuses.slice(0, 60)), new Set([200]));
    assert.equal(statuses[60], 429);
    assert.equal((await get(made, other)).status, 200);
  });

  test("readers that do not read: occupy a few places of this image, and give them back", async ({ mock }) => {
    mock.timers.enable({ apis: ["setTimeout"] });
    const made = create({ timeouts: { upstreamMs: 100 } });
    const [url, other] = [await add(made), await add(made)];
    const held = [];
    for (let count = 0; count < 4; count++) held.push(await get(made, url));
    assert.equal((await get(made, url)).status, 503);
    assert.equal((await get(made, other)).status, 200);
    mock.timers.tick(100);
    const again = await Promise.all(held.map(() => get(made, url)));
    assert.deepEqual(
      again.map(({ status }) => status),
      [200, 200, 200, 200],
    );
    for (const response of held) await assert.rejects(() => response.arrayBuffer());
  });
});

test("store that is down or returns nonsense: nothing is stored, read, or bought", async () => {
  const down = () => Promise.reject(new Error("down"));
  for (const broken of [
    { compareAndSwap: down, reserve: down, countRequest: down },
    { compareAndSwap: async () => 7 },
    { compareAndSwap: async () => "{" },
  ]) {
    const store = createMemoryStore();
    const idSecret = "an id secret that both gateways have";
    const url = await add(create({ store, idSecret }));
    const made = create({ store: { ...store, ...broken }, idSecret });
    const { status } = await get(made, url);
    assert.ok([404, 503].includes(status), String(status));
    const ordered = await order(made, [url]);
    assert.ok([404, 503].includes(ordered.status), String(ordered.status));
    assert.equal(made.seen.length, 0);
  }
});

test("several instances with one store and secret: each finds the images of the others", async () => {
  const shared = { store: createMemoryStore(), idSecret: "an id secret that both gateways have" };
  const url = await add(create(shared));
  assert.equal((await get(create(shared), url)).status, 200);
  const rotated = { ...shared, idSecret: ["a new id secret of thirty-two bytes", shared.idSecret] };
  assert.equal((await get(create(rotated), url)).status, 200);
  assert.equal((await get(create({ ...shared, idSecret: "a different secret of thirty-two bytes" }), url)).status, 404);
});

test("without a user: images belong to everyone", async () => {
  const made = create({ authorize: () => true });
  const url = await add(made);
  assert.equal((await order(made, [url])).status, 200);
});

test("limits: tell pages whether images can be added", async () => {
  const ask = async (made) =>
    JSON.parse(
      await expectStatus(await made.gateway(`https://www.example${path}`, { headers: { "x-user": "ann" } }), 200),
    );
  assert.deepEqual(await ask(create({ references: { maxBytes: 5, keepMs: 7 } })), {
    enabled: true,
    maxBytes: 5,
    keepMs: 7,
  });
  const off = createTestGateway(async () => responses.submitted(), { authorize: authorizeByHeader, ...origin });
  assert.deepEqual(await ask(off), { enabled: false });
  assert.match(await expectError(await send(off), 404), /not stored here/);
  const url = await add(create());
  assert.equal((await get(off, url)).status, 404);
});

test("methods: only GET, HEAD and POST, and a preflight lists them", async () => {
  const page = "https://app.example";
  const made = create({ allowedOrigins: [page] });
  const url = await add(made);
  for (const method of ["PUT", "DELETE", "PATCH", "POST"])
    assert.equal((await get(made, url, { method, headers: { "x-user": "ann" } })).status, 405);
  const preflight = await made.gateway(`https://www.example${path}`, {
    method: "OPTIONS",
    headers: {
      origin: page,
      "access-control-request-method": "POST",
      "access-control-request-headers": "content-type",
    },
  });
  assert.equal(preflight.headers.get("access-control-allow-methods"), "GET, POST");
  const response = await get(made, url, { headers: { origin: page } });
  assert.equal(response.headers.get("access-control-allow-origin"), page);
});

test("closed gateway: takes no images, and still serves them", async () => {
  const made = create();
  const url = await add(made);
  await made.gateway.close();
  await expectError(await send(made), 503);
  assert.equal((await get(made, url)).status, 200);
});

test("invalid options: throw a TypeError that names them", () => {
  const good = { apiKey: key, authorize: () => true };
  for (const [options, words] of [
    [{ references: {} }, /Set publicOrigin or references.publicUrl/],
    [{ references: true, ...origin }, /references must be an object/],
    [{ references: { publicURL: "https://a.example" } }, /Did you mean "references.publicUrl"/],
    [{ references: { publicUrl: "a.example" } }, /references.publicUrl/],
    [{ references: { publicUrl: "https://user:word@a.example" } }, /references.publicUrl/],
    [{ references: { publicUrl: "https://a.example/?a" } }, /references.publicUrl/],
    ...elsewhere.map((publicUrl) => [{ references: { publicUrl } }, /which the service cannot load images from/]),
    [{ references: { maxBytes: 0 }, ...origin }, /references.maxBytes/],
    [{ references: { maxBytes: 6 * 1024 * 1024 }, ...origin }, /references.maxBytes is too large/],
    [{ references: { keepMs: 25 * hour }, ...origin }, /references.keepMs is too large/],
    [{ references: { maxBytesPerUser: 5 }, ...origin }, /references.maxBytesPerUser/],
    [{ references: { maxTotalBytes: Infinity }, ...origin }, /references.maxTotalBytes/],
  ])
    assert.throws(() => createGateway({ ...good, ...options }), { name: "TypeError", message: words });
  for (const publicUrl of elsewhere)
    createGateway({ ...good, upstream: "http://127.0.0.1:8787", references: { publicUrl } });
});
