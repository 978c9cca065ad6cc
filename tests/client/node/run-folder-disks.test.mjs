// `npx reroom run` on disks that are full, read-only or limited: nothing is bought twice, and no result is lost.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { test } from "node:test";
import { holdAnswers, orders, out, results, root, run, sandbox, start, writeTo } from "./run-folder.mjs";

test("if the folder of the results cannot be written, nothing is ordered", async () => {
  writeFileSync(join(root, "file"), "");
  writeTo(join(root, "file", "out"));
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
