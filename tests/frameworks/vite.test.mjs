// Recipes from docs/guides/frameworks.md for Vite-based frameworks with a server, built and in their dev servers.
import { test } from "node:test";
import { files, setUp } from "./setup.mjs";
import { largePhoto } from "./visit.mjs";

const it = setUp();
const address = ["--host", "127.0.0.1", "--port", "PORT"];
const pages = ["/", "/studio"];
const modern = { oldest: false };

test("Vite with React in strict mode renders a photo in production and in development", async () => {
  const app = await it.app("studio-react", files({ "stage.ts": "src", "Stage.tsx": "src" }, "Vite"));
  const env = await it.gateway(app);
  await app.run("vite", ["build"]);
  await it.renders(app, "serve.mjs", ["dist"], ["/"], env);
  await it.renders(app, "vite", ["dev", ...address], ["/"], env);
});

test("SvelteKit with adapter-node renders a 12 MB photo through the gateway, with reroom as a devDependency", async () => {
  const manifest = { dependencies: {}, devDependencies: { reroom: "*" } };
  const recipe = files({ "gateway.ts": "src/lib/server", "stage.ts": "src/lib" }, "SvelteKit");
  const app = await it.app("sveltekit", recipe, { manifest });
  await app.run("vite", ["build"]);
  const server = await app.serve("build/index.js", [], { ...it.upstream.env, BODY_SIZE_LIMIT: "16M" });
  try {
    await it.shown(server, "/", await largePhoto());
  } finally {
    await server.stop();
  }
  await it.renders(app, "build/index.js", [], ["/studio"]);
  await it.renders(app, "vite", ["dev", ...address], pages);
});

test("Nuxt renders a photo in production and in development", async () => {
  const app = await it.app("nuxt", files({ "gateway.ts": "server/utils", "stage.ts": "app/utils" }, "Nuxt"), modern);
  await app.run("nuxt", ["build"]);
  await it.renders(app, ".output/server/index.mjs", [], pages);
  await it.renders(app, "nuxt", ["dev", ...address], pages);
});

test("Astro renders a photo from a React island and a plain script in production and in development", async () => {
  const lib = { "gateway.ts": "src/lib", "stage.ts": "src/lib", "Stage.tsx": "src/lib", "Studio.tsx": "src/lib" };
  const app = await it.app("astro", files(lib, "Astro"), modern);
  await app.run("astro", ["build"]);
  await it.renders(app, "dist/server/entry.mjs", [], ["/", "/plain", "/studio"]);
  await it.renders(app, "astro", ["dev", ...address], ["/", "/plain", "/studio"]);
});

test("React Router renders a photo from a server-rendered route in production and in development", async () => {
  const app = await it.app(
    "react-router",
    files({ "gateway.ts": "app", "stage.ts": "app", "Stage.tsx": "app", "Studio.tsx": "app" }, "React Router"),
  );
  await app.run("@react-router/dev#react-router", ["build"]);
  await it.renders(app, "@react-router/serve#react-router-serve", ["build/server/index.js"], pages);
  await it.renders(app, "@react-router/dev#react-router", ["dev", ...address], pages);
});
