// `npx reroom gateway`.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import crypto from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { ReRoom } from "reroom";
import { createSandboxListener } from "reroom/sandbox/node";
import { constantTimeEqual } from "../../dist/cli/constant-time-equal.js";
import { createLog } from "../../dist/cli/log.js";
import { startBrowser } from "../e2e/site.mjs";
import { startRedis } from "./redis-server.mjs";
import { formatRequest, sendRaw, serve } from "./servers.mjs";
import { key, renderRequest, photo, createFastSandbox, rejectsWith, initClient } from "./support.mjs";

const program = fileURLToPath(new URL("../../dist/cli/index.js", import.meta.url));
const children = [];
let service, redis;
before(async () => {
  await initClient();
  service = await serve(createSandboxListener(await createFastSandbox()));
  redis = await startRedis();
});
after(async () => {
  for (const child of children) child.kill("SIGKILL");
  service?.close();
  await redis?.end();
});

function run(args, variables = {}) {
  const env = { PATH: process.env.PATH, REROOM_API_KEY: key, ...variables };
  const child = spawn(process.execPath, [program, "gateway", ...args], { env, stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  return child;
}

/** Starts the gateway and resolves to the URL that it prints. */
async function startGateway(args, variables) {
  const child = run(["--port", "0", "--upstream", service.origin, ...args], variables);
  let errors = "";
  child.stderr.on("data", (text) => (errors += text));
  return new Promise((resolve, reject) => {
    child.stdout.on("data", (text) => resolve(/http:\S+/.exec(String(text))[0]));
    child.once("exit", () => reject(new Error(errors)));
  });
}

async function expectFailure(args, variables) {
  const child = run(args, variables);
  let output = "";
  child.stderr.on("data", (text) => (output += text));
  const [status] = await once(child, "close");
  assert.equal(status, 1);
  assert.ok(!output.includes(key));
  return output;
}

test("--version: prints the version of the package", async () => {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  const { stdout } = spawnSync(process.execPath, [program, "--version"], { encoding: "utf8" });
  assert.equal(stdout, `${version}\n`);
});

const token = "0123456789abcdef01234567";

test("--token-from-environment: allows clients with the token only", async () => {
  const at = await startGateway(["--token-from-environment", "--base-path", "/reroom"], {
    REROOM_GATEWAY_TOKEN: token,
  });
  assert.match(at, /\/reroom$/);
  assert.equal((await new ReRoom({ baseUrl: at, getToken: () => token }).account()).key, undefined);
  await rejectsWith(new ReRoom({ baseUrl: at, getToken: () => "t-2" }).account(), "unauthorized");
  await rejectsWith(new ReRoom({ baseUrl: at }).account(), "unauthorized");
});

test("--token-from-environment: a wrong token is delayed, and the right one does not wait for it", async () => {
  const at = await startGateway(["--token-from-environment"], { REROOM_GATEWAY_TOKEN: token });
  const order = [];
  const ask = async (text) => {
    const start = performance.now();
    const headers = { authorization: `Bearer ${text}` };
    const { status } = await fetch(`${at}/api/enterprise/usage`, { headers });
    order.push(status);
    return performance.now() - start;
  };
  const wrong = [`${token}0`, token.slice(1), "", "0".repeat(24)];
  const [, ...delays] = await Promise.all([token, ...wrong].map(ask));
  assert.deepEqual(order, [200, 401, 401, 401, 401]);
  // Timers can be one millisecond early.
  for (const [index, ms] of delays.entries()) assert.ok(ms >= 499, `"${wrong[index]}" was rejected after ${ms} ms`);
});

test("--authorize and --redis: use the module and share the limits", async () => {
  const folder = new URL("../artifacts/command/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  const file = fileURLToPath(new URL("authorize.mjs", folder));
  writeFileSync(file, 'export default (request) => ({ user: request.headers.get("x-user") });');
  const client = await redis.client();
  const at = await startGateway(["--authorize", file, "--redis", redis.url, "--credits-per-day", "1"]);
  const page = new ReRoom({ baseUrl: at, headers: { "x-user": "ann" } });
  await page.render(renderRequest);
  await rejectsWith(page.render(renderRequest), "insufficient_credits");
  assert.ok((await client.keys("{reroom}*")).length > 0);
});

test("--open: allows loopback hostnames only", async () => {
  const at = await startGateway(["--open"]);
  await new ReRoom({ baseUrl: at }).account();
  const rebound = formatRequest("GET /api/enterprise/status HTTP/1.1").replace("site.example", "evil.example");
  assert.match(await sendRaw(Number(new URL(at).port), rebound), /^HTTP\/1\.1 401 /);
});

/** A service that holds its response to an order until `reply` is called. */
async function startSlowService() {
  const slow = { orders: 0 };
  slow.arrived = new Promise((resolve) => (slow.arrive = resolve));
  slow.server = await serve((req, res) => {
    res.setHeader("content-type", "application/json");
    if (req.method === "GET") return res.end(JSON.stringify({ uid: "u", credits: 9 }));
    slow.orders++;
    slow.reply = () => res.end('{"success":true,"data":{"render_id":"r7"}}');
    req.resume().once("end", slow.arrive);
  });
  return slow;
}

/** Starts a gateway in front of a slow service. `output()` is what it has printed. */
async function startWithSlowService(log = "json") {
  const slow = await startSlowService();
  const child = run(["--open", "--port", "0", "--log", log, "--upstream", slow.server.origin]);
  let text = "";
  const origin = await new Promise((resolve, reject) => {
    child.stdout.on("data", (chunk) => {
      text += chunk;
      const match = /http:[^\s"]+/.exec(text);
      if (match) resolve(match[0]);
    });
    child.once("exit", (status) => reject(new Error(`exited with ${status}`)));
  });
  const order = () =>
    fetch(`${origin}/api/enterprise/render`, {
      method: "POST",
      body: JSON.stringify(renderRequest),
      headers: { "content-type": "application/json" },
    });
  return { slow, child, origin, order, output: () => text };
}

test("SIGTERM during an order: the order is bought once and delivered, then the process exits with 0", async () => {
  const { slow, child, origin, order, output } = await startWithSlowService();
  assert.deepEqual(await (await fetch(`${origin}/healthz`)).json(), { ok: true });
  const closed = once(child, "close");
  const first = order();
  await slow.arrived;
  child.kill("SIGTERM");
  let health = 200;
  while (health === 200) health = (await fetch(`${origin}/healthz`)).status;
  assert.equal(health, 503);
  const refused = await order();
  assert.equal(refused.status, 503);
  assert.ok(refused.headers.has("retry-after"));
  slow.reply();
  const response = await first;
  assert.equal(response.status, 200);
  assert.equal((await response.json()).data.render_id, "r7");
  // Everything that it printed has been read.
  assert.deepEqual(await closed, [0, null]);
  assert.equal(slow.orders, 1);

  const events = output()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
  assert.equal(events.shift().type, "listening");
  assert.deepEqual(
    events.map(({ type }) => type),
    ["accepted", "refused", "request", "bought", "request"],
  );
  assert.ok(events.every(({ time, requestId }) => Date.parse(time) > 0 && requestId.length === 36));
  assert.ok(!output().includes(key));
  slow.server.close();
});

test("--log text: prints one readable line per event", async () => {
  const { slow, child, order, output } = await startWithSlowService("text");
  const closed = once(child, "close");
  const first = order();
  await slow.arrived;
  slow.reply();
  assert.equal((await first).status, 200);
  child.kill("SIGTERM");
  await closed;
  const [listening, ...lines] = output().trimEnd().split("\n");
  assert.match(listening, /^The gateway is listening on http:/);
  const events = lines.map(
    (line) => /^(?<time>\S+Z) (?<type>[a-z-]+)(?<fields>(?: \w+=(?:[^\s"]+|"[^"]*"))+)$/.exec(line).groups,
  );
  assert.deepEqual(
    events.map(({ type }) => type),
    ["accepted", "bought", "request"],
  );
  assert.ok(events.every(({ time }) => Date.parse(time) > 0));
  assert.match(events[1].fields, / tool=render credits=1 renderId=r7$/);
  assert.match(events[2].fields, / method=POST route=render status=200 durationMs=[\d.]+ bytes=\d+$/);
  assert.ok(!output().includes(key));
  slow.server.close();
});

test("--log text, error with spaces and line breaks: stays on one line", (t) => {
  const log = t.mock.method(console, "log", () => {});
  createLog("text")({ type: "failed", component: "store", requestId: "7", error: new TypeError('a "b"\nc') });
  const [line] = log.mock.calls[0].arguments;
  assert.match(line, /^\S+Z failed component=store requestId=7 error="TypeError: a \\"b\\"\\nc"$/);
});

test("tokens: are compared in constant time, whatever their lengths", (t) => {
  const { timingSafeEqual } = crypto;
  const compare = t.mock.method(crypto, "timingSafeEqual", timingSafeEqual);
  syncBuiltinESMExports();
  try {
    for (const [a, b] of [
      ["", ""],
      ["a", "a"],
      ["a", "b"],
      ["a", ""],
      ["a", "a".repeat(10_000)],
      ["ä", "a"],
    ])
      assert.equal(constantTimeEqual(a, b), a === b);
    assert.equal(compare.mock.callCount(), 6);
    // Digests have the same length, so even the length of the token does not change the time of the comparison.
    for (const { arguments: digests } of compare.mock.calls)
      assert.deepEqual(
        digests.map(({ length }) => length),
        [32, 32],
      );
  } finally {
    t.mock.restoreAll();
    syncBuiltinESMExports();
  }
});

test("second SIGINT: ends the process immediately", { timeout: 30_000 }, async () => {
  const { slow, child, origin, order } = await startWithSlowService();
  const exited = once(child, "exit");
  const broken = order().catch(() => "broken");
  await slow.arrived;
  child.kill("SIGINT");
  while ((await fetch(`${origin}/healthz`)).status === 200);
  child.kill("SIGINT");
  assert.deepEqual(await exited, [1, null]);
  assert.equal(await broken, "broken");
  slow.server.close();
});

test("--metrics-port: serves metrics on a separate port only", async () => {
  const child = run(["--open", "--port", "0", "--metrics-port", "0", "--upstream", service.origin]);
  const [address] = await once(child.stderr, "data");
  const metrics = await fetch(/http:\S+/.exec(String(address))[0]);
  assert.match(metrics.headers.get("content-type"), /^text\/plain; version=0\.0\.4/);
  assert.match(await metrics.text(), /^reroom_slots_limit 10$/m);
  const [listening] = await once(child.stdout, "data");
  assert.equal((await fetch(`${/http:\S+/.exec(String(listening))[0]}/metrics`)).status, 404);
});

test("gateway with the sandbox command as upstream: a page can load the results", async () => {
  const local = spawn(process.execPath, [program, "sandbox", "--port", "0", "--instant"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(local);
  const [output] = await once(local.stdout, "data");
  const upstream = /http:\S+/.exec(String(output))[0];
  const at = await startGateway(["--open", "--upstream", upstream], { REROOM_API_KEY: "sandbox" });
  const { outputs, source } = await new ReRoom({ baseUrl: at }).run(photo, { tool: "empty-room" });
  const browser = await startBrowser();
  try {
    const page = await browser.newPage();
    await page.setContent([...outputs, source].map((url) => `<img src="${url}">`).join(""));
    const sizes = await page.evaluate(async () => {
      const images = [...document.images];
      await Promise.all(images.map((image) => image.decode()));
      return images.map(({ naturalWidth, naturalHeight }) => [naturalWidth, naturalHeight]);
    });
    assert.deepEqual(sizes, [
      [1800, 1200],
      [1800, 1200],
    ]);
  } finally {
    await browser.close();
  }
});

test("missing or invalid option: prints an error and exits with 1", async () => {
  for (const [args, variables, pattern] of [
    [["--open"], { REROOM_API_KEY: "" }, /REROOM_API_KEY/],
    [["--opn"], {}, /Unknown option '--opn'[^]*\nSee `reroom gateway --help`\.\n$/],
    [[], {}, /who may use the gateway/],
    [["--open", "--token-from-environment"], {}, /Pass one of/],
    [["--token-from-environment"], {}, /REROOM_GATEWAY_TOKEN is not set/],
    [["--open", "--log", "xml"], {}, /--log must be json or text/],
    [["--open", "--host", "0.0.0.0"], {}, /loopback host/],
    [["--open", "--upstream", "http://reroom.ai"], {}, /https/],
    [["--open", "--credits-per-day", "many"], {}, /--credits-per-day/],
    [
      ["--open", "--port", new URL(service.origin).port],
      {},
      /^reroom gateway: Port \d+ is already in use\. .*another port/,
    ],
    [["--authorize", fileURLToPath(new URL("servers.mjs", import.meta.url))], {}, /default export/],
  ])
    assert.match(await expectFailure(args, variables), pattern);
});
