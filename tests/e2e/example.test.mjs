// The example with its own server, run against a sandbox.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { createSandbox } from "reroom/sandbox";
import { createSandboxListener } from "reroom/sandbox/node";
import { browser } from "./browser.mjs";
import { openStudio } from "./studio.mjs";

const file = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
// The gateway removes the key from every response, so it must not occur in a URL.
const key = "a-key-of-its-own";

let service, sandbox, program;
before(async () => {
  sandbox = await createSandbox({ apiKey: key, speeds: { queuedMs: 0, renderingMs: 0 } });
  service = createServer(createSandboxListener(sandbox));
  await new Promise((listening) => service.listen(0, "127.0.0.1", listening));
});
after(async () => {
  program?.kill();
  service?.closeAllConnections();
  service?.close();
});

/** Starts the example. Resolves to the URL that it prints. */
function start() {
  const upstream = `http://127.0.0.1:${service.address().port}`;
  const env = { ...process.env, REROOM_API_KEY: key, REROOM_UPSTREAM: upstream, PORT: "0" };
  program = spawn(process.execPath, [file("examples/site/server.mjs")], { env, stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((listening, failed) => {
    program.stdout.once("data", (text) => listening(String(text).trim()));
    program.once("exit", (status) => failed(new Error(`it ended with ${status}`)));
  });
}

test("a photo is staged through the gateway, and the page never receives the key", async () => {
  const ui = await openStudio(browser, await start());
  await ui.page.locator("reroom-studio #file").setInputFiles(file("www/public/samples/living-room-empty.jpg"));
  await ui.verdict.filter({ hasText: "Ready to use" }).waitFor();
  await ui.furnishing();
  await ui.submit();
  await ui.result();
  assert.deepEqual(
    ui.problems.filter((text) => !text.includes("favicon")),
    [],
  );
  const order = sandbox.requests().find(({ path }) => path.startsWith("/api/enterprise/render"));
  assert.equal(order.json.tool, "virtual-staging");
  const seen = [await ui.page.content(), await (await fetch(`${ui.page.url()}reroom/api/enterprise/status`)).text()];
  assert.ok(!seen.join().includes(key));
  await ui.close();
});
