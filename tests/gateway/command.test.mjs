// `npx reroom gateway`.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { after, before, test } from "node:test";
import { ReRoom } from "reroom";
import { createSandboxListener } from "reroom/sandbox/node";
import { startBrowser } from "../e2e/site.mjs";
import { startRedis } from "./redis-server.mjs";
import { lines, raw, serve } from "./servers.mjs";
import { key, order, photo, quickSandbox, refused, start } from "./support.mjs";

const program = fileURLToPath(new URL("../../dist/cli/index.js", import.meta.url));
const children = [];
let service, redis;
before(async () => {
  await start();
  service = await serve(createSandboxListener(await quickSandbox()));
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

/** Where it says that it listens. */
async function origin(args, variables) {
  const child = run(["--port", "0", "--upstream", service.origin, ...args], variables);
  let errors = "";
  child.stderr.on("data", (text) => (errors += text));
  return new Promise((listening, failed) => {
    child.stdout.on("data", (text) => listening(/http:\S+/.exec(String(text))[0]));
    child.once("exit", () => failed(new Error(errors)));
  });
}

async function failure(args, variables) {
  const child = run(args, variables);
  let said = "";
  child.stderr.on("data", (text) => (said += text));
  const [status] = await once(child, "close");
  assert.equal(status, 1);
  assert.ok(!said.includes(key));
  return said;
}

test("--version is that of the package", async () => {
  const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  const { stdout } = spawnSync(process.execPath, [program, "--version"], { encoding: "utf8" });
  assert.equal(stdout, `${version}\n`);
});

test("with a token", async () => {
  const at = await origin(["--token-from-environment", "--base-path", "/reroom"], { REROOM_GATEWAY_TOKEN: "t-1" });
  assert.match(at, /\/reroom$/);
  assert.equal((await new ReRoom({ baseUrl: at, getToken: () => "t-1" }).account()).key, undefined);
  await refused(new ReRoom({ baseUrl: at, getToken: () => "t-2" }).account(), "unauthorized");
  await refused(new ReRoom({ baseUrl: at }).account(), "unauthorized");
});

test("with a module that decides, and limits in Redis", async () => {
  const folder = new URL("../artifacts/command/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  const file = fileURLToPath(new URL("authorize.mjs", folder));
  writeFileSync(file, 'export default (request) => ({ user: request.headers.get("x-user") });');
  const client = await redis.client();
  const at = await origin(["--authorize", file, "--redis", redis.url, "--credits-per-day", "1"]);
  const page = new ReRoom({ baseUrl: at, headers: { "x-user": "ann" } });
  await page.render(order);
  await refused(page.render(order), "insufficient_credits");
  assert.ok((await client.keys("{reroom}*")).length > 0);
});

test("open, for this machine by its own names alone", async () => {
  const at = await origin(["--open"]);
  await new ReRoom({ baseUrl: at }).account();
  const led = lines("GET /api/enterprise/status HTTP/1.1").replace("site.example", "evil.example");
  assert.match(await raw(Number(new URL(at).port), led), /^HTTP\/1\.1 401 /);
});

test("before the command's own sandbox, as the guides start both, a page loads the results", async () => {
  const local = spawn(process.execPath, [program, "sandbox", "--port", "0", "--instant"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(local);
  const [said] = await once(local.stdout, "data");
  const upstream = /http:\S+/.exec(String(said))[0];
  const at = await origin(["--open", "--upstream", upstream], { REROOM_API_KEY: "sandbox" });
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

test("what is missing or wrong is said in a sentence", async () => {
  for (const [args, variables, words] of [
    [["--open"], { REROOM_API_KEY: "" }, /REROOM_API_KEY/],
    [[], {}, /who may use the gateway/],
    [["--open", "--token-from-environment"], {}, /Pass one of/],
    [["--token-from-environment"], {}, /REROOM_GATEWAY_TOKEN/],
    [["--open", "--host", "0.0.0.0"], {}, /loopback host/],
    [["--open", "--upstream", "http://reroom.ai"], {}, /https/],
    [["--open", "--credits-per-day", "many"], {}, /--credits-per-day/],
    [["--authorize", fileURLToPath(new URL("servers.mjs", import.meta.url))], {}, /default export/],
  ])
    assert.match(await failure(args, variables), words);
});
