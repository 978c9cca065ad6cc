// The Next.js recipe from docs/guides/frameworks.md with both bundlers. The standalone output runs in an empty folder.
import assert from "node:assert/strict";
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { files, furnish, setUp } from "./setup.mjs";
import { largePhoto } from "./visit.mjs";

const it = setUp();
const recipe = () =>
  files({ "gateway.ts": "lib", "stage.ts": "lib", "Stage.tsx": "lib", "Studio.tsx": "lib" }, "Next.js");

for (const bundler of ["--turbopack", "--webpack"])
  test(`Next.js built with ${bundler} renders from the page, a server component, a server action, and the gateway`, async () => {
    const app = await it.app("next", recipe());
    await app.run("next", ["build", bundler]);
    const deployed = await mkdtemp(join(tmpdir(), "reroom-next-"));
    try {
      await visit(app, await standalone(app.folder, deployed));
    } finally {
      await rm(deployed, { recursive: true });
    }
  });

test("Next.js in development renders a photo through the gateway", async () => {
  const app = await it.app("next", recipe());
  await it.renders(app, "next", ["dev", "--hostname", "127.0.0.1", "--port", "PORT"], ["/", "/studio"]);
});

/** Copies the files of a deployment, as the Next.js documentation describes; resolves to the server's script. */
async function standalone(folder, deployed) {
  const output = join(folder, ".next/standalone");
  const paths = await readdir(output, { recursive: true });
  const [script] = paths.filter((path) => path.endsWith("server.js") && !path.includes("node_modules"));
  assert.ok(script, paths.join("\n"));
  await cp(output, deployed, { recursive: true, verbatimSymlinks: true });
  const home = dirname(join(deployed, script));
  for (const part of [".next/static", "public"]) await cp(join(folder, part), join(home, part), { recursive: true });
  return join(deployed, script);
}

async function visit(app, script) {
  const server = await app.serve(script, [], { ...it.upstream.env, HOSTNAME: "127.0.0.1" }, dirname(script));
  try {
    await it.shown(server, "/", await largePhoto());
    await it.shown(server, "/studio/", null, furnish);
    await it.shown(server, "/server/", null);
    await it.shown(server, "/action/", undefined, (page) => page.click("button"));
  } finally {
    await server.stop();
  }
}
