// What a paid request may contain: known tools, and photos on allowed hosts.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { createGateway } from "reroom/gateway";
import {
  key,
  photo,
  fastPolling,
  initClient,
  createFastSandbox,
  createTestGateway,
  createClient,
  sendRequest,
  paths,
  renderRequest,
  responses,
  neverSettle,
  expectError,
  failOnUnhandledRejections,
} from "./support.mjs";

before(initClient);
after(failOnUnhandledRejections());

const post = (gateway, json, path = paths.render) => sendRequest(gateway, path, { method: "POST", json });

/** A gateway with one credit and one slot, which a rejected request must not use. */
const createPoorGateway = (options) =>
  createTestGateway(async () => responses.submitted(), {
    limits: { creditsPerDay: 1, concurrentRenders: 1 },
    costs: { upscale: 1 },
    ...options,
  });

/** Asserts that requests are rejected with 400, and that nothing was sent or counted. Returns the last message. */
async function expectRejected(requests, options) {
  const { gateway, seen, events } = createPoorGateway(options);
  let err;
  for (const [json, path] of requests) {
    const response = await post(gateway, json, path);
    err = await expectError(response, 400).catch((error) => {
      throw new Error(`${JSON.stringify(json).slice(0, 200)}: ${error.message}`);
    });
  }
  assert.deepEqual([seen.length, events.filter(({ type }) => type !== "request" && type !== "refused").length], [0, 0]);
  assert.equal((await post(gateway, renderRequest)).status, 200, "nothing was counted");
  return err;
}

/** The parameters that the service gets. */
async function forward(json, options, path) {
  const { gateway, seen } = createPoorGateway(options);
  const response = await post(gateway, json, path);
  assert.equal(response.status, 200, `${JSON.stringify(json)}: ${await response.text()}`);
  return JSON.parse(await new Response(seen[0].body).text());
}

test("unknown tool: is rejected before anything is counted", async () => {
  const tools = [
    "",
    "Sketch",
    "sketch ",
    "render",
    "interior",
    "upscale",
    "staging",
    "toString",
    "__proto__",
    ["virtual-staging"],
    [["edit"]],
    { tool: "edit" },
    null,
    false,
    0,
    7,
  ];
  await expectRejected([
    ...tools.map((tool) => [{ ...renderRequest, tool }]),
    ...["render", "edit", ["upscale"], null].map((tool) => [{ ...renderRequest, tool }, paths.upscale]),
  ]);
});

test("documented tool: is forwarded", async () => {
  for (const tool of ["sketch", "empty-room", "virtual-staging", "edit"]) {
    const request = { ...renderRequest, tool, type: 7, unknown: [null, { a: true }] };
    assert.deepEqual(await forward(request), request);
  }
  assert.deepEqual(await forward(renderRequest), renderRequest);
  const upscale = { file_url: renderRequest.file_url, tool: "upscale" };
  assert.deepEqual(await forward(upscale, {}, paths.upscale), upscale);
});

