// The gateway in a real Next.js server: a page without a key renders a photo, and no response contains the key.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { consumer, project, run, samplePhoto } from "./project.mjs";
import { launch, serve, visit } from "./site.mjs";

const key = "rr-live-only-the-server-knows";

let folder, browser, service, server;
before(async () => {
  folder = await project();
  browser = await launch();
  service = await serve((req, res) => res.writeHead(404).end(), key);
});
after(async () => {
  server?.kill();
  service?.stop();
  await browser?.close();
});

/** Starts the Next.js server on a free port; resolves to its origin. */
async function start(next, cwd, env) {
  server = spawn(process.execPath, [next, "start", "--hostname", "127.0.0.1", "--port", "0"], { cwd, env });
  let output = "";
  const ended = once(server, "exit").then(() => assert.fail(`Next.js exited: ${output}`));
  const ready = (async () => {
    for await (const chunk of server.stdout) {
      output += chunk;
      const [origin] = /http:\/\/127\.0\.0\.1:\d+/.exec(output) ?? [];
      if (origin && output.includes("Ready")) return origin;
    }
  })();
  return Promise.race([ready, ended]);
}

test("a page renders a photo through the gateway in a Next.js route", async () => {
  const app = await consumer(folder, "next-gateway");
  await mkdir(join(app, "public"));
  await writeFile(join(app, "public/room.jpg"), await samplePhoto());
  const next = join(folder, "node_modules/next/dist/bin/next");
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  await run(process.execPath, [next, "build"], { cwd: app, env });
  const secrets = { REROOM_API_KEY: key, REROOM_UPSTREAM: service.origin };
  const origin = await start(next, app, { ...env, ...secrets });

  const { outcome } = await visit(browser, origin);
  assert.equal(outcome.status, "painted");
  assert.equal(typeof outcome.account.credits, "number");
  assert.ok(!("key" in outcome.account));
  assert.equal(outcome.stranger, "unauthorized");
  for (const path of await readdir(join(app, "dist/static"), { recursive: true })) {
    const text = await readFile(join(app, "dist/static", path), "utf8").catch(() => "");
    assert.ok(!text.includes("REROOM_API_KEY"), `${path} is the server's`);
  }
});
