// The sample site's server before HEIC is built, as in a first `npm start`.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { createServer } from "vite";

const root = fileURLToPath(new URL("../..", import.meta.url));
const isHeic = (path) => basename(path).startsWith("heic");

test("the site works before HEIC is built, and accepts it at the next load after that", async (t) => {
  const copy = mkdtempSync(join(tmpdir(), "reroom-site-"));
  t.after(() => rmSync(copy, { recursive: true }));
  for (const name of ["dist", "www"]) cpSync(join(root, name), join(copy, name), { recursive: true });
  cpSync(join(root, "pkg"), join(copy, "pkg"), { recursive: true, filter: (path) => !isHeic(path) });
  cpSync(join(root, "package.json"), join(copy, "package.json"));
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  const server = await createServer({
    configFile: join(copy, "www/vite.config.ts"),
    server: { port: 0, fs: { strict: false } },
    optimizeDeps: { noDiscovery: true },
    logLevel: "silent",
  });
  t.after(() => server.close());
  await server.listen();
  const origin = `http://127.0.0.1:${server.httpServer.address().port}`;
  /** The page's script, and what it imports as HEIC. */
  const load = async () => {
    const script = await fetch(`${origin}/src/studio.ts`);
    assert.equal(script.status, 200);
    const path = /import "([^"]*heic[^"]*)"/.exec(await script.text())?.[1];
    const heic = await fetch(new URL(path, origin));
    assert.equal(heic.status, 200, path);
    return heic.text();
  };

  assert.match(await load(), /Reload in a minute/);

  for (const name of readdirSync(join(root, "pkg")).filter(isHeic))
    cpSync(join(root, "pkg", name), join(copy, "pkg", name));
  server.environments.client.moduleGraph.invalidateAll();
  assert.match(await load(), /registerDecoder/);
});
