// `npx reroom run`: which photos it renders, and what it writes.
import assert from "node:assert/strict";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import sharp from "sharp";
import {
  answerWith,
  file,
  orders,
  origin,
  out,
  photos,
  portrait,
  results,
  root,
  run,
  sandbox,
  sizeOf,
  start,
  startSandbox,
  writeTo,
} from "./run-folder.mjs";

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

test("a folder with other files, equal names and its own results is rendered once", async () => {
  const folder = join(root, "mixed");
  for (const [name, photo] of Object.entries({ a: "living-room.jpg", b: "upstairs/hall.jpg" })) {
    mkdirSync(join(folder, name), { recursive: true });
    cpSync(join(photos, photo), join(folder, name, "room.jpg"));
    writeFileSync(join(folder, name, "notes.txt"), "not a photo");
    writeFileSync(join(folder, name, ".hidden.jpg"), "not a photo");
  }
  writeTo(join(folder, "done"));
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
  writeTo(linked);
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
  await startSandbox({ fixtures });
  const { status, stderr } = await run([], { folder });
  assert.equal(status, 0, stderr);
  assert.match(stderr, /room\.jpg -> room\.jpg \(The result shows something else/);
  const { path } = sandbox.requests().find(({ path }) => path.startsWith("/sandbox/outputs/"));
  const sent = Buffer.from(await (await fetch(origin + path)).arrayBuffer());
  assert.deepEqual(readFileSync(join(out, "room.jpg")), sent);
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
  writeTo(`${out}-several`);
  const twice = async (request) => {
    const response = await sandbox(request);
    if (!response.headers.get("content-type")?.includes("json")) return response;
    return Response.json(
      JSON.parse(await response.text(), (name, value) => (name === "outputs" ? [...value, ...value] : value)),
      { status: response.status },
    );
  };
  await answerWith(twice);
  const several = await run([], { folder });
  assert.equal(several.status, 0, several.stderr);
  assert.deepEqual(readdirSync(out).sort(), ["a.heic-2.jpg", "a.heic.jpg", "reroom-run.json"]);
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
