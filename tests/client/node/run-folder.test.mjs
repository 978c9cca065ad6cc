// `npx reroom run`, as a process, against a sandbox and a gateway on ports.
import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { after, beforeEach, afterEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createGateway } from "reroom/gateway";
import { createGatewayListener } from "reroom/gateway/node";
import { createSandbox } from "reroom/sandbox";
import { createSandboxListener } from "reroom/sandbox/node";
import sharp from "sharp";

const file = (path) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const program = file("dist/cli/index.js");
const key = "rr-secret-4711";
const root = mkdtempSync(join(tmpdir(), "reroom-run-"));
after(() => rmSync(root, { recursive: true }));

/** Photos of each kind. */
const photos = join(root, "photos");
mkdirSync(join(photos, "upstairs"), { recursive: true });
cpSync(file("www/public/samples/living-room-empty.jpg"), join(photos, "living-room.jpg"));
const portrait = await sharp(file("www/public/samples/phone-portrait.jpg")).resize(600).toBuffer();
writeFileSync(join(photos, "upstairs/hall.jpg"), portrait);
writeFileSync(join(photos, "upstairs/bath.png"), await sharp(portrait).png().toBuffer());
cpSync(file("tests/heic/photos/phone.heic"), join(photos, "phone.heic"));
writeFileSync(join(photos, "notes.txt"), "not a photo");
const results = ["living-room.jpg", "phone.heic.jpg", "upstairs/bath.png", "upstairs/hall.jpg"];

const servers = [];
let sandbox,
  origin,
  out,
  count = 0;

async function listen(listener) {
  const server = createServer(listener).listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  return `http://127.0.0.1:${server.address().port}`;
}

beforeEach(async () => {
  sandbox = await createSandbox({ apiKey: key, speeds: { queuedMs: 100, renderingMs: 200 }, results: { size: 640 } });
  origin = await listen(createSandboxListener(sandbox));
  out = join(root, `out-${(count += 1)}`);
});
afterEach(() => {
  for (const server of servers.splice(0)) (server.closeAllConnections(), server.close());
});

/** A gateway in front of the sandbox. */
const startGateway = async () =>
  listen(createGatewayListener(createGateway({ apiKey: key, upstream: origin, authorize: () => true })));

/** The orders that the service received. */
const orders = () => sandbox.requests().filter(({ method, path }) => method === "POST" && path.includes("/render"));

/** Holds the service's answers to orders until `release()`. By themselves, they say that an empty room is already done. */
async function holdAnswers() {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  const hold = async (request) => {
    const response = await sandbox(request);
    if (request.method === "POST" && request.url.includes("/render")) await released;
    return response;
  };
  origin = await listen(createSandboxListener(hold));
  return release;
}

const commandOf = (args, folder = photos) => {
  const all = ["run", folder, "--tool", "empty-room", "--out", out, "--base-url", origin, ...args];
  return [process.execPath, program, ...all];
};

/** Starts the command. `ended` resolves to its status and texts. */
function start(args, { folder, apiKey = key, shell = [], options = "" } = {}) {
  const env = { PATH: process.env.PATH, NODE_OPTIONS: options, OUT: out, ...(apiKey && { REROOM_API_KEY: apiKey }) };
  const [command, ...rest] = [...shell, ...commandOf(args, folder)];
  const child = spawn(command, rest, { env, stdio: ["ignore", "pipe", "pipe"] });
  const texts = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) child[name].on("data", (text) => (texts[name] += text));
  const ended = once(child, "close").then(([status, signal]) => ({ status, signal, ...texts }));
  return { child, ended, texts };
}

async function run(args = [], options) {
  const ended = await start(args, options).ended;
  assert.ok(!JSON.stringify(ended).includes(key), "the key is not printed");
  const manifest = join(out, "reroom-run.json");
  if (existsSync(manifest)) assert.ok(!readFileSync(manifest, "utf8").includes(key), "the key is not stored");
  return ended;
}

