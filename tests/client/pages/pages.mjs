// Runs the client's tests in pages of one engine, one page for each file.
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

/** What a page does with a file. */
const runFile = async (path, origin) => {
  globalThis.serviceOrigin = origin;
  return (await import("/tests/client/pages/run.mjs")).run(path);
};

/** Declares a test for each file, with a subtest for each test that ran in the page. */
export function runInPages(engine) {
  let server, service, browser;
  before(async () => {
    server = await serve({ "assert.mjs": await bundle() });
    // On another port, so every request of a page is cross-origin.
    service = await startServer();
    browser = await open(engine);
  });
  after(async () => {
    await browser?.close();
    server?.close();
    service?.stop();
  });
  for (const file of files)
    test(file, async (context) => {
      const page = `${server.address}tests/client/pages/index.html?${file}`;
      const results = await browser.evaluate(page, runFile, `/tests/client/${file}`, service.origin);
      assert.ok(results.length > 0, "the page ran no test");
      for (const { name, error } of results)
        await context.test(name, () => {
          if (error) assert.fail(error);
        });
    });
}