const privateHosts = {
  "private IPv4": ["10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.255.255"],
  "loopback IPv4": ["127.0.0.1", "127.1", "127.255.255.254", "127.0.0.1."],
  unspecified: ["0.0.0.0", "0", "0.1.2.3", "[::]"],
  "link-local and metadata": [
    "169.254.169.254",
    "169.254.0.1",
    "[fe80::1]",
    "[febf::1]",
    "168.63.129.16",
    "[fd00:ec2::254]",
  ],
  "carrier-grade NAT": ["100.64.0.1", "100.127.255.255", "100.100.100.200"],
  "multicast, reserved and broadcast": ["224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "[ff02::1]"],
  "documentation and tests": [
    "192.0.2.1",
    "198.51.100.1",
    "203.0.113.1",
    "198.18.0.1",
    "198.19.255.255",
    "192.0.0.192",
  ],
  "decimal, octal and hexadecimal": [
    "2130706433",
    "2852039166",
    "0x7f000001",
    "0x7f.1",
    "0177.0.0.1",
    "017700000001",
    "0251.0376.0251.0376",
    "0xA9FEA9FE",
    "0xa9.0xfe.0xa9.0xfe",
    "169.254.43518",
    "3232235521",
  ],
  "full-width and encoded digits": ["１２７.0.0.1", "127。0。0。1", "%31%32%37.0.0.1", "①⑥⑨.254.169.254"],
  "loopback IPv6": ["[::1]", "[0:0:0:0:0:0:0:1]", "[0000::0001]"],
  "unique-local IPv6": ["[fc00::1]", "[fdff:ffff::1]"],
  "site-local IPv6": ["[fec0::1]"],
  "IPv4 in IPv6": [
    "[::ffff:127.0.0.1]",
    "[::ffff:a9fe:a9fe]",
    "[::FFFF:10.0.0.1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b:1::1]",
    "[2002:7f00:1::]",
    "[2002:a9fe:a9fe::1]",
    "[2001::1]",
    "[2001:0:7f00:1::]",
  ],
  "special IPv6": ["[2001:db8::1]", "[2001:1ff::1]", "[100::1]", "[3fff:fff::1]", "[4000::1]", "[1fff::1]"],
  "names of this computer": ["localhost", "LOCALHOST", "localhost.", "a.localhost", "localhost.localdomain"],
  "private names": [
    "metadata.google.internal",
    "METADATA.GOOGLE.INTERNAL.",
    "instance-data.ec2.internal",
    "printer.local",
    "router.lan",
    "nas.home",
    "nas.home.arpa",
    "wiki.corp",
    "wiki.intranet",
    "1.0.0.127.in-addr.arpa",
  ],
  "names without a dot": ["metadata", "intranet", "redis"],
};

for (const [name, hosts] of Object.entries(privateHosts)) {
  test(`photo on a private host, ${name}: is rejected`, async () => {
    const requests = hosts.flatMap((host) => {
      const url = `http://${host}:8080/latest/meta-data`;
      return [
        [{ creativity: "balanced", file_url: url }],
        [{ tool: "virtual-staging", ...renderRequest, reference_file_urls: ["https://photos.example/b.jpg", url] }],
        [{ file_url: url }, paths.upscale],
      ];
    });
    assert.match(await expectRejected(requests), /^Photos from .* are not allowed\./);
  });
}

test("photo URL with another scheme, credentials or another type: is rejected", async () => {
  const invalid = [
    "file:///etc/passwd",
    "FILE:///etc/passwd",
    "gopher://a.example:70/_x",
    "ftp://a.example/a.jpg",
    "data:image/png;base64,iVBORw0KGgo=",
    "javascript:alert(1)",
    "blob:https://a.example/1",
    "ws://a.example",
    "s3://bucket/a.jpg",
    "jar:http://a.example!/a",
    "view-source:http://a.example",
    "https://user@a.example/a.jpg",
    "https://user:word@a.example/a.jpg",
    "https://:word@a.example/a.jpg",
    "https://a.example@10.0.0.1/a.jpg",
    "//a.example/a.jpg",
    "/a.jpg",
    "a.jpg",
    "",
    " ",
    "https://",
    "http://a b.example",
    "http://[::1",
    "http://256.256.256.256/",
    "http://1.2.3.4.5/",
    2130706433,
    true,
    { nested: true },
    [["a.jpg"]],
  ];
  await expectRejected([
    ...invalid.map((file_url) => [{ ...renderRequest, file_url }]),
    ...invalid.map((url) => [{ ...renderRequest, reference_file_urls: [renderRequest.file_url, url] }]),
    ...invalid.map((file_url) => [{ file_url }, paths.upscale]),
  ]);
});

test("private URL in any other field, except a prompt: is rejected", async () => {
  const url = "http://169.254.169.254/latest";
  await expectRejected([
    [{ ...renderRequest, mask: url }],
    [{ ...renderRequest, file_name: "file:///etc/passwd" }],
    [{ ...renderRequest, file_name: `\t ${url}` }],
    [{ ...renderRequest, callback_url: url }],
    [{ ...renderRequest, imageUrl: "10.0.0.1/a" }],
    [{ ...renderRequest, style: "ht\ntp://127.0.0.1" }],
    [{ ...renderRequest, style: "http:\\\\127.0.0.1" }],
    [{ ...renderRequest, deep: { list: [[{ a: url }]] } }],
    [{ ...renderRequest, FILE_URL: { list: ["10.0.0.1"] } }],
    [{ ...renderRequest, file_url: { prompt: url } }],
  ]);
  const kept = { ...renderRequest, prompt: `like ${url}`, mask: "iVBORw0KGgo=", view: "12:30", file_url: null };
  assert.deepEqual(await forward(kept), kept);
  const prompt = { ...renderRequest, prompt: url };
  assert.deepEqual(await forward(prompt), prompt);
});

test("photo on a public host: its URL is forwarded in the form that was checked", async () => {
  for (const [url, forwarded] of [
    ["https://photos.example/a.jpg?x=1&y=%20#z"],
    ["http://photos.example:8080/a.jpg"],
    ["https://8.8.8.8/a.jpg"],
    ["https://11.0.0.1/"],
    ["https://172.15.0.1/"],
    ["https://172.32.0.1/"],
    ["https://100.63.0.1/"],
    ["https://100.128.0.1/"],
    ["https://169.253.0.1/"],
    ["https://192.169.0.1/"],
    ["https://223.255.255.1/"],
    ["https://[2606:4700::1111]/a.jpg"],
    ["https://[2001:200::1]/"],
    ["https://local.example/"],
    ["https://localhost.example/"],
    ["https://10.0.0.1.example/"],
    ["https://photos.example", "https://photos.example/"],
    ["  HTTPS://Photos.Example:443/a/../b.jpg\n", "https://photos.example/b.jpg"],
    ["https:photos.example\\a.jpg", "https://photos.example/a.jpg"],
    ["http://0x08080808/", "http://8.8.8.8/"],
    ["https://bücher.example/ä.jpg", "https://xn--bcher-kva.example/%C3%A4.jpg"],
  ]) {
    const body = await forward({ ...renderRequest, file_url: url, reference_file_urls: [url] });
    assert.deepEqual([body.file_url, body.reference_file_urls], [forwarded ?? url, [forwarded ?? url]]);
  }
});

test("many URLs: are rejected", async () => {
  const urls = (length) => ({ ...renderRequest, reference_file_urls: Array(length).fill(renderRequest.file_url) });
  assert.match(await expectRejected([[urls(64)], [urls(900)]]), /more than 64 URLs/);
  await forward(urls(63));
});

test("photoHosts list: allows its hosts only", async () => {
  const photoHosts = ["photos.example", "*.cdn.example", "10.0.0.1", "[fd00::1]", "Bücher.example"];
  for (const host of [
    "photos.example",
    "PHOTOS.example.",
    "photos.example:8443",
    "a.cdn.example",
    "a.b.cdn.example",
    "10.0.0.1",
    "0xa000001",
    "[fd00:0::1]",
    "bücher.example",
  ])
    await forward({ ...renderRequest, file_url: `https://${host}/a.jpg` }, { photoHosts });
  const others = ["photos.example.evil.example", "a.photos.example", "cdn.example", "evilcdn.example", "10.0.0.2"];
  await expectRejected(
    ["localhost", ...others].map((host) => [{ ...renderRequest, file_url: `https://${host}/a.jpg` }]),
    { photoHosts: [...photoHosts, "photos.example"] },
  );
  const { gateway, seen } = createPoorGateway({ photoHosts: [] });
  await expectError(await post(gateway, renderRequest), 400);
  assert.equal(seen.length, 0);
});

test("photoHosts function: decides about public hosts", async () => {
  const asked = [];
  const photoHosts = async (url) => (asked.push(url.href), url.pathname !== "/no.jpg");
  await forward(renderRequest, { photoHosts });
  const { gateway, seen } = createPoorGateway({ photoHosts });
  for (const file_url of ["https://photos.example/no.jpg", "http://127.0.0.1/a.jpg"])
    await expectError(await post(gateway, { ...renderRequest, file_url }), 400);
  assert.deepEqual(asked, [renderRequest.file_url, "https://photos.example/no.jpg"]);
  assert.equal(seen.length, 0);
  for (const answer of [undefined, null, 1, "yes", {}]) {
    const { gateway } = createPoorGateway({ photoHosts: () => answer });
    await expectError(await post(gateway, renderRequest), 400);
  }
});

test("photoHosts function that fails: responds with 500, buys nothing and emits an event", async () => {
  for (const photoHosts of [
    () => {
      throw new Error("down");
    },
    async () => Promise.reject(new Error("down")),
    neverSettle,
  ]) {
    const { gateway, seen, events } = createPoorGateway({ photoHosts, timeouts: { authorizeMs: 30 } });
    await expectError(await post(gateway, renderRequest), 500);
    assert.equal(seen.length, 0);
    assert.deepEqual(
      events.filter(({ type }) => type === "failed").map(({ component }) => component),
      ["photoHosts"],
    );
  }
});

test("invalid photoHosts: throws a TypeError", () => {
  const good = { apiKey: key, authorize: () => true };
  for (const entry of [
    "",
    "*",
    "*.",
    "a/b",
    "https://a.example",
    "a.example:80",
    "a b",
    "*.*.example",
    "u@a.example",
    7,
    null,
  ])
    assert.throws(() => createGateway({ ...good, photoHosts: [entry] }), { name: "TypeError", message: /photoHosts/ });
  for (const photoHosts of ["a.example", 7, {}, null, true])
    assert.throws(() => createGateway({ ...good, photoHosts }), { name: "TypeError", message: /photoHosts/ });
});

test("local sandbox as upstream: photos of the sandbox are allowed, and those of other private hosts are not", async () => {
  for (const [upstream, allowed, rejected] of [
    ["http://127.0.0.1:8787", ["127.0.0.1:8787", "localhost:9000", "[::1]"], ["10.0.0.1", "sandbox"]],
    ["http://localhost:8787", ["127.0.0.1:8787", "localhost", "[::1]"], ["169.254.169.254"]],
    ["http://sandbox:8787", ["sandbox:8787"], ["127.0.0.1", "other"]],
  ]) {
    for (const host of allowed) await forward({ ...renderRequest, file_url: `http://${host}/a.jpg` }, { upstream });
    await expectRejected(
      rejected.map((host) => [{ ...renderRequest, file_url: `http://${host}/a.jpg` }]),
      { upstream },
    );
  }
});

test("client with the sandbox: every way to name a photo works through the gateway", async () => {
  const sandbox = await createFastSandbox();
  const { gateway } = createTestGateway(sandbox);
  const client = createClient(gateway);
  const room = { creativity: "balanced" };
  await client.run(photo, room, fastPolling);
  await client.run({ file_url: renderRequest.file_url }, room, fastPolling);
  await client.run({ file_url: renderRequest.file_url }, { tool: "upscale" }, fastPolling);
  const reference_file_urls = [renderRequest.file_url];
  await client.run(photo, { tool: "virtual-staging", action: "reference", reference_file_urls }, fastPolling);
});
