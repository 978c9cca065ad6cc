// Runs `npx reroom run` as a process, against a sandbox and a gateway on ports, with photos of each kind.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, beforeEach } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createGateway } from "reroom/gateway";
import { createGatewayListener } from "reroom/gateway/node";
import { createSandbox } from "reroom/sandbox";
import { createSandboxListener } from "reroom/sandbox/node";
import sharp from "sharp";

/** The path of a file of the repository. */
export const file = (path) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const program = file("dist/cli/index.js");
export const key = "rr-secret-4711";
export const root = mkdtempSync(join(tmpdir(), "reroom-run-"));
after(() => rmSync(root, { recursive: true }));

/** Photos of each kind. */
export const photos = join(root, "photos");
mkdirSync(join(photos, "upstairs"), { recursive: true });
cpSync(file("www/public/samples/living-room-empty.jpg"), join(photos, "living-room.jpg"));
export const portrait = await sharp(file("www/public/samples/phone-portrait.jpg")).resize(600).toBuffer();
writeFileSync(join(photos, "upstairs/hall.jpg"), portrait);
writeFileSync(join(photos, "upstairs/bath.png"), await sharp(portrait).png().toBuffer());
cpSync(file("tests/heic/photos/phone.heic"), join(photos, "phone.heic"));
writeFileSync(join(photos, "notes.txt"), "not a photo");
/** The results of these photos. */
export const results = ["living-room.jpg", "phone.heic.jpg", "upstairs/bath.png", "upstairs/hall.jpg"];

const servers = [];
/** The service, its address, and the folder of the results: new for each test. */
export let sandbox, origin, out;
let count = 0;

async function listen(listener) {
  const server = createServer(listener).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  return `http://127.0.0.1:${server.address().port}`;
}

beforeEach(async () => {
  await startSandbox({ results: { size: 640 } });
  out = join(root, `out-${(count += 1)}`);
});
afterEach(() => {
  for (const server of servers.splice(0)) (server.closeAllConnections(), server.close());
});

/** Puts another sandbox in place of the service. */
export async function startSandbox(options) {
  sandbox = await createSandbox({ apiKey: key, speeds: { queuedMs: 0, renderingMs: 0 }, ...options });
  await answerWith(sandbox);
}

/** Puts a gateway in front of the service. */
export async function startGateway() {
  origin = await listen(createGatewayListener(createGateway({ apiKey: key, upstream: origin, authorize: () => true })));
}

/** Lets a handler answer for the service. */
export async function answerWith(handler) {
  origin = await listen(createSandboxListener(handler));
}

/** Names another folder for the results. */
export function writeTo(folder) {
  out = folder;
}

/** The orders that the service received. */
export const orders = () =>
  sandbox.requests().filter(({ method, path }) => method === "POST" && path.includes("/render"));

/** Holds the service's answers to orders until `release()`. By themselves, they say that an empty room is already done. */
export async function holdAnswers() {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  await answerWith(async (request) => {
    const response = await sandbox(request);
    if (request.method === "POST" && request.url.includes("/render")) await released;
    return response;
  });
  return release;
}

/** Starts a run, and kills it as soon as it has recorded a render. The service reports no render as done until then. */
export async function orderAndKill(folder) {
  let isKilled = false;
  await answerWith(async (request) =>
    request.method === "GET" && !isKilled ? new Response("", { status: 503 }) : sandbox(request),
  );
  const { child, ended } = start([], { folder });
  const manifest = join(out, "reroom-run.json");
  const knowsRender = () => existsSync(manifest) && readFileSync(manifest, "utf8").includes("renderId");
  while (!knowsRender() && child.exitCode === null) await pause(50);
  child.kill("SIGKILL");
  await ended;
  isKilled = true;
}

/** The command with these arguments. */
export const commandOf = (args, folder = photos) => {
  const all = ["run", folder, "--tool", "empty-room", "--out", out, "--base-url", origin, ...args];
  return [process.execPath, program, ...all];
};

/** Starts the command. `ended` resolves to its status and texts. */
export function start(args, { folder, apiKey = key, shell = [], options = "" } = {}) {
  const env = { PATH: process.env.PATH, NODE_OPTIONS: options, OUT: out, ...(apiKey && { REROOM_API_KEY: apiKey }) };
  const [command, ...rest] = [...shell, ...commandOf(args, folder)];
  const child = spawn(command, rest, { env, stdio: ["ignore", "pipe", "pipe"] });
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) child[name].on("data", (text) => (texts[name] += text));
  const ended = once(child, "close").then(([status, signal]) => ({ status, signal, ...texts }));
  return { child, ended, texts };
}

/** Runs the command to its end. Its key must never appear. */
export async function run(args = [], options) {
  const ended = await start(args, options).ended;
  assert.ok(!JSON.stringify(ended).includes(key), "the key is not printed");
  const manifest = join(out, "reroom-run.json");
  if (existsSync(manifest)) assert.ok(!readFileSync(manifest, "utf8").includes(key), "the key is not stored");
  return ended;
}

export const sizeOf = async (path) => {
  const { width, height } = await sharp(path).metadata();
  return [width, height];
};