const sizeOf = async (path) => {
  const { width, height } = await sharp(path).metadata();
  return [width, height];
};

test("a folder is rendered, and each result has the size of its photo; again, nothing is ordered", async () => {
  const { status, stderr } = await run();
  assert.equal(status, 0, stderr);
  for (const path of results) assert.ok(existsSync(join(out, path)), `${path}: ${stderr}`);
  for (const path of ["living-room.jpg", "upstairs/hall.jpg", "upstairs/bath.png"])
    assert.deepEqual(await sizeOf(join(out, path)), await sizeOf(join(photos, path)), path);
  assert.equal(orders().length, 4);
  assert.match(stderr, /upstairs\/hall\.jpg -> upstairs\/hall\.jpg\n/);
  const again = await run(["--json"]);
  assert.deepEqual([again.status, orders().length], [0, 4]);
  assert.deepEqual(JSON.parse(again.stdout), { total: 4, done: 0, skipped: 4, open: 0, failures: [] });
  rmSync(join(out, "living-room.jpg"));
  assert.equal((await run()).status, 0);
  assert.ok(existsSync(join(out, "living-room.jpg")), "a deleted result is downloaded again");
  assert.equal(orders().length, 4);
  assert.ok(!existsSync(join(out, "reroom-run.lock")));
});

test("a changed photo is ordered again, and other options need another folder", async () => {
  const folder = join(root, "changing");
  mkdirSync(folder);
  cpSync(join(photos, "living-room.jpg"), join(folder, "room.jpg"));
  assert.equal((await run([], { folder })).status, 0);
  cpSync(join(photos, "upstairs/hall.jpg"), join(folder, "room.jpg"));
  assert.equal((await run([], { folder })).status, 0);
  assert.equal(orders().length, 2);
  const other = await run(["--fit", "crop"], { folder });
  assert.equal(other.status, 2);
  assert.match(other.stderr, /other options/);
});

test("kills at any time, with a gateway: each photo is bought once, and every result is written", async () => {
  origin = await startGateway();
  let [kills, status, seed] = [0, undefined, 4711];
  while (status !== 0) {
    assert.ok(kills < 20, "it must end");
    seed = (seed * 16807) % 2147483647;
    // At random moments, which are later each time, so that it ends on slow machines, too.
    const delay = 300 + kills * 250 + (seed % 1500);
    const { child, ended } = start([]);
    const timer = setTimeout(() => child.kill("SIGKILL"), delay);
    ({ status } = await ended);
    clearTimeout(timer);
    if (status === null) kills += 1;
  }
  assert.ok(kills > 0);
  for (const path of results) assert.ok(existsSync(join(out, path)), path);
  assert.equal(orders().length, 4);
});

test("kills at any time, without a gateway: no photo is bought twice, and an unknown outcome is reported", async () => {
  sandbox.fault({ method: "POST", path: "/api/enterprise/render", latencyMs: 400, times: Infinity });
  let [kills, last] = [0, { status: null }];
  for (let delay = 500; last.status === null; delay += 350) {
    assert.ok(kills < 20, "it must end");
    const { child, ended } = start([]);
    const timer = setTimeout(() => child.kill("SIGKILL"), delay);
    last = await ended;
    clearTimeout(timer);
    if (last.status === null) kills += 1;
  }
  assert.ok(orders().length <= 4, `${orders().length} orders`);
  const written = results.filter((path) => existsSync(join(out, path))).length;
  const unknown = last.stderr.split("its outcome is unknown").length - 1;
  assert.equal(written + unknown, 4, last.stderr);
  assert.equal(last.status, unknown > 0 ? 1 : 0);
});

