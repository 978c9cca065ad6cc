// The interfaces in docs/guides/studio.md, each built by its framework's own tool and used in a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { recipe } from "./recipes.mjs";
import { setUp } from "./setup.mjs";
import { photo } from "./visit.mjs";

const it = setUp();
const MAX_LINES = 80;

/** The files of an interface: its own, and the studio that they share. */
function files(heading, folder) {
  const { "studio.ts": studio } = recipe("studio", "# Build your own studio");
  const all = { "studio.ts": studio, ...recipe("studio", heading) };
  return Object.fromEntries(Object.entries(all).map(([path, text]) => [`${folder}/${path}`, text]));
}

/** Chooses what to furnish, and waits for the finished render. */
async function furnish(page) {
  for (const [name, value] of [
    ["type", "living-room"],
    ["style", "modern"],
  ])
    await page.locator(`select[name=${name}]`).selectOption(value);
  await page.getByRole("button", { name: "Furnish" }).click();
  await page.locator('img[alt="The finished room"], [role=alert]').waitFor();
}

/** Builds and serves an interface, and renders a photo with it. */
async function use(fixture, tool, output, files, options) {
  const app = await it.app(fixture, files, options);
  const env = await it.gateway(app);
  await app.run(tool, ["build"]);
  const server = await app.serve("serve.mjs", [output], env);
  try {
    await it.shown(server, "/", photo, furnish);
  } finally {
    await server.stop();
  }
}

const vite = (name, heading) => use(name, "vite", "dist", files(heading, "src"));

test("each interface has fewer than 80 lines, with the studio that it creates", () => {
  for (const heading of ["React", "Vue", "Svelte", "Angular"]) {
    const lines = Object.values(files(`## ${heading}`, "src")).flatMap((text) => text.trimEnd().split("\n"));
    assert.ok(lines.length < MAX_LINES, `${heading}: ${lines.length} lines`);
  }
});

test("React 19 renders a photo with its own interface", () => vite("studio-react", "## React"));
test("Vue 3 renders a photo with its own interface", () => vite("studio-vue", "## Vue"));
test("Svelte 5 renders a photo with its own interface", () => vite("studio-svelte", "## Svelte"));
test("Angular renders a photo with its own interface", () =>
  use("angular", "@angular/cli#ng", "dist/app/browser", files("## Angular", "src/app"), { oldest: false }));
