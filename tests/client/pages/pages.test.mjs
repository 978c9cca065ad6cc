// The client's tests in pages of one engine, one page for each file. REROOM_ENGINE names the engine.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { open } from "../../engines/driver.mjs";
import { serve } from "../../engines/server.mjs";
import { startServer } from "../http.mjs";

const folder = fileURLToPath(new URL("..", import.meta.url));
const testsIn = (path) => readdirSync(folder + path).filter((name) => name.endsWith(".test.mjs")).map((name) => path + name); // prettier-ignore
const files = [...testsIn(""), ...testsIn("page/")];

let server, service, browser;
before(async () => {
  server = await serve({ "assert.mjs": await bundle() });
  // On another port, so that every request of a page is cross-origin.
  service = await startServer();
  browser = await open(process.env.REROOM_ENGINE ?? "chromium");
});
after(async () => {
  await browser?.close();
  server?.close();
  service?.stop();
});

/** The packages behind `assert.mjs` as one module for browsers. */
async function bundle() {
  const entry = fileURLToPath(new URL("assert.mjs", import.meta.url));
  const [{ output }] = await build({
    configFile: false,
    logLevel: "error",
    define: { process: '{"env":{}}', global: "globalThis" },
    build: { write: false, minify: false, lib: { entry, formats: ["es"] } },
  });
  return output[0].code;
}

const run = async (path, origin) => {
  globalThis.serviceOrigin = origin;
  return (await import("/tests/client/pages/run.mjs")).run(path);
};

for (const file of files)
  test(file, async (context) => {
    const page = `${server.address}tests/client/pages/index.html?${file}`;
    const results = await browser.evaluate(page, run, `/tests/client/${file}`, service.origin);
    assert.ok(results.length > 0, "the page ran no test");
    for (const { name, error } of results)
      await context.test(name, () => {
        if (error) assert.fail(error);
      });
  });