test("a run that is killed right after the answer to its order waits for the render, without a gateway, too", async () => {
  const folder = join(root, "answered");
  mkdirSync(folder);
  cpSync(join(photos, "living-room.jpg"), join(folder, "room.jpg"));
  let isAnswered = false;
  const unreachable = async (request) =>
    request.method === "GET" && !isAnswered ? new Response("", { status: 503 }) : sandbox(request);
  origin = await listen(createSandboxListener(unreachable));
  const { child, ended } = start([], { folder });
  const manifest = join(out, "reroom-run.json");
  const knowsRender = () => existsSync(manifest) && readFileSync(manifest, "utf8").includes("renderId");
  for (let wait = 0; wait < 300 && !knowsRender(); wait += 1) await pause(50);
  child.kill("SIGKILL");
  await ended;
  isAnswered = true;
  const { status, stderr } = await run([], { folder });
  assert.equal(status, 0, stderr);
  assert.equal(orders().length, 1);
});

test("a photo that cannot be sent fails alone, and is listed", async () => {
  const folder = join(root, "damaged");
  cpSync(photos, folder, { recursive: true });
  writeFileSync(join(folder, "broken.jpg"), readFileSync(join(photos, "living-room.jpg")).subarray(0, 20_000));
  writeFileSync(join(folder, "small.png"), await sharp(portrait).resize(300).png().toBuffer());
  const { status, stderr } = await run([], { folder });
  assert.equal(status, 1);
  assert.match(stderr, /broken\.jpg: /);
  assert.match(stderr, /small\.png: .*512/);
  assert.match(stderr, /6 photos: 4 done, 0 done before, 2 failed, 0 not ordered/);
  assert.equal(orders().length, 4);
});

