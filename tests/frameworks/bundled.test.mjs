// Recipes from docs/guides/frameworks.md for pages without a server.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { files, furnish, setUp } from "./setup.mjs";

const it = setUp();
const address = ["--host", "127.0.0.1", "--port", "PORT"];

test("Angular renders a photo with `ng build` and with `ng serve`", async () => {
  const recipe = files({ "stage.ts": "src/app" }, "Angular");
  const { "angular.json": options, ...app } = recipe;
  const angular = await it.app("angular", app, { oldest: false });
  const { projects } = JSON.parse(await readFile(join(angular.folder, "angular.json"), "utf8"));
  assert.deepEqual(projects.app.architect.build.options.assets, JSON.parse(options).assets);
  const env = await it.gateway(angular);
  await angular.run("@angular/cli#ng", ["build"]);
  await it.renders(angular, "serve.mjs", ["dist/app/browser"], ["/"], env);
  await it.renders(angular, "@angular/cli#ng", ["serve", ...address], ["/"], env);
});

test("Rsbuild renders a photo in production and in development", async () => {
  const app = await it.app("rspack", files({ "stage.ts": "src" }, "Rsbuild and Rspack"));
  const env = await it.gateway(app);
  await app.run("@rsbuild/core#rsbuild", ["build"]);
  await it.renders(app, "@rsbuild/core#rsbuild", ["preview", ...address], ["/"], env);
  await it.renders(app, "@rsbuild/core#rsbuild", ["dev", ...address], ["/"], env);
});

test("Rspack renders a photo in production and in development", async () => {
  const app = await it.app("rspack", files({ "stage.ts": "src" }, "Rsbuild and Rspack"));
  const env = await it.gateway(app);
  await app.run("@rspack/cli#rspack", ["build"]);
  await it.renders(app, "serve.mjs", ["dist"], ["/"], env);
  await it.renders(app, "@rspack/cli#rspack", ["serve", ...address], ["/"], env);
});

test("Storybook renders a photo with a sandbox in the page", async () => {
  const app = await it.app("storybook", files({}, "Storybook"));
  await app.run("storybook", ["build", "--output-dir", "dist", "--quiet"]);
  const server = await app.serve("serve.mjs", ["dist"]);
  try {
    await it.shown(server, "/iframe.html?id=studio--studio", null, (page) => furnish(page, { show: true }));
  } finally {
    await server.stop();
  }
});
