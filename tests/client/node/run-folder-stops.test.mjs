// `npx reroom run` when it is killed, stopped or rejected: nothing is bought twice, and no result is lost.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { test } from "node:test";
import {
  commandOf,
  holdAnswers,
  key,
  orderAndKill,
  orders,
  out,
  photos,
  results,
  root,
  run,
  sandbox,
  start,
  startGateway,
} from "./run-folder.mjs";

test("kills at any time, with a gateway: each photo is bought once, and every result is written", async () => {
  await startGateway();
  let [kills, status, seed] = [0, undefined, 4711];
  while (status !== 0) {
    assert.ok(kills < 20, "it must end");
    seed = (seed * 16807) % 2147483647;
    // At random moments, which are later each time, so that it ends on slow machines, too.
    const delay = 300 * 1.3 ** kills + (seed % 1500);
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
  for (let delay = 500; last.status === null; delay *= 1.3) {
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
  await orderAndKill(folder);
  const { status, stderr } = await run([], { folder });
  assert.equal(status, 0, stderr);
  assert.equal(orders().length, 1);
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