test("a dry run lists what would be done and the credits, and sends no photo", async () => {
  const { status, stdout } = await run(["--dry-run", "--cost", "3"]);
  assert.equal(status, 0);
  assert.match(stdout, /upstairs\/hall\.jpg: padded, reencoded/);
  assert.match(stdout, /1 can be sent as they are\n {2}3 are prepared first/);
  assert.match(stdout, /Credits: 12 \(4 photos at 3 each/);
  assert.match(stdout, /unlimited credits/);
  assert.ok(!existsSync(out));
  assert.ok(sandbox.requests().every(({ method }) => method === "GET"));
});

test("a wrong key or missing credits stop the run, and it can be continued", async () => {
  const wrong = await run(["--concurrency", "1"], { apiKey: "wrong-key-4711" });
  assert.equal(wrong.status, 1);
  assert.match(wrong.stderr, /: Unauthorized\. Check the key in REROOM_API_KEY/);
  assert.match(wrong.stderr, /4 photos: 0 done, 0 done before, [123] failed, [123] not ordered/);
  assert.equal(orders().length, 0);
  sandbox.reset({ credits: 2 });
  const poor = await run(["--concurrency", "1"]);
  assert.equal(poor.status, 1, poor.stderr);
  assert.match(poor.stderr, /credits\. Add credits, and run the same command again/i);
  const written = () => results.filter((path) => existsSync(join(out, path))).length;
  assert.equal(written(), 2);
  sandbox.reset({ credits: 2 });
  assert.equal((await run()).status, 0);
  assert.equal(written(), 4);
});

test("a render that failed is ordered again only on request", async () => {
  sandbox.fault({ method: "POST", path: "/api/enterprise/render", failRender: true });
  assert.equal((await run(["--concurrency", "1"])).status, 1);
  const { status, stderr } = await run();
  assert.deepEqual([status, orders().length], [1, 4]);
  assert.match(stderr, /The render failed.*--order-again/);
  assert.equal((await run(["--order-again"])).status, 0);
  assert.equal(orders().length, 5);
});

test("Ctrl+C sends no more orders and waits for those that are running", async () => {
  const release = await holdAnswers();
  const { child, ended, texts } = start(["--concurrency", "1"]);
  while (orders().length === 0) await pause(20);
  child.kill("SIGINT");
  while (!texts.stderr.includes("No more orders are sent")) await pause(20);
  release();
  const { status, stderr } = await ended;
  assert.equal(status, 130, stderr);
  assert.equal(orders().length, 1);
  assert.match(stderr, /1 done, 0 done before, 0 failed, 3 not ordered/);
  assert.equal((await run()).status, 0);
  assert.equal(orders().length, 4);
});

test("a second run in the same folder is rejected, and the lock of a killed one is not", async () => {
  const release = await holdAnswers();
  const { child, ended } = start([]);
  while (orders().length === 0) await pause(20);
  const second = await run();
  assert.equal(second.status, 2);
  assert.match(second.stderr, /Another run is using this folder/);
  child.kill("SIGKILL");
  await ended;
  release();
  assert.ok(existsSync(join(out, "reroom-run.lock")));
  assert.notEqual((await run()).status, 2);
});

test("a folder with other files, equal names and its own results is rendered once", async () => {
  const folder = join(root, "mixed");
  for (const name of ["a", "b"]) {
    mkdirSync(join(folder, name), { recursive: true });
    cpSync(join(photos, "living-room.jpg"), join(folder, name, "room.jpg"));
    writeFileSync(join(folder, name, "notes.txt"), "not a photo");
    writeFileSync(join(folder, name, ".hidden.jpg"), "not a photo");
  }
  out = join(folder, "done");
  for (const expected of [2, 2]) {
    const { status, stderr } = await run([], { folder });
    assert.equal(status, 0, stderr);
    assert.equal(orders().length, expected);
  }
  for (const name of ["a", "b"]) assert.ok(existsSync(join(out, name, "room.jpg")));
});

test("a photo that cannot be read fails alone, and a dry run lists it", async () => {
  const folder = join(root, "unreadable");
  mkdirSync(folder);
  cpSync(join(photos, "living-room.jpg"), join(folder, "room.jpg"));
  // Larger than a file that Node reads at once. Permissions would not stop the root user.
  writeFileSync(join(folder, "huge.jpg"), "");
  truncateSync(join(folder, "huge.jpg"), 5 * 2 ** 30);
  const dry = await run(["--dry-run"], { folder });
  assert.equal(dry.status, 1, dry.stderr);
  assert.match(dry.stdout, /huge\.jpg: cannot be sent/);
  const { status, stderr } = await run([], { folder });
  assert.equal(status, 1, stderr);
  assert.match(stderr, /2 photos: 1 done, 0 done before, 1 failed, 0 not ordered/);
});

test("if the folder of the results cannot be written, nothing is ordered", async () => {
  writeFileSync(join(root, "file"), "");
  out = join(root, "file", "out");
  const { status, stderr } = await run();
  assert.equal(status, 2, stderr);
  assert.match(stderr, /^reroom run: .*out cannot be written: ENOTDIR.*Nothing was ordered/);
  assert.equal(orders().length, 0);
});

test("if the manifest can no longer be written, the run stops, orders nothing, and can be continued", async () => {
  const blocked = join(out, "reroom-run.json.partial");
  mkdirSync(blocked, { recursive: true });
  const { status, stderr } = await run();
  assert.equal(status, 1, stderr);
  assert.match(stderr, /reroom-run\.json cannot be written: EISDIR.*run the same command again/);
  assert.equal(orders().length, 0);
  assert.ok(!existsSync(join(out, "reroom-run.lock")));
  rmSync(blocked, { recursive: true });
  assert.equal((await run()).status, 0);
  assert.equal(orders().length, 4);
});

/** Runs a script that may mount, and runs the command as `"$@"`, with the folder of the results in `$OUT`. */
async function runMounted(t, script, args = []) {
  mkdirSync(out);
  const shell = ["unshare", "--map-root-user", "--mount", "sh", "-c"];
  const [program, ...rest] = [...shell, 'mount -t tmpfs none "$OUT"'];
  if (spawnSync(program, rest, { env: { ...process.env, OUT: out } }).status !== 0) {
    t.skip("this system does not allow mounting a disk");
    return undefined;
  }
  const { status, stdout, stderr } = await run(args, { shell: [...shell, script, "sh"] });
  assert.equal(status, 0, stderr);
  return stdout;
}

const LIST = 'cd "$OUT" && find . -type f | sort';
const listed = (names) => [...names, "reroom-run.json"].map((name) => `./${name}\n`).sort().join(""); // prettier-ignore

test("a disk that is full when a result arrives stops the run, and with space it continues without buying twice", async (t) => {
  const script = `
    mount -t tmpfs -o size=64k none "$OUT"; "$@" 2>&1; echo "status $?"; ${LIST}; echo "---"
    mount -o remount,size=64m "$OUT"; "$@" 2>&1; echo "status $?"; ${LIST}`;
  const text = await runMounted(t, script, ["--concurrency", "1"]);
  if (text === undefined) return;
  const [full, later] = text.split("---\n");
  assert.match(full, /cannot be written: ENOSPC.*Check the disk.*run the same command again.*not ordered again/);
  assert.match(full, /4 photos: 0 done, 0 done before, [123] failed, [123] not ordered/);
  assert.match(full, /status 1\n\.\/reroom-run\.json\n$/, "nothing else is left on the disk");
  assert.match(later, /4 photos: 4 done/);
  assert.ok(later.endsWith(`status 0\n${listed(results)}`), later);
  assert.equal(orders().length, 4);
});

test("on a full disk nothing is ordered and nothing is left", async (t) => {
  const script = `
    mount -t tmpfs -o size=64k none "$OUT"; head -c 1m /dev/zero >"$OUT/other"; "$@" 2>&1; echo "status $?"; ls "$OUT"
    mount -o remount,size=64m "$OUT"; "$@" 2>&1; echo "status $?"`;
  const text = await runMounted(t, script);
  if (text === undefined) return;
  const stopped = /^reroom run: .*cannot be written: ENOSPC.*Nothing was ordered.*\nstatus 2\nother\n/;
  assert.match(text, stopped);
  assert.match(text.replace(stopped, ""), /4 photos: 4 done[^]*status 0\n$/);
  assert.equal(orders().length, 4);
});

test("in a read-only folder nothing is ordered", async (t) => {
  const script = 'mount -t tmpfs -o ro none "$OUT"; "$@" 2>&1; echo "status $?"';
  const text = await runMounted(t, script);
  if (text === undefined) return;
  assert.match(text, /^reroom run: .*cannot be written: EROFS.*Nothing was ordered.*\nstatus 2\n$/);
  assert.equal(sandbox.requests().length, 0);
});

test("a subfolder that cannot be written stops the run, and its results are downloaded later", async (t) => {
  const script = `
    mount -t tmpfs none "$OUT"; mkdir "$OUT/upstairs"; mount -t tmpfs -o ro none "$OUT/upstairs"
    "$@" 2>&1; echo "status $?"; umount "$OUT/upstairs"; "$@" 2>&1; echo "status $?"; ${LIST}`;
  const text = await runMounted(t, script);
  if (text === undefined) return;
  assert.match(
    text,
    /upstairs\/(bath\.png|hall\.jpg) cannot be written: EROFS.*run the same command again[^]*status 1\n/,
  );
  assert.ok(text.endsWith(`status 0\n${listed(results)}`), text);
  assert.equal(orders().length, 4);
});

test("a disk without hard links, such as a memory card, is locked, too", async () => {
  const patch = `import fs, { existsSync } from "node:fs"; import { syncBuiltinESMExports } from "node:module";
    fs.linkSync = () => { throw Object.assign(new Error("EPERM: operation not permitted, link"), { code: "EPERM" }); };
    syncBuiltinESMExports();`;
  const options = `--import=data:text/javascript,${encodeURIComponent(patch)}`;
  const release = await holdAnswers();
  const { ended } = start([], { options });
  while (orders().length === 0) await pause(20);
  assert.match((await run([], { options })).stderr, /Another run is using this folder/);
  release();
  const { status, stderr } = await ended;
  assert.equal(status, 0, stderr);
  assert.deepEqual(readdirSync(out).sort(), ["living-room.jpg", "phone.heic.jpg", "reroom-run.json", "upstairs"]);
});

test("links to photos and folders are followed, each photo is rendered once, and a broken link is listed", async () => {
  const [folder, elsewhere] = [join(root, "links"), join(root, "elsewhere")];
  for (const path of [folder, join(folder, "sub"), elsewhere]) mkdirSync(path);
  cpSync(join(photos, "living-room.jpg"), join(folder, "sub", "room.jpg"));
  cpSync(join(photos, "upstairs/hall.jpg"), join(elsewhere, "hall.jpg"));
  cpSync(join(photos, "upstairs/bath.png"), join(elsewhere, "bath.png"));
  symlinkSync(elsewhere, join(folder, "upstairs"));
  symlinkSync(join(elsewhere, "hall.jpg"), join(folder, "zz-hall.jpg"));
  symlinkSync(join(folder, "sub", "room.jpg"), join(folder, "a-room.jpg"));
  symlinkSync(folder, join(folder, "sub", "loop"));
  symlinkSync("self.jpg", join(folder, "self.jpg"));
  symlinkSync("missing.jpg", join(folder, "broken.jpg"));
  const { status, stderr } = await run(["--json"], { folder });
  assert.equal(status, 1, stderr);
  assert.match(stderr, /broken\.jpg: ENOENT/);
  assert.match(stderr, /self\.jpg: ELOOP/);
  assert.match(stderr, /5 photos: 3 done, 0 done before, 2 failed, 0 not ordered/);
  for (const path of ["sub/room.jpg", "upstairs/bath.png", "upstairs/hall.jpg"]) assert.ok(existsSync(join(out, path)));
  assert.equal(orders().length, 3);
  const linked = join(root, "linked-out");
  symlinkSync(folder, linked);
  out = linked;
  const same = await start([], { folder }).ended;
  assert.deepEqual([same.status, orders().length], [2, 3]);
  assert.match(same.stderr, /--out must be another folder/);
});

test("a result that shows something else is saved as it came, and says so", async () => {
  const folder = join(root, "other");
  mkdirSync(folder);
  const [photo, result] = ["living-room-empty.jpg", "phone-portrait.jpg"].map((name) =>
    readFileSync(file(`www/public/samples/${name}`)),
  );
  writeFileSync(join(folder, "room.jpg"), photo);
  const fixtures = [{ photo, result, tool: "empty-room" }];
  sandbox = await createSandbox({ apiKey: key, speeds: { queuedMs: 0, renderingMs: 0 }, fixtures });
  origin = await listen(createSandboxListener(sandbox));
  const { status, stderr } = await run([], { folder });
  assert.equal(status, 0, stderr);
  assert.match(stderr, /room\.jpg -> room\.jpg \(The result shows something else/);
  const { path } = sandbox.requests().find(({ path }) => path.startsWith("/sandbox/outputs/"));
  const sent = Buffer.from(await (await fetch(origin + path)).arrayBuffer());
  assert.deepEqual(readFileSync(join(out, "room.jpg")), sent);
});

test("a result whose host fails twice is downloaded, and one whose host keeps failing costs nothing more later", async () => {
  const folder = join(root, "download");
  mkdirSync(folder);
  cpSync(join(photos, "living-room.jpg"), join(folder, "room.jpg"));
  sandbox.fault({ method: "GET", path: "/sandbox/outputs/", status: 503, times: 5 });
  const failed = await run([], { folder });
  assert.equal(failed.status, 1);
  assert.match(
    failed.stderr,
    /room\.jpg: The result could not be downloaded\. Run the same command again.*costs nothing/,
  );
  const { status, stderr } = await run([], { folder });
  assert.equal(status, 0, stderr);
  assert.equal(orders().length, 1);
});

test("a photo with the name of another one's result, and several results of one photo, do not replace each other", async () => {
  const folder = join(root, "names");
  mkdirSync(folder);
  cpSync(join(photos, "phone.heic"), join(folder, "a.heic"));
  cpSync(join(photos, "phone.heic"), join(folder, "DSC1.HIF"));
  cpSync(join(photos, "living-room.jpg"), join(folder, "a.heic.jpg"));
  const { status, stderr } = await run([], { folder });
  assert.equal(status, 0, stderr);
  assert.deepEqual(readdirSync(out).sort(), ["DSC1.HIF.jpg", "a.heic.jpg", "a.heic.jpg.jpg", "reroom-run.json"]);
  assert.deepEqual(await sizeOf(join(out, "a.heic.jpg")), await sizeOf(join(folder, "a.heic.jpg")));
  for (const name of ["a.heic", "DSC1.HIF"]) rmSync(join(folder, name));
  out = `${out}-several`;
  const twice = async (request) => {
    const response = await sandbox(request);
    if (!response.headers.get("content-type")?.includes("json")) return response;
    return Response.json(
      JSON.parse(await response.text(), (name, value) => (name === "outputs" ? [...value, ...value] : value)),
      { status: response.status },
    );
  };
  origin = await listen(createSandboxListener(twice));
  const several = await run([], { folder });
  assert.equal(several.status, 0, several.stderr);
  assert.deepEqual(readdirSync(out).sort(), ["a.heic-2.jpg", "a.heic.jpg", "reroom-run.json"]);
});

test("orders that the service rejects with 429 are sent again, and bought once", async () => {
  sandbox.reset({ credits: 10 });
  sandbox.fault({ method: "POST", path: "/api/enterprise/render", status: 429, times: 3 });
  const { status, stderr } = await run();
  assert.equal(status, 0, stderr);
  assert.equal(orders().length, 7);
  assert.match((await run(["--dry-run"])).stdout, /Your account has 6 credits/);
});

test("a terminal shows a bar, and Ctrl+C in it ends the run with status 130", async (t) => {
  const terminal = "/usr/bin/script";
  if (!existsSync(terminal)) return t.skip("script, of util-linux, is not installed");
  const show = (args = []) => {
    const env = { PATH: process.env.PATH, REROOM_API_KEY: key };
    const child = spawn(terminal, ["-qefc", commandOf(args).join(" "), "/dev/null"], { env });
    let shown = "";
    child.stdout.on("data", (text) => (shown += text));
    const ended = once(child, "close").then(([status]) => ({ status, shown }));
    return { child, ended, isShown: (text) => shown.includes(text) };
  };
  const release = await holdAnswers();
  const { child, ended, isShown } = show(["--concurrency", "1"]);
  while (orders().length === 0) await pause(20);
  child.stdin.write("\x03");
  while (!isShown("No more orders are sent")) await pause(20);
  release();
  const stopped = await ended;
  assert.equal(stopped.status, 130, stopped.shown);
  assert.match(stopped.shown, /\[-{24}\] 0 of 4/);
  assert.match(stopped.shown, /No more orders are sent/);
  const { status, shown } = await show().ended;
  assert.equal(status, 0, shown);
  assert.ok(shown.includes(`\r\x1b[K[${"#".repeat(24)}] 4 of 4`), shown);
  assert.equal(orders().length, 4);
});

test("wrong usage is rejected before anything is sent", async () => {
  for (const [args, message, options] of [
    [["--fit", "stretch"], /--fit must be/],
    [["--concurrency", "0"], /--concurrency must be/],
    [["--param", "style"], /name=value/],
    [["--param", "style=modern"], /style/],
    [["--unknown"], /unknown/i],
    [["--out", photos], /another folder/],
    [[], /REROOM_API_KEY/, { apiKey: "" }],
    [[], /is not a folder/, { folder: join(root, "missing") }],
  ]) {
    const { status, stderr } = await run(args, options);
    assert.equal(status, 2, `${args}: ${stderr}`);
    assert.match(stderr, message);
  }
  assert.equal(sandbox.requests().length, 0);
});
