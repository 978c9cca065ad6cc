// The command-line example, against a sandbox on a port.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createSandbox } from "reroom/sandbox";
import { createSandboxListener } from "reroom/sandbox/node";

const file = (path) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const photo = file("www/public/samples/living-room-empty.jpg");

let folder, server, sandbox;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "reroom-example-"));
  sandbox = await createSandbox({ apiKey: "secret-key" });
  server = createServer(createSandboxListener(sandbox));
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
});
after(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

function stage(args, key = "secret-key") {
  const baseUrl = `http://127.0.0.1:${server.address().port}`;
  const env = { ...process.env, REROOM_API_KEY: key };
  return new Promise((resolve) => {
    const all = [file("examples/node/stage.mjs"), ...args, "--base-url", baseUrl];
    execFile(process.execPath, all, { env }, (error, stdout, stderr) => {
      resolve({ status: error?.code ?? 0, stdout, stderr });
    });
  });
}

test("the example stages a photo and saves a JPEG", async () => {
  const out = join(folder, "staged.jpg");
  const { status, stdout, stderr } = await stage([photo, "--out", out, "--style", "scandinavian"]);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /jpeg, \d+ × \d+ pixels\n/);
  assert.match(stdout, /preparing\nuploading\nuploading\ndone \S+\nSaved /);
  const saved = await readFile(out);
  assert.deepEqual([...saved.subarray(0, 3)], [0xff, 0xd8, 0xff]);
  assert.ok(saved.length > 10_000 && !saved.equals(await readFile(photo)));
  const order = sandbox.requests().find(({ path }) => path.startsWith("/api/enterprise/render"));
  assert.equal(order.json.style, "scandinavian");
});

test("the example prints the issue of an invalid option", async () => {
  const { status, stderr } = await stage([photo, "--style", "scandinavien"]);
  assert.equal(status, 1);
  assert.match(stderr, /^invalid_request: /);
  assert.match(stderr, /style: did you mean scandinavian\?/);
});

test("the example prints the issue of an invalid photo", async () => {
  const text = join(folder, "text.jpg");
  await writeFile(text, "no photo");
  const { status, stdout, stderr } = await stage([text]);
  assert.equal(status, 1);
  assert.match(stdout, /not accepted by the service/);
  assert.match(stderr, /^invalid_image: /);
});

test("the example reports a wrong key without printing it", async () => {
  const { status, stdout, stderr } = await stage([photo], "another-key");
  assert.equal(status, 1);
  assert.match(stderr, /^unauthorized: /);
  assert.ok(!`${stdout}${stderr}`.includes("another-key"));
});

test("the example prints its usage without a photo", async () => {
  const { status, stderr } = await stage([]);
  assert.equal(status, 2);
  assert.match(stderr, /^Usage: /);
});
